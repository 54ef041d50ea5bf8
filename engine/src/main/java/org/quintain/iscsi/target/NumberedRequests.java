// SPDX-License-Identifier: Apache-2.0
package org.quintain.iscsi.target;

import java.nio.ByteBuffer;
import org.quintain.iscsi.wire.Bhs;
import org.quintain.iscsi.wire.DataSegmentState;
import org.quintain.iscsi.wire.IscsiOpcode;
import org.quintain.iscsi.wire.RejectReason;

/**
 * Gives requests their turn by CmdSN, which runs over all connections of a session (RFC 7143
 * 4.2.2.1): those other than SCSI commands as they come in, and whatever was held behind a missing
 * number when that has come, on whichever connection it was. Each goes to the handler of its kind.
 */
final class NumberedRequests {
  private static final int HELD_BYTES_MAX = 4096;

  private final FullFeaturePhase phase;
  private final IscsiTargetSession session;
  private final NopHandler nop;
  private final TextHandler text;
  private final LogoutHandler logout;

  NumberedRequests(FullFeaturePhase phase, NopHandler nop, TextHandler text) {
    this.phase = phase;
    this.session = phase.session();
    this.nop = nop;
    this.text = text;
    logout = new LogoutHandler(phase);
  }

  /** A request other than a SCSI command came. */
  void onPdu(
      long nowNs,
      ByteBuffer header,
      int base,
      ByteBuffer data,
      int dataOffset,
      int dataLengthBytes,
      DataSegmentState state) {
    if (state == DataSegmentState.DIGEST_ERROR && session.parameters().errorRecoveryLevel() > 0) {
      // RFC 7143 7.8: the PDU is discarded, and comes again under the number it has.
      phase.rejects().reject(header, base, RejectReason.DATA_DIGEST_ERROR);
      onDiscarded(header, base);
      return;
    }
    if (Bhs.isImmediate(header, base)) {
      handle(nowNs, header, base, data, dataOffset, dataLengthBytes, state);
      return;
    }
    int cmdSn = Bhs.cmdSn(header, base);
    switch (session.window().admit(cmdSn)) {
      case NOW -> {
        session.window().advance();
        handle(nowNs, header, base, data, dataOffset, dataLengthBytes, state);
        onAdvanced(nowNs);
      }
      case HOLD -> hold(header, base, data, dataOffset, dataLengthBytes, state);
      case IGNORE -> phase.counters().add(IscsiCounter.COMMANDS_OUT_OF_WINDOW);
    }
  }

  private void onDiscarded(ByteBuffer header, int base) {
    if (Bhs.opcode(header, base) == IscsiOpcode.TEXT_REQUEST) {
      text.onDiscarded();
    }
  }

  private void hold(
      ByteBuffer header,
      int base,
      ByteBuffer data,
      int dataOffset,
      int dataLengthBytes,
      DataSegmentState state) {
    phase.counters().add(IscsiCounter.COMMANDS_OUT_OF_ORDER);
    int cmdSn = Bhs.cmdSn(header, base);
    if (state != DataSegmentState.COMPLETE || dataLengthBytes > HELD_BYTES_MAX) {
      phase
          .rejects()
          .reject(
              header,
              base,
              state == DataSegmentState.DIGEST_ERROR
                  ? RejectReason.DATA_DIGEST_ERROR
                  : RejectReason.OUT_OF_RESOURCES);
      session.window().hold(cmdSn, new HeldRequest(cmdSn, phase, null, null));
      return;
    }
    ByteBuffer copy = ByteBuffer.allocate(Bhs.LENGTH_BYTES + dataLengthBytes);
    copy.put(0, header, base, Bhs.LENGTH_BYTES);
    if (dataLengthBytes > 0) {
      copy.put(Bhs.LENGTH_BYTES, data, dataOffset, dataLengthBytes);
    }
    session.window().hold(cmdSn, new HeldRequest(cmdSn, phase, null, copy));
  }

  /** ExpCmdSN moved on: what was held for it follows. */
  void onAdvanced(long nowNs) {
    while (!session.isClosed()) {
      HeldRequest next = session.window().takeNext();
      if (next == null) {
        break;
      }
      session.window().advance();
      IscsiTask task = next.task();
      ByteBuffer pdu = next.pdu();
      if (task != null) {
        session.tasks().deliver(nowNs, task);
      } else if (pdu != null) {
        int length = pdu.capacity() - Bhs.LENGTH_BYTES;
        FullFeaturePhase of = next.connection();
        of.numbered()
            .handle(nowNs, pdu, 0, pdu, Bhs.LENGTH_BYTES, length, DataSegmentState.COMPLETE);
        if (of != phase) {
          of.connection().afterEngineCall(nowNs);
        }
      }
    }
    ConnectionGroup connections = session.connections();
    for (int index = 0; index < connections.count() && !session.isClosed(); index++) {
      connections.at(index).taskManagement().onAdvanced(nowNs);
    }
  }

  /** Carries out a request other than a SCSI command, whose turn it is. */
  private void handle(
      long nowNs,
      ByteBuffer header,
      int base,
      ByteBuffer data,
      int dataOffset,
      int dataLengthBytes,
      DataSegmentState state) {
    if (phase.isClosed()) {
      return;
    }
    int opcode = Bhs.opcode(header, base);
    boolean needsTag =
        opcode == IscsiOpcode.TASK_MANAGEMENT_REQUEST || opcode == IscsiOpcode.LOGOUT_REQUEST;
    if (needsTag && Bhs.initiatorTaskTag(header, base) == Bhs.RESERVED_TAG) {
      phase.rejects().reject(header, base, RejectReason.INVALID_PDU_FIELD);
    } else if (state == DataSegmentState.DIGEST_ERROR) {
      phase.rejects().reject(header, base, RejectReason.DATA_DIGEST_ERROR);
      onDiscarded(header, base);
    } else if (state == DataSegmentState.DISCARDED && dataLengthBytes > 0) {
      boolean mayHaveData = opcode == IscsiOpcode.NOP_OUT || opcode == IscsiOpcode.TEXT_REQUEST;
      phase
          .rejects()
          .reject(
              header,
              base,
              mayHaveData ? RejectReason.OUT_OF_RESOURCES : RejectReason.INVALID_PDU_FIELD);
      onDiscarded(header, base);
    } else if (opcode == IscsiOpcode.NOP_OUT) {
      nop.onNopOut(header, base, data, dataOffset, dataLengthBytes);
    } else if (opcode == IscsiOpcode.TASK_MANAGEMENT_REQUEST) {
      phase.taskManagement().onRequest(nowNs, header, base);
    } else if (opcode == IscsiOpcode.TEXT_REQUEST) {
      text.onTextRequest(header, base, data, dataOffset, dataLengthBytes);
    } else {
      logout.onLogoutRequest(nowNs, header, base);
    }
  }
}
