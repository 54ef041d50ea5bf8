// SPDX-License-Identifier: Apache-2.0
package org.quintain.srp.wire;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * SRP_LOGIN_REJ (SRP r16a 6.4), the private data of a connection's rejection.
 *
 * <pre>
 *  0| C2h  | reserved (3)      |  4| REASON
 *  8| TAG (8 bytes)            | 16| reserved (8)
 * 24| SUPPORTED BUFFER FORMATS (2) | reserved (6)
 * </pre>
 *
 * @param tag that of the request
 * @param reasonCode a {@link LoginRejectReason}'s code, or one that means nothing here
 * @param bufferFormats {@link DataBufferFormat}'s bits: what the target supports
 */
public record SrpLoginReject(long tag, int reasonCode, int bufferFormats) {
  /** How long one is. */
  public static final int LENGTH_BYTES = 32;

  /** Reads one; null for what is none. */
  public static @Nullable SrpLoginReject read(ByteBuffer bytes, int at, int lengthBytes) {
    if (lengthBytes < LENGTH_BYTES
        || SrpInformationUnit.of(bytes, at, lengthBytes) != SrpInformationUnit.LOGIN_REJ) {
      return null;
    }
    return new SrpLoginReject(
        SrpInformationUnit.tag(bytes, at), bytes.getInt(at + 4), bytes.getShort(at + 24) & 0xFFFF);
  }

  /** Writes it, {@link #LENGTH_BYTES} bytes. */
  public void write(ByteBuffer bytes, int at) {
    SrpInformationUnit.LOGIN_REJ.begin(bytes, at, tag);
    bytes.putInt(at + 4, reasonCode);
    bytes.putShort(at + 24, (short) bufferFormats);
  }
}
