// SPDX-License-Identifier: Apache-2.0
package org.quintain.sim.ib.link;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Objects;
import org.junit.jupiter.api.Test;

/** How long packets take on their ways, and which ways there are. */
final class SubnetWaysTest {
  private static final long HOP_NS = 100;

  private static SubnetWays ways(LinkSpeed speed, int... leafOf) {
    return new SubnetWays(speed, leafOf, 2, new int[] {20, 200}, HOP_NS);
  }

  private static Way way(SubnetWays ways, int from, int to) {
    return Objects.requireNonNull(ways.way(from, to));
  }

  @Test
  void aPacketTakesItsBitsTheFibreAndBothAdapters() {
    SubnetWays ways = ways(LinkSpeed.QDR);
    // 990 bytes and 10 of the link at 4 GB/s are 250 ns, 2 m are 10 ns, adapters 1,300 ns.
    assertThat(way(ways, 0, 1).send(5_000, 990, 1)).isEqualTo(5_000 + 250 + 10 + 1_300);
  }

  @Test
  void switchesPassOnWhatIsNotAllInYet() {
    SubnetWays ways = ways(LinkSpeed.QDR, 0, 0, 1);
    long oneSwitch = way(ways, 0, 1).send(0, 990, 1);
    assertThat(oneSwitch).isEqualTo(250 + 2 * 10 + HOP_NS + 1_300);
    long twoSwitches = way(ways, 0, 2).send(10_000, 990, 1) - 10_000;
    assertThat(twoSwitches).isEqualTo(250 + 2 * 10 + 100 + 2 * HOP_NS + 1_300);
  }

  @Test
  void packetsOfOnePortLeaveOneBehindTheOther() {
    Way way = way(ways(LinkSpeed.QDR), 0, 1);
    long first = way.send(0, 990, 1);
    assertThat(way.send(0, 990, 1) - first).isEqualTo(250);
    assertThat(way.freeAtNs()).isEqualTo(500);
  }

  @Test
  void aRunTakesAsLongAsItsPackets() {
    SubnetWays ways = ways(LinkSpeed.HDR, 0, 1);
    Way way = way(ways, 0, 1);
    long last = 0;
    for (int packet = 0; packet < 16; packet++) {
      last = way.send(0, 4_112, 1);
    }
    SubnetWays others = ways(LinkSpeed.HDR, 0, 1);
    assertThat(way(others, 0, 1).send(0, 16 * 4_112, 16)).isBetween(last - 1, last);
  }

  @Test
  void twoPortsThatSendToOneShareItsCable() {
    SubnetWays ways = ways(LinkSpeed.QDR, 0, 0, 0);
    long first = way(ways, 0, 2).send(0, 990, 1);
    assertThat(way(ways, 1, 2).send(0, 990, 1) - first).isEqualTo(250);
    assertThat(way(ways, 2, 1).send(0, 990, 1)).isEqualTo(first);
  }

  @Test
  void aMigratedPathTakesTheOtherTrunkBothWays() {
    SubnetWays ways = ways(LinkSpeed.QDR, 0, 1);
    long before = way(ways, 0, 1).send(0, 990, 1);
    ways.migrate(0, 1);
    assertThat(way(ways, 0, 1).send(10_000, 990, 1) - 10_000 - before).isEqualTo(180 * 5);
    assertThat(way(ways, 1, 0).send(10_000, 990, 1) - 10_000 - before).isEqualTo(180 * 5);
    ways.migrate(1, 0);
    assertThat(way(ways, 0, 1).send(20_000, 990, 1) - 20_000).isEqualTo(before);
  }

  @Test
  void portsOfDifferentPartitionsHaveNoWay() {
    SubnetWays ways = ways(LinkSpeed.EDR, 0, 0, 0);
    ways.partition(1, 1);
    assertThat(ways.way(0, 1)).isNull();
    assertThat(ways.way(1, 0)).isNull();
    assertThat(ways.way(0, 2)).isNotNull();
    ways.partition(1, 0);
    assertThat(ways.way(0, 1)).isNotNull();
  }

  @Test
  void effectiveRatesAreThoseOfFourLanes() {
    // 4 KiB of payload per packet and 26 bytes around it: QDR carries 3.97 GB/s of payload.
    double bytesPerSecond = 4_096 / (LinkSpeed.QDR.durationPs(4_096 + 26) * 1e-12);
    assertThat(bytesPerSecond).isBetween(3.97e9, 3.98e9);
  }
}
