// SPDX-License-Identifier: Apache-2.0
package org.quintain.cli.docs;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.quintain.device.CommandDefinition;
import org.quintain.device.DeviceServer;
import org.quintain.device.DiskBacking;
import org.quintain.device.LogicalUnitConfig;
import org.quintain.device.ProtectionConfig;
import org.quintain.device.ProvisioningConfig;
import org.quintain.sim.reactor.MailboxDelay;
import org.quintain.sim.reactor.SimWorld;
import org.quintain.sim.reactor.WorldLimits;
import org.quintain.sim.trace.Trace;
import org.quintain.spc.alua.AccessState;
import org.quintain.spc.alua.ReferralMap;
import org.quintain.spc.alua.ReferralMap.GroupState;
import org.quintain.spc.alua.ReferralMap.Referral;
import org.quintain.spc.alua.TargetPortGroup;
import org.quintain.spc.alua.TargetPortGroups;
import org.quintain.store.RamStore;
import org.quintain.target.TargetDevice;
import org.quintain.target.TargetDeviceConfig;

/**
 * Writes docs/commands.md from the tables of operation codes of a plain disk, a rich one and a
 * protected one.
 */
final class CommandsPage {
  private static final int BLOCKS = 2048;
  private static final ProtectionConfig PROTECTED = new ProtectionConfig(2, 0);

  private static final String HEAD =
      """
      # The commands of a disk

      Generated from the engine's table of operation codes, the same that REPORT SUPPORTED OPERATION
      CODES tells; do not edit it, but run `%s`.

      - **CDB usage**: the bits that a command looks at; a CDB with any other bit set is refused with
        INVALID FIELD IN CDB, pointing at it.
      - **Reserved**: what a reservation of another nexus lets it do. *always*: everything; *reads*:
        it runs under the write exclusive types; *writes*: it runs under none; *persistent*: it runs
        under every persistent reservation, not under RESERVE; *own*: its own rules.
      - **Access**: the asymmetric access states it runs in. *always*: all; *standby*: the active ones
        and standby; *active*: the active ones.
      - **Medium**: what it needs of the medium, from nothing (*always*, *unit*) by a medium that is
        there (*medium*) to one that is started and ready (*started*, *ready*); *format* and
        *sanitize* are the rules of those two commands.
      - **Timeouts**: nominal and recommended, in seconds.
      - A name with \\* is there only where the disk's configuration asks for it: thin provisioned,
        removable, target port groups with explicit access or with referrals, protection information
        of type 2 (the commands of 32 bytes that move blocks).
      - **CDB usage** is that of a disk without protection information; with it, the three bits of
        RDPROTECT, WRPROTECT and VRPROTECT are looked at, too.

      | Code | Command | Data | Reserved | Access | Medium | Timeouts | CDB usage |
      | --- | --- | --- | --- | --- | --- | --- | --- |
      """;

  private CommandsPage() {}

  /** The page, which says that {@code renewal} renews it. */
  static String text(String renewal) {
    List<CommandDefinition> plain =
        rows(LogicalUnitConfig.named("plain"), TargetPortGroups.single());
    Map<String, CommandDefinition> all = new TreeMap<>();
    for (CommandDefinition row :
        rows(
            LogicalUnitConfig.named("protected")
                .provisioning(ProvisioningConfig.THIN)
                .protection(PROTECTED),
            TargetPortGroups.single())) {
      all.put(code(row), row);
    }
    for (CommandDefinition row :
        rows(
            LogicalUnitConfig.named("rich").removable(true).provisioning(ProvisioningConfig.THIN),
            groups())) {
      all.put(code(row), row);
    }
    StringBuilder page = new StringBuilder(String.format(HEAD, renewal));
    for (CommandDefinition row : plain) {
      all.put(code(row), row);
    }
    List<String> always = plain.stream().map(CommandsPage::code).toList();
    all.forEach((code, row) -> page.append(line(code, row, always.contains(code))));
    return page.toString();
  }

  private static TargetPortGroups groups() {
    TargetPortGroup group =
        new TargetPortGroup(1, false, AccessState.LOGICAL_BLOCK_DEPENDENT, List.of(1));
    Referral whole =
        new Referral(0, BLOCKS - 1, List.of(new GroupState(1, AccessState.ACTIVE_OPTIMIZED)));
    return new TargetPortGroups(List.of(group), true, 0, new ReferralMap(0, 0, List.of(whole)));
  }

  private static List<CommandDefinition> rows(
      LogicalUnitConfig.Builder config, TargetPortGroups groups) {
    TargetDevice device =
        new TargetDevice(
            TargetDeviceConfig.small(),
            new SimWorld(1, 1, MailboxDelay.usual(), new Trace(), WorldLimits.generous())
                .reactor(0));
    LogicalUnitConfig made = config.build();
    RamStore blocks = new RamStore(BLOCKS * 512L);
    DiskBacking plain = DiskBacking.of(blocks);
    DiskBacking backing =
        made.protection().equals(PROTECTED)
            ? new DiskBacking(blocks, new RamStore(BLOCKS * 8L), plain.nonvolatile())
            : plain;
    DeviceServer server = device.addLogicalUnit(made, backing, groups).deviceServer();
    return new ArrayList<>(server.commands().rows());
  }

  private static String code(CommandDefinition row) {
    String code = String.format("%02X", row.operationCode());
    if (!row.hasServiceAction()) {
      return code;
    }
    return code
        + "/"
        + String.format(row.isVariableLength() ? "%04X" : "%02X", row.serviceAction());
  }

  private static String line(String code, CommandDefinition row, boolean isAlways) {
    StringBuilder usage = new StringBuilder();
    for (int index = 0; index < row.cdbBytes(); index++) {
      usage.append(String.format(index == 0 ? "%02X" : " %02X", row.usage(index)));
    }
    return String.format(
        "| %s | %s%s | %s | %s | %s | %s | %d, %d | `%s` |%n",
        code,
        row.name(),
        isAlways ? "" : " \\*",
        word(row.direction()),
        word(row.reservationRule()),
        word(row.accessRule()),
        word(row.readinessRule()),
        row.nominalTimeoutSeconds(),
        row.recommendedTimeoutSeconds(),
        usage);
  }

  private static String word(Enum<?> constant) {
    return constant.name().toLowerCase(java.util.Locale.ROOT).replace('_', ' ');
  }
}
