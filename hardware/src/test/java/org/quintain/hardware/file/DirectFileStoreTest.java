// SPDX-License-Identifier: Apache-2.0
package org.quintain.hardware.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.quintain.store.StoreResult;

/** Files and block devices that are served past the page cache. */
final class DirectFileStoreTest {
  private static final int PAGE_BYTES = 4096;
  private static final int SIZE = 4 << 20;
  private static final FileStore.Options DIRECT = new FileStore.Options(false, false, false, true);

  @TempDir private Path directory;
  private final FileWorkers workers = new FileWorkers(2, 64);
  private StoreBench bench;

  @BeforeEach
  void begin() {
    bench = new StoreBench();
  }

  @AfterEach
  void end() {
    bench.close();
    workers.close();
  }

  private Path file() throws IOException {
    Path file = directory.resolve("disk.img");
    try (RandomAccessFile made = new RandomAccessFile(file.toFile(), "rw")) {
      made.setLength(SIZE);
    }
    return file;
  }

  /** Whole pages from aligned memory and anything else, each seen by the other. */
  private void keepsWhatAByteArrayKeeps(Path served) throws Exception {
    byte[] oracle = new byte[SIZE];
    FileStore store = FileStore.open(workers, served, 0, 512, DIRECT);
    assertThat(store.capacityBytes()).isEqualTo(SIZE);
    Random random = new Random(7);
    for (int round = 0; round < 400; round++) {
      boolean isAligned = random.nextBoolean();
      int unit = isAligned ? PAGE_BYTES : 512;
      int length = (1 + random.nextInt((64 << 10) / unit)) * unit;
      int at = random.nextInt((SIZE - length) / unit) * unit;
      ByteBuffer slab = ByteBuffer.allocateDirect(length + 3 * PAGE_BYTES).alignedSlice(PAGE_BYTES);
      ByteBuffer bytes = isAligned ? slab : slab.slice(8, length);
      boolean isDurable = random.nextInt(8) == 0;
      if (random.nextBoolean()) {
        byte[] data = new byte[length];
        random.nextBytes(data);
        bytes.put(0, data);
        System.arraycopy(data, 0, oracle, at, length);
        assertThat(bench.run(store, r -> r.write(at, isDurable).add(bytes, 0, length)))
            .isEqualTo(StoreResult.DONE);
      } else {
        assertThat(bench.run(store, r -> r.read(at).add(bytes, 0, length)))
            .isEqualTo(StoreResult.DONE);
        byte[] got = new byte[length];
        bytes.get(0, got);
        assertThat(Arrays.equals(got, 0, length, oracle, at, at + length)).isTrue();
      }
    }
    assertThat(bench.flush(store)).isEqualTo(StoreResult.DONE);
    store.close();
    byte[] kept = new byte[SIZE];
    try (RandomAccessFile reader = new RandomAccessFile(served.toFile(), "r")) {
      reader.readFully(kept);
    }
    assertThat(Arrays.equals(kept, oracle)).isTrue();
  }

  @Test
  void aFileKeepsWhatAByteArrayKeeps() throws Exception {
    keepsWhatAByteArrayKeeps(file());
  }

  @Test
  void aBlockDeviceKeepsWhatAByteArrayKeeps() throws Exception {
    String device = losetup("-f", "--show", file().toString());
    assumeThat(device).as("a loop device, which takes a privileged user").startsWith("/dev/loop");
    try {
      keepsWhatAByteArrayKeeps(Path.of(device));
      assertThat(Files.size(directory.resolve("disk.img"))).isEqualTo(SIZE);
    } finally {
      losetup("-d", device);
    }
  }

  private static String losetup(String... arguments) throws InterruptedException {
    String[] command = new String[arguments.length + 1];
    command[0] = "losetup";
    System.arraycopy(arguments, 0, command, 1, arguments.length);
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      byte[] said = process.getInputStream().readAllBytes();
      process.waitFor(60, TimeUnit.SECONDS);
      return new String(said, StandardCharsets.UTF_8).strip();
    } catch (IOException none) {
      return "";
    }
  }
}
