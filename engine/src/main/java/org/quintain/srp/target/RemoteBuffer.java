// SPDX-License-Identifier: Apache-2.0
package org.quintain.srp.target;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.quintain.srp.wire.DataBufferFormat;
import org.quintain.srp.wire.IndirectDescriptor;
import org.quintain.srp.wire.MemoryDescriptor;

/**
 * One data buffer of the initiator's, as a command describes it (SRP r16a 5.5): pieces of memory,
 * in order. Where the command itself does not name all of them, the table has to be read first.
 */
final class RemoteBuffer {
  private static final int PIECES_AT_START = 4;

  private DataBufferFormat format = DataBufferFormat.NONE;
  private long lengthBytes;
  private int count;
  private long[] address = new long[PIECES_AT_START];
  private int[] handle = new int[PIECES_AT_START];
  private long[] length = new long[PIECES_AT_START];
  private long describedBytes;
  private boolean isComplete = true;

  private long tableAddress;
  private int tableHandle;
  private int tableBytes;

  // Where the last lookup ended, since transfers go through the buffer in order.
  private int cursor;
  private long cursorBytes;

  void clear() {
    format = DataBufferFormat.NONE;
    lengthBytes = 0;
    forgetPieces();
    isComplete = true;
  }

  private void forgetPieces() {
    count = 0;
    describedBytes = 0;
    cursor = 0;
    cursorBytes = 0;
  }

  DataBufferFormat format() {
    return format;
  }

  /** How long the buffer is. */
  long lengthBytes() {
    return lengthBytes;
  }

  /** Whether all pieces are known. */
  boolean isComplete() {
    return isComplete;
  }

  long tableAddress() {
    return tableAddress;
  }

  int tableHandle() {
    return tableHandle;
  }

  int tableBytes() {
    return tableBytes;
  }

  /** A buffer whose bytes came with the command. */
  void beImmediate(long bytes) {
    format = DataBufferFormat.IMMEDIATE;
    lengthBytes = bytes;
  }

  /** The one piece at {@code at}. */
  void beDirect(ByteBuffer bytes, int at) {
    format = DataBufferFormat.DIRECT;
    addPieces(bytes, at, 1);
    lengthBytes = describedBytes;
  }

  /**
   * The indirect descriptor at {@code at}, whose list has {@code listed} entries; false when it
   * makes no sense.
   */
  boolean beIndirect(ByteBuffer bytes, int at, int listed, int entriesMax) {
    long entries = IndirectDescriptor.tableEntries(bytes, at);
    if (!IndirectDescriptor.isTableWhole(bytes, at) || entries > entriesMax || listed > entries) {
      return false;
    }
    format = DataBufferFormat.INDIRECT;
    lengthBytes = IndirectDescriptor.dataLength(bytes, at);
    tableAddress = MemoryDescriptor.address(bytes, at);
    tableHandle = MemoryDescriptor.handle(bytes, at);
    tableBytes = (int) entries * MemoryDescriptor.LENGTH_BYTES;
    isComplete = listed == entries;
    if (isComplete) {
      addPieces(bytes, IndirectDescriptor.entryAt(at, 0), listed);
      return describedBytes >= lengthBytes;
    }
    return true;
  }

  /** The whole table was read; false when its pieces are not as long together as was said. */
  boolean complete(ByteBuffer table, int at) {
    forgetPieces();
    isComplete = true;
    addPieces(table, at, tableBytes / MemoryDescriptor.LENGTH_BYTES);
    return describedBytes >= lengthBytes;
  }

  private void addPieces(ByteBuffer bytes, int at, int pieces) {
    if (pieces > address.length) {
      int room = Math.max(pieces, 2 * address.length);
      address = Arrays.copyOf(address, room);
      handle = Arrays.copyOf(handle, room);
      length = Arrays.copyOf(length, room);
    }
    for (int index = 0; index < pieces; index++) {
      int from = at + index * MemoryDescriptor.LENGTH_BYTES;
      address[index] = MemoryDescriptor.address(bytes, from);
      handle[index] = MemoryDescriptor.handle(bytes, from);
      length[index] = MemoryDescriptor.dataLength(bytes, from);
      describedBytes += length[index];
    }
    count = pieces;
  }

  /** Makes byte {@code offset} of the buffer the current one; false where no piece has it. */
  boolean seek(long offset) {
    if (offset < cursorBytes) {
      cursor = 0;
      cursorBytes = 0;
    }
    while (cursor < count && offset >= cursorBytes + length[cursor]) {
      cursorBytes += length[cursor++];
    }
    return cursor < count;
  }

  /** The virtual address of byte {@code offset}, which was sought. */
  long address(long offset) {
    return address[cursor] + (offset - cursorBytes);
  }

  /** The memory handle of the piece that was sought. */
  int handle() {
    return handle[cursor];
  }

  /** How many bytes that piece has from byte {@code offset} on. */
  long left(long offset) {
    return cursorBytes + length[cursor] - offset;
  }
}
