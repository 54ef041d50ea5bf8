// SPDX-License-Identifier: Apache-2.0
package org.quintain.wire;

import org.quintain.sam.Check;

/**
 * How a queue pair is made.
 *
 * @param sendDepth how many requests its send queue takes, 1 to 32,768
 * @param receiveDepth how many requests its receive queue takes, 1 to 32,768
 * @param initiatorDepth how many reads it may have outstanding at the peer, 0 to 255; the
 *     connection settles on no more than the peer's responder resources
 * @param responderResources how many reads of the peer's it serves at a time, 0 to 255
 * @param retryCount how often it sends again without an acknowledgement, 0 to 7
 * @param rnrRetryCount how often it sends again when the peer has no receive posted, 0 to 6; 7 is
 *     for ever
 */
public record QueuePairOptions(
    int sendDepth,
    int receiveDepth,
    int initiatorDepth,
    int responderResources,
    int retryCount,
    int rnrRetryCount) {
  /** What {@code rnrRetryCount} is for no end of retries. */
  public static final int RNR_RETRY_FOR_EVER = 7;

  private static final int DEPTH_MAX = 1 << 15;

  /** Holds all values to their bounds. */
  public QueuePairOptions {
    Check.that(sendDepth > 0 && sendDepth <= DEPTH_MAX, "a send queue takes requests", sendDepth);
    Check.that(
        receiveDepth > 0 && receiveDepth <= DEPTH_MAX,
        "a receive queue takes requests",
        receiveDepth);
    Check.that(isByte(initiatorDepth), "an initiator depth has eight bits", initiatorDepth);
    Check.that(isByte(responderResources), "responder resources: 8 bits", responderResources);
    Check.that(retryCount >= 0 && retryCount <= 7, "a retry count has three bits", retryCount);
    Check.that(
        rnrRetryCount >= 0 && rnrRetryCount <= 7, "a retry count has three bits", rnrRetryCount);
  }

  private static boolean isByte(int value) {
    return value >= 0 && value <= 255;
  }

  /** Queues of these depths, 16 reads each way, 7 retries and no end of them when not ready. */
  public static QueuePairOptions ofDepths(int sendDepth, int receiveDepth) {
    return new QueuePairOptions(sendDepth, receiveDepth, 16, 16, 7, RNR_RETRY_FOR_EVER);
  }
}
