// SPDX-License-Identifier: Apache-2.0
package org.quintain.sbc.copy;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;
import org.quintain.device.AccessRule;
import org.quintain.device.Cdb;
import org.quintain.device.CommandDefinition;
import org.quintain.device.CommandExecution;
import org.quintain.device.CommandStep;
import org.quintain.device.CommandTable;
import org.quintain.device.ParameterData;
import org.quintain.device.ReadinessRule;
import org.quintain.device.ReservationRule;
import org.quintain.sam.SenseData;

/**
 * What tells about copies: RECEIVE COPY STATUS of both kinds, RECEIVE COPY OPERATING PARAMETERS,
 * RECEIVE COPY FAILURE DETAILS and RECEIVE ROD TOKEN INFORMATION (SPC-4 6.23 to 6.30).
 */
final class CopyReports {
  private static final int STATUS_LID1 = 0x00;
  private static final int PARAMETERS = 0x03;
  private static final int FAILURE_LID1 = 0x04;
  private static final int STATUS_LID4 = 0x05;
  private static final int TOKEN_INFORMATION = 0x07;

  private static final int ALLOCATION_LENGTH_AT = 10;
  private static final int LIST_IDENTIFIER_AT = 2;
  private static final int CHECK_CONDITION = 0x02;
  private static final int SENSE_BYTES = 18;
  private static final int LOGICAL_BLOCKS = 0xF1;
  private static final int UPDATE_DELAY_MS = 100;

  private final CopyDisk disk;
  private final CopyManager manager;

  CopyReports(CopyDisk disk, CopyManager manager) {
    this.disk = disk;
    this.manager = manager;
  }

  void addTo(CommandTable table) {
    add(table, "RECEIVE COPY STATUS(LID1)", STATUS_LID1, 1, this::statusOfLid1);
    add(table, "RECEIVE COPY OPERATING PARAMETERS", PARAMETERS, 0, this::parameters);
    add(table, "RECEIVE COPY FAILURE DETAILS(LID1)", FAILURE_LID1, 1, this::failureOfLid1);
    add(table, "RECEIVE COPY STATUS(LID4)", STATUS_LID4, 4, this::statusOfLid4);
    add(table, "RECEIVE ROD TOKEN INFORMATION", TOKEN_INFORMATION, 4, this::tokenInformation);
  }

  private static void add(
      CommandTable table, String name, int serviceAction, int identifierBytes, CommandStep step) {
    int[] usage = new int[16];
    usage[0] = 0x84;
    usage[1] = serviceAction;
    for (int at = 0; at < identifierBytes; at++) {
      usage[LIST_IDENTIFIER_AT + at] = 0xFF;
    }
    for (int at = 0; at < 4; at++) {
      usage[ALLOCATION_LENGTH_AT + at] = 0xFF;
    }
    table.add(
        CommandDefinition.command(name)
            .usage(usage)
            .withServiceAction()
            .givesDataIn()
            .admitted(ReservationRule.ALWAYS, AccessRule.STANDBY, ReadinessRule.UNIT)
            .executedBy(step));
  }

  private @Nullable CopyOperation find(long nowNs, CommandExecution execution, long identifier) {
    CopyOperation operation = manager.find(nowNs, execution.command().nexus(), identifier);
    if (operation == null) {
      execution.terminate(nowNs, SenseData.invalidFieldInCdb(LIST_IDENTIFIER_AT));
    }
    return operation;
  }

  private static void end(long nowNs, CommandExecution execution, int lengthBytes) {
    execution.goodWithParameterData(
        nowNs, lengthBytes, Cdb.u32(execution.cdb(), ALLOCATION_LENGTH_AT));
  }

  private void statusOfLid1(long nowNs, CommandExecution execution) {
    CopyOperation operation = find(nowNs, execution, Cdb.u8(execution.cdb(), LIST_IDENTIFIER_AT));
    ByteBuffer data = operation == null ? null : execution.parameterData(nowNs, 12);
    if (operation == null || data == null) {
      return;
    }
    ParameterData.put32(data, 0, 8);
    ParameterData.put8(data, 4, operation.state().codeOfLid1());
    ParameterData.put16(data, 5, operation.segmentsDone());
    ParameterData.put32(data, 8, Math.min(operation.bytesTransferred(), 0xFFFF_FFFFL));
    end(nowNs, execution, 12);
  }

  private void failureOfLid1(long nowNs, CommandExecution execution) {
    CopyOperation operation = find(nowNs, execution, Cdb.u8(execution.cdb(), LIST_IDENTIFIER_AT));
    if (operation == null) {
      return;
    }
    SenseData failure = operation.failure();
    if (failure == null) {
      // SPC-4 6.24: there are details of a copy that failed alone.
      execution.terminate(nowNs, SenseData.invalidFieldInCdb(LIST_IDENTIFIER_AT));
      return;
    }
    ByteBuffer data = execution.parameterData(nowNs, 60 + SENSE_BYTES);
    if (data == null) {
      return;
    }
    ParameterData.put32(data, 0, 56 + SENSE_BYTES);
    ParameterData.put8(data, 56, CHECK_CONDITION);
    ParameterData.put16(data, 58, SENSE_BYTES);
    sense(data, 60, failure);
    manager.forget(operation);
    end(nowNs, execution, 60 + SENSE_BYTES);
  }

  private static void sense(ByteBuffer data, int at, SenseData sense) {
    byte[] bytes = new byte[SENSE_BYTES];
    sense.encode(bytes, false);
    data.put(at, bytes);
  }

  private void parameters(long nowNs, CommandExecution execution) {
    int[] types = {
      SegmentDescriptors.BLOCK_TO_BLOCK,
      SegmentDescriptors.VERIFY_DEVICE,
      CscdDescriptors.IDENTIFICATION
    };
    int length = 44 + types.length;
    ByteBuffer data = execution.parameterData(nowNs, length);
    if (data == null) {
      return;
    }
    ParameterData.put32(data, 0, length - 4);
    ParameterData.put8(data, 4, 0x01); // SNLID: LIST ID USAGE 11b is understood.
    ParameterData.put16(data, 8, CopyLimits.CSCDS_MAX);
    ParameterData.put16(data, 10, CopyLimits.SEGMENTS_MAX);
    ParameterData.put32(data, 12, CopyLimits.DESCRIPTOR_LIST_BYTES_MAX);
    ParameterData.put32(data, 16, CopyLimits.SEGMENT_BYTES_MAX);
    ParameterData.put16(data, 34, CopyLimits.COPIES_MAX);
    ParameterData.put8(data, 36, CopyLimits.COPIES_MAX);
    ParameterData.put8(data, 37, CopyLimits.GRANULARITY_EXPONENT);
    ParameterData.put8(data, 43, types.length);
    for (int index = 0; index < types.length; index++) {
      ParameterData.put8(data, 44 + index, types[index]);
    }
    end(nowNs, execution, length);
  }

  private void statusOfLid4(long nowNs, CommandExecution execution) {
    CopyOperation operation = find(nowNs, execution, Cdb.u32(execution.cdb(), LIST_IDENTIFIER_AT));
    int length = operation == null ? 0 : 32 + senseBytes(operation);
    ByteBuffer data = operation == null ? null : execution.parameterData(nowNs, length);
    if (operation == null || data == null) {
      return;
    }
    ParameterData.put32(data, 0, length - 4);
    common(data, operation);
    end(nowNs, execution, length);
  }

  private static int senseBytes(CopyOperation operation) {
    return operation.failure() == null ? 0 : SENSE_BYTES;
  }

  /** What RECEIVE COPY STATUS(LID4) and RECEIVE ROD TOKEN INFORMATION begin with. */
  private void common(ByteBuffer data, CopyOperation operation) {
    SenseData failure = operation.failure();
    ParameterData.put8(data, 4, operation.serviceAction());
    ParameterData.put8(data, 5, operation.state().code());
    ParameterData.put32(data, 8, operation.isUnderWay() ? UPDATE_DELAY_MS : 0xFFFF_FFFEL);
    ParameterData.put8(data, 15, LOGICAL_BLOCKS);
    data.putLong(16, operation.bytesTransferred() / disk.view().blockBytes());
    ParameterData.put16(data, 24, operation.segmentsDone());
    if (failure != null) {
      ParameterData.put8(data, 12, CHECK_CONDITION);
      ParameterData.put8(data, 13, SENSE_BYTES);
      ParameterData.put8(data, 14, SENSE_BYTES);
      sense(data, 32, failure);
    }
  }

  private void tokenInformation(long nowNs, CommandExecution execution) {
    CopyOperation operation = find(nowNs, execution, Cdb.u32(execution.cdb(), LIST_IDENTIFIER_AT));
    if (operation == null) {
      return;
    }
    byte[] token = operation.token();
    int descriptorsAt = 32 + senseBytes(operation);
    int descriptorsBytes = token == null ? 0 : 2 + token.length;
    int length = descriptorsAt + 4 + descriptorsBytes;
    ByteBuffer data = execution.parameterData(nowNs, length);
    if (data == null) {
      return;
    }
    ParameterData.put32(data, 0, length - 4);
    common(data, operation);
    ParameterData.put32(data, descriptorsAt, descriptorsBytes);
    if (token != null) {
      data.put(descriptorsAt + 6, token);
    }
    end(nowNs, execution, length);
  }
}
