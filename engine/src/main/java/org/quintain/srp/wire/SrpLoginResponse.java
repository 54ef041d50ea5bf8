// SPDX-License-Identifier: Apache-2.0
package org.quintain.srp.wire;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * SRP_LOGIN_RSP (SRP r16a 6.3; SRP-2 for immediate data), the private data of a connection's reply.
 *
 * <pre>
 *  0| C0h  | reserved (3)      |  4| REQUEST LIMIT DELTA
 *  8| TAG (8 bytes)
 * 16| MAXIMUM INITIATOR TO TARGET IU LENGTH
 * 20| MAXIMUM TARGET TO INITIATOR IU LENGTH
 * 24| SUPPORTED BUFFER FORMATS (2) | FLAGS | reserved (25)
 * </pre>
 *
 * @param tag that of the request
 * @param requestLimit how many requests the initiator may send for a start
 * @param initiatorToTargetBytes the longest information unit that the target takes
 * @param targetToInitiatorBytes the longest that it sends
 * @param bufferFormats {@link DataBufferFormat}'s bits: what the target supports
 * @param flags the bits below
 * @param result what became of the nexus' other channels
 */
public record SrpLoginResponse(
    long tag,
    int requestLimit,
    long initiatorToTargetBytes,
    long targetToInitiatorBytes,
    int bufferFormats,
    int flags,
    MultichannelResult result) {
  /** How long one is. */
  public static final int LENGTH_BYTES = 52;

  /** The target takes immediate data (SRP-2). */
  public static final int IMMEDIATE_DATA = 0x80;

  /** SOLNTSUP: the target heeds the initiator's wishes for solicited notification. */
  public static final int NOTIFICATION_SUPPORTED = 0x10;

  private static final int RESULT_MASK = 0x03;

  /** Whether {@code bit} is among the flags. */
  public boolean has(int bit) {
    return (flags & bit) != 0;
  }

  /** Reads one; null for what is none. */
  public static @Nullable SrpLoginResponse read(ByteBuffer bytes, int at, int lengthBytes) {
    if (lengthBytes < LENGTH_BYTES
        || SrpInformationUnit.of(bytes, at, lengthBytes) != SrpInformationUnit.LOGIN_RSP) {
      return null;
    }
    int bits = bytes.get(at + 26) & 0xFF;
    return new SrpLoginResponse(
        SrpInformationUnit.tag(bytes, at),
        bytes.getInt(at + 4),
        bytes.getInt(at + 16) & 0xFFFFFFFFL,
        bytes.getInt(at + 20) & 0xFFFFFFFFL,
        bytes.getShort(at + 24) & 0xFFFF,
        bits & ~RESULT_MASK,
        MultichannelResult.of(bits & RESULT_MASK));
  }

  /** Writes it, {@link #LENGTH_BYTES} bytes. */
  public void write(ByteBuffer bytes, int at) {
    SrpInformationUnit.LOGIN_RSP.begin(bytes, at, tag);
    bytes.putInt(at + 4, requestLimit);
    bytes.putInt(at + 16, (int) initiatorToTargetBytes);
    bytes.putInt(at + 20, (int) targetToInitiatorBytes);
    bytes.putShort(at + 24, (short) bufferFormats);
    bytes.put(at + 26, (byte) (flags | result.code()));
  }
}
