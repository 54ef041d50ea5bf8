// SPDX-License-Identifier: Apache-2.0
package org.quintain.srp.wire;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * The information units by their TYPE, which is the first byte of each (SRP r16a table 8). All of
 * them carry TAG in bytes 8 to 15.
 */
public enum SrpInformationUnit {
  /** The initiator asks for an RDMA channel; travels in the request of connection management. */
  LOGIN_REQ(0x00, 64),
  /** A task management function. */
  TSK_MGMT(0x01, 48),
  /** A SCSI command. */
  CMD(0x02, 48),
  /** The initiator gives the channel up. */
  I_LOGOUT(0x03, 16),
  /** The initiator heard of a change of its request limit. */
  CRED_RSP(0x41, 16),
  /** The initiator heard of an asynchronous event. */
  AER_RSP(0x42, 16),
  /** The target gives the channel up. */
  T_LOGOUT(0x80, 16),
  /** The target changes the request limit. */
  CRED_REQ(0x81, 16),
  /** The target reports an asynchronous event. */
  AER_REQ(0x82, 36),
  /** The channel is granted; travels in the reply of connection management. */
  LOGIN_RSP(0xC0, 52),
  /** The answer to a command or a function. */
  RSP(0xC1, 36),
  /** The channel is refused; travels in the rejection of connection management. */
  LOGIN_REJ(0xC2, 32);

  private static final int TAG_AT = 8;
  private static final @Nullable SrpInformationUnit[] BY_TYPE = new SrpInformationUnit[256];

  static {
    for (SrpInformationUnit unit : values()) {
      BY_TYPE[unit.type] = unit;
    }
  }

  private final int type;
  private final int lengthBytesMin;

  SrpInformationUnit(int type, int lengthBytesMin) {
    this.type = type;
    this.lengthBytesMin = lengthBytesMin;
  }

  /** Its TYPE. */
  public int type() {
    return type;
  }

  /** How long its fixed part is. */
  public int lengthBytesMin() {
    return lengthBytesMin;
  }

  /** The unit that the {@code lengthBytes} bytes at {@code base} begin as, or null. */
  public static @Nullable SrpInformationUnit of(ByteBuffer bytes, int base, int lengthBytes) {
    return lengthBytes < 1 ? null : BY_TYPE[bytes.get(base) & 0xFF];
  }

  /** TAG, which a response repeats of its request: bytes of the initiator's own making. */
  public static long tag(ByteBuffer bytes, int base) {
    return bytes.getLong(base + TAG_AT);
  }

  /** Writes the fixed part with TYPE and TAG, and zeroes else. */
  public void begin(ByteBuffer bytes, int base, long tag) {
    for (int index = 0; index < lengthBytesMin; index += Integer.BYTES) {
      bytes.putInt(base + index, 0);
    }
    bytes.put(base, (byte) type);
    bytes.putLong(base + TAG_AT, tag);
  }
}
