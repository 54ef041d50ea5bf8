// SPDX-License-Identifier: Apache-2.0
package org.quintain.sbc.protection;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * The protection information of one interval (SBC-4 4.21.3): eight bytes, big-endian, wherever they
 * lie in memory.
 *
 * <pre>
 * 0 to 1  LOGICAL BLOCK GUARD: the CRC of the interval's user data
 * 2 to 3  LOGICAL BLOCK APPLICATION TAG
 * 4 to 7  LOGICAL BLOCK REFERENCE TAG
 * </pre>
 */
public final class ProtectionInformation {
  /** How long it is. */
  public static final int BYTES = 8;

  /** An application tag that says: check nothing here (with types 1 and 2 by itself). */
  public static final int NO_APPLICATION_TAG = 0xFFFF;

  /** A reference tag that says nothing; with type 3 both tags are needed to check nothing. */
  public static final int NO_REFERENCE_TAG = 0xFFFF_FFFF;

  /** What a format writes: no guard, no tags (SBC-4 4.33). */
  public static final long UNSET = -1L;

  private ProtectionInformation() {}

  /** All eight bytes at {@code at}, the guard in the highest bits; the byte order means nothing. */
  public static long read(ByteBuffer bytes, int at) {
    long value = bytes.getLong(at);
    return bytes.order() == ByteOrder.BIG_ENDIAN ? value : Long.reverseBytes(value);
  }

  /** Writes all eight bytes at {@code at}. */
  public static void write(ByteBuffer bytes, int at, long information) {
    bytes.putLong(
        at, bytes.order() == ByteOrder.BIG_ENDIAN ? information : Long.reverseBytes(information));
  }

  /** Puts the three fields together; of each only the bits that it has are looked at. */
  public static long of(int guard, int applicationTag, int referenceTag) {
    return (long) guard << 48 | (applicationTag & 0xFFFFL) << 32 | (referenceTag & 0xFFFF_FFFFL);
  }

  /** LOGICAL BLOCK GUARD, 0 to FFFFh. */
  public static int guard(long information) {
    return (int) (information >>> 48);
  }

  /** LOGICAL BLOCK APPLICATION TAG, 0 to FFFFh. */
  public static int applicationTag(long information) {
    return (int) (information >>> 32) & 0xFFFF;
  }

  /** LOGICAL BLOCK REFERENCE TAG, all 32 bits. */
  public static int referenceTag(long information) {
    return (int) information;
  }
}
