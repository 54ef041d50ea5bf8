// SPDX-License-Identifier: Apache-2.0
package org.quintain.iscsi.target;

import java.nio.ByteBuffer;
import org.quintain.iscsi.wire.Bhs;

/**
 * What a connection has at error recovery level 1 and above, and at no other: the responses it may
 * have to repeat, and the handler of SNACK (RFC 7143 7.1.5).
 */
final class ConnectionRecovery {
  private final StatusHistory history;
  private final SnackHandler snacks;
  private final NopHandler nop;

  ConnectionRecovery(FullFeaturePhase phase, NopHandler nop) {
    IscsiTargetSession session = phase.session();
    history = new StatusHistory(session, session.outputSlots(), phase.output().statSn());
    snacks = new SnackHandler(phase, history);
    this.nop = nop;
    phase.output().keepIn(history);
  }

  StatusHistory history() {
    return history;
  }

  void onHeader(long nowNs, ByteBuffer header, int base) {
    history.onExpStatSn(nowNs, Bhs.expStatSn(header, base));
  }

  void onSnack(long nowNs, ByteBuffer header, int base) {
    snacks.onSnack(nowNs, header, base);
  }

  /** Sends again what was asked for and has room. */
  void pump() {
    snacks.pump();
  }

  /** A SCSI Response was queued and ends {@code task}. */
  void onResponseQueued(long nowNs, IscsiTask task) {
    history.holdTask(nowNs, task);
    if (history.isAckWanted()) {
      nop.askForAck(nowNs);
    }
  }
}
