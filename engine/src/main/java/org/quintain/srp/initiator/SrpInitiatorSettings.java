// SPDX-License-Identifier: Apache-2.0
package org.quintain.srp.initiator;

import org.quintain.sam.Check;

/**
 * How an initiator port behaves. The defaults are those of Linux.
 *
 * @param commandsMax how many commands are under way at most, over all channels; more wait
 * @param channels how many channels the nexus is to have
 * @param initiatorToTargetBytes how long an SRP_CMD may become, 64 at least
 * @param immediateBytesMax how much Data-Out is sent along with its command, 0 for none
 * @param pieceBytesMax how much memory one descriptor names: where a buffer has more, its
 *     descriptors are a table
 * @param listedMax how many entries of a table stand in the command, 0 to 255; the target reads the
 *     table where it has more
 * @param commandTimeoutNs how long a command may take before it is aborted, 0 for ever
 */
public record SrpInitiatorSettings(
    int commandsMax,
    int channels,
    int initiatorToTargetBytes,
    int immediateBytesMax,
    int pieceBytesMax,
    int listedMax,
    long commandTimeoutNs) {
  private static final long SECOND_NS = 1_000_000_000L;

  /** One channel, immediate data of 8 KiB, each buffer in one piece. */
  public static final SrpInitiatorSettings DEFAULTS =
      new SrpInitiatorSettings(
          64, 1, 8192 + CommandBuilder.IMMEDIATE_OFFSET, 8192, 1 << 30, 255, 60 * SECOND_NS);

  /** Holds the values to their bounds. */
  public SrpInitiatorSettings {
    Check.that(commandsMax > 0 && commandsMax <= 1 << 15, "commands have slots", commandsMax);
    Check.that(channels > 0, "a nexus has a channel", channels);
    Check.that(initiatorToTargetBytes >= 64, "units have 64 bytes", initiatorToTargetBytes);
    Check.that(pieceBytesMax > 0, "a descriptor names memory", pieceBytesMax);
    Check.that(listedMax >= 0 && listedMax <= 255, "a count has eight bits", listedMax);
  }

  /** The same with another number of commands. */
  public SrpInitiatorSettings withCommandsMax(int commands) {
    return new SrpInitiatorSettings(
        commands,
        channels,
        initiatorToTargetBytes,
        immediateBytesMax,
        pieceBytesMax,
        listedMax,
        commandTimeoutNs);
  }

  /** The same with another number of channels. */
  public SrpInitiatorSettings withChannels(int count) {
    return new SrpInitiatorSettings(
        commandsMax,
        count,
        initiatorToTargetBytes,
        immediateBytesMax,
        pieceBytesMax,
        listedMax,
        commandTimeoutNs);
  }

  /** The same with another longest immediate data. */
  public SrpInitiatorSettings withImmediateBytesMax(int bytes) {
    return new SrpInitiatorSettings(
        commandsMax,
        channels,
        bytes == 0 ? 4160 : bytes + CommandBuilder.IMMEDIATE_OFFSET,
        bytes,
        pieceBytesMax,
        listedMax,
        commandTimeoutNs);
  }

  /** The same with other descriptors. */
  public SrpInitiatorSettings withDescriptors(int bytesOfEach, int listed) {
    return new SrpInitiatorSettings(
        commandsMax,
        channels,
        initiatorToTargetBytes,
        immediateBytesMax,
        bytesOfEach,
        listed,
        commandTimeoutNs);
  }

  /** The same with another time for a command. */
  public SrpInitiatorSettings withCommandTimeout(long timeoutNs) {
    return new SrpInitiatorSettings(
        commandsMax,
        channels,
        initiatorToTargetBytes,
        immediateBytesMax,
        pieceBytesMax,
        listedMax,
        timeoutNs);
  }
}
