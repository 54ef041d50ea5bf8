// SPDX-License-Identifier: Apache-2.0
package org.quintain.srp.target;

import java.nio.ByteBuffer;
import org.quintain.fabric.Command;
import org.quintain.memory.MemoryBlock;
import org.quintain.srp.wire.DataBufferFormat;
import org.quintain.srp.wire.SolicitedNotification;
import org.quintain.srp.wire.SrpCommandIu;
import org.quintain.srp.wire.SrpResponseCode;
import org.quintain.srp.wire.TargetLogoutReason;

/** SRP_CMD: checks it, takes a task and a command for it, and hands it over (SRP r16a 6.8). */
final class CommandReceiver {
  private final SrpTargetPort port;
  private long identifiers;

  CommandReceiver(SrpTargetPort port) {
    this.port = port;
  }

  /** False where it has to wait for tasks that are about to be free. */
  boolean onCommand(long nowNs, TargetChannel channel, ByteBuffer bytes, int at, int lengthBytes) {
    DataBufferFormat out = SrpCommandIu.outFormat(bytes, at);
    DataBufferFormat in = SrpCommandIu.inFormat(bytes, at);
    if (out == null || (out == DataBufferFormat.IMMEDIATE && channel.immediateDataOffset() == 0)) {
      return refuse(nowNs, channel, TargetLogoutReason.UNSUPPORTED_DATA_OUT_FORMAT);
    }
    if (in == null) {
      return refuse(nowNs, channel, TargetLogoutReason.UNSUPPORTED_DATA_IN_FORMAT);
    }
    if (lengthBytes < SrpCommandIu.lengthBytes(bytes, at)) {
      return refuse(nowNs, channel, TargetLogoutReason.INVALID_LENGTH);
    }
    if (!port.life().hasRoomFor(channel)) {
      return false;
    }
    TargetTask task = port.life().begin(channel, bytes, at, SrpCommandIu.lun(bytes, at));
    task.notification = SolicitedNotification.bits(bytes, at);
    if (SrpCommandIu.cdbBytes(bytes, at) > Command.CDB_BYTES_MAX
        || !describe(task.out, out, bytes, SrpCommandIu.outAt(bytes, at), true, at)
        || !describe(task.in, in, bytes, SrpCommandIu.inAt(bytes, at), false, at)
        || !isImmediateDataWhole(channel, task, bytes, at, lengthBytes)) {
      port.counters().add(SrpCounter.COMMANDS_WITH_INVALID_FIELDS);
      port.responses().sendCode(nowNs, task, SrpResponseCode.FIELDS_INVALID);
      return true;
    }
    return take(nowNs, channel, task, bytes, at);
  }

  private boolean refuse(long nowNs, TargetChannel channel, TargetLogoutReason reason) {
    port.counters().add(SrpCounter.UNITS_INVALID);
    channel.logOut(nowNs, reason);
    return true;
  }

  private boolean describe(
      RemoteBuffer buffer,
      DataBufferFormat format,
      ByteBuffer bytes,
      int descriptorAt,
      boolean isOut,
      int at) {
    switch (format) {
      case NONE -> {
        return true;
      }
      case DIRECT -> {
        buffer.beDirect(bytes, descriptorAt);
        return true;
      }
      case INDIRECT -> {
        int listed = isOut ? SrpCommandIu.outCount(bytes, at) : SrpCommandIu.inCount(bytes, at);
        return buffer.beIndirect(bytes, descriptorAt, listed, port.settings().tableEntriesMax());
      }
      case IMMEDIATE -> {
        buffer.beImmediate(SrpCommandIu.immediateBytes(bytes, descriptorAt));
        return true;
      }
    }
    throw new IllegalStateException("a format is one of four");
  }

  /** Whether immediate data begins behind the descriptors and ends within the unit. */
  private static boolean isImmediateDataWhole(
      TargetChannel channel, TargetTask task, ByteBuffer bytes, int at, int lengthBytes) {
    int offset = channel.immediateDataOffset();
    return task.out.format() != DataBufferFormat.IMMEDIATE
        || (SrpCommandIu.lengthBytes(bytes, at) <= offset
            && offset + task.out.lengthBytes() <= lengthBytes);
  }

  private boolean take(
      long nowNs, TargetChannel channel, TargetTask task, ByteBuffer bytes, int at) {
    if (channel.open().hasAnother(task)) {
      // SAM-5 5.10: all commands of the nexus are aborted, and the one that comes is told so.
      port.counters().add(SrpCounter.COMMANDS_OVERLAPPED);
      port.functions().abortAllOf(nowNs, channel.nexus());
      port.responses().sendOverlapped(nowNs, task);
      return true;
    }
    Command command = port.scsiTarget().acquire(nowNs, channel.nexus().itNexus());
    if (command == null) {
      if (channel.nexus().hasEnding()) {
        port.life().takeBack(task);
        return false;
      }
      port.counters().add(SrpCounter.COMMANDS_TASK_SET_FULL);
      port.responses().sendTaskSetFull(nowNs, task);
      return true;
    }
    port.tasks().bind(task, command);
    fill(task, command, bytes, at);
    if (task.out.format() == DataBufferFormat.IMMEDIATE) {
      port.counters().add(SrpCounter.IMMEDIATE_DATA);
      copy(task, command, bytes, at + channel.immediateDataOffset());
    }
    port.counters().add(SrpCounter.COMMANDS);
    port.scsiTarget().onCommandReceived(nowNs, command);
    return true;
  }

  private void fill(TargetTask task, Command command, ByteBuffer bytes, int at) {
    command.address(
        task.lun, ++identifiers, SrpCommandIu.attribute(SrpCommandIu.attributeCode(bytes, at)));
    command.expect(task.out.lengthBytes(), task.in.lengthBytes());
    int cdbBytes = SrpCommandIu.cdbBytes(bytes, at);
    bytes.get(at + SrpCommandIu.CDB_OFFSET, command.cdb(), 0, cdbBytes);
    command.cdbLength(cdbBytes);
  }

  /** Immediate data goes to the command's block at once; where there is none, nobody needs it. */
  private void copy(TargetTask task, Command command, ByteBuffer bytes, int from) {
    long length = task.out.lengthBytes();
    if (length == 0 || !port.scsiTarget().provideDataOut(command, length)) {
      return;
    }
    MemoryBlock block = command.dataOutBlock();
    if (block != null) {
      task.immediateBytes = Math.min(length, block.capacityBytes());
      block.bytes().put(0, bytes, from, (int) task.immediateBytes);
    }
  }
}
