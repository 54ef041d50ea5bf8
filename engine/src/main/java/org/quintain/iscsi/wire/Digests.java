// SPDX-License-Identifier: Apache-2.0
package org.quintain.iscsi.wire;

import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/**
 * A running CRC32C over header or data segment (RFC 7143 13.1), with the JDK's own implementation.
 * The digest travels least significant byte first (RFC 7143 13.1, table of examples).
 */
public final class Digests {
  /** How long a digest is. */
  public static final int LENGTH_BYTES = 4;

  private static final int SCRATCH_BYTES = 4096;

  private final CRC32C crc = new CRC32C();
  private final byte[] scratch = new byte[SCRATCH_BYTES];

  /** Begins a new digest. */
  public void reset() {
    crc.reset();
  }

  /**
   * Adds bytes of a buffer whose position and limit are the caller's own: they are moved meanwhile
   * and put back.
   */
  public void updateOwned(ByteBuffer bytes, int offset, int lengthBytes) {
    int position = bytes.position();
    int limit = bytes.limit();
    bytes.clear().limit(offset + lengthBytes).position(offset);
    crc.update(bytes);
    bytes.clear().limit(limit).position(position);
  }

  /** Adds bytes of a buffer that others may look at too: its position and limit stay untouched. */
  public void updateShared(ByteBuffer bytes, int offset, int lengthBytes) {
    if (bytes.hasArray()) {
      crc.update(bytes.array(), bytes.arrayOffset() + offset, lengthBytes);
      return;
    }
    int done = 0;
    while (done < lengthBytes) {
      int piece = Math.min(SCRATCH_BYTES, lengthBytes - done);
      bytes.get(offset + done, scratch, 0, piece);
      crc.update(scratch, 0, piece);
      done += piece;
    }
  }

  /** Adds {@code count} zero bytes, at most three: padding. */
  public void updatePad(int count) {
    for (int index = 0; index < count; index++) {
      crc.update(0);
    }
  }

  /** The digest of the bytes added since {@link #reset}. */
  public int value() {
    return (int) crc.getValue();
  }

  /** Reads a digest as it stands on the wire. */
  public static int read(ByteBuffer bytes, int offset) {
    return Integer.reverseBytes(bytes.getInt(offset));
  }

  /** Writes {@code digest} as it stands on the wire. */
  public static void write(ByteBuffer bytes, int offset, int digest) {
    bytes.putInt(offset, Integer.reverseBytes(digest));
  }
}
