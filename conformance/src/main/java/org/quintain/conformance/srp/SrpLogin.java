// SPDX-License-Identifier: Apache-2.0
package org.quintain.conformance.srp;

import org.quintain.conformance.scsi.Bytes;

/** An SRP_LOGIN_REQ being put together (SRP r16a 6.2). */
public final class SrpLogin {
  /** Direct and indirect data buffer descriptors. */
  public static final int FORMATS = 0x0006;

  /** The flag that asks for immediate data (SRP-2). */
  public static final int IMMEDIATE = 0x80;

  /** MULTI-CHANNEL ACTION: other channels go on. */
  public static final int MULTIPLE = 0x01;

  private static final int FULL_BYTES = 64;
  private static final int SHORT_BYTES = 56;

  private final boolean isByIp;
  private final byte[] initiator;
  private final byte[] target;
  private long tag = 0x5155_494E_5441_494EL;
  private long length = 8260;
  private int formats = FORMATS;
  private int flags;
  private int offset;
  private int type;

  SrpLogin(boolean isByIp, byte[] initiator, byte[] target) {
    this.isByIp = isByIp;
    this.initiator = initiator.clone();
    this.target = target.clone();
  }

  /** Sets TAG. */
  public SrpLogin tag(long value) {
    tag = value;
    return this;
  }

  /** TAG. */
  public long tag() {
    return tag;
  }

  /** Sets REQUESTED INITIATOR TO TARGET IU LENGTH. */
  public SrpLogin length(long bytes) {
    length = bytes;
    return this;
  }

  /** REQUESTED INITIATOR TO TARGET IU LENGTH. */
  public long length() {
    return length;
  }

  /** Sets REQUIRED BUFFER FORMATS. */
  public SrpLogin formats(int bits) {
    formats = bits;
    return this;
  }

  /** Sets the flags, MULTI-CHANNEL ACTION among them. */
  public SrpLogin flags(int bits) {
    flags = bits;
    return this;
  }

  /** Asks for immediate data that begins at {@code at} of an SRP_CMD. */
  public SrpLogin immediate(int at) {
    flags |= IMMEDIATE;
    offset = at;
    return this;
  }

  /** Sets the type of the information unit, which is 00h for a login. */
  public SrpLogin type(int value) {
    type = value;
    return this;
  }

  /** Inverts bits of byte {@code index} of the initiator port's name. */
  public SrpLogin otherInitiator(int index, int bits) {
    initiator[index] ^= (byte) bits;
    return this;
  }

  /** The initiator port's name, as it is said. */
  public byte[] initiator() {
    return initiator.clone();
  }

  /** Inverts bits of byte {@code index} of the target port's name. */
  public SrpLogin otherTarget(int index, int bits) {
    target[index] ^= (byte) bits;
    return this;
  }

  /** Its bytes, in the form that the connection wants. */
  public byte[] encode() {
    byte[] bytes = new byte[isByIp ? SHORT_BYTES : FULL_BYTES];
    bytes[isByIp ? 11 : 0] = (byte) type;
    Bytes.put(bytes, isByIp ? 0 : 8, 8, tag);
    Bytes.put(bytes, isByIp ? 12 : 16, 4, length);
    Bytes.put(bytes, isByIp ? 8 : 24, 2, formats);
    bytes[isByIp ? 10 : 26] = (byte) flags;
    Bytes.put(bytes, isByIp ? 48 : 28, 2, offset);
    System.arraycopy(initiator, 0, bytes, isByIp ? 16 : 32, initiator.length);
    System.arraycopy(target, 0, bytes, isByIp ? 32 : 48, target.length);
    return bytes;
  }
}
