// SPDX-License-Identifier: Apache-2.0
package org.quintain.srp.initiator;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;
import org.quintain.initiator.ExecuteCommand;
import org.quintain.srp.initiator.InitiatorCounters.Counter;
import org.quintain.srp.wire.DataBufferFormat;
import org.quintain.srp.wire.IndirectDescriptor;
import org.quintain.srp.wire.MemoryDescriptor;
import org.quintain.srp.wire.SrpCommandIu;
import org.quintain.srp.wire.SrpInformationUnit;
import org.quintain.wire.MemoryRegion;
import org.quintain.wire.RdmaPort;

/**
 * Makes SRP_CMD (SRP r16a 6.8): registers the command's memory and describes it, by one descriptor,
 * by a table that is listed or to be read, or sends the data along (SRP-2).
 */
final class CommandBuilder {
  /** Where immediate data begins: behind a CDB of 32 bytes and a length, as with Linux. */
  static final int IMMEDIATE_OFFSET =
      SrpCommandIu.FIXED_BYTES + 16 + SrpCommandIu.IMMEDIATE_DESCRIPTOR_BYTES;

  /** How long a unit can be, without immediate data. */
  static final int UNIT_BYTES_MAX = 4608;

  private static final int LISTED_MAX = 255;

  private final RdmaPort rdma;
  private final SrpInitiatorSettings settings;
  private final InitiatorCounters counters;

  CommandBuilder(RdmaPort rdma, SrpInitiatorSettings settings, InitiatorCounters counters) {
    this.rdma = rdma;
    this.settings = settings;
    this.counters = counters;
  }

  /** Makes the unit of {@code slot}; false when its memory could not be registered. */
  boolean build(InitiatorSlot slot) {
    ExecuteCommand command = slot.command();
    ByteBuffer unit = slot.memory;
    int at = slot.at;
    SrpInformationUnit.CMD.begin(unit, at, slot.tag);
    SrpCommandIu.lun(unit, at, command.lun());
    SrpCommandIu.attribute(unit, at, command.attribute());
    SrpCommandIu.cdbBytes(unit, at, command.cdbLength());
    int cdbRoom = SrpCommandIu.cdbBytes(unit, at);
    unit.put(at + SrpCommandIu.CDB_OFFSET, command.cdb(), 0, command.cdbLength());
    for (int index = command.cdbLength(); index < cdbRoom; index++) {
      unit.put(at + SrpCommandIu.CDB_OFFSET + index, (byte) 0);
    }
    slot.unit.clear();
    if (isImmediate(slot, cdbRoom)) {
      sendAlong(slot);
      return true;
    }
    int outLength = command.dataOutLength();
    int inLength = command.dataInLength();
    int out = pieces(outLength);
    int in = pieces(inLength);
    int room = listRoom(slot, cdbRoom, out, in);
    int outListed = Math.min(out, room);
    int inListed = Math.min(in, room);
    SrpCommandIu.formats(unit, at, format(out), format(in));
    SrpCommandIu.counts(unit, at, out > 1 ? outListed : 0, in > 1 ? inListed : 0);
    boolean described =
        describe(
                slot,
                SrpCommandIu.outAt(unit, at),
                command.dataOut(),
                outLength,
                outListed,
                MemoryRegion.REMOTE_READ)
            && describe(
                slot,
                SrpCommandIu.inAt(unit, at),
                command.dataIn(),
                inLength,
                inListed,
                MemoryRegion.REMOTE_WRITE | MemoryRegion.LOCAL_WRITE);
    slot.unit.add(unit, at, SrpCommandIu.lengthBytes(unit, at));
    return described;
  }

  private boolean isImmediate(InitiatorSlot slot, int cdbRoom) {
    ExecuteCommand command = slot.command();
    int length = command.dataOutLength();
    return length > 0
        && command.dataInLength() == 0
        && slot.channel().takesImmediateData()
        && length <= settings.immediateBytesMax()
        && IMMEDIATE_OFFSET + length <= slot.channel().unitBytesMax()
        && SrpCommandIu.CDB_OFFSET + cdbRoom + SrpCommandIu.IMMEDIATE_DESCRIPTOR_BYTES
            <= IMMEDIATE_OFFSET;
  }

  private void sendAlong(InitiatorSlot slot) {
    counters.add(Counter.IMMEDIATE_DATA);
    ByteBuffer unit = slot.memory;
    int at = slot.at;
    int length = slot.command().dataOutLength();
    SrpCommandIu.formats(unit, at, DataBufferFormat.IMMEDIATE, DataBufferFormat.NONE);
    int end = SrpCommandIu.outAt(unit, at);
    unit.putInt(end, length);
    for (int index = end + 4; index < at + IMMEDIATE_OFFSET; index++) {
      unit.put(index, (byte) 0);
    }
    slot.unit.add(unit, at, IMMEDIATE_OFFSET);
    slot.unit.add(slot.command().dataOut(), 0, length);
  }

  private int pieces(int lengthBytes) {
    return (int) (((long) lengthBytes + settings.pieceBytesMax() - 1) / settings.pieceBytesMax());
  }

  private static DataBufferFormat format(int pieces) {
    return switch (pieces) {
      case 0 -> DataBufferFormat.NONE;
      case 1 -> DataBufferFormat.DIRECT;
      default -> DataBufferFormat.INDIRECT;
    };
  }

  /** How many entries each list can have, in what the unit has room for. */
  private int listRoom(InitiatorSlot slot, int cdbRoom, int out, int in) {
    int taken =
        SrpCommandIu.CDB_OFFSET
            + cdbRoom
            + SrpCommandIu.descriptorBytes(format(out), 0)
            + SrpCommandIu.descriptorBytes(format(in), 0);
    int lists = (out > 1 ? 1 : 0) + (in > 1 ? 1 : 0);
    if (lists == 0) {
      return 1;
    }
    int room = Math.max(0, Math.min(slot.channel().unitBytesMax(), UNIT_BYTES_MAX) - taken);
    int entries = room / MemoryDescriptor.LENGTH_BYTES / lists;
    return Math.min(Math.min(entries, settings.listedMax()), LISTED_MAX);
  }

  private boolean describe(
      InitiatorSlot slot, int at, ByteBuffer data, int lengthBytes, int listed, int rights) {
    int pieces = pieces(lengthBytes);
    ByteBuffer unit = slot.memory;
    if (pieces == 0) {
      return true;
    }
    if (pieces == 1) {
      return piece(slot, unit, at, data, 0, lengthBytes, rights);
    }
    int tableBytes = pieces * MemoryDescriptor.LENGTH_BYTES;
    MemoryDescriptor.write(unit, at, 0, 0, tableBytes);
    IndirectDescriptor.dataLength(unit, at, lengthBytes);
    ByteBuffer table = unit;
    int tableAt = IndirectDescriptor.entryAt(at, 0);
    boolean isApart = listed < pieces;
    if (isApart) {
      counters.add(Counter.TABLES_GIVEN);
      table = slot.table(2 * tableBytes);
      tableAt = rights == MemoryRegion.REMOTE_READ ? 0 : table.capacity() / 2;
      MemoryRegion region = register(slot, table, tableAt, tableBytes, MemoryRegion.REMOTE_READ);
      if (region == null) {
        return false;
      }
      MemoryDescriptor.write(unit, at, region.address(), region.remoteKey(), tableBytes);
    }
    for (int index = 0; index < pieces; index++) {
      int from = index * settings.pieceBytesMax();
      int length = Math.min(settings.pieceBytesMax(), lengthBytes - from);
      int entry = tableAt + index * MemoryDescriptor.LENGTH_BYTES;
      if (!piece(slot, table, entry, data, from, length, rights)) {
        return false;
      }
    }
    if (isApart) {
      int bytes = listed * MemoryDescriptor.LENGTH_BYTES;
      unit.put(IndirectDescriptor.entryAt(at, 0), table, tableAt, bytes);
    }
    return true;
  }

  private boolean piece(
      InitiatorSlot slot,
      ByteBuffer list,
      int entry,
      ByteBuffer data,
      int from,
      int lengthBytes,
      int rights) {
    MemoryRegion region = register(slot, data, from, lengthBytes, rights);
    if (region != null) {
      MemoryDescriptor.write(list, entry, region.address(), region.remoteKey(), lengthBytes);
    }
    return region != null;
  }

  private @Nullable MemoryRegion register(
      InitiatorSlot slot, ByteBuffer memory, int from, int lengthBytes, int rights) {
    MemoryRegion region = rdma.register(memory, from, lengthBytes, rights);
    if (region != null) {
      slot.keep(region);
    }
    return region;
  }
}
