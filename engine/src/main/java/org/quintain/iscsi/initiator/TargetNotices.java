// SPDX-License-Identifier: Apache-2.0
package org.quintain.iscsi.initiator;

import java.nio.ByteBuffer;
import org.quintain.initiator.ServiceResponse;
import org.quintain.iscsi.wire.AsyncMessagePdu;
import org.quintain.iscsi.wire.Bhs;
import org.quintain.iscsi.wire.IscsiOpcode;
import org.quintain.iscsi.wire.RejectPdu;
import org.quintain.iscsi.wire.RejectReason;

/** What a target says of its own accord: Asynchronous Message and Reject (RFC 7143 11.9, 11.17). */
final class TargetNotices {
  private final IscsiInitiatorConnection connection;
  private final IscsiInitiatorSession session;

  TargetNotices(IscsiInitiatorConnection connection, IscsiInitiatorSession session) {
    this.connection = connection;
    this.session = session;
  }

  /** Its data segment is of event 0 alone: sense data behind its length (RFC 7143 11.9.4). */
  void onAsyncMessage(
      long nowNs, ByteBuffer header, int base, ByteBuffer data, int dataOffset, int lengthBytes) {
    connection.onStatSn(Bhs.statSn(header, base));
    session.counters().asyncMessage();
    switch (AsyncMessagePdu.event(header, base)) {
      case AsyncMessagePdu.LOGOUT_REQUESTED -> {
        connection.on(ConnectionState.Event.LOGOUT_ASKED);
        session.logOut(nowNs, "the target asked for a logout");
      }
      case AsyncMessagePdu.SCSI_EVENT -> {
        if (lengthBytes > Short.BYTES) {
          int told = data.getShort(dataOffset) & 0xFFFF;
          byte[] sense = new byte[Math.min(told, lengthBytes - Short.BYTES)];
          data.get(dataOffset + Short.BYTES, sense);
          session.onScsiEvent(nowNs, Bhs.lun(header, base), sense);
        }
      }
      case AsyncMessagePdu.CONNECTION_DROPPED ->
          // Parameter1 names the connection, which may be another one than this.
          session.onConnectionDropped(
              nowNs,
              AsyncMessagePdu.parameter1(header, base),
              AsyncMessagePdu.parameter2(header, base));
      case AsyncMessagePdu.SESSION_DROPPED ->
          session.abort(nowNs, "the target announced that it drops the session");
      case AsyncMessagePdu.NEGOTIATION_REQUESTED -> connection.renegotiate();
      default -> {
        // Terminated tasks and vendors' events ask nothing of this end.
      }
    }
  }

  /** The data segment holds the header that was rejected. */
  void onReject(
      long nowNs, ByteBuffer header, int base, ByteBuffer data, int dataOffset, int lengthBytes) {
    connection.onStatSn(Bhs.statSn(header, base));
    session.counters().reject();
    if (lengthBytes < Bhs.LENGTH_BYTES) {
      return;
    }
    int tag = Bhs.initiatorTaskTag(data, dataOffset);
    String why = "the target rejected it (reason " + RejectPdu.reason(header, base) + ")";
    switch (Bhs.opcode(data, dataOffset)) {
      case IscsiOpcode.SCSI_COMMAND -> {
        CommandSlot slot = session.slots().ofTag(tag);
        if (slot == null || slot.ending) {
          return;
        }
        if (RejectPdu.reason(header, base) == RejectReason.DATA_DIGEST_ERROR
            && session.parameters().errorRecoveryLevel() > 0) {
          // RFC 7143 7.8: the target has discarded it, and its number waits for it.
          if (connection.canQueueControl()) {
            session.reassignment().sendAgain(slot, connection);
          } else {
            connection.fail(nowNs, "a rejected command cannot be sent again");
          }
        } else {
          session.onCommandEnd(nowNs, slot, ServiceResponse.SERVICE_DELIVERY_OR_TARGET_FAILURE);
        }
      }
      case IscsiOpcode.TASK_MANAGEMENT_REQUEST -> session.taskManagement().onRejected(nowNs, tag);
      case IscsiOpcode.TEXT_REQUEST -> {
        if (RejectPdu.reason(header, base) == RejectReason.DATA_DIGEST_ERROR) {
          connection.text().onDiscarded(nowNs, why);
        } else {
          connection.text().onFailed(nowNs, why);
        }
      }
      case IscsiOpcode.NOP_OUT -> connection.ping().onRejected();
      case IscsiOpcode.LOGOUT_REQUEST -> connection.fail(nowNs, "the target rejected the logout");
      case IscsiOpcode.SNACK_REQUEST -> {
        CommandSlot slot = session.slots().ofTag(tag);
        if (slot != null && !slot.ending) {
          session.onCommandEnd(nowNs, slot, ServiceResponse.SERVICE_DELIVERY_OR_TARGET_FAILURE);
        }
      }
      default -> {
        // Data-Out: the target ends the command with a status of its own (RFC 7143 7.8).
      }
    }
  }
}
