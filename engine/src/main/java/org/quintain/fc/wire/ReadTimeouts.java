// SPDX-License-Identifier: Apache-2.0
package org.quintain.fc.wire;

import java.nio.ByteBuffer;

/** LS_ACC of RTV (FC-LS-4 4.3.14): R_A_TOV in ms, E_D_TOV, qualifier. */
public final class ReadTimeouts {
  /** How long the request is. */
  public static final int REQUEST_BYTES = 4;

  /** How long the answer is. */
  public static final int LENGTH_BYTES = 16;

  private static final int ERROR_DETECT_IN_NS = 1 << 26;
  private static final long MS = 1_000_000L;

  private ReadTimeouts() {}

  /** Writes the answer; times of whole milliseconds. */
  public static void write(
      ByteBuffer bytes, int at, long resourceAllocationNs, long errorDetectNs) {
    bytes.putInt(at, ElsCommand.LS_ACC << 24);
    bytes.putInt(at + 4, (int) (resourceAllocationNs / MS));
    bytes.putInt(at + 8, (int) (errorDetectNs / MS));
    bytes.putInt(at + 12, 0);
  }

  /** R_A_TOV. */
  public static long resourceAllocationNs(ByteBuffer bytes, int at) {
    return Integer.toUnsignedLong(bytes.getInt(at + 4)) * MS;
  }

  /** E_D_TOV. */
  public static long errorDetectNs(ByteBuffer bytes, int at) {
    long value = Integer.toUnsignedLong(bytes.getInt(at + 8));
    return (bytes.getInt(at + 12) & ERROR_DETECT_IN_NS) != 0 ? value : value * MS;
  }
}
