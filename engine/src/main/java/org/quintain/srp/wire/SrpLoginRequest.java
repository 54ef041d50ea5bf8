// SPDX-License-Identifier: Apache-2.0
package org.quintain.srp.wire;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * SRP_LOGIN_REQ (SRP r16a 6.2; SRP-2 for immediate data), the private data of a connection request.
 *
 * <pre>
 *  0| 00h  | reserved                 the form of InfiniBand's connection management, 64 bytes
 *  8| TAG (8 bytes)
 * 16| REQUESTED INITIATOR TO TARGET IU LENGTH | 20| reserved
 * 24| REQUIRED BUFFER FORMATS (2) | FLAGS | reserved
 * 28| IMMEDIATE DATA OFFSET (2) | reserved
 * 32| INITIATOR PORT IDENTIFIER (16 bytes) | 48| TARGET PORT IDENTIFIER (16 bytes)
 *
 *  0| TAG (8 bytes)                   the form of RDMA-CM, which has room for 56 bytes
 *  8| REQUIRED BUFFER FORMATS (2) | FLAGS | 00h
 * 12| REQUESTED INITIATOR TO TARGET IU LENGTH
 * 16| INITIATOR PORT IDENTIFIER (16 bytes) | 32| TARGET PORT IDENTIFIER (16 bytes)
 * 48| IMMEDIATE DATA OFFSET (2) | reserved
 * </pre>
 *
 * @param tag what the response repeats
 * @param initiatorToTargetBytes how long the initiator wants its information units to be
 * @param bufferFormats {@link DataBufferFormat}'s bits: what the target must support
 * @param flags the bits below
 * @param immediateDataOffset where immediate data begins in an SRP_CMD; 0 where none is asked for
 * @param initiatorPort the initiator port's name
 * @param targetPort the target port's name
 */
public record SrpLoginRequest(
    long tag,
    long initiatorToTargetBytes,
    int bufferFormats,
    int flags,
    int immediateDataOffset,
    SrpPortIdentifier initiatorPort,
    SrpPortIdentifier targetPort) {
  /** How long the form of InfiniBand's connection management is. */
  public static final int LENGTH_BYTES = 64;

  /** How long the form of RDMA-CM is. */
  public static final int RDMA_CM_LENGTH_BYTES = 56;

  /** The initiator can send immediate data (SRP-2). */
  public static final int IMMEDIATE_DATA = 0x80;

  /** AESOLNT: reports of asynchronous events are to wake the initiator. */
  public static final int EVENT_NOTIFICATION = 0x40;

  /** CRSOLNT: credit requests are to wake the initiator. */
  public static final int CREDIT_NOTIFICATION = 0x20;

  /** LOSOLNT: a logout is to wake the initiator. */
  public static final int LOGOUT_NOTIFICATION = 0x10;

  /** MULTI-CHANNEL ACTION. */
  public static final int MULTICHANNEL_MASK = 0x03;

  /** MULTI-CHANNEL ACTION: other channels of the nexus end. */
  public static final int SINGLE_CHANNEL = 0x00;

  /** MULTI-CHANNEL ACTION: other channels of the nexus go on. */
  public static final int MULTIPLE_CHANNELS = 0x01;

  /** Whether {@code bit} is among the flags. */
  public boolean has(int bit) {
    return (flags & bit) != 0;
  }

  /** MULTI-CHANNEL ACTION: one of the above, or a code without a meaning. */
  public int multichannelAction() {
    return flags & MULTICHANNEL_MASK;
  }

  /** Reads the form of InfiniBand's connection management; null for what is none. */
  public static @Nullable SrpLoginRequest read(ByteBuffer bytes, int at, int lengthBytes) {
    if (lengthBytes < LENGTH_BYTES
        || SrpInformationUnit.of(bytes, at, lengthBytes) != SrpInformationUnit.LOGIN_REQ) {
      return null;
    }
    return new SrpLoginRequest(
        SrpInformationUnit.tag(bytes, at),
        bytes.getInt(at + 16) & 0xFFFFFFFFL,
        bytes.getShort(at + 24) & 0xFFFF,
        bytes.get(at + 26) & 0xFF,
        bytes.getShort(at + 28) & 0xFFFF,
        SrpPortIdentifier.read(bytes, at + 32),
        SrpPortIdentifier.read(bytes, at + 48));
  }

  /** Reads the form of RDMA-CM; null for what is none. */
  public static @Nullable SrpLoginRequest readRdmaCm(ByteBuffer bytes, int at, int lengthBytes) {
    if (lengthBytes < RDMA_CM_LENGTH_BYTES
        || bytes.get(at + 11) != SrpInformationUnit.LOGIN_REQ.type()) {
      return null;
    }
    return new SrpLoginRequest(
        bytes.getLong(at),
        bytes.getInt(at + 12) & 0xFFFFFFFFL,
        bytes.getShort(at + 8) & 0xFFFF,
        bytes.get(at + 10) & 0xFF,
        bytes.getShort(at + 48) & 0xFFFF,
        SrpPortIdentifier.read(bytes, at + 16),
        SrpPortIdentifier.read(bytes, at + 32));
  }

  /** Writes the form of InfiniBand's connection management, {@link #LENGTH_BYTES} bytes. */
  public void write(ByteBuffer bytes, int at) {
    SrpInformationUnit.LOGIN_REQ.begin(bytes, at, tag);
    bytes.putInt(at + 16, (int) initiatorToTargetBytes);
    bytes.putShort(at + 24, (short) bufferFormats);
    bytes.put(at + 26, (byte) flags);
    bytes.putShort(at + 28, (short) immediateDataOffset);
    initiatorPort.write(bytes, at + 32);
    targetPort.write(bytes, at + 48);
  }

  /** Writes the form of RDMA-CM, {@link #RDMA_CM_LENGTH_BYTES} bytes. */
  public void writeRdmaCm(ByteBuffer bytes, int at) {
    bytes.putLong(at, tag);
    bytes.putShort(at + 8, (short) bufferFormats);
    bytes.put(at + 10, (byte) flags);
    bytes.put(at + 11, (byte) SrpInformationUnit.LOGIN_REQ.type());
    bytes.putInt(at + 12, (int) initiatorToTargetBytes);
    initiatorPort.write(bytes, at + 16);
    targetPort.write(bytes, at + 32);
    bytes.putLong(at + 48, 0);
    bytes.putShort(at + 48, (short) immediateDataOffset);
  }
}
