// SPDX-License-Identifier: Apache-2.0
package org.quintain.sim.fabric;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.quintain.initiator.ExecuteCommand;
import org.quintain.initiator.InitiatorPort;
import org.quintain.initiator.ServiceResponse;
import org.quintain.sim.direct.SimulatedDirect;
import org.quintain.sim.disk.DiskFaults;
import org.quintain.sim.disk.DiskProfile;
import org.quintain.sim.disk.DiskWeather;
import org.quintain.sim.reactor.MailboxDelay;
import org.quintain.sim.reactor.SimWorld;
import org.quintain.sim.reactor.WorldLimits;
import org.quintain.sim.stream.StreamFaults;
import org.quintain.sim.stream.StreamProfile;
import org.quintain.sim.stream.StreamWeather;
import org.quintain.sim.trace.Trace;

/**
 * An initiator registers, reserves, preempts itself and leaves, and the power goes after event k,
 * for every k there is. What it finds afterwards is what it was last told, or, if a command was
 * under way, what that would have left.
 */
class ReservationCrashStory {
  private static final long TIMEOUT_NS = 60_000_000_000L;
  private static final long SECOND_NS = 1_000_000_000L;

  /** One PERSISTENT RESERVE OUT, and the keys and the reservation after it. */
  private record Act(int action, int type, long key, long actionKey, String left) {}

  private static final List<Act> ACTS =
      List.of(
          new Act(0, 0, 0, 0xA1, "a1, none"),
          new Act(1, 3, 0xA1, 0, "a1, a1 type 3"),
          new Act(0, 0, 0xA1, 0xA2, "a2, a2 type 3"),
          new Act(4, 5, 0xA2, 0xA2, "a2, a2 type 5"),
          new Act(2, 5, 0xA2, 0, "a2, none"),
          new Act(1, 8, 0xA2, 0, "a2, 0 type 8"),
          new Act(3, 0, 0xA2, 0, ", none"));

  /** One target on a world of its own, and the initiator. */
  private static final class Rig {
    private final SimWorld world;
    private final SimulatedDirect fabric;
    private InitiatorPort port;

    Rig(long seed) {
      world = new SimWorld(seed, 2, MailboxDelay.usual(), new Trace(), WorldLimits.generous());
      FabricSetup setup =
          new FabricSetup(
              List.of(new FabricSetup.UnitSetup(1 << 20, 512, true, true)),
              1,
              0,
              1,
              StreamProfile.quiet(),
              new StreamWeather(StreamFaults.NONE),
              DiskProfile.quiet(),
              new DiskWeather(DiskFaults.NONE),
              new TreeMap<>(),
              new TreeMap<>(),
              8,
              SECOND_NS,
              null,
              Mutation.NONE);
      fabric = new SimulatedDirect(world, setup);
      port = fabric.connect(0);
    }

    private ExecuteCommand start(ByteBuffer dataIn, ByteBuffer dataOut, int... cdb) {
      ExecuteCommand command = new ExecuteCommand();
      for (int index = 0; index < cdb.length; index++) {
        command.cdb()[index] = (byte) cdb[index];
      }
      command.cdbLength(cdb.length);
      if (dataIn.capacity() > 0) {
        command.dataIn(dataIn, dataIn.capacity());
      }
      if (dataOut.capacity() > 0) {
        command.dataOut(dataOut, dataOut.capacity());
      }
      port.submit(command);
      return command;
    }

    static ByteBuffer nothing() {
      return ByteBuffer.allocate(0);
    }

    private ByteBuffer read(int action) {
      for (int attempt = 0; attempt < 4; attempt++) {
        ByteBuffer data = ByteBuffer.allocate(256);
        ExecuteCommand command = start(data, nothing(), 0x5E, action, 0, 0, 0, 0, 0, 1, 0, 0);
        assertThat(world.awaitUntil(command::isDone, TIMEOUT_NS)).isTrue();
        if (command.status() == 0) {
          return data;
        }
      }
      throw new AssertionError("PERSISTENT RESERVE IN does not become GOOD.");
    }

    /** The keys and the reservation as the target tells them. */
    private String state() {
      ByteBuffer keys = read(0);
      ByteBuffer reservation = read(1);
      return (keys.getInt(4) == 0 ? "" : Long.toHexString(keys.getLong(8)))
          + ", "
          + (reservation.getInt(4) == 0
              ? "none"
              : Long.toHexString(reservation.getLong(8)) + " type " + reservation.get(21));
    }

    /**
     * Lets the acts follow each other for {@code events} events, then takes the power away; gives
     * how many acts were answered, all of them when there was time enough.
     */
    private int actUntil(long events, boolean isPersistent) {
      long last = world.events() + events;
      for (int done = 0; done < ACTS.size(); done++) {
        Act act = ACTS.get(done);
        ByteBuffer list = ByteBuffer.allocate(24);
        list.putLong(act.key).putLong(act.actionKey).put(20, (byte) (isPersistent ? 1 : 0));
        ExecuteCommand command =
            start(nothing(), list, 0x5F, act.action, act.type, 0, 0, 0, 0, 0, 24, 0);
        while (!command.isDone() && world.events() < last) {
          world.step();
        }
        if (!command.isDone()) {
          fabric.powerOff();
          return done;
        }
        assertThat(command.serviceResponse()).isEqualTo(ServiceResponse.COMMAND_COMPLETE);
        assertThat(command.status()).isZero();
      }
      fabric.powerOff();
      return ACTS.size();
    }

    private void powerOn() {
      world.run(SECOND_NS);
      fabric.powerOn();
      port = fabric.connect(0);
    }
  }

  private static String left(int acts) {
    return acts == 0 ? ", none" : ACTS.get(acts - 1).left;
  }

  @Test
  void whatWasToPersistIsOldOrNewAfterACrashAtAnyInstant() {
    int olds = 0;
    int news = 0;
    int answered = 0;
    for (int events = 0; answered < ACTS.size(); events++) {
      Rig story = new Rig(events);
      story.state();
      answered = story.actUntil(events, true);
      story.powerOn();
      String found = story.state();
      String next = left(Math.min(answered + 1, ACTS.size()));
      assertThat(found).as("after event %d", events).isIn(left(answered), next);
      olds += found.equals(left(answered)) ? 1 : 0;
      news += found.equals(next) ? 1 : 0;
    }
    assertThat(olds).isPositive();
    assertThat(news).isPositive();
  }

  @Test
  void whatWasNotToPersistIsGoneAfterACrash() {
    int answered = 0;
    for (int events = 0; answered < ACTS.size(); events++) {
      Rig story = new Rig(events);
      story.state();
      answered = story.actUntil(events, false);
      story.powerOn();
      assertThat(story.state()).as("after event %d", events).isEqualTo(", none");
    }
  }
}
