// SPDX-License-Identifier: Apache-2.0
package org.quintain.hardware.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.quintain.store.StoreRequest;
import org.quintain.store.StoreResult;

@Timeout(value = 180, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class FileStoreTest {
  private static final int BLOCK_BYTES = 512;

  @TempDir Path directory;
  private final FileWorkers workers = new FileWorkers(4, 256);
  private final StoreBench bench = new StoreBench();

  @AfterEach
  void stop() {
    bench.close();
    workers.close();
  }

  private Path file(long sizeBytes) throws IOException {
    Path file = directory.resolve("disk.img");
    try (RandomAccessFile made = new RandomAccessFile(file.toFile(), "rw")) {
      made.setLength(sizeBytes);
    }
    return file;
  }

  private FileStore open(Path file, FileStore.Options options) throws IOException {
    return FileStore.open(workers, file, 0, BLOCK_BYTES, options);
  }

  @Test
  void keepsWhatAByteArrayKeepsUnderManyRequestsAtOnce() throws Exception {
    int regions = 16;
    int regionBytes = 64 << 10;
    byte[] oracle = new byte[regions * regionBytes];
    FileStore store = open(file(oracle.length), FileStore.Options.DEFAULT);
    Random random = new Random(42);
    for (int round = 0; round < 60; round++) {
      List<CompletableFuture<StoreResult>> running = new ArrayList<>();
      List<Runnable> checks = new ArrayList<>();
      for (int region = 0; region < regions; region++) {
        // One request in each region at a time: they overlap in time and never in place.
        int from = region * regionBytes + random.nextInt(regionBytes / 2);
        int length = 1 + random.nextInt(regionBytes / 2);
        ByteBuffer bytes = ByteBuffer.allocateDirect(length);
        if (random.nextBoolean()) {
          byte[] data = new byte[length];
          random.nextBytes(data);
          bytes.put(0, data);
          System.arraycopy(data, 0, oracle, from, length);
          boolean fua = random.nextInt(8) == 0;
          running.add(bench.start(store, r -> r.write(from, fua).add(bytes, 0, length)));
        } else {
          byte[] expected = Arrays.copyOfRange(oracle, from, from + length);
          running.add(bench.start(store, r -> r.read(from).add(bytes, 0, length)));
          checks.add(
              () -> {
                byte[] got = new byte[length];
                bytes.get(0, got);
                assertThat(Arrays.equals(got, expected)).isTrue();
              });
        }
      }
      for (CompletableFuture<StoreResult> request : running) {
        assertThat(request.get(60, TimeUnit.SECONDS)).isEqualTo(StoreResult.DONE);
      }
      checks.forEach(Runnable::run);
    }
    assertThat(bench.flush(store)).isEqualTo(StoreResult.DONE);
    assertThat(Arrays.equals(Files.readAllBytes(directory.resolve("disk.img")), oracle)).isTrue();
    store.close();
  }

  @Test
  void neverMixesOverlappingRequests() throws Exception {
    int length = 128 << 10;
    FileStore store = open(file(length), FileStore.Options.DEFAULT);
    for (int round = 0; round < 50; round++) {
      List<CompletableFuture<StoreResult>> running = new ArrayList<>();
      List<ByteBuffer> reads = new ArrayList<>();
      for (int writer = 1; writer <= 6; writer++) {
        byte[] data = new byte[length];
        Arrays.fill(data, (byte) (round * 7 + writer));
        ByteBuffer out = ByteBuffer.allocateDirect(length).put(0, data);
        running.add(
            bench.start(
                store,
                r -> {
                  var segments = r.write(0, false);
                  segments.add(out, 0, 700);
                  segments.add(out, 700, length - 700);
                }));
        ByteBuffer in = ByteBuffer.allocateDirect(length);
        reads.add(in);
        running.add(bench.start(store, r -> r.read(0).add(in, 0, length)));
      }
      for (CompletableFuture<StoreResult> request : running) {
        assertThat(request.get(60, TimeUnit.SECONDS)).isEqualTo(StoreResult.DONE);
      }
      for (ByteBuffer in : reads) {
        for (int at = 1; at < length; at++) {
          assertThat(in.get(at) == in.get(0)).as("byte %d of one write", at).isTrue();
        }
      }
    }
    store.close();
  }

  @Test
  void losesNothingThatWasConfirmedWhenPowerFails() {
    for (int seed = 0; seed < 40; seed++) {
      int blocks = 64;
      PowerLossFile file = new PowerLossFile(blocks * BLOCK_BYTES, seed);
      FileStore store =
          new FileStore(
              "power",
              workers,
              file,
              (long) blocks * BLOCK_BYTES,
              new FileStore.Options(false, seed % 4 == 3, false, false));
      Random random = new Random(seed);
      byte[] confirmed = new byte[blocks];
      byte[] written = new byte[blocks];
      for (int step = 0; step < 30; step++) {
        int block = random.nextInt(blocks);
        byte stamp = (byte) (1 + random.nextInt(127));
        byte[] data = new byte[BLOCK_BYTES];
        Arrays.fill(data, stamp);
        boolean fua = random.nextInt(4) == 0;
        assertThat(bench.write(store, (long) block * BLOCK_BYTES, data, fua))
            .isEqualTo(StoreResult.DONE);
        written[block] = stamp;
        if (fua || !store.hasVolatileCache()) {
          confirmed[block] = stamp;
        } else {
          // Either the old or the new may survive now.
          confirmed[block] = 0;
        }
        if (random.nextInt(10) == 0) {
          assertThat(bench.flush(store)).isEqualTo(StoreResult.DONE);
          System.arraycopy(written, 0, confirmed, 0, blocks);
        }
      }
      byte[] after = file.contentsAfterPowerLoss();
      for (int block = 0; block < blocks; block++) {
        if (confirmed[block] != 0) {
          byte[] expected = new byte[BLOCK_BYTES];
          Arrays.fill(expected, confirmed[block]);
          assertThat(Arrays.copyOfRange(after, block * BLOCK_BYTES, (block + 1) * BLOCK_BYTES))
              .as("seed %d block %d", seed, block)
              .isEqualTo(expected);
        }
      }
    }
  }

  @Test
  void withoutAFlushTheSimulatedLossOfPowerDoesLoseWrites() {
    PowerLossFile file = new PowerLossFile(100 * BLOCK_BYTES, 1);
    FileStore store =
        new FileStore("power", workers, file, 100 * BLOCK_BYTES, FileStore.Options.DEFAULT);
    byte[] data = new byte[100 * BLOCK_BYTES];
    Arrays.fill(data, (byte) 1);
    bench.write(store, 0, data, false);
    assertThat(file.contentsAfterPowerLoss()).isNotEqualTo(data);
  }

  @Test
  void confirmsNothingAnyMoreOnceAFlushFailed() {
    PowerLossFile file = new PowerLossFile(4096, 1);
    FileStore store = new FileStore("power", workers, file, 4096, FileStore.Options.DEFAULT);
    file.failForceWith = new IOException("Input/output error");
    assertThat(bench.write(store, 0, new byte[512], false)).isEqualTo(StoreResult.DONE);
    assertThat(bench.flush(store)).isEqualTo(StoreResult.WRITE_ERROR);
    // The operating system would say that all is well now.
    assertThat(bench.flush(store)).isEqualTo(StoreResult.WRITE_ERROR);
    assertThat(bench.write(store, 0, new byte[512], false)).isEqualTo(StoreResult.WRITE_ERROR);
    assertThat(bench.read(store, 0, new byte[512])).isEqualTo(StoreResult.DONE);
  }

  @Test
  void tellsAFullDiskFromABrokenOne() {
    PowerLossFile file = new PowerLossFile(4096, 1);
    FileStore store = new FileStore("full", workers, file, 4096, FileStore.Options.DEFAULT);
    file.failWriteWith = new IOException("No space left on device");
    assertThat(bench.write(store, 0, new byte[512], false)).isEqualTo(StoreResult.OUT_OF_SPACE);
    file.failWriteWith = new IOException("Input/output error");
    assertThat(bench.write(store, 0, new byte[512], false)).isEqualTo(StoreResult.WRITE_ERROR);
    file.failWriteWith = null;
    assertThat(bench.write(store, 0, new byte[512], false)).isEqualTo(StoreResult.DONE);
  }

  @Test
  void nvCacheMakesFlushAndFuaDoNothing() {
    PowerLossFile file = new PowerLossFile(4096, 1);
    FileStore store =
        new FileStore("nv", workers, file, 4096, new FileStore.Options(true, false, false, false));
    assertThat(store.hasVolatileCache()).isFalse();
    assertThat(bench.write(store, 0, new byte[512], true)).isEqualTo(StoreResult.DONE);
    assertThat(bench.flush(store)).isEqualTo(StoreResult.DONE);
    assertThat(file.forces).isZero();
  }

  @Test
  void readsOfAFileThatBecameShorterFailWhereItEnds() throws Exception {
    Path path = file(8192);
    FileStore store = open(path, FileStore.Options.DEFAULT);
    try (RandomAccessFile other = new RandomAccessFile(path.toFile(), "rw")) {
      other.setLength(4096);
    }
    ByteBuffer bytes = ByteBuffer.allocateDirect(8192);
    long[] failedAt = new long[1];
    CountDownLatch ended = new CountDownLatch(1);
    StoreRequest request =
        new StoreRequest(
            this,
            (nowNs, done, result) -> {
              failedAt[0] = result == StoreResult.READ_ERROR ? done.failedOffsetBytes() : -2;
              ended.countDown();
            },
            1);
    request.read(0).add(bytes, 0, 8192);
    bench.reactor.post(nowNs -> store.submit(nowNs, bench.reactor, request));
    assertThat(ended.await(60, TimeUnit.SECONDS)).isTrue();
    assertThat(failedAt[0]).isEqualTo(4096);
  }

  @Test
  void refusesWritesToAReadOnlyStore() throws Exception {
    FileStore store = open(file(4096), new FileStore.Options(false, false, true, false));
    assertThat(store.isWriteProtected()).isTrue();
    assertThat(bench.write(store, 0, new byte[512], false)).isEqualTo(StoreResult.WRITE_PROTECTED);
    store.close();
  }

  @Test
  void isBusyWhenItsQueueIsFull() throws Exception {
    try (FileWorkers few = new FileWorkers(1, 2)) {
      CountDownLatch hold = new CountDownLatch(1);
      CountDownLatch begun = new CountDownLatch(1);
      BlockFile slow =
          new BlockFile() {
            @Override
            public int read(ByteBuffer into, long offsetBytes) throws IOException {
              begun.countDown();
              try {
                hold.await();
              } catch (InterruptedException interrupted) {
                throw new IOException(interrupted);
              }
              into.position(into.limit());
              return into.limit();
            }

            @Override
            public int write(ByteBuffer from, long offsetBytes) {
              return from.remaining();
            }

            @Override
            public int writeDurably(ByteBuffer from, long offsetBytes) {
              return from.remaining();
            }

            @Override
            public void force() {}

            @Override
            public long sizeBytes() {
              return 4096;
            }

            @Override
            public void close() {}
          };
      FileStore store = new FileStore("slow", few, slow, 4096, FileStore.Options.DEFAULT);
      ByteBuffer bytes = ByteBuffer.allocateDirect(512);
      List<CompletableFuture<StoreResult>> running = new ArrayList<>();
      for (int request = 0; request < 4; request++) {
        running.add(bench.start(store, r -> r.read(0).add(bytes, 0, 512)));
        bench.quiesce();
        // The one worker has the first, so that the queue has the next two.
        begun.await();
      }
      assertThat(running.get(3).get(60, TimeUnit.SECONDS)).isEqualTo(StoreResult.BUSY);
      hold.countDown();
      assertThat(running.get(2).get(60, TimeUnit.SECONDS)).isEqualTo(StoreResult.DONE);
    }
  }

  @Test
  void saysInOneSentenceWhyAFileCannotBeServed() throws Exception {
    Path path = file(10_000);
    assertThatThrownBy(() -> open(directory.resolve("none.img"), FileStore.Options.DEFAULT))
        .hasMessageMatching("The file .*none.img does not exist; make it, .*\\.");
    assertThatThrownBy(() -> open(directory, FileStore.Options.DEFAULT))
        .hasMessage("The file " + directory + " is not a regular file or a block device.");
    assertThatThrownBy(() -> FileStore.open(workers, path, 10_240, 512, FileStore.Options.DEFAULT))
        .hasMessage(
            "The file "
                + path
                + " has 10000 bytes, fewer than the size of 10240 that is to be served.");
    Path small = Files.write(directory.resolve("small.img"), new byte[100]);
    assertThatThrownBy(() -> open(small, FileStore.Options.DEFAULT))
        .hasMessage("The file " + small + " has 100 bytes, not one block of 512.");
    FileStore first = open(path, FileStore.Options.DEFAULT);
    assertThat(first.capacityBytes()).isEqualTo(9728);
    assertThatThrownBy(() -> open(path, FileStore.Options.DEFAULT))
        .hasMessage("The file " + path + " is served by this program already.");
    first.close();
    open(path, FileStore.Options.DEFAULT).close();
  }
}
