// SPDX-License-Identifier: Apache-2.0
package org.quintain.fcp.initiator;

import org.quintain.fcp.wire.FcpServiceParameters;

/**
 * How an initiator port behaves.
 *
 * @param commandsMax how many commands are under way at most; more wait
 * @param firstBurstBytesMax the longest first burst, 0 for all of the data (SPC-5 7.5.15)
 * @param serviceParameters what PRLI offers and asks for
 * @param recoveryTimeoutNs how long silence may last before REC asks (FCP-4 clause 11, REC_TOV)
 * @param commandTimeoutNs how long a command may take before its exchange is aborted, 0 for ever
 */
public record FcpInitiatorSettings(
    int commandsMax,
    int firstBurstBytesMax,
    FcpServiceParameters serviceParameters,
    long recoveryTimeoutNs,
    long commandTimeoutNs) {
  private static final long SECOND_NS = 1_000_000_000L;

  /** No first burst; recovery and confirmed completion where the target wants them. */
  public static final FcpInitiatorSettings DEFAULTS =
      new FcpInitiatorSettings(
          128, 1 << 16, FcpServiceParameters.ofInitiator(false), 3 * SECOND_NS, 60 * SECOND_NS);

  /** The same with other service parameters. */
  public FcpInitiatorSettings with(FcpServiceParameters parameters) {
    return new FcpInitiatorSettings(
        commandsMax, firstBurstBytesMax, parameters, recoveryTimeoutNs, commandTimeoutNs);
  }

  /** The same with another number of commands. */
  public FcpInitiatorSettings withCommandsMax(int commands) {
    return new FcpInitiatorSettings(
        commands, firstBurstBytesMax, serviceParameters, recoveryTimeoutNs, commandTimeoutNs);
  }

  /** The same with another longest first burst. */
  public FcpInitiatorSettings withFirstBurstBytesMax(int bytes) {
    return new FcpInitiatorSettings(
        commandsMax, bytes, serviceParameters, recoveryTimeoutNs, commandTimeoutNs);
  }

  /** The same with other times to wait. */
  public FcpInitiatorSettings withTimeouts(long recoveryNs, long commandNs) {
    return new FcpInitiatorSettings(
        commandsMax, firstBurstBytesMax, serviceParameters, recoveryNs, commandNs);
  }
}
