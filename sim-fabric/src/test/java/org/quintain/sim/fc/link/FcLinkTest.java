// SPDX-License-Identifier: Apache-2.0
package org.quintain.sim.fc.link;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

/** What a link does when frames and credits are lost. */
final class FcLinkTest {
  private static final long SECOND_NS = 1_000_000_000L;
  private static final LinkProfile SHORT = LinkProfile.of(LineRate.FC_8, 100, 8);
  private static final LinkProfile RECOVERING = new LinkProfile(LineRate.FC_8, 100, 8, 8, 4);

  private static FcFaults creditLoss(double probability) {
    return new FcFaults(0, 0, 0, 0, 0, 0, 0, probability, 0, 0, 0, 0, 0, 0, 0);
  }

  private static FcFaults frames(double loss, double corruption, double duplicate, double delay) {
    return new FcFaults(loss, corruption, duplicate, delay, 50_000, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);
  }

  @Test
  void setsCreditsAnewWhenAllAreLost() {
    LinkBench bench = new LinkBench(3, SHORT, creditLoss(0.01), 512);
    bench.toSend = 20_000;
    bench.world.run(300 * SECOND_NS);
    assertThat(bench.link.resets()).isPositive();
    assertThat(bench.sent).isEqualTo(20_000);
    assertThat(bench.receiver.good).isBetween(19_000L, 20_000L);
    assertThat(bench.link.isQuiet()).isTrue();
    assertThat(bench.pool.lentCount()).isZero();
  }

  @Test
  void getsLostCreditsBackByCountingWithoutAReset() {
    LinkBench bench = new LinkBench(3, RECOVERING, creditLoss(0.01), 512);
    bench.toSend = 20_000;
    bench.world.run(300 * SECOND_NS);
    assertThat(bench.weather.count(FcFaultKind.CREDIT_LOSS)).isGreaterThan(100);
    assertThat(bench.link.resets()).isLessThan(3);
    assertThat(bench.sent).isEqualTo(20_000);
  }

  @Test
  void losesWhatIsUnderWayWithTheLinkAndComesUpAgain() {
    LinkBench bench =
        new LinkBench(5, LinkProfile.of(LineRate.FC_4, 50_000, 50), FcFaults.NONE, 512);
    bench.toSend = 1_000;
    bench.world.run(500_000);
    bench.link.flap(bench.world.nowNs(), SECOND_NS);
    assertThat(bench.link.isUp()).isFalse();
    assertThat(bench.sender.losses).isEqualTo(1);
    bench.world.run(2 * SECOND_NS);
    assertThat(bench.link.isUp()).isTrue();
    assertThat(bench.sent).isEqualTo(1_000);
    assertThat(bench.receiver.good).isBetween(500L, 999L);
    assertThat(bench.link.first().creditsLost()).isZero();
    assertThat(bench.pool.lentCount()).isZero();
  }

  @Test
  void slowReceiverHoldsTheSenderBackAndLosesNothing() {
    FcFaults slow = new FcFaults(0, 0, 0, 0, 0, 0, 0, 0, 1, 100_000, 0, 0, 0, 0, 0);
    LinkBench bench = new LinkBench(7, SHORT, slow, 512);
    bench.toSend = 2_000;
    bench.world.run(100_000_000);
    assertThat(bench.sent).as("after 100 ms of 0.1 ms a frame").isBetween(500L, 1_999L);
    bench.weather.set(FcFaults.NONE);
    bench.world.run(SECOND_NS);
    assertThat(bench.receiver.good).isEqualTo(2_000);
    assertThat(bench.receiver.outOfOrder).isZero();
  }

  @Test
  void crcTellsEveryCorruptedFrame() {
    LinkBench bench = new LinkBench(9, SHORT, frames(0, 0.05, 0, 0), 1024);
    bench.toSend = 10_000;
    bench.world.run(SECOND_NS);
    assertThat(bench.receiver.bad)
        .isEqualTo(bench.weather.count(FcFaultKind.FRAME_CORRUPTION))
        .isPositive();
    assertThat(bench.receiver.good + bench.receiver.bad).isEqualTo(10_000);
  }

  @Test
  void delayedSequenceIsOvertakenByOthers() {
    LinkBench bench = new LinkBench(9, SHORT, frames(0, 0, 0, 0.01), 64);
    bench.toSend = 10_000;
    bench.world.run(SECOND_NS);
    assertThat(bench.receiver.outOfOrder).isPositive();
    assertThat(bench.receiver.good).isEqualTo(10_000);
  }

  @Property(seed = "2499487484", tries = 30)
  void everyFrameIsAccountedFor(@ForAll long seed) {
    LinkBench bench =
        new LinkBench(
            seed,
            RECOVERING,
            new FcFaults(0.01, 0.01, 0.01, 0.01, 10_000, 0, 0, 0.01, 0.001, 20_000, 0, 0, 0, 0, 0),
            256);
    bench.toSend = 3_000;
    bench.world.run(100 * SECOND_NS);
    bench.weather.set(FcFaults.NONE);
    bench.world.run(100 * SECOND_NS);
    assertThat(bench.sent).isEqualTo(3_000);
    FcWeather met = bench.weather;
    long arrived = bench.receiver.good + bench.receiver.bad;
    assertThat(arrived - met.count(FcFaultKind.FRAME_DUPLICATE))
        .as("sent but for the lost")
        .isBetween(
            3_000
                - met.count(FcFaultKind.FRAME_LOSS)
                - met.count(FcFaultKind.CREDIT_LOSS)
                - 8 * bench.link.resets(),
            3_000 - met.count(FcFaultKind.FRAME_LOSS));
    assertThat(bench.pool.lentCount()).isZero();
  }
}
