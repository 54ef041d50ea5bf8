// SPDX-License-Identifier: Apache-2.0
package org.quintain.spc.alua;

import java.nio.ByteBuffer;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.quintain.device.AccessRule;
import org.quintain.device.Cdb;
import org.quintain.device.CommandDefinition;
import org.quintain.device.CommandExecution;
import org.quintain.device.CommandTable;
import org.quintain.device.LogicalUnitServices;
import org.quintain.device.ReadinessRule;
import org.quintain.device.ReservationRule;
import org.quintain.memory.MemoryBlock;
import org.quintain.sam.AdditionalSense;
import org.quintain.sam.Check;
import org.quintain.sam.SenseData;

/**
 * SET TARGET PORT GROUPS (SPC-5 6.47). All descriptors are checked before any is carried out; the
 * nexus that asked is not told of the change by a unit attention, all others are.
 */
final class SetTargetPortGroups {
  private static final int LENGTH_AT = 6;
  private static final int HEADER_BYTES = 4;
  private static final int DESCRIPTOR_BYTES = 4;

  /** A header and one descriptor for each group there can be. */
  private static final int PARAMETER_LIST_BYTES_MAX = 4096;

  private final LogicalUnitServices logicalUnit;
  private final TargetPortGroups groups;

  SetTargetPortGroups(LogicalUnitServices logicalUnit, TargetPortGroups groups) {
    this.logicalUnit = logicalUnit;
    this.groups = groups;
  }

  void addTo(CommandTable table) {
    table.add(
        CommandDefinition.command("SET TARGET PORT GROUPS")
            .usage(0xA4, 0x0A, 0x00, 0x00, 0x00, 0x00, 0xFF, 0xFF, 0xFF, 0xFF, 0x00, 0x00)
            .withServiceAction()
            .takesDataOut()
            .admitted(ReservationRule.WRITES, AccessRule.ALWAYS, ReadinessRule.UNIT)
            .executedBy(this::execute));
  }

  private void execute(long nowNs, CommandExecution execution) {
    long length = Cdb.u32(execution.cdb(), LENGTH_AT);
    if (length == 0) {
      execution.good(nowNs);
      return;
    }
    if (length < HEADER_BYTES
        || (length - HEADER_BYTES) % DESCRIPTOR_BYTES != 0
        || length > PARAMETER_LIST_BYTES_MAX
        || length > execution.command().expectedDataOutBytes()) {
      execution.terminate(nowNs, AdditionalSense.PARAMETER_LIST_LENGTH_ERROR);
      return;
    }
    execution.command().transfers(length, 0);
    execution.receiveDataOut(nowNs, length, this::afterDataOut);
  }

  private void afterDataOut(long nowNs, CommandExecution execution) {
    MemoryBlock block = execution.command().dataOutBlock();
    Check.that(block != null, "a parameter list that was received is in the command's block");
    int length = (int) Cdb.u32(execution.cdb(), LENGTH_AT);
    TreeMap<Integer, AccessState> wanted = new TreeMap<>();
    for (int at = HEADER_BYTES; at < length; at += DESCRIPTOR_BYTES) {
      SenseData refusal = read(block.bytes(), at, wanted);
      if (refusal != null) {
        execution.terminate(nowNs, refusal);
        return;
      }
    }
    if (groups.isTransitioning()) {
      // One change at a time: what the one under way leads to is not known yet.
      execution.terminate(nowNs, AdditionalSense.SET_TARGET_PORT_GROUPS_COMMAND_FAILED);
      return;
    }
    groups.change(
        nowNs,
        logicalUnit.reactor(),
        wanted,
        TargetPortGroup.Cause.EXPLICIT,
        execution.command().nexus());
    execution.good(nowNs);
  }

  /** Adds one descriptor to {@code wanted}, or says what is wrong with it. */
  private @Nullable SenseData read(ByteBuffer list, int at, TreeMap<Integer, AccessState> wanted) {
    AccessState state = AccessState.ofCode(list.get(at) & 0x0F);
    if (state == null || !state.isRequestable()) {
      return SenseData.invalidFieldInParameterList(at, 3);
    }
    int identifier = list.getShort(at + 2) & 0xFFFF;
    if (groups.find(identifier) == null || wanted.put(identifier, state) != null) {
      return SenseData.invalidFieldInParameterList(at + 2, -1);
    }
    return null;
  }
}
