// SPDX-License-Identifier: Apache-2.0
package org.quintain.hardware.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.quintain.memory.SegmentList;
import org.quintain.store.StoreResult;

final class AtomicWriteJournalTest {
  private static final int SIZE = 64 << 10;

  /** The power goes, or the space. */
  private static final class Lost extends IOException {
    private static final long serialVersionUID = 1;

    Lost(String message) {
      super(message);
    }
  }

  /** How many sectors may be written before something happens, to all files together. */
  private static final class Fate {
    int sectorsLeft = Integer.MAX_VALUE;
    String message = "power";
    boolean lasts = true;
  }

  /** A file whose sectors are durable one by one, until its fate. */
  private static final class Sectors implements BlockFile {
    final byte[] bytes;
    final Fate fate;

    Sectors(byte[] bytes, Fate fate) {
      this.bytes = bytes;
      this.fate = fate;
    }

    @Override
    public int read(ByteBuffer into, long offsetBytes) {
      int length = (int) Math.min(into.remaining(), bytes.length - offsetBytes);
      if (length <= 0) {
        return -1;
      }
      into.put(bytes, (int) offsetBytes, length);
      return length;
    }

    @Override
    public int write(ByteBuffer from, long offsetBytes) throws IOException {
      return writeDurably(from, offsetBytes);
    }

    @Override
    public int writeDurably(ByteBuffer from, long offsetBytes) throws IOException {
      if (fate.sectorsLeft == 0) {
        if (!fate.lasts) {
          fate.sectorsLeft = Integer.MAX_VALUE;
        }
        throw new Lost(fate.message);
      }
      fate.sectorsLeft--;
      int length = Math.min(from.remaining(), 512);
      from.get(bytes, (int) offsetBytes, length);
      return length;
    }

    @Override
    public void force() {}

    @Override
    public long sizeBytes() {
      return bytes.length;
    }

    @Override
    public void close() {}
  }

  private static AtomicWriteJournal journal(Sectors blocks, long identity, byte[] kept) {
    Sectors file = new Sectors(kept, blocks.fate);
    return new AtomicWriteJournal(
        blocks,
        identity,
        new AtomicWriteJournal.Place() {
          @Override
          public @Nullable BlockFile present() {
            return file;
          }

          @Override
          public BlockFile make() {
            return file;
          }
        });
  }

  private static SegmentList segments(byte[] data) {
    ByteBuffer bytes = ByteBuffer.allocateDirect(data.length).put(0, data);
    SegmentList list = new SegmentList(2);
    list.add(bytes, 0, data.length / 2);
    list.add(bytes, data.length / 2, data.length - data.length / 2);
    return list;
  }

  private static byte[] random(Random random, int length) {
    byte[] data = new byte[length];
    random.nextBytes(data);
    return data;
  }

  @Test
  void aWriteIsWholeOrNotAtAllWhereverThePowerGoes() throws IOException {
    Random random = new Random(11);
    int old = 0;
    int renewed = 0;
    for (int sectors = 0; sectors < 48; sectors++) {
      Fate fate = new Fate();
      byte[] before = random(random, SIZE);
      byte[] kept = new byte[AtomicWriteJournal.BYTES_MAX + 4096];
      byte[] data = random(random, 8192);
      byte[] after = before.clone();
      System.arraycopy(data, 0, after, 4096, data.length);
      Sectors blocks = new Sectors(before.clone(), fate);
      fate.sectorsLeft = sectors;
      boolean isDone = true;
      try {
        journal(blocks, 5, kept).write(segments(data), 4096);
      } catch (Lost power) {
        isDone = false;
      }
      // It goes again while it is recovered.
      fate.sectorsLeft = sectors % 7;
      try {
        journal(blocks, 5, kept).recover();
      } catch (Lost power) {
        fate.sectorsLeft = Integer.MAX_VALUE;
        journal(blocks, 5, kept).recover();
      }
      boolean isOld = Arrays.equals(blocks.bytes, before);
      assertThat(isOld || Arrays.equals(blocks.bytes, after)).as("after %s", sectors).isTrue();
      assertThat(isDone && isOld).isFalse();
      old += isOld ? 1 : 0;
      renewed += isOld ? 0 : 1;
      fate.sectorsLeft = Integer.MAX_VALUE;
      assertThat(journal(blocks, 5, kept).isHalfDone()).isFalse();
    }
    assertThat(old).isPositive();
    assertThat(renewed).isPositive();
  }

  @Test
  void putsBackWhatWasThereWhenThereIsNoSpaceForAllOfIt() throws IOException {
    Fate fate = new Fate();
    fate.message = "No space left on device";
    fate.lasts = false;
    // The journal takes 24 sectors, and some of the data finds space.
    fate.sectorsLeft = 24 + 5;
    byte[] before = random(new Random(3), SIZE);
    Sectors blocks = new Sectors(before.clone(), fate);
    byte[] kept = new byte[AtomicWriteJournal.BYTES_MAX + 4096];
    AtomicWriteJournal journal = journal(blocks, 5, kept);
    byte[] data = random(new Random(4), 8192);
    assertThatThrownBy(() -> journal.write(segments(data), 0)).isInstanceOf(Lost.class);
    assertThat(blocks.bytes).isEqualTo(before);
    assertThat(journal.isBroken()).isFalse();
    assertThat(journal.isHalfDone()).isFalse();
  }

  @Test
  void leavesAFileAloneThatIsAnother() throws IOException {
    Fate fate = new Fate();
    Sectors blocks = new Sectors(new byte[SIZE], fate);
    byte[] kept = new byte[AtomicWriteJournal.BYTES_MAX + 4096];
    fate.sectorsLeft = 24;
    assertThatThrownBy(
            () -> journal(blocks, 5, kept).write(segments(random(new Random(1), 8192)), 0))
        .isInstanceOf(Lost.class);
    fate.sectorsLeft = Integer.MAX_VALUE;
    assertThat(journal(blocks, 5, kept).isHalfDone()).isTrue();
    journal(blocks, 6, kept).recover();
    assertThat(blocks.bytes).isEqualTo(new byte[SIZE]);
  }

  @Test
  void aStoreThatKeepsAJournalWritesWholly(@TempDir Path directory) throws Exception {
    Path file = directory.resolve("disk.img");
    try (RandomAccessFile made = new RandomAccessFile(file.toFile(), "rw")) {
      made.setLength(SIZE);
    }
    Path kept = directory.resolve("state").resolve("atomic-writes");
    byte[] data = random(new Random(9), 8192);
    try (FileWorkers workers = new FileWorkers(1, 16);
        StoreBench bench = new StoreBench()) {
      FileStore store = FileStore.open(workers, file, 0, 512, FileStore.Options.DEFAULT);
      assertThat(store.atomicWriteBytesMax()).isZero();
      store.keepJournal(kept);
      assertThat(store.atomicWriteBytesMax()).isEqualTo(1 << 20);
      assertThat(kept).doesNotExist();
      ByteBuffer bytes = ByteBuffer.allocateDirect(data.length).put(0, data);
      assertThat(bench.run(store, r -> r.writeAtomically(512, false).add(bytes, 0, data.length)))
          .isEqualTo(StoreResult.DONE);
      assertThat(kept).exists();
      store.close();
      FileStore again = FileStore.open(workers, file, 0, 512, FileStore.Options.DEFAULT);
      again.keepJournal(kept);
      again.close();
    }
    assertThat(Arrays.copyOfRange(Files.readAllBytes(file), 512, 512 + 8192)).isEqualTo(data);
  }
}
