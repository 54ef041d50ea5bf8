// SPDX-License-Identifier: Apache-2.0
package org.quintain.iscsi.initiator;

import java.nio.ByteBuffer;
import org.quintain.iscsi.wire.Bhs;
import org.quintain.iscsi.wire.IscsiOpcode;
import org.quintain.iscsi.wire.SerialNumber;
import org.quintain.iscsi.wire.TaskManagementRequestPdu;
import org.quintain.iscsi.wire.TaskManagementResponsePdu;

/**
 * Moves the commands of a lost connection to another one: those that the target has, by TASK
 * REASSIGN; those that ExpCmdSN has not passed, by sending them again under their numbers (RFC 7143
 * 7.2.1, 7.2.2).
 */
final class TaskReassignment {
  /** A command's own tag with this bit names the request that reassigns it. */
  private static final int REQUEST_BIT = 0x8000_0000;

  private final IscsiInitiatorSession session;

  TaskReassignment(IscsiInitiatorSession session) {
    this.session = session;
  }

  void move(long nowNs, IscsiInitiatorConnection lost, IscsiInitiatorConnection into) {
    SlotTable slots = session.slots();
    for (int index = 0; index < slots.capacity(); index++) {
      CommandSlot slot = slots.at(index);
      if (!slot.isUsed() || slot.ending || slot.connection != lost) {
        continue;
      }
      if (!into.canQueueData()) {
        into.fail(nowNs, "there are more commands to reassign than a connection can queue");
        return;
      }
      if (SerialNumber.isBefore(slot.cmdSn, session.window().expCmdSn())) {
        reassign(slot, into);
      } else {
        sendAgain(slot, into);
      }
    }
    session.taskManagement().moveTo(lost, into);
    into.markReady();
  }

  private void reassign(CommandSlot slot, IscsiInitiatorConnection into) {
    slot.moveTo(into);
    RequestWriter requests = into.requests();
    requests.beginImmediate(IscsiOpcode.TASK_MANAGEMENT_REQUEST, Bhs.FINAL, slot.tag | REQUEST_BIT);
    ByteBuffer header = requests.header();
    int base = requests.base();
    TaskManagementRequestPdu.function(header, base, TaskManagementRequestPdu.TASK_REASSIGN);
    Bhs.lun(header, base, slot.command().lun());
    TaskManagementRequestPdu.referencedTaskTag(header, base, slot.tag);
    TaskManagementRequestPdu.refCmdSn(header, base, slot.cmdSn);
    // RFC 7143 11.5.6: the first Data-In or R2T that has not come.
    TaskManagementRequestPdu.expDataSn(header, base, slot.nextDataSn);
    requests.commit();
  }

  /** Sends a command that the target has not, or has discarded, over again. */
  void sendAgain(CommandSlot slot, IscsiInitiatorConnection into) {
    into.dataOut().cancel(slot);
    slot.beginAgain(into);
    session.counters().commandSentAgain();
    session.sendCommand(slot, into);
  }

  static boolean isRequest(int tag) {
    return (tag & REQUEST_BIT) != 0;
  }

  /** The target has said whether it goes on with the command. */
  void onResponse(long nowNs, ByteBuffer header, int base) {
    CommandSlot slot = session.slots().ofTag(Bhs.initiatorTaskTag(header, base) & ~REQUEST_BIT);
    if (slot == null || slot.ending) {
      return;
    }
    if (TaskManagementResponsePdu.response(header, base)
        != TaskManagementResponsePdu.FUNCTION_COMPLETE) {
      // RFC 7143 7.1.4.4: what cannot be recovered over connections, the session recovers by its
      // end.
      session.abort(nowNs, "the target gave up the commands of a lost connection");
    }
  }
}
