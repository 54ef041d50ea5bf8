// SPDX-License-Identifier: Apache-2.0
package org.quintain.iscsi.initiator;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;
import org.quintain.initiator.ExecuteCommand;
import org.quintain.initiator.ServiceResponse;
import org.quintain.iscsi.wire.Bhs;
import org.quintain.iscsi.wire.DataInPdu;
import org.quintain.iscsi.wire.R2tPdu;
import org.quintain.iscsi.wire.ScsiResponsePdu;

/**
 * What a target sends for commands: Data-In, R2T, SCSI Response (RFC 7143 11.7, 11.8, 11.4). PDUs
 * for tags that name no command are counted and dropped: the target may not yet know that the
 * command has ended.
 */
final class CommandReceiver {
  private final IscsiInitiatorConnection connection;
  private final IscsiInitiatorSession session;
  private @Nullable ByteBuffer destination;
  private int destinationOffset;

  CommandReceiver(IscsiInitiatorConnection connection, IscsiInitiatorSession session) {
    this.connection = connection;
    this.session = session;
  }

  /** Whether the Data-In PDU's data go straight into the command's buffer, which is then named. */
  boolean place(ByteBuffer header, int base, int lengthBytes) {
    CommandSlot slot = slotOf(header, base);
    // A repetition that is not needed any more, and might be bad, must not overwrite what is good.
    if (slot == null
        || DataInPdu.dataSn(header, base) != slot.nextDataSn
        || !fits(slot, header, base, lengthBytes)) {
      return false;
    }
    destination = slot.command().dataIn();
    destinationOffset = DataInPdu.bufferOffset(header, base);
    return true;
  }

  ByteBuffer destination() {
    ByteBuffer place = destination;
    if (place == null) {
      throw new IllegalStateException("no place was named");
    }
    return place;
  }

  int destinationOffset() {
    return destinationOffset;
  }

  private @Nullable CommandSlot slotOf(ByteBuffer header, int base) {
    CommandSlot slot = session.slots().ofTag(Bhs.initiatorTaskTag(header, base));
    return slot == null || slot.ending || slot.connection != connection ? null : slot;
  }

  private static boolean fits(CommandSlot slot, ByteBuffer header, int base, int lengthBytes) {
    int offset = DataInPdu.bufferOffset(header, base);
    return offset >= 0 && offset <= slot.command().dataInLength() - lengthBytes;
  }

  void onDataIn(long nowNs, ByteBuffer header, int base, int lengthBytes) {
    boolean hasStatus = DataInPdu.hasStatus(header, base);
    if (hasStatus) {
      connection.onStatSn(Bhs.statSn(header, base));
    }
    CommandSlot slot = slotOf(header, base);
    if (slot == null) {
      session.counters().unknownTag();
      return;
    }
    if (!fits(slot, header, base, lengthBytes)) {
      connection.fail(nowNs, "the target sent Data-In beyond what was asked for");
      return;
    }
    if (DataInPdu.dataSn(header, base) != slot.nextDataSn) {
      connection.fail(nowNs, "the target sent Data-In out of sequence");
      return;
    }
    slot.nextDataSn++;
    slot.dataInBytes += lengthBytes;
    if (hasStatus) {
      if (!Bhs.isFinal(header, base)) {
        connection.fail(nowNs, "the target sent status in a Data-In that is not final");
        return;
      }
      boolean overflow = DataInPdu.isOverflow(header, base);
      boolean underflow = DataInPdu.isUnderflow(header, base);
      answer(
          slot,
          DataInPdu.status(header, base),
          0,
          overflow,
          underflow,
          DataInPdu.residualCount(header, base));
      session.onCommandEnd(nowNs, slot, ServiceResponse.COMMAND_COMPLETE);
    }
  }

  void onR2t(long nowNs, ByteBuffer header, int base) {
    CommandSlot slot = slotOf(header, base);
    if (slot == null) {
      session.counters().unknownTag();
      return;
    }
    int offset = R2tPdu.bufferOffset(header, base);
    int length = R2tPdu.desiredDataTransferLength(header, base);
    int total = slot.command().dataOutLength();
    String violation = "";
    if (R2tPdu.r2tSn(header, base) != slot.nextDataSn) {
      violation = "the target sent an R2T out of sequence";
    } else if (length <= 0 || offset < 0 || offset > total - length) {
      violation = "the target asked for data that the command does not have";
    } else if (length > session.parameters().maxBurstLength()) {
      violation = "the target asked for more than MaxBurstLength at once";
    } else if (Bhs.targetTransferTag(header, base) == Bhs.RESERVED_TAG) {
      violation = "the target sent an R2T without a Target Transfer Tag";
    } else if (slot.openR2ts >= session.parameters().maxOutstandingR2t()
        || connection.dataOut().isFull()) {
      violation = "the target sent more R2Ts than MaxOutstandingR2T";
    }
    if (!violation.isEmpty()) {
      connection.fail(nowNs, violation);
      return;
    }
    slot.nextDataSn++;
    slot.openR2ts++;
    connection.dataOut().add(slot, Bhs.targetTransferTag(header, base), offset, offset + length);
  }

  void onResponse(
      long nowNs, ByteBuffer header, int base, ByteBuffer data, int dataOffset, int lengthBytes) {
    connection.onStatSn(Bhs.statSn(header, base));
    CommandSlot slot = slotOf(header, base);
    if (slot == null) {
      session.counters().unknownTag();
      return;
    }
    if (ScsiResponsePdu.response(header, base) != ScsiResponsePdu.COMMAND_COMPLETED) {
      session.onCommandEnd(nowNs, slot, ServiceResponse.SERVICE_DELIVERY_OR_TARGET_FAILURE);
      return;
    }
    if (ScsiResponsePdu.expDataSn(header, base) != slot.nextDataSn) {
      session.counters().expDataSnMismatch();
    }
    int sense = copySense(slot.command(), data, dataOffset, lengthBytes);
    answer(
        slot,
        ScsiResponsePdu.status(header, base),
        sense,
        ScsiResponsePdu.isOverflow(header, base),
        ScsiResponsePdu.isUnderflow(header, base),
        ScsiResponsePdu.residualCount(header, base));
    session.onCommandEnd(nowNs, slot, ServiceResponse.COMMAND_COMPLETE);
  }

  // RFC 7143 11.4.7: two bytes of length, then sense data; a length beyond the segment is cut.
  private static int copySense(
      ExecuteCommand command, ByteBuffer data, int dataOffset, int lengthBytes) {
    if (lengthBytes < 2 || data.capacity() < dataOffset + lengthBytes) {
      return 0;
    }
    int length = data.getShort(dataOffset) & 0xFFFF;
    length = Math.min(Math.min(length, lengthBytes - 2), command.sense().length);
    data.get(dataOffset + 2, command.sense(), 0, length);
    return length;
  }

  // RFC 7143 11.4.5.1: both residual bits at once are an error, and the count means nothing then.
  private static void answer(
      CommandSlot slot,
      int status,
      int senseLength,
      boolean overflow,
      boolean underflow,
      int count) {
    long residual = overflow != underflow ? Integer.toUnsignedLong(count) : 0;
    slot.command().answer(status, senseLength, residual, overflow && !underflow);
  }
}
