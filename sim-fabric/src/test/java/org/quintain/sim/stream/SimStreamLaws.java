// SPDX-License-Identifier: Apache-2.0
package org.quintain.sim.stream;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.quintain.sim.random.RandomStream;
import org.quintain.sim.reactor.MailboxDelay;
import org.quintain.sim.reactor.SimWorld;
import org.quintain.sim.reactor.WorldLimits;
import org.quintain.sim.trace.Trace;

class SimStreamLaws {
  private static final long LONG_NS = 3_600_000_000_000L;

  /** Two bare byte streams joined by a simulated one. */
  private static final class Pair {
    final SimWorld world;
    final SimByteStream initiator;
    final SimByteStream target;
    final SimStream stream;

    Pair(long seed, StreamProfile profile, StreamWeather weather, StreamTap tap) {
      world = new SimWorld(seed, 2, MailboxDelay.usual(), new Trace(), WorldLimits.generous());
      initiator = new SimByteStream(world);
      target = new SimByteStream(world);
      stream =
          new SimStream(
              world,
              0,
              "10.0.0.2:40000",
              "10.0.0.1:3260",
              profile,
              weather,
              tap,
              new SimStream.End(() -> initiator, world.reactor(0)),
              new SimStream.End(() -> target, world.reactor(1)));
    }
  }

  private static byte[] bytes(RandomStream random, int length) {
    byte[] drawn = new byte[length];
    for (int index = 0; index < length; index++) {
      drawn[index] = (byte) random.nextLong();
    }
    return drawn;
  }

  private static byte[] receiveAll(SimByteStream from, int length) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    ByteBuffer part = ByteBuffer.allocate(5_000);
    while (all.size() < length) {
      int count = from.receive(part.clear(), LONG_NS);
      if (count <= 0) {
        break;
      }
      all.write(part.array(), 0, count);
    }
    return all.toByteArray();
  }

  @Property(seed = "897203710", tries = 100)
  void bytesArriveInOrderAndWholeHoweverTheyAreCut(@ForAll long seed) {
    RandomStream random = new RandomStream(seed, "test");
    StreamFaults faults = new StreamFaults(0.05, 1_000_000, 0, 0, 0, 0.02, 0.01);
    Pair pair =
        new Pair(seed, StreamProfile.draw(random), new StreamWeather(faults), SimStream.noTap());
    byte[] there = bytes(random, random.below(300_000));
    byte[] back = bytes(random, random.below(300_000));
    pair.initiator.send(ByteBuffer.wrap(there));
    pair.target.send(ByteBuffer.wrap(back));
    assertThat(receiveAll(pair.target, there.length)).isEqualTo(there);
    assertThat(receiveAll(pair.initiator, back.length)).isEqualTo(back);
  }

  @Property(seed = "4063926849", tries = 50)
  void theSameSeedGivesTheSameTrace(@ForAll long seed) {
    assertThat(digestOfATransfer(seed)).isEqualTo(digestOfATransfer(seed));
  }

  private static String digestOfATransfer(long seed) {
    RandomStream random = new RandomStream(seed, "test");
    StreamFaults faults = new StreamFaults(0.05, 1_000_000, 0.001, 0, 0, 0.02, 0.01);
    Pair pair =
        new Pair(seed, StreamProfile.draw(random), new StreamWeather(faults), SimStream.noTap());
    pair.initiator.send(ByteBuffer.wrap(bytes(random, 100_000)));
    pair.world.run(LONG_NS);
    return pair.world.trace().digestText();
  }

  @Property(seed = "3458531441", tries = 100)
  void afterABreakBothEndsHearOfIt(@ForAll long seed) {
    RandomStream random = new RandomStream(seed, "test");
    StreamFaults faults = new StreamFaults(0, 0, 0.2, 0.2, 0, 0, 0);
    StreamWeather weather = new StreamWeather(faults);
    Pair pair = new Pair(seed, StreamProfile.draw(random), weather, SimStream.noTap());
    for (int round = 0; round < 200; round++) {
      pair.initiator.send(ByteBuffer.wrap(bytes(random, 1_000)));
      pair.target.send(ByteBuffer.wrap(bytes(random, 1_000)));
      pair.world.run(100_000_000);
    }
    assertThat(weather.count(StreamFaultKind.RESET) + weather.count(StreamFaultKind.HALF_OPEN))
        .isPositive();
    assertThat(pair.stream.isGone()).isTrue();
    ByteBuffer into = ByteBuffer.allocate(1 << 20);
    while (pair.target.receive(into.clear(), 1) > 0) {
      assertThat(into.position()).isPositive();
    }
    assertThat(pair.target.receive(into.clear(), 1)).isEqualTo(-1);
  }

  @Property(seed = "3945102816", tries = 50)
  void aFlipChangesOnlyBytesThatADigestCovers(@ForAll long seed) {
    RandomStream random = new RandomStream(seed, "test");
    StreamWeather weather = new StreamWeather(new StreamFaults(0, 0, 0, 0, 0, 0, 0.3));
    int coveredFrom = random.below(2_000);
    StreamTap tap =
        new StreamTap() {
          private int seen;
          private int start;

          @Override
          public void onSegment(
              long nowNs, boolean fromInitiator, byte[] bytes, int offset, int length) {
            start = seen;
            seen += length;
          }

          @Override
          public boolean isCovered(boolean fromInitiator, int index) {
            return start + index >= coveredFrom;
          }
        };
    Pair pair = new Pair(seed, StreamProfile.draw(random), weather, tap);
    byte[] there = bytes(random, 50_000);
    pair.initiator.send(ByteBuffer.wrap(there));
    byte[] got = receiveAll(pair.target, there.length);
    int changed = 0;
    for (int index = 0; index < there.length; index++) {
      if (got[index] != there[index]) {
        assertThat(index).isGreaterThanOrEqualTo(coveredFrom);
        changed++;
      }
    }
    assertThat(changed).isEqualTo((int) weather.count(StreamFaultKind.BIT_FLIP));
  }

  @Test
  void aCloseIsAnEndOfStreamAfterAllBytes() {
    Pair pair =
        new Pair(3, StreamProfile.quiet(), new StreamWeather(StreamFaults.NONE), SimStream.noTap());
    byte[] there = bytes(new RandomStream(3, "test"), 200_000);
    pair.initiator.send(ByteBuffer.wrap(there));
    pair.initiator.close();
    assertThat(receiveAll(pair.target, there.length)).isEqualTo(there);
    assertThat(pair.target.receive(ByteBuffer.allocate(1), LONG_NS)).isEqualTo(-1);
  }

  @Test
  void aSlowReaderHoldsTheSenderUp() {
    StreamProfile profile = new StreamProfile(1_000, 0, 1_000_000_000, 4_096, 4_096, 1_448, 0);
    StreamWeather weather = new StreamWeather(StreamFaults.NONE);
    Pair pair = new Pair(3, profile, weather, SimStream.noTap());
    byte[] there = bytes(new RandomStream(4, "test"), 100_000);
    pair.initiator.send(ByteBuffer.wrap(there));
    assertThat(receiveAll(pair.target, there.length)).isEqualTo(there);
  }
}
