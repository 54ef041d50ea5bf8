// SPDX-License-Identifier: Apache-2.0
package org.quintain.sim.fc;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.Collections;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.quintain.fcp.initiator.FcpInitiatorSettings;
import org.quintain.fcp.target.FcpTargetSettings;
import org.quintain.initiator.ExecuteCommand;
import org.quintain.initiator.InitiatorPort;
import org.quintain.initiator.ServiceResponse;
import org.quintain.sim.disk.DiskFaults;
import org.quintain.sim.disk.DiskProfile;
import org.quintain.sim.disk.DiskWeather;
import org.quintain.sim.fabric.FabricSetup;
import org.quintain.sim.fabric.Mutation;
import org.quintain.sim.fc.link.FcLink;
import org.quintain.sim.random.RandomStream;
import org.quintain.sim.reactor.MailboxDelay;
import org.quintain.sim.reactor.SimWorld;
import org.quintain.sim.reactor.WorldLimits;
import org.quintain.sim.stream.StreamFaults;
import org.quintain.sim.stream.StreamProfile;
import org.quintain.sim.stream.StreamWeather;
import org.quintain.sim.trace.Trace;
import org.quintain.wire.LinkTopology;

/**
 * A node of the fabric sends whatever it likes to the initiator and to the target, while they work
 * with each other: they don't mind.
 */
final class WrongFramesStory {
  private static final long MILLISECOND_NS = 1_000_000L;
  private static final long SECOND_NS = 1_000 * MILLISECOND_NS;
  private static final long INTRUDER = 0x2200_0000_0000_0001L;
  private static final int BLOCKS = 256;
  private static final int IO_BYTES = 4096;
  private static final int[] ROUTING = {
    0x00, 0x01, 0x02, 0x03, 0x04, 0x05, 0x06, 0x07, 0x08, 0x22, 0x23, 0x32, 0x33, 0x81, 0x84, 0x85,
    0x86, 0xC0
  };
  private static final int[] TYPES = {0x00, 0x01, 0x05, 0x08, 0x20, 0x28, 0xFF};

  @Property(tries = 20, seed = "11")
  void frameOfAnyKindDoesNoHarm(@ForAll long seed) {
    Meeting story = new Meeting(seed);
    assertThat(story.port.isConnected()).isTrue();
    story.ready();
    for (int round = 0; round < 40; round++) {
      story.molest();
      story.writeAndReadBack(round);
    }
    story.intruder.quiet();
    story.port.close();
    story.world.run(300 * SECOND_NS);
    assertThat(story.fabric.whatIsBusy()).isNull();
  }

  /** An initiator at work with a target, and somebody else. */
  private static final class Meeting {
    private final SimWorld world;
    private final RandomStream random;
    private final SimulatedFc fabric;
    private final ScriptedPort intruder = new ScriptedPort();
    private final InitiatorPort port;

    Meeting(long seed) {
      world = new SimWorld(seed, 2, MailboxDelay.usual(), new Trace(), WorldLimits.generous());
      random = world.random("intruder");
      fabric =
          new SimulatedFc(
              world,
              setup(),
              FcPlan.quiet(),
              1,
              FcpInitiatorSettings.DEFAULTS,
              FcpTargetSettings.DEFAULTS);
      FcNetwork network = fabric.network();
      PortDriver driver =
          new PortDriver(
              world,
              "intruder",
              world.reactor(0),
              network.pool(),
              intruder,
              LinkTopology.FABRIC_OR_POINT_TO_POINT,
              0,
              2048);
      FcLink link = network.join(driver, network.switches().get(0), FcPlan.quiet().nodeLink());
      link.comeUp();
      world.addInvariant(fabric::check);
      port = fabric.connect(0);
      world.awaitUntil(port::isConnected, SECOND_NS);
      intruder.request(0xFFFFFE, ScriptedPort.login(0x04, INTRUDER, INTRUDER));
      world.run(MILLISECOND_NS);
      intruder.portId = intruder.last().getInt(0) & 0xFFFFFF;
    }

    private static FabricSetup setup() {
      return new FabricSetup(
          List.of(new FabricSetup.UnitSetup(BLOCKS * 512L, 512, true, false)),
          1,
          1,
          1,
          StreamProfile.quiet(),
          new StreamWeather(StreamFaults.NONE),
          DiskProfile.quiet(),
          new DiskWeather(DiskFaults.NONE),
          Collections.emptySortedMap(),
          Collections.emptySortedMap(),
          32,
          0,
          null,
          Mutation.NONE);
    }

    void ready() {
      for (int unitAttention = 0; unitAttention < 4; unitAttention++) {
        port.execute(new ExecuteCommand().cdb(new byte[6], 6), SECOND_NS);
      }
    }

    /** Up to five frames that mean little, from an address that is the sender's own. */
    void molest() {
      List<FabricLogin> logins = fabric.network().services().logins();
      for (int count = random.below(6); count > 0; count--) {
        int to = logins.get(random.below(logins.size())).portId;
        int routing = ROUTING[random.below(ROUTING.length)];
        int type = TYPES[random.below(TYPES.length)];
        int control = (int) random.nextLong() & 0xFFFFFC;
        byte[] payload = new byte[4 * random.below(800)];
        for (int at = 0; at < payload.length; at++) {
          payload[at] = (byte) random.nextLong();
        }
        intruder.exchanges(random.coin() ? (int) random.nextLong() : 0x0100_FFFF);
        intruder.send(routing, type, control, to, random.below(100_000), payload);
      }
    }

    void writeAndReadBack(int round) {
      byte[] cdb = {0x2A, 0, 0, 0, 0, (byte) (8 * random.below(BLOCKS / 8)), 0, 0, 8, 0};
      ByteBuffer written = ByteBuffer.allocate(IO_BYTES);
      for (int at = 0; at < IO_BYTES; at += 8) {
        written.putLong(at, random.nextLong() ^ round);
      }
      ExecuteCommand command = new ExecuteCommand();
      complete(command.noData().cdb(cdb, cdb.length).dataOut(written, IO_BYTES));
      cdb[0] = 0x28;
      ByteBuffer read = ByteBuffer.allocate(IO_BYTES);
      complete(command.noData().cdb(cdb, cdb.length).dataIn(read, IO_BYTES));
      assertThat(read.array()).isEqualTo(written.array());
    }

    private void complete(ExecuteCommand command) {
      assertThat(port.execute(command, 10 * SECOND_NS)).isTrue();
      assertThat(command.serviceResponse()).isEqualTo(ServiceResponse.COMMAND_COMPLETE);
      assertThat(command.status()).isZero();
    }
  }
}
