// SPDX-License-Identifier: Apache-2.0
package org.quintain.iscsi.initiator;

import java.nio.ByteBuffer;
import org.quintain.initiator.ExecuteCommand;
import org.quintain.iscsi.negotiation.SessionParameters;
import org.quintain.iscsi.wire.Bhs;
import org.quintain.iscsi.wire.IscsiOpcode;
import org.quintain.iscsi.wire.ScsiCommandPdu;
import org.quintain.sam.TaskAttribute;

/** Builds SCSI Command PDUs with their immediate data (RFC 7143 11.3). */
final class CommandSender {
  /**
   * What the two additional headers of a command take at most: a CDB of 260 bytes, a read length.
   */
  static final int AHS_BYTES_MAX = 4 + 244 + 8;

  private static final int BIDIRECTIONAL_AHS_BYTES = 8;

  private CommandSender() {}

  /**
   * Queues the command of {@code slot}.
   *
   * @return up to where its Data-Out Buffer goes out unsolicited; the Data-Out PDUs from {@link
   *     #immediateBytes} to there are owed at once
   */
  static int send(
      IscsiInitiatorConnection connection, CommandSlot slot, SessionParameters session) {
    ExecuteCommand command = slot.command();
    int immediate = immediateBytes(command, session, connection.sendDataSegmentMax());
    int unsolicited = unsolicitedBytes(command, session, immediate);
    boolean reads = command.dataInLength() > 0;
    boolean writes = command.dataOutLength() > 0;
    int flags =
        (unsolicited > immediate ? 0 : Bhs.FINAL)
            | (reads ? ScsiCommandPdu.READ : 0)
            | (writes ? ScsiCommandPdu.WRITE : 0)
            | attribute(command.attribute());
    RequestWriter requests = connection.requests();
    requests.begin(IscsiOpcode.SCSI_COMMAND, flags, slot.tag);
    ByteBuffer header = requests.header();
    int base = requests.base();
    Bhs.lun(header, base, command.lun());
    Bhs.cmdSn(header, base, slot.cmdSn);
    ScsiCommandPdu.expectedDataTransferLength(
        header, base, writes ? command.dataOutLength() : command.dataInLength());
    int basic = Math.min(command.cdbLength(), ScsiCommandPdu.CDB_BYTES);
    header.put(base + ScsiCommandPdu.CDB_OFFSET, command.cdb(), 0, basic);
    additionalHeaders(requests, command, reads && writes);
    if (immediate > 0) {
      requests.commit(slot, 0, immediate);
    } else {
      requests.commit();
    }
    return unsolicited;
  }

  /** How many bytes go with the command itself (RFC 7143 13.11). */
  static int immediateBytes(ExecuteCommand command, SessionParameters session, int segmentMax) {
    int most = Math.min(session.firstBurstLength(), segmentMax);
    return session.immediateData() ? Math.min(most, command.dataOutLength()) : 0;
  }

  private static int unsolicitedBytes(
      ExecuteCommand command, SessionParameters session, int immediate) {
    return session.initialR2t()
        ? immediate
        : Math.min(session.firstBurstLength(), command.dataOutLength());
  }

  // RFC 7143 11.2.2.3, 11.2.2.4: the rest of a long CDB; the read length of a bidirectional
  // command.
  private static void additionalHeaders(
      RequestWriter requests, ExecuteCommand command, boolean bidirectional) {
    int rest = command.cdbLength() - ScsiCommandPdu.CDB_BYTES;
    int extended = rest > 0 ? 4 + rest + Bhs.padBytes(rest) : 0;
    int total = extended + (bidirectional ? BIDIRECTIONAL_AHS_BYTES : 0);
    if (total == 0) {
      return;
    }
    requests.additionalHeaders(total);
    ByteBuffer header = requests.header();
    int at = requests.base() + Bhs.LENGTH_BYTES;
    for (int index = 0; index < total; index += 4) {
      header.putInt(at + index, 0);
    }
    if (rest > 0) {
      ScsiCommandPdu.ahs(header, at, ScsiCommandPdu.AHS_EXTENDED_CDB, 1 + rest);
      header.put(at + 4, command.cdb(), ScsiCommandPdu.CDB_BYTES, rest);
    }
    if (bidirectional) {
      ScsiCommandPdu.ahs(header, at + extended, ScsiCommandPdu.AHS_BIDIRECTIONAL_READ, 5);
      header.putInt(at + extended + 4, command.dataInLength());
    }
  }

  private static int attribute(TaskAttribute attribute) {
    return switch (attribute) {
      case SIMPLE -> ScsiCommandPdu.ATTRIBUTE_SIMPLE;
      case ORDERED -> ScsiCommandPdu.ATTRIBUTE_ORDERED;
      case HEAD_OF_QUEUE -> ScsiCommandPdu.ATTRIBUTE_HEAD_OF_QUEUE;
      case ACA -> ScsiCommandPdu.ATTRIBUTE_ACA;
    };
  }
}
