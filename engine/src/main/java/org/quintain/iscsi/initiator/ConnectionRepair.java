// SPDX-License-Identifier: Apache-2.0
package org.quintain.iscsi.initiator;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;
import org.quintain.iscsi.wire.Bhs;
import org.quintain.iscsi.wire.DataInPdu;
import org.quintain.iscsi.wire.DataSegmentState;
import org.quintain.iscsi.wire.IscsiOpcode;
import org.quintain.iscsi.wire.ScsiResponsePdu;
import org.quintain.iscsi.wire.SerialNumber;
import org.quintain.iscsi.wire.SnackPdu;
import org.quintain.time.DeadlineTable;

/**
 * Recovery within a connection at error recovery level 1 and above (RFC 7143 7.1.4.2, 7.8, 7.9): a
 * PDU that is bad, or comes after one that is missing, counts as lost, and all from the first
 * missing one on is asked for again by SNACK. So no status is acknowledged before its data are here
 * (RFC 7143 11.7.2).
 */
final class ConnectionRepair {
  private static final long ASK_AGAIN_NS = 2_000_000_000L;
  private static final int ASKS_MAX = 15;

  private final IscsiInitiatorConnection connection;
  private final IscsiInitiatorSession session;
  private final DeadlineTable deadlines;
  private boolean statusAsked;
  private int asks;

  ConnectionRepair(
      IscsiInitiatorConnection connection, IscsiInitiatorSession session, DeadlineTable deadlines) {
    this.connection = connection;
    this.session = session;
    this.deadlines = deadlines;
  }

  /** Whether the PDU can be handled; otherwise it will come again. */
  boolean admits(long nowNs, ByteBuffer header, int base, DataSegmentState state) {
    int opcode = Bhs.opcode(header, base);
    boolean good = state != DataSegmentState.DIGEST_ERROR;
    if (!good) {
      session.counters().digestError();
    }
    if (opcode == IscsiOpcode.DATA_IN) {
      return admitsData(nowNs, header, base, good);
    }
    if (opcode == IscsiOpcode.READY_TO_TRANSFER
        || (opcode == IscsiOpcode.NOP_IN
            && Bhs.initiatorTaskTag(header, base) == Bhs.RESERVED_TAG)) {
      return good;
    }
    return admitsStatus(nowNs, header, base, good)
        && (opcode != IscsiOpcode.SCSI_RESPONSE || hasAllData(nowNs, header, base));
  }

  private boolean admitsStatus(long nowNs, ByteBuffer header, int base, boolean good) {
    int distance =
        SerialNumber.distance(connection.requests().expStatSn(), Bhs.statSn(header, base));
    if (distance < 0) {
      return false;
    }
    if (distance > 0 || !good) {
      askForStatus(nowNs);
      return false;
    }
    statusAsked = false;
    asks = 0;
    return true;
  }

  /** RFC 7143 11.4.8: ExpDataSN tells what should have come before the status. */
  private boolean hasAllData(long nowNs, ByteBuffer header, int base) {
    CommandSlot slot = slotOf(header, base);
    int expected = ScsiResponsePdu.expDataSn(header, base);
    if (slot == null
        || slot.command().dataInLength() == 0
        || !SerialNumber.isAfter(expected, slot.nextDataSn)) {
      return true;
    }
    slot.awaitedDataSn = expected;
    askForData(nowNs, slot);
    return false;
  }

  private @Nullable CommandSlot slotOf(ByteBuffer header, int base) {
    CommandSlot slot = session.slots().ofTag(Bhs.initiatorTaskTag(header, base));
    return slot == null || slot.ending || slot.connection != connection ? null : slot;
  }

  private boolean admitsData(long nowNs, ByteBuffer header, int base, boolean good) {
    CommandSlot slot = slotOf(header, base);
    boolean hasStatus = DataInPdu.hasStatus(header, base);
    if (slot == null) {
      return hasStatus ? admitsStatus(nowNs, header, base, good) : good;
    }
    int dataSn = DataInPdu.dataSn(header, base);
    if (SerialNumber.isBefore(dataSn, slot.nextDataSn)) {
      return false;
    }
    if (dataSn != slot.nextDataSn || !good) {
      askForData(nowNs, slot);
      return false;
    }
    if (hasStatus && !admitsStatus(nowNs, header, base, true)) {
      return false;
    }
    slot.dataAsked = false;
    asks = 0;
    if (DataInPdu.isAcknowledge(header, base)) {
      snack(
          SnackPdu.DATA_ACK,
          Bhs.lun(header, base),
          Bhs.RESERVED_TAG,
          Bhs.targetTransferTag(header, base),
          dataSn + 1);
    }
    if (dataSn + 1 == slot.awaitedDataSn) {
      // Its status came too early, and was not taken.
      statusAsked = false;
      askForStatus(nowNs);
    }
    return true;
  }

  private void askForData(long nowNs, CommandSlot slot) {
    if (!slot.dataAsked) {
      slot.dataAsked = true;
      snack(
          SnackPdu.DATA_OR_R2T, slot.command().lun(), slot.tag, Bhs.RESERVED_TAG, slot.nextDataSn);
    }
    setTimer(nowNs);
  }

  private void askForStatus(long nowNs) {
    if (!statusAsked) {
      statusAsked = true;
      int from = connection.requests().expStatSn();
      snack(SnackPdu.STATUS, 0, Bhs.RESERVED_TAG, Bhs.RESERVED_TAG, from);
    }
    setTimer(nowNs);
  }

  private void setTimer(long nowNs) {
    deadlines.set(IscsiInitiatorConnection.TIMER_REPAIR, nowNs + ASK_AGAIN_NS);
  }

  /** Asks from {@code from} on for all there is. */
  private void snack(int type, long lun, int taskTag, int transferTag, int from) {
    if (!connection.canQueueControl()) {
      return;
    }
    session.counters().snack();
    RequestWriter requests = connection.requests();
    requests.begin(IscsiOpcode.SNACK_REQUEST, Bhs.FINAL, taskTag);
    ByteBuffer header = requests.header();
    int base = requests.base();
    SnackPdu.type(header, base, type);
    Bhs.lun(header, base, lun);
    Bhs.targetTransferTag(header, base, transferTag);
    SnackPdu.begRun(header, base, from);
    requests.commit();
  }

  /** What was asked for has not come: asks again, a few times. */
  void onTimer(long nowNs) {
    boolean isOwed = statusAsked;
    SlotTable slots = session.slots();
    for (int index = 0; index < slots.capacity(); index++) {
      CommandSlot slot = slots.at(index);
      if (slot.isUsed() && !slot.ending && slot.connection == connection && slot.dataAsked) {
        isOwed = true;
        slot.dataAsked = false;
        askForData(nowNs, slot);
      }
    }
    if (statusAsked) {
      statusAsked = false;
      askForStatus(nowNs);
    }
    if (isOwed && ++asks > ASKS_MAX) {
      connection.fail(nowNs, "the target did not send again what was lost");
    }
  }
}
