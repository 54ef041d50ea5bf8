// SPDX-License-Identifier: Apache-2.0
package org.quintain.hardware.file;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;
import org.quintain.memory.SegmentList;

/**
 * Makes writes to a file atomic (SBC-4 4.29.2): what is to be written is durable in a file beside
 * it before the first byte goes to its place, and taken back from there when it is in place. What a
 * crash or a loss of power left half done is done again from there before the file is served.
 *
 * <pre>
 * journal: | MAGIC (8) | OFFSET (8) | IDENTITY (8) | LENGTH (4) | CRC-32C (4) | zeros to 4096 | data |
 * The CRC is that of the offset, the identity, the length and the data. No magic: nothing to do.
 * </pre>
 *
 * <p>One write at a time; called by workers. A write that fails puts back what was there.
 */
final class AtomicWriteJournal {
  /** The longest write. */
  static final int BYTES_MAX = 1 << 20;

  private static final long MAGIC = 0x5155_4154_4F4D_4943L;
  private static final int HEADER_BYTES = 4096;
  private static final int OFFSET_AT = 8;
  private static final int IDENTITY_AT = 16;
  private static final int LENGTH_AT = 24;
  private static final int CRC_AT = 28;

  /** Where the journal is kept. */
  interface Place {
    /** The journal if there is one. */
    @Nullable BlockFile present() throws IOException;

    /** The journal, made if there is none; it is there after a loss of power. */
    BlockFile make() throws IOException;
  }

  private final BlockFile blocks;
  private final long identity;
  private final Place place;
  private @Nullable BlockFile journal;
  private @Nullable ByteBuffer redo;
  private @Nullable ByteBuffer before;
  private boolean isBroken;

  /**
   * A journal of writes to {@code blocks}.
   *
   * @param identity tells that file from others that may take its name
   */
  AtomicWriteJournal(BlockFile blocks, long identity, Place place) {
    this.blocks = blocks;
    this.identity = identity;
    this.place = place;
  }

  /** Whether a write is half done, which {@link #recover} would do again. */
  synchronized boolean isHalfDone() throws IOException {
    journal = place.present();
    return journal != null && load() != null;
  }

  /** Does what was half done again. Called before anything else. */
  synchronized void recover() throws IOException {
    if (!isHalfDone()) {
      return;
    }
    ByteBuffer whole = memory();
    long offset = whole.getLong(OFFSET_AT);
    whole.limit(HEADER_BYTES + whole.getInt(LENGTH_AT)).position(HEADER_BYTES);
    writeDurably(blocks, whole, offset);
    invalidate();
  }

  /** Whether it is not known any more what lies in the blocks of a write that failed. */
  synchronized boolean isBroken() {
    return isBroken;
  }

  /** Writes {@code from} at {@code offsetBytes}, durably. */
  synchronized void write(SegmentList from, long offsetBytes) throws IOException {
    if (journal == null) {
      journal = place.make();
    }
    int length = (int) from.totalBytes();
    ByteBuffer whole = fill(from, offsetBytes, length);
    ByteBuffer old = oldBlocks(offsetBytes, length);
    writeDurably(journal(), whole.limit(HEADER_BYTES + length).position(0), 0);
    long done = 0;
    try {
      whole.position(HEADER_BYTES);
      while (whole.hasRemaining()) {
        done += blocks.writeDurably(whole, offsetBytes + done);
      }
    } catch (IOException refused) {
      putBack(old, offsetBytes, FileStore.isOutOfSpace(refused) ? done : length, refused);
      throw refused;
    }
    try {
      invalidate();
    } catch (IOException refused) {
      // It is in place, and would be put there again over what is written later.
      isBroken = true;
      throw refused;
    }
  }

  private void putBack(ByteBuffer old, long offsetBytes, long bytes, IOException because) {
    try {
      writeDurably(blocks, old.limit((int) bytes).position(0), offsetBytes);
      invalidate();
    } catch (IOException second) {
      isBroken = true;
      because.addSuppressed(second);
    }
  }

  private BlockFile journal() throws IOException {
    BlockFile present = journal;
    if (present == null) {
      throw new IOException("there is no journal");
    }
    return present;
  }

  private void invalidate() throws IOException {
    ByteBuffer whole = memory().clear();
    whole.putLong(0, 0);
    writeDurably(journal(), whole.limit(HEADER_BYTES), 0);
  }

  private ByteBuffer memory() {
    ByteBuffer present = redo;
    if (present == null) {
      present = ByteBuffer.allocateDirect(HEADER_BYTES + BYTES_MAX);
      redo = present;
    }
    return present;
  }

  private ByteBuffer fill(SegmentList from, long offsetBytes, int lengthBytes) {
    ByteBuffer whole = memory().clear();
    int at = HEADER_BYTES;
    for (int index = 0; index < from.count(); index++) {
      whole.put(at, from.base(index), from.offset(index), from.length(index));
      at += from.length(index);
    }
    whole.putLong(0, MAGIC);
    whole.putLong(OFFSET_AT, offsetBytes);
    whole.putLong(IDENTITY_AT, identity);
    whole.putInt(LENGTH_AT, lengthBytes);
    whole.putInt(CRC_AT, checksum(whole, lengthBytes));
    return whole;
  }

  private static int checksum(ByteBuffer whole, int lengthBytes) {
    CRC32C crc = new CRC32C();
    crc.update(whole.duplicate().limit(CRC_AT).position(OFFSET_AT));
    crc.update(whole.duplicate().limit(HEADER_BYTES + lengthBytes).position(HEADER_BYTES));
    return (int) crc.getValue();
  }

  private ByteBuffer oldBlocks(long offsetBytes, int lengthBytes) throws IOException {
    ByteBuffer old = before;
    if (old == null) {
      old = ByteBuffer.allocateDirect(BYTES_MAX);
      before = old;
    }
    old.clear().limit(lengthBytes);
    read(blocks, old, offsetBytes);
    return old;
  }

  /** Reads the journal; null where it holds no whole write to this file. */
  private @Nullable ByteBuffer load() throws IOException {
    ByteBuffer whole = memory().clear();
    read(journal(), whole, 0);
    int length = whole.getInt(LENGTH_AT);
    boolean isWhole =
        whole.getLong(0) == MAGIC
            && whole.getLong(IDENTITY_AT) == identity
            && length > 0
            && length <= BYTES_MAX
            && whole.getInt(CRC_AT) == checksum(whole.clear(), length)
            && whole.getLong(OFFSET_AT) + length <= blocks.sizeBytes();
    return isWhole ? whole : null;
  }

  /** Fills what is left of {@code into}; with zeros behind the end of the file. */
  private static void read(BlockFile file, ByteBuffer into, long offsetBytes) throws IOException {
    long at = offsetBytes;
    while (into.hasRemaining()) {
      int got = file.read(into, at);
      if (got <= 0) {
        while (into.hasRemaining()) {
          into.put((byte) 0);
        }
      } else {
        at += got;
      }
    }
  }

  private static void writeDurably(BlockFile file, ByteBuffer from, long offsetBytes)
      throws IOException {
    long at = offsetBytes;
    while (from.hasRemaining()) {
      at += file.writeDurably(from, at);
    }
  }

  synchronized void close() throws IOException {
    BlockFile present = journal;
    if (present != null) {
      present.close();
    }
  }
}
