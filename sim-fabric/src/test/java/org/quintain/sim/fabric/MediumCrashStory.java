// SPDX-License-Identifier: Apache-2.0
package org.quintain.sim.fabric;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.quintain.initiator.ExecuteCommand;
import org.quintain.initiator.InitiatorPort;
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
 * An initiator sanitizes a disk, or formats it, and the power goes after event k, for every k there
 * is. A sanitize that began is carried to its end after the power on; a format that began and has
 * not ended leaves the medium format corrupt. In no case is a disk part old, part new.
 */
class MediumCrashStory {
  private static final int BLOCKS = 8192;
  private static final int BLOCK_BYTES = 512;
  private static final long TIMEOUT_NS = 60_000_000_000L;
  private static final long SECOND_NS = 1_000_000_000L;
  private static final int OLD = 0x0D;
  private static final int NEW = 0x3E;
  private static final int SANITIZE_IN_PROGRESS = 0x02041B;
  private static final int FORMAT_CORRUPT = 0x033100;

  /** One target on a world of its own, and the initiator. */
  private static final class Rig {
    private final SimWorld world;
    private final SimulatedDirect fabric;
    private InitiatorPort port;

    Rig(long seed) {
      world = new SimWorld(seed, 2, MailboxDelay.usual(), new Trace(), WorldLimits.generous());
      FabricSetup setup =
          new FabricSetup(
              List.of(
                  new FabricSetup.UnitSetup((long) BLOCKS * BLOCK_BYTES, BLOCK_BYTES, true, true)),
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
      settle();
      for (int block : new int[] {0, BLOCKS / 2, BLOCKS - 1}) {
        ByteBuffer data = ByteBuffer.allocate(BLOCK_BYTES);
        while (data.hasRemaining()) {
          data.put((byte) OLD);
        }
        // With FUA: what a power loss finds is there.
        assertThat(run(start(null, data, 0x2A, 8, 0, 0, block >> 8, block, 0, 0, 1, 0))).isZero();
      }
    }

    private ExecuteCommand start(
        @org.jspecify.annotations.Nullable ByteBuffer dataIn,
        @org.jspecify.annotations.Nullable ByteBuffer dataOut,
        int... cdb) {
      ExecuteCommand command = new ExecuteCommand();
      for (int index = 0; index < cdb.length; index++) {
        command.cdb()[index] = (byte) cdb[index];
      }
      command.cdbLength(cdb.length);
      if (dataIn != null) {
        command.dataIn(dataIn, dataIn.capacity());
      }
      if (dataOut != null) {
        command.dataOut(dataOut, dataOut.capacity());
      }
      port.submit(command);
      return command;
    }

    /** Waits for the end: 0 for GOOD, else sense key, code and qualifier. */
    private int run(ExecuteCommand command) {
      assertThat(world.awaitUntil(command::isDone, TIMEOUT_NS)).isTrue();
      byte[] sense = command.sense();
      return command.status() == 0
          ? 0
          : (sense[2] & 0xF) << 16 | (sense[12] & 0xFF) << 8 | (sense[13] & 0xFF);
    }

    /** Asks until the unit is ready, or says lastingly why it is not. */
    private int settle() {
      while (true) {
        int answer = run(start(null, null, 0, 0, 0, 0, 0, 0));
        if (answer >> 16 != 6 && answer != SANITIZE_IN_PROGRESS) {
          return answer;
        }
        world.run(SECOND_NS / 100);
      }
    }

    /** The first byte of a block, all of whose bytes are the same. */
    private int block(int block) {
      ByteBuffer data = ByteBuffer.allocate(BLOCK_BYTES);
      assertThat(run(start(data, null, 0x28, 0, 0, 0, block >> 8, block, 0, 0, 1, 0))).isZero();
      for (int at = 1; at < BLOCK_BYTES; at++) {
        assertThat(data.get(at)).isEqualTo(data.get(0));
      }
      return data.get(0);
    }

    /** What all of the blocks hold that held {@code OLD}, which is the same. */
    private int content() {
      int first = block(0);
      assertThat(block(BLOCKS / 2)).isEqualTo(first);
      assertThat(block(BLOCKS - 1)).isEqualTo(first);
      return first;
    }

    /** Lets {@code command} go on for {@code events} events, then cycles the power. */
    private boolean cut(ExecuteCommand command, long events) {
      long last = world.events() + events;
      while (!command.isDone() && world.events() < last) {
        world.step();
      }
      boolean isAnswered = command.isDone();
      if (isAnswered) {
        assertThat(command.status()).isZero();
      }
      fabric.powerOff();
      world.run(SECOND_NS);
      fabric.powerOn();
      port = fabric.connect(0);
      return isAnswered;
    }
  }

  @Test
  void aSanitizeThatBeganIsCarriedToItsEndThroughACrashAtAnyInstant() {
    int olds = 0;
    int news = 0;
    boolean isAnswered = false;
    for (int events = 0; !isAnswered; events++) {
      Rig story = new Rig(events);
      ByteBuffer list = ByteBuffer.wrap(new byte[] {(byte) 0x82, 0, 0, 1, NEW});
      isAnswered = story.cut(story.start(null, list, 0x48, 1, 0, 0, 0, 0, 0, 0, 5, 0), events);
      assertThat(story.settle()).as("after event %d", events).isZero();
      int found = story.content();
      assertThat(found).as("after event %d", events).isIn(isAnswered ? NEW : OLD, NEW);
      olds += found == OLD ? 1 : 0;
      news += found == NEW && !isAnswered ? 1 : 0;
    }
    assertThat(olds).isPositive();
    assertThat(news).isPositive();
  }

  @Test
  void aFormatThatDidNotEndLeavesTheMediumFormatCorruptAfterACrashAtAnyInstant() {
    int olds = 0;
    int corrupt = 0;
    boolean isAnswered = false;
    for (int events = 0; !isAnswered; events++) {
      Rig story = new Rig(events);
      ByteBuffer list = ByteBuffer.wrap(new byte[] {0, (byte) 0x88, 0, 0, 0, 1, 0, 1, NEW});
      isAnswered = story.cut(story.start(null, list, 0x04, 0x10, 0, 0, 0, 0), events);
      int answer = story.settle();
      if (answer == FORMAT_CORRUPT) {
        assertThat(isAnswered).isFalse();
        corrupt++;
        assertThat(story.run(story.start(null, null, 0x04, 0, 0, 0, 0, 0))).isZero();
        assertThat(story.content()).isZero();
      } else {
        assertThat(answer).as("after event %d", events).isZero();
        int found = story.content();
        assertThat(found).as("after event %d", events).isIn(isAnswered ? NEW : OLD, NEW);
        olds += found == OLD ? 1 : 0;
      }
    }
    assertThat(olds).isPositive();
    assertThat(corrupt).isPositive();
  }
}
