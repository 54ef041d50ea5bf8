// SPDX-License-Identifier: Apache-2.0
package org.quintain.srp.target;

import java.nio.ByteBuffer;
import org.quintain.memory.SegmentList;
import org.quintain.srp.wire.SrpTargetRequestIu;
import org.quintain.wire.WorkRequest;

/**
 * The memory of one channel: buffers for what is received, and one for each thing that a target
 * asks. Lent to one channel at a time, and registered anew for each.
 */
final class ChannelMemory {
  /** How many bytes of sense data an SRP_AER_REQ has room for. */
  static final int EVENT_SENSE_BYTES_MAX = 28;

  private static final int REQUEST_BYTES =
      SrpTargetRequestIu.EVENT_FIXED_BYTES + EVENT_SENSE_BYTES_MAX;

  final ByteBuffer bytes;
  final int slotBytes;
  final int slots;
  final WorkRequest[] receives;

  /** Where an SRP_CRED_REQ or an SRP_AER_REQ is made. */
  final int requestAt;

  /** Where an SRP_T_LOGOUT is made. */
  final int logoutAt;

  final SegmentList request = new SegmentList(1);
  final SegmentList logout = new SegmentList(1);

  ChannelMemory(int slots, int unitBytesMax) {
    this.slots = slots;
    slotBytes = (unitBytesMax + 63) & ~63;
    requestAt = slots * slotBytes;
    logoutAt = requestAt + REQUEST_BYTES;
    bytes = ByteBuffer.allocateDirect(logoutAt + REQUEST_BYTES);
    receives = new WorkRequest[slots];
    for (int slot = 0; slot < slots; slot++) {
      receives[slot] = new WorkRequest(slot);
    }
  }

  /** How many bytes are received into. */
  int receiveBytes() {
    return slots * slotBytes;
  }
}
