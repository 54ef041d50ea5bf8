// SPDX-License-Identifier: Apache-2.0
package org.quintain.srp.target;

import org.quintain.sam.Check;

/**
 * How a target port behaves on its own side of SRP. The defaults are those of kernel targets.
 *
 * @param requestLimit how many requests of one channel may be open, at most what the engine gives a
 *     nexus (SRP r16a 4.5)
 * @param initiatorToTargetBytes the longest information unit that is taken, 64 at least
 * @param targetToInitiatorBytes the longest that is sent, 64 at least
 * @param rdmaBytesMax the longest RDMA write or read
 * @param tableEntriesMax how many memory descriptors an indirect table may have
 * @param channelsPerNexus how many channels one nexus may have, 1 for no multi-channel operation
 * @param channelsMax how many channels the port has over all nexuses
 * @param takesImmediateData whether SRP_CMD may carry Data-Out (SRP-2)
 */
public record SrpTargetSettings(
    int requestLimit,
    int initiatorToTargetBytes,
    int targetToInitiatorBytes,
    int rdmaBytesMax,
    int tableEntriesMax,
    int channelsPerNexus,
    int channelsMax,
    boolean takesImmediateData) {
  /** Room for immediate data of 8 KiB behind a command, which Linux asks for. */
  public static final int INITIATOR_TO_TARGET_BYTES = 8192 + 84;

  /** What most initiators are content with. */
  public static final SrpTargetSettings DEFAULTS =
      new SrpTargetSettings(128, INITIATOR_TO_TARGET_BYTES, 296, 64 << 10, 4096, 64, 1024, true);

  private static final int UNIT_BYTES_MIN = 64;

  /** Holds the values to their bounds. */
  public SrpTargetSettings {
    Check.that(requestLimit >= 2, "a request limit leaves room for a function", requestLimit);
    Check.that(
        initiatorToTargetBytes >= UNIT_BYTES_MIN && targetToInitiatorBytes >= UNIT_BYTES_MIN,
        "information units have 64 bytes at least",
        initiatorToTargetBytes,
        targetToInitiatorBytes);
    Check.that(rdmaBytesMax > 0 && tableEntriesMax > 0, "data can be moved");
    Check.that(channelsPerNexus > 0 && channelsMax > 0, "there can be a channel");
  }

  /** The same with another request limit. */
  public SrpTargetSettings withRequestLimit(int requests) {
    return new SrpTargetSettings(
        requests,
        initiatorToTargetBytes,
        targetToInitiatorBytes,
        rdmaBytesMax,
        tableEntriesMax,
        channelsPerNexus,
        channelsMax,
        takesImmediateData);
  }

  /** The same with other longest information units. */
  public SrpTargetSettings withUnitBytes(int toTarget, int toInitiator) {
    return new SrpTargetSettings(
        requestLimit,
        toTarget,
        toInitiator,
        rdmaBytesMax,
        tableEntriesMax,
        channelsPerNexus,
        channelsMax,
        takesImmediateData);
  }

  /** The same with another longest RDMA write or read. */
  public SrpTargetSettings withRdmaBytesMax(int bytes) {
    return new SrpTargetSettings(
        requestLimit,
        initiatorToTargetBytes,
        targetToInitiatorBytes,
        bytes,
        tableEntriesMax,
        channelsPerNexus,
        channelsMax,
        takesImmediateData);
  }

  /** The same with other numbers of channels. */
  public SrpTargetSettings withChannels(int perNexus, int all) {
    return new SrpTargetSettings(
        requestLimit,
        initiatorToTargetBytes,
        targetToInitiatorBytes,
        rdmaBytesMax,
        tableEntriesMax,
        perNexus,
        all,
        takesImmediateData);
  }

  /** The same with or without immediate data. */
  public SrpTargetSettings withImmediateData(boolean taken) {
    return new SrpTargetSettings(
        requestLimit,
        initiatorToTargetBytes,
        targetToInitiatorBytes,
        rdmaBytesMax,
        tableEntriesMax,
        channelsPerNexus,
        channelsMax,
        taken);
  }
}
