// SPDX-License-Identifier: Apache-2.0
package org.quintain.device;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Fields of a CDB, big-endian, at byte offsets (SPC-5 4.2). */
public final class Cdb {
  /** The NACA bit of the CONTROL byte (SAM-5 5.2). */
  public static final int NACA = 0x04;

  /** Where the CONTROL byte is, by the group code of the operation code; 0 where none is known. */
  private static final int[] CONTROL_AT = {5, 9, 9, 0, 15, 11, 0, 0};

  /** One load and a swap, where shifting bytes together is a load for each of them. */
  private static final VarHandle U16 = view(short[].class);

  private static final VarHandle U32 = view(int[].class);
  private static final VarHandle U64 = view(long[].class);

  private Cdb() {}

  private static VarHandle view(Class<?> numbers) {
    return MethodHandles.byteArrayViewVarHandle(numbers, ByteOrder.BIG_ENDIAN);
  }

  /**
   * Whether NACA is set, also in CDBs of commands that nobody knows: the group code says where the
   * CONTROL byte is (SPC-5 4.2.5.1), and byte 1 has it in variable-length and extended CDBs.
   */
  public static boolean hasNaca(byte[] cdb, int lengthBytes) {
    int operationCode = u8(cdb, 0);
    int at = operationCode == 0x7E || operationCode == 0x7F ? 1 : CONTROL_AT[operationCode >> 5];
    return at > 0 && at < lengthBytes && (cdb[at] & NACA) != 0;
  }

  /** One byte. */
  public static int u8(byte[] cdb, int at) {
    return cdb[at] & 0xFF;
  }

  /** Two bytes. */
  public static int u16(byte[] cdb, int at) {
    return (short) U16.get(cdb, at) & 0xFFFF;
  }

  /** Four bytes, unsigned. */
  public static long u32(byte[] cdb, int at) {
    return (int) U32.get(cdb, at) & 0xFFFF_FFFFL;
  }

  /** Eight bytes, unsigned: a value beyond 2^63 comes out negative. */
  public static long u64(byte[] cdb, int at) {
    return (long) U64.get(cdb, at);
  }

  /** Whether {@code bit} of the byte at {@code at} is set. */
  public static boolean isSet(byte[] cdb, int at, int bit) {
    return (cdb[at] >> bit & 1) != 0;
  }
}
