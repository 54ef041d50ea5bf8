// SPDX-License-Identifier: Apache-2.0
package org.quintain.sbc.medium;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.quintain.device.Cdb;
import org.quintain.device.LogicalUnitView;
import org.quintain.sam.AdditionalSense;
import org.quintain.sam.SenseData;

/**
 * What FORMAT UNIT's CDB and parameter list ask for (SBC-4 5.4.2).
 *
 * <pre>
 * short header: byte 0 PROTECTION FIELD USAGE 2-0; byte 1 FOV 7, DPRY 6, DCRT 5, STPF 4, IP 3,
 *               IMMED 1; bytes 2-3 DEFECT LIST LENGTH
 * long header:  bytes 0-1 as above; byte 3 P_I_INFORMATION 7-4, PROTECTION INTERVAL EXPONENT 3-0;
 *               bytes 4-7 DEFECT LIST LENGTH
 * with IP:      byte 0 SI 5; byte 1 pattern type; bytes 2-3 pattern length; the pattern
 * </pre>
 *
 * <p>DPRY, DCRT and STPF are obeyed by having nothing to do: there is always a primary defect list,
 * an empty one, and no certification that could be left out.
 */
final class FormatParameters {
  /** The longest list that is looked at: header, pattern and a full defect list. */
  static final int LIST_BYTES_MAX = 8 + 4 + 4096 + 8 * GrownDefectList.DEFECTS_MAX;

  private static final int FOV = 0x80;
  private static final int OPTIONS = 0x78;
  private static final int IP = 0x08;
  private static final int IMMED = 0x02;
  private static final int VENDOR_SPECIFIC = 0x01;
  private static final int OBSOLETE = 0x04;
  private static final int REPEAT_PATTERN = 0x01;

  private boolean isImmediate;
  private int protectionFieldUsage;
  private int protectionIntervalExponent;
  private byte[] pattern = {};
  private final List<Long> defects = new ArrayList<>();
  private @Nullable SenseData refusal;
  private int lengthBytes;

  private FormatParameters() {}

  /** Those of a CDB without a parameter list. */
  static FormatParameters none() {
    return new FormatParameters();
  }

  /** Reads {@code list}, of which as much came as the initiator had; see {@link #refusal}. */
  static FormatParameters parse(byte[] cdb, byte[] list, LogicalUnitView view) {
    FormatParameters parameters = new FormatParameters();
    parameters.refusal = parameters.read(cdb, list, view);
    return parameters;
  }

  /** Why the list is not accepted, or null. */
  @Nullable SenseData refusal() {
    return refusal;
  }

  boolean isImmediate() {
    return isImmediate;
  }

  /** PROTECTION FIELD USAGE. */
  int protectionFieldUsage() {
    return protectionFieldUsage;
  }

  /** PROTECTION INTERVAL EXPONENT. */
  int protectionIntervalExponent() {
    return protectionIntervalExponent;
  }

  /** One logical block of the initialization pattern; empty for the default pattern, zeros. */
  byte[] pattern() {
    return pattern;
  }

  /** The DLIST. */
  List<Long> defects() {
    return defects;
  }

  /** How long the list is by what its header says. */
  int lengthBytes() {
    return lengthBytes;
  }

  private @Nullable SenseData read(byte[] cdb, byte[] list, LogicalUnitView view) {
    boolean isLong = Cdb.isSet(cdb, 1, 5);
    int headerBytes = isLong ? 8 : 4;
    if (list.length < headerBytes) {
      return SenseData.of(AdditionalSense.PARAMETER_LIST_LENGTH_ERROR);
    }
    int options = Cdb.u8(list, 1);
    SenseData wrong = checkHeader(list, options, isLong);
    if (wrong != null) {
      return wrong;
    }
    isImmediate = (options & IMMED) != 0;
    protectionFieldUsage = Cdb.u8(list, 0) & 0x07;
    protectionIntervalExponent = isLong ? Cdb.u8(list, 3) & 0x0F : 0;
    int at = headerBytes;
    if ((options & IP) != 0) {
      wrong = readPattern(list, at, view.blockBytes());
      if (wrong != null) {
        return wrong;
      }
      at += 4 + Cdb.u16(list, at + 2);
    }
    return readDefects(cdb, list, at, isLong, view);
  }

  private static @Nullable SenseData checkHeader(byte[] list, int options, boolean isLong) {
    if ((Cdb.u8(list, 0) & 0xF8) != 0) {
      return SenseData.invalidFieldInParameterList(0, 7);
    }
    int refused = options & (VENDOR_SPECIFIC | OBSOLETE);
    if (refused == 0 && (options & FOV) == 0) {
      refused = options & OPTIONS;
    }
    if (refused != 0) {
      return SenseData.invalidFieldInParameterList(1, 31 - Integer.numberOfLeadingZeros(refused));
    }
    if (isLong && list[2] != 0) {
      return SenseData.invalidFieldInParameterList(2, 7);
    }
    return isLong && Cdb.u8(list, 3) >> 4 != 0 ? SenseData.invalidFieldInParameterList(3, 7) : null;
  }

  private @Nullable SenseData readPattern(byte[] list, int at, int blockBytes) {
    if (list.length < at + 4) {
      return SenseData.of(AdditionalSense.PARAMETER_LIST_LENGTH_ERROR);
    }
    if (list[at] != 0) {
      // The modifier is obsolete; SI asks for places that no store of ours lets us reach.
      return SenseData.invalidFieldInParameterList(
          at, 31 - Integer.numberOfLeadingZeros(Cdb.u8(list, at)));
    }
    int type = Cdb.u8(list, at + 1);
    int length = Cdb.u16(list, at + 2);
    if (type > REPEAT_PATTERN) {
      return SenseData.invalidFieldInParameterList(at + 1, 7);
    }
    if (type == REPEAT_PATTERN ? length < 1 || length > blockBytes : length != 0) {
      return SenseData.invalidFieldInParameterList(at + 2, 7);
    }
    if (list.length < at + 4 + length) {
      return SenseData.of(AdditionalSense.PARAMETER_LIST_LENGTH_ERROR);
    }
    if (type == REPEAT_PATTERN) {
      pattern = repeated(Arrays.copyOfRange(list, at + 4, at + 4 + length), blockBytes);
    }
    return null;
  }

  /** {@code pattern} over and over, cut at the end of the block (SBC-4 5.4.2.3). */
  static byte[] repeated(byte[] pattern, int blockBytes) {
    byte[] block = new byte[blockBytes];
    for (int at = 0; at < blockBytes; at++) {
      block[at] = pattern[at % pattern.length];
    }
    return block;
  }

  private @Nullable SenseData readDefects(
      byte[] cdb, byte[] list, int at, boolean isLong, LogicalUnitView view) {
    long length = isLong ? Cdb.u32(list, 4) : Cdb.u16(list, 2);
    int descriptorBytes = (Cdb.u8(cdb, 1) & 0x07) == 0 ? 4 : 8;
    int lengthAt = isLong ? 4 : 2;
    if (length % descriptorBytes != 0) {
      return SenseData.invalidFieldInParameterList(lengthAt, 7);
    }
    if (length / descriptorBytes > GrownDefectList.DEFECTS_MAX) {
      return SenseData.of(AdditionalSense.NO_DEFECT_SPARE_LOCATION_AVAILABLE);
    }
    lengthBytes = at + (int) length;
    if (list.length < lengthBytes) {
      return SenseData.of(AdditionalSense.PARAMETER_LIST_LENGTH_ERROR);
    }
    for (int next = at; next < lengthBytes; next += descriptorBytes) {
      long block = descriptorBytes == 4 ? Cdb.u32(list, next) : Cdb.u64(list, next);
      if (Long.compareUnsigned(block, view.capacityBlocks()) >= 0) {
        return SenseData.invalidFieldInParameterList(next, 7);
      }
      defects.add(block);
    }
    return null;
  }
}
