// SPDX-License-Identifier: Apache-2.0
package org.quintain.spc.reservation;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.quintain.device.Cdb;
import org.quintain.sam.AdditionalSense;
import org.quintain.sam.SenseData;

/** Reads TransportIDs out of parameter lists (SPC-5 7.6.4), one after the other. */
final class TransportIdReader {
  private static final int FORMAT_BIT = 7;
  private static final int NAME_AT = 4;
  private static final int NAME_BYTES_MIN = 20;

  /** The longest name that iSCSI has (RFC 7143 4.2.7.1), and the longest ending of a port. */
  private static final int NAME_BYTES_MAX = 223 + 5 + 12;

  private static final Pattern ISCSI_NAME = Pattern.compile("(iqn|eui|naa)\\.[^\\s,\\p{Cntrl}]+");
  private static final Pattern ISCSI_PORT =
      Pattern.compile("(iqn|eui|naa)\\.[^\\s,\\p{Cntrl}]+,i,0[xX][0-9a-fA-F]{1,12}");

  private final byte[] list;
  private final int end;
  private int at;
  private @Nullable SenseData problem;

  /** A reader of the TransportIDs from {@code from} to {@code end}. */
  TransportIdReader(byte[] list, int from, int end) {
    this.list = list;
    this.at = from;
    this.end = end;
  }

  boolean hasMore() {
    return at < end && problem == null;
  }

  /** Where the next one begins. */
  int at() {
    return at;
  }

  /** What was wrong with the one that {@link #next} could not read. */
  @Nullable SenseData problem() {
    return problem;
  }

  /** The next TransportID, or null when it is none and there is a {@link #problem}. */
  @Nullable TransportId next() {
    if (end - at < TransportId.FIXED_BYTES) {
      problem = SenseData.of(AdditionalSense.PARAMETER_LIST_LENGTH_ERROR);
      return null;
    }
    int protocol = list[at] & 0x0F;
    return switch (protocol) {
      case TransportId.FCP, TransportId.SAS, TransportId.SRP -> fixed(protocol);
      case TransportId.ISCSI -> iscsi();
      default -> refuse(at, 3);
    };
  }

  private @Nullable TransportId refuse(int field, int bit) {
    problem = SenseData.invalidFieldInParameterList(field, bit);
    return null;
  }

  private @Nullable TransportId fixed(int protocol) {
    if ((list[at] & 0xC0) != 0) {
      return refuse(at, FORMAT_BIT);
    }
    int nameAt = protocol == TransportId.SAS ? 4 : 8;
    int nameBytes = protocol == TransportId.SRP ? 16 : 8;
    String name = HexFormat.of().formatHex(list, at + nameAt, at + nameAt + nameBytes);
    at += TransportId.FIXED_BYTES;
    return new TransportId(protocol, name);
  }

  private @Nullable TransportId iscsi() {
    int format = list[at] & 0xC0;
    if (format > TransportId.FORMAT_PORT) {
      return refuse(at, FORMAT_BIT);
    }
    int lengthBytes = Cdb.u16(list, at + 2);
    if (lengthBytes < NAME_BYTES_MIN || (lengthBytes & 3) != 0) {
      return refuse(at + 2, 7);
    }
    if (at + NAME_AT + lengthBytes > end) {
      problem = SenseData.of(AdditionalSense.PARAMETER_LIST_LENGTH_ERROR);
      return null;
    }
    int nameAt = at + NAME_AT;
    int nameEnd = nameAt;
    while (nameEnd < nameAt + lengthBytes && list[nameEnd] != 0) {
      nameEnd++;
    }
    String name = new String(list, nameAt, nameEnd - nameAt, StandardCharsets.UTF_8);
    Pattern wanted = format == 0 ? ISCSI_NAME : ISCSI_PORT;
    if (nameEnd == nameAt + lengthBytes
        || nameEnd - nameAt > NAME_BYTES_MAX
        || !wanted.matcher(name).matches()) {
      return refuse(nameAt, 7);
    }
    at = nameAt + lengthBytes;
    return TransportId.of(TransportId.ISCSI, name);
  }
}
