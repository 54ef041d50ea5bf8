// SPDX-License-Identifier: Apache-2.0
package org.quintain.fc.wire;

/** The bits of F_CTL (FC-FS-5 11.7). */
public final class FrameControl {
  /** Exchange Context: the frame comes from the exchange's responder. */
  public static final int RESPONDER = 1 << 23;

  /** First_Sequence of the exchange. */
  public static final int FIRST_SEQUENCE = 1 << 21;

  /** Last_Sequence of the exchange. */
  public static final int LAST_SEQUENCE = 1 << 20;

  /** End_Sequence: the last frame of its sequence. */
  public static final int END_SEQUENCE = 1 << 19;

  /** CS_CTL carries a priority (FC-FS-5 11.7.6). */
  public static final int PRIORITY_ENABLE = 1 << 17;

  /** Sequence Initiative goes to the receiver; with {@link #END_SEQUENCE} alone. */
  public static final int TRANSFER_INITIATIVE = 1 << 16;

  /** Abort Sequence Condition (FC-FS-5 11.7.10), two bits. */
  public static final int ABORT_CONDITION_MASK = 3 << 4;

  /** Parameter carries a relative offset. */
  public static final int RELATIVE_OFFSET = 1 << 3;

  /** How many fill bytes end the payload. */
  public static final int FILL_BYTES_MASK = 3;

  /** What only the last frame of a sequence says. */
  public static final int LAST_FRAME_ONLY =
      LAST_SEQUENCE | END_SEQUENCE | TRANSFER_INITIATIVE | FILL_BYTES_MASK;

  private FrameControl() {}
}
