// SPDX-License-Identifier: Apache-2.0
package org.quintain.spc.alua;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.quintain.testing.Client.cdb;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.quintain.device.AccessRule;
import org.quintain.device.CommandDefinition;
import org.quintain.device.DiskBacking;
import org.quintain.device.LogicalUnitConfig;
import org.quintain.spc.alua.ReferralMap.GroupState;
import org.quintain.spc.alua.ReferralMap.Referral;
import org.quintain.store.RamStore;
import org.quintain.target.LogicalUnit;
import org.quintain.target.LunMap;
import org.quintain.target.TargetDevice;
import org.quintain.target.TargetDeviceConfig;
import org.quintain.target.TargetPort;
import org.quintain.target.TargetPortConfig;
import org.quintain.testing.Client;
import org.quintain.testing.Client.Outcome;
import org.quintain.testing.TestWorld;

/** Two ports in two target port groups that lead to one disk. */
final class AsymmetricAccessTest {
  private static final int LEFT = 16;
  private static final int RIGHT = 32;
  private static final int CHANGED = 0x062A06;
  private static final byte[] TEST_UNIT_READY = cdb(0, 0, 0, 0, 0, 0);

  private final TestWorld world = new TestWorld();
  private @Nullable LogicalUnit unit;

  private TargetPortGroups groups(int transitionSeconds, @Nullable ReferralMap referrals) {
    AccessState left =
        referrals == null ? AccessState.ACTIVE_OPTIMIZED : AccessState.LOGICAL_BLOCK_DEPENDENT;
    return new TargetPortGroups(
        List.of(
            new TargetPortGroup(LEFT, true, left, List.of(1)),
            new TargetPortGroup(
                RIGHT, false, AccessState.ACTIVE_NON_OPTIMIZED, List.of(2, 0x1234))),
        true,
        transitionSeconds,
        referrals);
  }

  private List<Client> clients(TargetPortGroups groups) {
    TargetDevice device = new TargetDevice(TargetDeviceConfig.small(), world.reactor());
    LogicalUnit disk =
        device.addLogicalUnit(
            LogicalUnitConfig.named("disk").build(),
            DiskBacking.of(new RamStore(64 * 512)),
            groups);
    unit = disk;
    List<Client> clients = new ArrayList<>();
    for (int number = 1; number <= 2; number++) {
      LunMap map = LunMap.builder().map(0, disk).build();
      TargetPort port =
          device.addPort(new TargetPortConfig("iqn.2026-11.org.quintain:" + number, number, map));
      clients.add(new Client(world, port, "iqn.2026-11.org.quintain:a").clearUnitAttentions());
    }
    return clients;
  }

  private static String report(Client client, int format) {
    Outcome outcome = client.in(cdb(0xA3, format << 5 | 0x0A, 0, 0, 0, 0, 0, 0, 2, 0, 0, 0), 512);
    assertThat(outcome.status()).isZero();
    return HexFormat.of().formatHex(outcome.data());
  }

  private static Outcome set(Client client, String parameterList) {
    byte[] list = HexFormat.of().parseHex(parameterList);
    return client.out(cdb(0xA4, 0x0A, 0, 0, 0, 0, 0, 0, 0, list.length, 0, 0), list);
  }

  @Test
  void bothPortsReportTheSameGroups() {
    List<Client> clients = clients(groups(0, null));
    assertThat(report(clients.get(0), 0))
        .isEqualTo(
            "0000001c"
                + "80cf0010"
                + "00000001"
                + "00000001"
                + "01cf0020"
                + "00000002"
                + "00000002"
                + "00001234");
    assertThat(report(clients.get(1), 0)).isEqualTo(report(clients.get(0), 0));
  }

  @Test
  void theExtendedHeaderTellsTheTransitionTime() {
    List<Client> clients = clients(groups(7, null));
    assertThat(report(clients.get(0), 1)).startsWith("00000020" + "10070000" + "80cf0010");
    Outcome unknown = clients.get(0).in(cdb(0xA3, 0x4A, 0, 0, 0, 0, 0, 0, 2, 0, 0, 0), 512);
    assertThat(unknown.code()).isEqualTo(0x052400);
  }

  @Test
  void portsThatNoGroupNamesAreAGroupOfTheirOwn() {
    List<Client> clients = clients(TargetPortGroups.single());
    assertThat(report(clients.get(0), 0))
        .isEqualTo("00000010" + "00cf0001" + "00000002" + "00000001" + "00000002");
    Outcome refused = set(clients.get(0), "0000000001000001");
    assertThat(refused.code()).as("implicit only").isEqualTo(0x052400);
  }

  @Test
  void anExplicitChangeIsToldToEveryOtherNexus() {
    List<Client> clients = clients(groups(0, null));
    assertThat(set(clients.get(0), "00000000" + "02000020").status()).isZero();
    assertThat(clients.get(0).none(TEST_UNIT_READY).status()).isZero();
    assertThat(clients.get(1).none(TEST_UNIT_READY).code()).isEqualTo(CHANGED);
    assertThat(clients.get(1).none(TEST_UNIT_READY).code()).isEqualTo(0x02040B);
    assertThat(report(clients.get(1), 0)).contains("02cf0020" + "00010002");
    assertThat(set(clients.get(0), "00000000" + "02000020").status()).isZero();
    assertThat(clients.get(1).none(TEST_UNIT_READY).code()).as("no change").isEqualTo(0x02040B);
  }

  @Test
  void oneBadDescriptorLeavesEverythingAsItIs() {
    List<Client> clients = clients(groups(0, null));
    String before = report(clients.get(0), 0);
    for (String bad :
        List.of(
            "0000000002000010" + "02000021",
            "0000000002000010" + "04000020",
            "0000000002000010" + "0e000020",
            "0000000002000010" + "0f000020",
            "0000000002000010" + "05000020",
            "0000000002000010" + "03000010")) {
      assertThat(set(clients.get(0), bad).code()).as(bad).isEqualTo(0x052600);
      assertThat(report(clients.get(0), 0)).isEqualTo(before);
    }
    assertThat(set(clients.get(0), "000000000200").code()).isEqualTo(0x051A00);
    assertThat(set(clients.get(0), "").status()).isZero();
  }

  @Test
  void eachStateLetsThroughWhatTheTableOfCommandsSays() {
    TargetPortGroups groups = groups(0, null);
    List<Client> clients = clients(groups);
    LogicalUnit disk = unit;
    assertThat(disk).isNotNull();
    for (AccessState state :
        List.of(AccessState.STANDBY, AccessState.UNAVAILABLE, AccessState.TRANSITIONING)) {
      groups.change(0, world.reactor(), groups.groups().get(1), state);
      clients.get(1).none(TEST_UNIT_READY);
      for (CommandDefinition row : disk.deviceServer().commands().rows()) {
        byte[] bytes = new byte[row.cdbBytes()];
        bytes[0] = (byte) row.operationCode();
        if (row.isVariableLength()) {
          bytes[7] = (byte) (row.cdbBytes() - 8);
          bytes[8] = (byte) (row.serviceAction() >> 8);
          bytes[9] = (byte) row.serviceAction();
        } else if (row.hasServiceAction()) {
          bytes[1] = (byte) row.serviceAction();
        }
        Outcome outcome = clients.get(1).in(bytes, 4096);
        boolean isRefused =
            row.accessRule() == AccessRule.ACTIVE
                || (row.accessRule() == AccessRule.STANDBY && state != AccessState.STANDBY);
        int refusal =
            switch (state) {
              case STANDBY -> 0x02040B;
              case UNAVAILABLE -> 0x02040C;
              default -> 0x02040A;
            };
        if (isRefused) {
          assertThat(outcome.code()).as("%s in %s", row.name(), state).isEqualTo(refusal);
        } else {
          assertThat(outcome.code()).as("%s in %s", row.name(), state).isNotEqualTo(refusal);
        }
      }
      assertThat(clients.get(0).none(TEST_UNIT_READY).code()).as("the other").isEqualTo(CHANGED);
      assertThat(clients.get(0).none(TEST_UNIT_READY).status()).isZero();
    }
  }

  @Test
  void aTransitionTakesItsTimeAndIsNotInterrupted() {
    List<Client> clients = clients(groups(2, null));
    assertThat(set(clients.get(0), "00000000" + "02000020").status()).isZero();
    assertThat(report(clients.get(0), 0)).contains("0fcf0020");
    assertThat(clients.get(1).none(TEST_UNIT_READY).code()).isEqualTo(0x02040A);
    assertThat(set(clients.get(0), "00000000" + "00000020").code()).isEqualTo(0x04670A);
    world.settle();
    assertThat(world.nowNs()).isGreaterThanOrEqualTo(2_000_000_000L);
    assertThat(report(clients.get(0), 0)).contains("02cf0020");
    assertThat(clients.get(1).none(TEST_UNIT_READY).code()).isEqualTo(CHANGED);
  }

  @Test
  void referralsTellWhichBlocksRunThroughWhichGroup() {
    ReferralMap map =
        new ReferralMap(
            0,
            0,
            List.of(
                new Referral(0, 31, List.of(new GroupState(LEFT, AccessState.ACTIVE_OPTIMIZED))),
                new Referral(
                    32,
                    63,
                    List.of(
                        new GroupState(LEFT, AccessState.STANDBY),
                        new GroupState(RIGHT, AccessState.ACTIVE_OPTIMIZED)))));
    List<Client> clients = clients(groups(0, map));
    Client left = clients.get(0);
    assertThat(left.in(cdb(0x28, 0, 0, 0, 0, 31, 0, 0, 1, 0), 512).status()).isZero();
    assertThat(left.in(cdb(0x28, 0, 0, 0, 0, 32, 0, 0, 1, 0), 512).code()).isEqualTo(0x02040B);
    assertThat(left.in(cdb(0x28, 0, 0, 0, 0, 31, 0, 0, 2, 0), 1024).code()).isEqualTo(0x02040B);
    assertThat(left.none(TEST_UNIT_READY).status()).isZero();
    assertThat(clients.get(1).in(cdb(0x28, 0, 0, 0, 0, 31, 0, 0, 2, 0), 1024).status()).isZero();
    Outcome whole = left.in(cdb(0x9E, 0x13, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0), 256);
    assertThat(HexFormat.of().formatHex(whole.data()))
        .isEqualTo(
            "00000034"
                + "00000001"
                + "0000000000000000"
                + "000000000000001f"
                + "00000010"
                + "00000002"
                + "0000000000000020"
                + "000000000000003f"
                + "02000010"
                + "00000020");
    Outcome one = left.in(cdb(0x9E, 0x13, 0, 0, 0, 0, 0, 0, 0, 40, 0, 0, 1, 0, 1, 0), 256);
    assertThat(HexFormat.of().formatHex(one.data())).startsWith("0000001c" + "00000002");
    assertThat(left.in(cdb(0x9E, 0x13, 0, 0, 0, 0, 0, 0, 0, 64, 0, 0, 1, 0, 1, 0), 256).code())
        .isEqualTo(0x052100);
    assertThat(HexFormat.of().formatHex(left.in(cdb(0x12, 1, 0xB3, 0, 64, 0), 64).data()))
        .isEqualTo("00b3000c" + "00000000" + "00000000" + "00000000");
  }

  @Test
  void groupsThatContradictEachOtherAreRefusedInOneSentence() {
    TargetPortGroup one = new TargetPortGroup(1, false, AccessState.STANDBY, List.of(3));
    TargetPortGroup other = new TargetPortGroup(2, false, AccessState.STANDBY, List.of(3));
    assertThatThrownBy(() -> new TargetPortGroups(List.of(one, other), false, 0, null))
        .hasMessage("The relative target port 3 is in two target port groups.");
    assertThatThrownBy(() -> new TargetPortGroups(List.of(one, one), false, 0, null))
        .hasMessage("There are two target port groups 1.");
  }
}
