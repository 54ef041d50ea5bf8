// SPDX-License-Identifier: Apache-2.0
package org.quintain.spc.alua;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.quintain.device.AccessRule;
import org.quintain.device.Cdb;
import org.quintain.device.CommandDefinition;
import org.quintain.device.CommandExecution;
import org.quintain.device.CommandTable;
import org.quintain.device.LogicalUnitServices;
import org.quintain.device.ParameterData;
import org.quintain.device.ReadinessRule;
import org.quintain.device.ReservationRule;
import org.quintain.device.TargetPortIdentity;
import org.quintain.sam.SenseData;

/**
 * REPORT TARGET PORT GROUPS (SPC-5 6.37), the same through every port. Ports of this device that no
 * configured group names are a group of their own, which is active/optimized.
 */
final class ReportTargetPortGroups {
  private static final int FORMAT_BYTE = 1;
  private static final int LENGTH_ONLY = 0;
  private static final int EXTENDED = 1;
  private static final int DESCRIPTOR_BYTES = 8;
  private static final int PORT_BYTES = 4;
  private static final int PREF = 0x80;

  private final LogicalUnitServices logicalUnit;
  private final TargetPortGroups groups;

  ReportTargetPortGroups(LogicalUnitServices logicalUnit, TargetPortGroups groups) {
    this.logicalUnit = logicalUnit;
    this.groups = groups;
  }

  void addTo(CommandTable table) {
    table.add(
        CommandDefinition.command("REPORT TARGET PORT GROUPS")
            .usage(0xA3, 0xEA, 0x00, 0x00, 0x00, 0x00, 0xFF, 0xFF, 0xFF, 0xFF, 0x00, 0x00)
            .withServiceAction()
            .givesDataIn()
            .admitted(ReservationRule.ALWAYS, AccessRule.ALWAYS, ReadinessRule.UNIT)
            .executedBy(this::execute));
  }

  /** The groups to be reported: those that were configured, and that of the ports left over. */
  static List<TargetPortGroup> reported(TargetPortGroups groups, List<TargetPortIdentity> ports) {
    List<TargetPortGroup> all = new ArrayList<>(groups.groups());
    List<Integer> left = new ArrayList<>();
    for (TargetPortIdentity port : ports) {
      if (groups.groupOf(port.relativeTargetPortIdentifier()) == null) {
        left.add(port.relativeTargetPortIdentifier());
      }
    }
    if (!left.isEmpty()) {
      all.add(
          new TargetPortGroup(
              groups.identifierOfOthers(), false, AccessState.ACTIVE_OPTIMIZED, left));
    }
    return all;
  }

  private void execute(long nowNs, CommandExecution execution) {
    int format = Cdb.u8(execution.cdb(), FORMAT_BYTE) >> 5;
    if (format != LENGTH_ONLY && format != EXTENDED) {
      execution.terminate(nowNs, SenseData.invalidFieldInCdb(FORMAT_BYTE, 7));
      return;
    }
    List<TargetPortGroup> all = reported(groups, logicalUnit.ports());
    int headerBytes = format == EXTENDED ? 8 : 4;
    int length = headerBytes;
    for (TargetPortGroup group : all) {
      length += DESCRIPTOR_BYTES + PORT_BYTES * group.relativePorts().size();
    }
    ByteBuffer data = execution.parameterData(nowNs, length);
    if (data == null) {
      return;
    }
    ParameterData.put32(data, 0, length - 4);
    if (format == EXTENDED) {
      ParameterData.put8(data, 4, EXTENDED << 4);
      ParameterData.put8(data, 5, groups.transitionSeconds());
    }
    int at = headerBytes;
    for (TargetPortGroup group : all) {
      at = descriptor(data, at, group);
    }
    execution.goodWithParameterData(nowNs, length, Cdb.u32(execution.cdb(), 6));
  }

  private int descriptor(ByteBuffer data, int begin, TargetPortGroup group) {
    int supported = 0;
    for (AccessState state : groups.supported()) {
      supported |= state.supportBit();
    }
    ParameterData.put8(data, begin, (group.isPreferred() ? PREF : 0) | group.state().code());
    ParameterData.put8(data, begin + 1, supported);
    ParameterData.put16(data, begin + 2, group.identifier());
    ParameterData.put8(data, begin + 5, group.cause().ordinal());
    ParameterData.put8(data, begin + 7, group.relativePorts().size());
    int at = begin + DESCRIPTOR_BYTES;
    for (int port : group.relativePorts()) {
      ParameterData.put16(data, at + 2, port);
      at += PORT_BYTES;
    }
    return at;
  }
}
