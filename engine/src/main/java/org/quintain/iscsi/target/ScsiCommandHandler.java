// SPDX-License-Identifier: Apache-2.0
package org.quintain.iscsi.target;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;
import org.quintain.fabric.Command;
import org.quintain.fabric.DeliveryResult;
import org.quintain.iscsi.wire.Bhs;
import org.quintain.iscsi.wire.DataPlacement;
import org.quintain.iscsi.wire.DataSegmentState;
import org.quintain.iscsi.wire.RejectReason;
import org.quintain.iscsi.wire.ScsiCommandPdu;
import org.quintain.sam.TaskAttribute;

/**
 * SCSI Command: checks the header, takes a task, receives immediate data into the command's own
 * block, and hands commands over in CmdSN order (RFC 7143 4.2.2.1, 11.3).
 *
 * <p>A PDU with data is judged when its header is there, so that the data has a place; one without,
 * when it is complete.
 */
final class ScsiCommandHandler {
  private static final int IMMEDIATE_MAX = 8;

  private static final TaskAttribute[] ATTRIBUTES = {
    TaskAttribute.SIMPLE,
    TaskAttribute.SIMPLE,
    TaskAttribute.ORDERED,
    TaskAttribute.HEAD_OF_QUEUE,
    TaskAttribute.ACA
  };

  private enum Verdict {
    ACCEPT,
    IGNORE,
    REJECT,
    TASK_SET_FULL
  }

  private final FullFeaturePhase phase;
  private final IscsiTargetSession session;

  // The PDU under way.
  private boolean isJudged;
  private Verdict verdict = Verdict.IGNORE;
  private CommandWindow.Admission admission = CommandWindow.Admission.IGNORE;
  private int rejectReason;
  private @Nullable IscsiTask task;
  private boolean isPlaced;

  ScsiCommandHandler(FullFeaturePhase phase) {
    this.phase = phase;
    this.session = phase.session();
  }

  DataPlacement placement(long nowNs, ByteBuffer header, int base, int dataLengthBytes) {
    if (session.isDiscovery()) {
      return DataPlacement.DISCARD;
    }
    isJudged = true;
    judge(nowNs, header, base, dataLengthBytes);
    IscsiTask accepted = task;
    if (accepted == null || accepted.receiveResult != DeliveryResult.DELIVERED) {
      return DataPlacement.DISCARD;
    }
    isPlaced = phase.dataOut().place(accepted, 0, dataLengthBytes);
    return isPlaced ? DataPlacement.PLACE : DataPlacement.DISCARD;
  }

  void onPdu(long nowNs, ByteBuffer header, int base, int dataLengthBytes, DataSegmentState state) {
    if (!isJudged) {
      judge(nowNs, header, base, dataLengthBytes);
    }
    isJudged = false;
    IscsiTask accepted = task;
    task = null;
    if (admission == CommandWindow.Admission.HOLD) {
      admitAnew(nowNs, accepted, Bhs.cmdSn(header, base));
    }
    switch (verdict) {
      case IGNORE -> phase.counters().add(IscsiCounter.COMMANDS_OUT_OF_WINDOW);
      case REJECT -> {
        useUpNumber(Bhs.cmdSn(header, base));
        phase.rejects().reject(header, base, rejectReason);
        phase.onAdvanced(nowNs);
      }
      case TASK_SET_FULL -> {
        phase.counters().add(IscsiCounter.COMMANDS_TASK_SET_FULL);
        useUpNumber(Bhs.cmdSn(header, base));
        phase
            .responses()
            .sendTaskSetFull(
                Bhs.initiatorTaskTag(header, base),
                ScsiCommandPdu.expectedDataTransferLength(header, base));
        phase.onAdvanced(nowNs);
      }
      case ACCEPT -> {
        if (accepted != null) {
          accept(nowNs, accepted, header, base, dataLengthBytes, state);
        }
      }
    }
  }

  /** While its data came, another connection may have brought what it had to wait for. */
  private void admitAnew(long nowNs, @Nullable IscsiTask accepted, int cmdSn) {
    admission = session.window().admit(cmdSn);
    if (admission != CommandWindow.Admission.IGNORE) {
      return;
    }
    verdict = Verdict.IGNORE;
    if (accepted != null) {
      if (isPlaced) {
        isPlaced = false;
        accepted.references--;
      }
      session.tasks().end(nowNs, accepted);
    }
  }

  /** A command that never reaches the engine still uses up its number. */
  private void useUpNumber(int cmdSn) {
    switch (admission) {
      case NOW -> session.window().advance();
      case HOLD -> session.window().hold(cmdSn, new HeldRequest(cmdSn, phase, null, null));
      case IGNORE -> {}
    }
  }

  private void accept(
      long nowNs,
      IscsiTask accepted,
      ByteBuffer header,
      int base,
      int dataLengthBytes,
      DataSegmentState state) {
    if (isPlaced) {
      isPlaced = false;
      accepted.references--;
    }
    accepted.unsolicitedReceived = dataLengthBytes;
    if (state == DataSegmentState.DIGEST_ERROR && session.parameters().errorRecoveryLevel() > 0) {
      // RFC 7143 7.8: the PDU is discarded, and the command comes again with its number.
      phase.rejects().reject(header, base, RejectReason.DATA_DIGEST_ERROR);
      session.tasks().end(nowNs, accepted);
      return;
    }
    if (state == DataSegmentState.DIGEST_ERROR) {
      // RFC 7143 7.8: a Reject, and the command ends with CHECK CONDITION once it is executed.
      phase.rejects().reject(header, base, RejectReason.DATA_DIGEST_ERROR);
      accepted.receiveResult = DeliveryResult.DIGEST_ERROR;
    }
    if (accepted.unsolicitedOpen) {
      phase.dataOut().expectData(nowNs, accepted);
    }
    if (accepted.isImmediate) {
      session.tasks().deliver(nowNs, accepted);
      return;
    }
    if (admission == CommandWindow.Admission.NOW) {
      session.window().advance();
      session.tasks().deliver(nowNs, accepted);
      phase.onAdvanced(nowNs);
    } else {
      phase.counters().add(IscsiCounter.COMMANDS_OUT_OF_ORDER);
      accepted.state = IscsiTask.State.HELD;
      session.window().hold(accepted.cmdSn, new HeldRequest(accepted.cmdSn, phase, accepted, null));
    }
  }

  private void judge(long nowNs, ByteBuffer header, int base, int dataLengthBytes) {
    boolean immediate = Bhs.isImmediate(header, base);
    int cmdSn = Bhs.cmdSn(header, base);
    admission = immediate ? CommandWindow.Admission.IGNORE : session.window().admit(cmdSn);
    if (!immediate && admission == CommandWindow.Admission.IGNORE) {
      verdict = Verdict.IGNORE;
      return;
    }
    rejectReason = rejectReason(header, base, dataLengthBytes, immediate);
    if (rejectReason != 0) {
      verdict = Verdict.REJECT;
      return;
    }
    int tag = Bhs.initiatorTaskTag(header, base);
    IscsiTask taken = session.tasks().acquire(nowNs, phase, tag, cmdSn, immediate);
    if (taken == null) {
      verdict = Verdict.TASK_SET_FULL;
      return;
    }
    verdict = Verdict.ACCEPT;
    task = taken;
    fill(taken, header, base, dataLengthBytes);
  }

  /** Why the command is rejected, or 0 when it is not. */
  private int rejectReason(ByteBuffer header, int base, int dataLengthBytes, boolean immediate) {
    int tag = Bhs.initiatorTaskTag(header, base);
    boolean read = ScsiCommandPdu.isRead(header, base);
    boolean write = ScsiCommandPdu.isWrite(header, base);
    long expected = ScsiCommandPdu.expectedDataTransferLength(header, base) & 0xFFFFFFFFL;
    if (tag == Bhs.RESERVED_TAG
        || ScsiCommandPdu.attribute(header, base) >= ATTRIBUTES.length
        || (!read && !write && expected != 0)
        || (dataLengthBytes > 0 && !write)
        || dataLengthBytes > expected) {
      return RejectReason.INVALID_PDU_FIELD;
    }
    if (session.tasks().find(tag) != null) {
      phase.counters().add(IscsiCounter.DUPLICATE_TASK_TAGS);
      return RejectReason.TASK_IN_PROGRESS;
    }
    if (immediate && session.tasks().openImmediate() >= IMMEDIATE_MAX) {
      return RejectReason.TOO_MANY_IMMEDIATE_COMMANDS;
    }
    return additionalHeadersReason(header, base, read && write);
  }

  private static int additionalHeadersReason(ByteBuffer header, int base, boolean bothWays) {
    int at = base + Bhs.LENGTH_BYTES;
    int end = at + Bhs.totalAhsLengthBytes(header, base);
    boolean cdbSeen = false;
    boolean lengthSeen = false;
    while (at < end) {
      int size = ScsiCommandPdu.ahsSizeBytes(header, at);
      int length = ScsiCommandPdu.ahsLength(header, at);
      if (at + size > end) {
        return RejectReason.INVALID_PDU_FIELD;
      }
      switch (ScsiCommandPdu.ahsType(header, at)) {
        case ScsiCommandPdu.AHS_EXTENDED_CDB -> {
          int cdbLength = ScsiCommandPdu.CDB_BYTES + length - 1;
          if (cdbSeen || length < 2 || cdbLength > Command.CDB_BYTES_MAX) {
            return RejectReason.INVALID_PDU_FIELD;
          }
          cdbSeen = true;
        }
        case ScsiCommandPdu.AHS_BIDIRECTIONAL_READ -> {
          if (lengthSeen || !bothWays || length != ScsiCommandPdu.BIDIRECTIONAL_READ_AHS_LENGTH) {
            return RejectReason.INVALID_PDU_FIELD;
          }
          lengthSeen = true;
        }
        default -> {
          return RejectReason.INVALID_PDU_FIELD;
        }
      }
      at += size;
    }
    return 0;
  }

  private void fill(IscsiTask taken, ByteBuffer header, int base, int dataLengthBytes) {
    Command command = taken.command();
    taken.isRead = ScsiCommandPdu.isRead(header, base);
    taken.isWrite = ScsiCommandPdu.isWrite(header, base);
    taken.lun = Bhs.lun(header, base);
    long expected = ScsiCommandPdu.expectedDataTransferLength(header, base) & 0xFFFFFFFFL;
    command.address(
        taken.lun,
        taken.initiatorTaskTag & 0xFFFFFFFFL,
        ATTRIBUTES[ScsiCommandPdu.attribute(header, base)]);
    // RFC 7143 11.3.4: with both ways the field is the Data-Out; the other is in a header of its
    // own.
    boolean bothWays = taken.isRead && taken.isWrite;
    command.expect(
        taken.isWrite ? expected : 0,
        bothWays ? expectedReadLength(header, base) : taken.isRead ? expected : 0);
    fillCdb(command, header, base);
    if (taken.isWrite && expected > 0) {
      boolean initialR2t = session.parameters().initialR2t();
      boolean immediateData = session.parameters().immediateData();
      taken.expectedDataOut = expected;
      taken.unsolicitedOpen = !Bhs.isFinal(header, base);
      taken.unsolicitedLimit = Math.min(expected, session.parameters().firstBurstLength());
      boolean unexpected =
          (dataLengthBytes > 0 && !immediateData)
              || dataLengthBytes > taken.unsolicitedLimit
              || (taken.unsolicitedOpen && initialR2t);
      if (unexpected) {
        phase.counters().add(IscsiCounter.UNEXPECTED_UNSOLICITED_DATA);
        taken.receiveResult = DeliveryResult.UNEXPECTED_UNSOLICITED_DATA;
      }
    }
  }

  /**
   * The Data-In Buffer of a command that has both; none where its header is missing (RFC 7143
   * 11.2.2.4). Whether data goes both ways is for the device server: a disk has no such command, so
   * one of the two is left untouched and counts as a residual.
   */
  private static long expectedReadLength(ByteBuffer header, int base) {
    int at = base + Bhs.LENGTH_BYTES;
    int end = at + Bhs.totalAhsLengthBytes(header, base);
    while (at < end) {
      if (ScsiCommandPdu.ahsType(header, at) == ScsiCommandPdu.AHS_BIDIRECTIONAL_READ) {
        return ScsiCommandPdu.bidirectionalReadLength(header, at);
      }
      at += ScsiCommandPdu.ahsSizeBytes(header, at);
    }
    return 0;
  }

  private static void fillCdb(Command command, ByteBuffer header, int base) {
    header.get(base + ScsiCommandPdu.CDB_OFFSET, command.cdb(), 0, ScsiCommandPdu.CDB_BYTES);
    int cdbLength = ScsiCommandPdu.CDB_BYTES;
    int at = base + Bhs.LENGTH_BYTES;
    int end = at + Bhs.totalAhsLengthBytes(header, base);
    while (at < end) {
      if (ScsiCommandPdu.ahsType(header, at) == ScsiCommandPdu.AHS_EXTENDED_CDB) {
        int more = ScsiCommandPdu.ahsLength(header, at) - 1;
        header.get(at + 4, command.cdb(), cdbLength, more);
        cdbLength += more;
      }
      at += ScsiCommandPdu.ahsSizeBytes(header, at);
    }
    command.cdbLength(cdbLength);
  }

  /** The connection is gone: what was being received has no receiver any more. */
  void onClosed(long nowNs) {
    IscsiTask accepted = task;
    task = null;
    if (accepted != null && isPlaced) {
      isPlaced = false;
      accepted.references--;
    }
  }
}
