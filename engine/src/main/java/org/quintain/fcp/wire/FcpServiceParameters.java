// SPDX-License-Identifier: Apache-2.0
package org.quintain.fcp.wire;

/**
 * The service parameters of FCP's process login (FCP-4 6.3.5, 6.3.6): word 3 of the page that PRLI
 * and its LS_ACC carry for TYPE 08h.
 *
 * @param bits the word as it goes over the wire
 */
public record FcpServiceParameters(int bits) {
  /** Enhanced discovery of the initiator's is supported. */
  public static final int ENHANCED_DISCOVERY = 0x800;

  /** REC is supported (FCP-4 6.3.5). */
  public static final int REC_SUPPORT = 0x400;

  /** Task retry identification is asked for, or granted. */
  public static final int TASK_RETRY_IDENTIFICATION = 0x200;

  /** Retry of unsuccessfully transmitted sequences by SRR (FCP-4 12.4). */
  public static final int RETRY = 0x100;

  /** FCP_CONF is allowed. */
  public static final int CONFIRMED_COMPLETION = 0x080;

  /** Data overlay is allowed. */
  public static final int DATA_OVERLAY = 0x040;

  /** The port is an initiator. */
  public static final int INITIATOR_FUNCTION = 0x020;

  /** The port is a target. */
  public static final int TARGET_FUNCTION = 0x010;

  /** Reads need no FCP_XFER_RDY; always set since FCP-2. */
  public static final int READ_TRANSFER_READY_DISABLED = 0x002;

  /** The first burst of writes needs no FCP_XFER_RDY. */
  public static final int WRITE_TRANSFER_READY_DISABLED = 0x001;

  /** What both ends have to want for it to be in force (FCP-4 6.3.5). */
  private static final int AGREED =
      ENHANCED_DISCOVERY
          | REC_SUPPORT
          | TASK_RETRY_IDENTIFICATION
          | RETRY
          | CONFIRMED_COMPLETION
          | WRITE_TRANSFER_READY_DISABLED;

  /** A target's that wants all that this one does, with or without first burst. */
  public static FcpServiceParameters ofTarget(boolean firstBurst) {
    int wanted = TARGET_FUNCTION | READ_TRANSFER_READY_DISABLED | CONFIRMED_COMPLETION;
    int recovery = RETRY | REC_SUPPORT | TASK_RETRY_IDENTIFICATION;
    return new FcpServiceParameters(
        wanted | recovery | (firstBurst ? WRITE_TRANSFER_READY_DISABLED : 0));
  }

  /** An initiator's that wants all that this one does, with or without first burst. */
  public static FcpServiceParameters ofInitiator(boolean firstBurst) {
    int bits = ofTarget(firstBurst).bits & ~TARGET_FUNCTION;
    return new FcpServiceParameters(bits | INITIATOR_FUNCTION | DATA_OVERLAY);
  }

  /** Whether all of {@code flags} are set. */
  public boolean has(int flags) {
    return (bits & flags) == flags;
  }

  /** The same with {@code flags} set. */
  public FcpServiceParameters with(int flags) {
    return new FcpServiceParameters(bits | flags);
  }

  /** The same without {@code flags}. */
  public FcpServiceParameters without(int flags) {
    return new FcpServiceParameters(bits & ~flags);
  }

  /**
   * What the responder, whose own wish this is, answers to {@code requested}: its functions, and of
   * what both have to want, what both want.
   */
  public FcpServiceParameters answerTo(FcpServiceParameters requested) {
    return new FcpServiceParameters((bits & ~AGREED) | (bits & AGREED & requested.bits));
  }

  /** What is in force between ends that said this and {@code other}. */
  public FcpServiceParameters agreedWith(FcpServiceParameters other) {
    return new FcpServiceParameters(bits & AGREED & other.bits);
  }

  /** Whether one end is an initiator to the other's target, so that there is an image pair. */
  public boolean formsImagePair(FcpServiceParameters other) {
    return (has(INITIATOR_FUNCTION) && other.has(TARGET_FUNCTION))
        || (has(TARGET_FUNCTION) && other.has(INITIATOR_FUNCTION));
  }
}
