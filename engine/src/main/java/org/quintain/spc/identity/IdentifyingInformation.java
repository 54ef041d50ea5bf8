// SPDX-License-Identifier: Apache-2.0
package org.quintain.spc.identity;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.quintain.device.Cdb;
import org.quintain.device.CommandExecution;
import org.quintain.device.CommandStep;
import org.quintain.device.CommandTable;
import org.quintain.device.ParameterData;
import org.quintain.device.ParameterList;
import org.quintain.sam.AdditionalSense;
import org.quintain.sam.SenseData;
import org.quintain.spc.CommandFamily;
import org.quintain.store.NonvolatileMemory;

/**
 * REPORT IDENTIFYING INFORMATION and SET IDENTIFYING INFORMATION (SPC-5 5.5, 6.31, 6.43): what an
 * application client calls this logical unit, in bytes or in text, kept through power loss.
 */
public final class IdentifyingInformation implements CommandFamily {
  private static final int HEADER_BYTES = 4;
  private static final int SUPPORTED_TYPES = 0x7F;

  /** The two kinds of information: type, longest length, and where it is kept. */
  private enum Kind {
    BYTES(0x00, 512, "identifying-information"),
    TEXT(0x02, 256, "identifying-text");

    private final int type;
    private final int bytesMax;
    private final String name;

    Kind(int type, int bytesMax, String name) {
      this.type = type;
      this.bytesMax = bytesMax;
      this.name = name;
    }
  }

  private static final Kind[] KINDS = Kind.values();

  private final NonvolatileMemory nonvolatile;
  private final CommandStep afterList = this::afterList;
  private final CommandStep saved = (nowNs, execution) -> execution.good(nowNs);
  private final CommandStep notSaved =
      (nowNs, execution) -> execution.terminate(nowNs, AdditionalSense.INTERNAL_TARGET_FAILURE);
  private final byte[][] values = new byte[KINDS.length][];

  /** What {@code nonvolatile} has kept. */
  public IdentifyingInformation(NonvolatileMemory nonvolatile) {
    this.nonvolatile = nonvolatile;
    for (Kind kind : KINDS) {
      byte[] kept = nonvolatile.load(kind.name);
      values[kind.ordinal()] = kept != null && kept.length <= kind.bytesMax ? kept : new byte[0];
    }
  }

  @Override
  public void addTo(CommandTable table) {
    ReportAndSet.addTo(table, "IDENTIFYING INFORMATION", 0x05, this::report, 0x06, this::set, 0xFE);
  }

  private static int type(CommandExecution execution) {
    return Cdb.u8(execution.cdb(), ReportAndSet.TYPE_BYTE) >> 1;
  }

  private static int indexOf(int type) {
    for (Kind kind : KINDS) {
      if (kind.type == type) {
        return kind.ordinal();
      }
    }
    return -1;
  }

  private void report(long nowNs, CommandExecution execution) {
    int index = indexOf(type(execution));
    if (index < 0 && type(execution) != SUPPORTED_TYPES) {
      execution.terminate(nowNs, SenseData.invalidFieldInCdb(ReportAndSet.TYPE_BYTE, 7));
      return;
    }
    byte[] value = index < 0 ? supportedTypes() : values[index];
    ByteBuffer data = execution.parameterData(nowNs, HEADER_BYTES + value.length);
    if (data == null) {
      return;
    }
    ParameterData.put16(data, 2, value.length);
    ParameterData.bytes(data, HEADER_BYTES, value, value.length);
    ReportAndSet.good(nowNs, execution, HEADER_BYTES + value.length);
  }

  /** One descriptor of four bytes a type, that of this very list included (SPC-5 6.31.3). */
  private static byte[] supportedTypes() {
    byte[] types = new byte[4 * (KINDS.length + 1)];
    for (Kind kind : KINDS) {
      int at = 4 * kind.ordinal();
      types[at] = (byte) (kind.type << 1);
      types[at + 2] = (byte) (kind.bytesMax >> 8);
      types[at + 3] = (byte) kind.bytesMax;
    }
    types[types.length - 4] = (byte) (SUPPORTED_TYPES << 1);
    return types;
  }

  private void set(long nowNs, CommandExecution execution) {
    int index = indexOf(type(execution));
    long length = ReportAndSet.length(execution);
    if (index < 0) {
      execution.terminate(nowNs, SenseData.invalidFieldInCdb(ReportAndSet.TYPE_BYTE, 7));
    } else if (length > KINDS[index].bytesMax) {
      execution.terminate(nowNs, SenseData.invalidFieldInCdb(ReportAndSet.LENGTH_BYTE, 7));
    } else {
      ParameterList.receive(nowNs, execution, length, afterList);
    }
  }

  private void afterList(long nowNs, CommandExecution execution) {
    int index = indexOf(type(execution));
    byte[] value = ParameterList.of(execution);
    if (KINDS[index] == Kind.TEXT && value.length > 0 && value[value.length - 1] != 0) {
      // SPC-5 5.5: text ends with a null.
      execution.terminate(nowNs, SenseData.invalidFieldInParameterList(value.length - 1, 7));
      return;
    }
    boolean[] isSaved = new boolean[1];
    execution.suspend((thenNs, waiting) -> (isSaved[0] ? saved : notSaved).run(thenNs, waiting));
    nonvolatile.save(
        nowNs,
        execution.logicalUnit().reactor(),
        KINDS[index].name,
        value,
        (thenNs, success) -> {
          isSaved[0] = success;
          boolean isNew = !Arrays.equals(values[index], value);
          if (success && isNew) {
            values[index] = value;
            ReportAndSet.tellOthers(thenNs, execution, AdditionalSense.DEVICE_IDENTIFIER_CHANGED);
          }
          execution.resume(thenNs);
        });
  }
}
