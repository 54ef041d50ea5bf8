// SPDX-License-Identifier: Apache-2.0
package org.quintain.fcp.target;

import org.quintain.fcp.wire.FcpServiceParameters;

/**
 * How a target port behaves on its own side of FCP.
 *
 * @param tasksMax how many commands and functions are open at most, over all initiators
 * @param burstBytesMax the most that one FCP_XFER_RDY asks for (SPC-5 7.5.15, MAXIMUM BURST SIZE)
 * @param serviceParameters what PRLI offers and asks for
 * @param dataOutTimeoutNs how long data that was asked for may take
 * @param confirmTimeoutNs how long an ended command is kept for its FCP_CONF (FCP-4 clause 11,
 *     RR_TOV)
 */
public record FcpTargetSettings(
    int tasksMax,
    int burstBytesMax,
    FcpServiceParameters serviceParameters,
    long dataOutTimeoutNs,
    long confirmTimeoutNs) {
  private static final long SECOND_NS = 1_000_000_000L;

  /** No first burst, confirmed completion and retry where the initiator wants them. */
  public static final FcpTargetSettings DEFAULTS =
      new FcpTargetSettings(
          4096, 1 << 20, FcpServiceParameters.ofTarget(false), 60 * SECOND_NS, 20 * SECOND_NS);

  /** The same with other service parameters. */
  public FcpTargetSettings with(FcpServiceParameters parameters) {
    return new FcpTargetSettings(
        tasksMax, burstBytesMax, parameters, dataOutTimeoutNs, confirmTimeoutNs);
  }

  /** The same with another number of tasks. */
  public FcpTargetSettings withTasksMax(int tasks) {
    return new FcpTargetSettings(
        tasks, burstBytesMax, serviceParameters, dataOutTimeoutNs, confirmTimeoutNs);
  }

  /** The same with another longest burst. */
  public FcpTargetSettings withBurstBytesMax(int bytes) {
    return new FcpTargetSettings(
        tasksMax, bytes, serviceParameters, dataOutTimeoutNs, confirmTimeoutNs);
  }

  /** The same with other times to wait. */
  public FcpTargetSettings withTimeouts(long dataOutNs, long confirmNs) {
    return new FcpTargetSettings(tasksMax, burstBytesMax, serviceParameters, dataOutNs, confirmNs);
  }
}
