// SPDX-License-Identifier: Apache-2.0
package org.quintain.sim.fc.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.quintain.sim.fc.service.LoopInitialisation.Member;
import org.quintain.sim.fc.service.RoutingTable.InterSwitchLink;

/** Addresses, routes, zones and loops. */
final class FabricTablesTest {
  @Test
  void givesAPortItsOldAddressAndAVirtualPortTheNext() {
    AddressTable table = new AddressTable(3);
    assertThat(table.assign(7, 100)).isEqualTo(0x030700);
    assertThat(table.assign(7, 101)).isEqualTo(0x030701);
    assertThat(table.assign(7, 102)).isEqualTo(0x030702);
    table.release(0x030701);
    table.release(0x030702);
    assertThat(table.assign(7, 102)).isEqualTo(0x030702);
    assertThat(table.assign(7, 103)).isEqualTo(0x030701);
    assertThat(table.assign(8, 102)).as("behind another port").isEqualTo(0x030800);
  }

  @Test
  void runsOutOfAddressesBehindOnePort() {
    AddressTable table = new AddressTable(1);
    for (int number = 0; number < 256; number++) {
      assertThat(table.assign(0, number)).isEqualTo(0x010000 + number);
    }
    assertThat(table.assign(0, 256)).isEqualTo(-1);
    assertThat(table.assign(1, 256)).isEqualTo(0x010100);
  }

  @Test
  void takesTheShortestWayAndSpreadsExchangesOverEqualOnes() {
    List<InterSwitchLink> square =
        List.of(
            new InterSwitchLink(0, 0, 1),
            new InterSwitchLink(1, 1, 2),
            new InterSwitchLink(2, 0, 1),
            new InterSwitchLink(3, 0, 3),
            new InterSwitchLink(4, 3, 2));
    RoutingTable routes = new RoutingTable(4, square);
    assertThat(routes.hops(0, 2)).isEqualTo(2);
    assertThat(routes.next(0, 1, 0)).isEqualTo(0);
    assertThat(routes.next(0, 1, 1)).isEqualTo(2);
    assertThat(routes.next(0, 2, 2)).isEqualTo(3);
    assertThat(routes.next(3, 2, 9)).isEqualTo(4);
  }

  @Test
  void knowsNoWayToASwitchThatIsApart() {
    RoutingTable routes = new RoutingTable(3, List.of(new InterSwitchLink(0, 0, 1)));
    assertThat(routes.next(0, 2, 5)).isEqualTo(RoutingTable.NONE);
    assertThat(routes.hops(1, 2)).isEqualTo(RoutingTable.NONE);
    assertThat(routes.hops(1, 1)).isZero();
  }

  @Test
  void portsSeeEachOtherWithinAZoneAlone() {
    ZoneSet zones =
        new ZoneSet(List.of(ZoneSet.Zone.of("a", 1, 2), ZoneSet.Zone.of("b", 2, 3)), true);
    assertThat(zones.allows(1, 2)).isTrue();
    assertThat(zones.allows(2, 3)).isTrue();
    assertThat(zones.allows(1, 3)).isFalse();
    assertThat(zones.allows(1, 9)).isFalse();
    assertThat(zones.allows(8, 9)).isTrue();
    assertThat(new ZoneSet(zones.zones(), false).allows(8, 9)).isFalse();
    assertThat(ZoneSet.OPEN.allows(1, 3)).isTrue();
  }

  @Test
  void loopHasAnAddressForHundredTwentySixPortsAndTheFabric() {
    assertThat(LoopInitialisation.addresses()).hasSize(126).doesNotHaveDuplicates();
    Member fabric = new Member(9, true, -1, -1, -1);
    Member kept = new Member(8, false, -1, 0xEF, -1);
    Member soft = new Member(1, false, -1, -1, -1);
    Member hard = new Member(7, false, -1, -1, 0xEF);
    assertThat(LoopInitialisation.assign(List.of(soft, kept, fabric, hard)))
        .containsEntry(2, 0x00)
        .containsEntry(1, 0xEF)
        .containsEntry(3, 0x01)
        .containsEntry(0, 0x02);
    assertThat(LoopInitialisation.master(List.of(soft, kept, hard))).isZero();
  }

  @Property(seed = "4248336109", tries = 100)
  void loopAddressesAreValidAndEachIsTakenOnce(
      @ForAll @Size(min = 1, max = 130) List<@IntRange(min = 1, max = 1000) Integer> seeds) {
    List<Member> members =
        seeds.stream()
            .map(seed -> new Member(seed, false, seed % 7 - 1, seed % 300 - 1, seed % 11 - 1))
            .toList();
    var assigned = LoopInitialisation.assign(members);
    assertThat(assigned.values()).doesNotHaveDuplicates();
    assertThat(LoopInitialisation.addresses()).containsAll(assigned.values());
    assertThat(assigned).hasSize(Math.min(126, members.size()));
  }
}
