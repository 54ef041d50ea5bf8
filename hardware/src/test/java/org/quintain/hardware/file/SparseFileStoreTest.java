// SPDX-License-Identifier: Apache-2.0
package org.quintain.hardware.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.quintain.store.AllocationRuns;
import org.quintain.store.AllocationState;
import org.quintain.store.StoreResult;

/** Holes of real files; skipped where the file system of the temporary directory makes none. */
@Timeout(value = 180, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class SparseFileStoreTest {
  private static final long SEED = 20_261_123;
  private static final int SIZE = 4 << 20;

  @TempDir Path directory;
  private final FileWorkers workers = new FileWorkers(4, 256);
  private final StoreBench bench = new StoreBench();
  private Path file;
  private FileStore store;
  private int granule;

  @BeforeEach
  void open() throws IOException {
    file = directory.resolve("disk.img");
    try (RandomAccessFile made = new RandomAccessFile(file.toFile(), "rw")) {
      made.setLength(SIZE);
    }
    store = FileStore.open(workers, file, 0, 512, FileStore.Options.DEFAULT);
    granule = store.provisioning().granularityBytes();
    assumeThat(granule)
        .as("the file system of %s makes holes of at most 64 KiB", directory)
        .isBetween(512, 64 << 10);
  }

  @AfterEach
  void stop() {
    store.close();
    bench.close();
    workers.close();
  }

  private AllocationRuns status(long from, long length, int runsMax) {
    AllocationRuns runs = new AllocationRuns(runsMax);
    assertThat(bench.run(store, request -> request.allocationStatus(from, length, runs)))
        .isEqualTo(StoreResult.DONE);
    return runs;
  }

  private static byte[] filled(int length, int value) {
    byte[] bytes = new byte[length];
    Arrays.fill(bytes, (byte) value);
    return bytes;
  }

  @Test
  void tellsHolesAndDataAsTheFileSystemDoes() {
    assertThat(status(0, SIZE, 4).state(0)).isEqualTo(AllocationState.DEALLOCATED);
    bench.write(store, 1 << 20, filled(1 << 20, 7), false);
    bench.flush(store);
    AllocationRuns runs = status(0, SIZE, 4);
    assertThat(runs.count()).isEqualTo(3);
    assertThat(runs.lengthBytes(0)).isEqualTo(1 << 20);
    assertThat(runs.lengthBytes(1)).isEqualTo(1 << 20);
    assertThat(runs.state(1)).isEqualTo(AllocationState.MAPPED);
    assertThat(runs.coveredBytes()).isEqualTo(SIZE);
    assertThat(status(0, SIZE, 1).coveredBytes()).isEqualTo(1 << 20);
    assertThat(status((1 << 20) + 512, SIZE / 2, 4).state(0)).isEqualTo(AllocationState.MAPPED);
    assertThat(store.usedBytes()).isBetween(1L << 20, 2L << 20);
  }

  @Test
  void givesUpSpaceAndReadsAsZeros() {
    bench.write(store, 0, filled(SIZE, 7), false);
    bench.flush(store);
    assertThat(store.usedBytes()).isEqualTo(SIZE);
    assertThat(bench.run(store, request -> request.deallocate(1 << 20, 2 << 20, true)))
        .isEqualTo(StoreResult.DONE);
    assertThat(store.usedBytes()).isBetween((long) SIZE / 2, (long) SIZE / 2 + (64 << 10));
    byte[] all = new byte[SIZE];
    bench.read(store, 0, all);
    byte[] expected = filled(SIZE, 7);
    Arrays.fill(expected, 1 << 20, 3 << 20, (byte) 0);
    assertThat(all).isEqualTo(expected);
    AllocationRuns runs = status(0, SIZE, 4);
    assertThat(runs.count()).isEqualTo(3);
    assertThat(runs.state(1)).isEqualTo(AllocationState.DEALLOCATED);
    assertThat(runs.lengthBytes(1)).isEqualTo(2 << 20);
  }

  @Test
  void keepsWhatAByteArrayKeepsUnderWritesZerosAndHoles() throws IOException {
    System.out.println("SparseFileStoreTest seed " + SEED);
    Random random = new Random(SEED);
    byte[] oracle = new byte[SIZE];
    for (int step = 0; step < 300; step++) {
      int from = random.nextInt(SIZE / 512 - 1) * 512;
      int length = 512 * (1 + random.nextInt(Math.min(256, (SIZE - from) / 512)));
      boolean fua = random.nextInt(10) == 0;
      byte value = (byte) (random.nextInt(3) == 0 ? 1 + random.nextInt(100) : 0);
      StoreResult result;
      if (value != 0) {
        result = bench.write(store, from, filled(length, value), fua);
      } else if (random.nextBoolean()) {
        result = bench.run(store, request -> request.zero(from, length, fua));
      } else {
        result = bench.run(store, request -> request.deallocate(from, length, fua));
      }
      assertThat(result).as("seed " + SEED).isEqualTo(StoreResult.DONE);
      Arrays.fill(oracle, from, from + length, value);
    }
    byte[] all = new byte[SIZE];
    bench.read(store, 0, all);
    assertThat(all).as("seed " + SEED).isEqualTo(oracle);
    bench.flush(store);
    assertThat(Files.readAllBytes(file)).as("seed " + SEED).isEqualTo(oracle);
    AllocationRuns runs = status(0, SIZE, 4096);
    long at = 0;
    for (int index = 0; index < runs.count(); index++) {
      for (long byteAt = at; byteAt < at + runs.lengthBytes(index); byteAt++) {
        if (runs.state(index) == AllocationState.DEALLOCATED && oracle[(int) byteAt] != 0) {
          throw new AssertionError("seed " + SEED + ": data in a hole at " + byteAt);
        }
      }
      at += runs.lengthBytes(index);
    }
    assertThat(at).isEqualTo(SIZE);
  }

  @Test
  void aFileThatGrowsOrShrinksIsSeenInWholeBlocks() throws IOException {
    assertThat(store.resync()).isFalse();
    try (RandomAccessFile other = new RandomAccessFile(file.toFile(), "rw")) {
      other.setLength(2 * SIZE + 100);
    }
    assertThat(store.resync()).isTrue();
    assertThat(store.capacityBytes()).isEqualTo(2 * SIZE);
    bench.write(store, 2 * SIZE - 512, filled(512, 7), false);
    try (RandomAccessFile other = new RandomAccessFile(file.toFile(), "rw")) {
      other.setLength(1000);
    }
    assertThat(store.resync()).isTrue();
    assertThat(store.capacityBytes()).isEqualTo(512);
    try (RandomAccessFile other = new RandomAccessFile(file.toFile(), "rw")) {
      other.setLength(0);
    }
    assertThat(store.resync()).isFalse();
    assertThat(store.capacityBytes()).isEqualTo(512);
  }

  @Test
  void aFileOfAFixedSizeShowsNoMoreThanThat() throws IOException {
    store.close();
    store = FileStore.open(workers, file, SIZE / 2, 512, FileStore.Options.DEFAULT);
    try (RandomAccessFile other = new RandomAccessFile(file.toFile(), "rw")) {
      other.setLength(SIZE / 4);
    }
    assertThat(store.resync()).isTrue();
    assertThat(store.capacityBytes()).isEqualTo(SIZE / 4);
    try (RandomAccessFile other = new RandomAccessFile(file.toFile(), "rw")) {
      other.setLength(SIZE);
    }
    assertThat(store.resync()).isTrue();
    assertThat(store.capacityBytes()).isEqualTo(SIZE / 2);
  }

  @Test
  void aFileForReadingGivesNothingUp() throws IOException {
    FileStore.Options reading = new FileStore.Options(false, false, true, false);
    store.close();
    store = FileStore.open(workers, file, 0, 512, reading);
    // It is told as thin as it was written.
    assertThat(store.provisioning().canDeallocate()).isTrue();
    assertThat(bench.run(store, request -> request.deallocate(0, 4096, false)))
        .isEqualTo(StoreResult.WRITE_PROTECTED);
    assertThat(status(0, SIZE, 1).coveredBytes()).isEqualTo(SIZE);
  }
}
