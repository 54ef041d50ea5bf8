// SPDX-License-Identifier: Apache-2.0
package org.quintain.hardware.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.kenai.jffi.MemoryIO;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.quintain.store.RamStore;

@Timeout(value = 600, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class HugePageMemoryTest {
  private static final long WAIT_NS = TimeUnit.SECONDS.toNanos(120);
  private static final int CHUNKS_PER_REGION = HugePageMemory.REGION_BYTES / RamStore.CHUNK_BYTES;

  /** The C library, which may be told to have no memory, or to give none back. */
  private static final class Machine implements HugePageMemory.CLibrary {
    private final HugePageMemory.CLibrary real;
    private boolean isFull;
    private int regions;
    private int adviceRefused = -1;

    Machine(HugePageMemory.CLibrary real) {
      this.real = real;
    }

    @Override
    public long aligned_alloc(long alignment, long size) {
      regions++;
      return isFull ? 0 : real.aligned_alloc(alignment, size);
    }

    @Override
    public int madvise(long address, long length, int advice) {
      return advice == adviceRefused ? -1 : real.madvise(address, length, advice);
    }
  }

  private Machine machine;
  private HugePageMemory memory;

  @BeforeEach
  void open() {
    HugePageMemory.CLibrary library = LinuxCalls.load(HugePageMemory.CLibrary.class);
    assumeTrue(library != null, "written for 64-bit Linux");
    machine = new Machine(library);
    memory = new HugePageMemory(machine);
  }

  private ByteBuffer chunk() {
    ByteBuffer chunk = memory.allocate();
    assertThat(chunk).isNotNull();
    return chunk;
  }

  private static long address(ByteBuffer chunk) {
    return MemoryIO.getInstance().getDirectBufferAddress(chunk);
  }

  private static void isZero(ByteBuffer chunk) {
    assertThat(chunk.mismatch(ByteBuffer.allocate(RamStore.CHUNK_BYTES))).isEqualTo(-1);
  }

  private static void fill(ByteBuffer chunk) {
    for (int at = 0; at < RamStore.CHUNK_BYTES; at += Long.BYTES) {
      chunk.putLong(at, -1);
    }
  }

  private static boolean await(BooleanSupplier condition) throws InterruptedException {
    long deadline = System.nanoTime() + WAIT_NS;
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() - deadline > 0) {
        return false;
      }
      System.gc();
      Thread.sleep(10);
    }
    return true;
  }

  @Test
  void chunksAreZerosThatNobodyElseHas() {
    List<ByteBuffer> chunks = new ArrayList<>();
    Set<Long> addresses = new HashSet<>();
    for (int count = 0; count < 20; count++) {
      ByteBuffer chunk = chunk();
      assertThat(chunk.isDirect()).isTrue();
      assertThat(chunk.capacity()).isEqualTo(RamStore.CHUNK_BYTES);
      isZero(chunk);
      fill(chunk);
      assertThat(addresses.add(address(chunk))).isTrue();
      chunks.add(chunk);
    }
    assertThat(chunks).allSatisfy(each -> assertThat(each.getLong(0)).isEqualTo(-1));
    assertThat(machine.regions).isEqualTo(1);
  }

  /** Of the range of addresses that holds {@code address}, in the kernel's own words. */
  private static String kernelFlags(long address) throws IOException {
    boolean isIt = false;
    for (String line : Files.readAllLines(Path.of("/proc/self/smaps"))) {
      if (line.matches("[0-9a-f]+-[0-9a-f]+ .*")) {
        int dash = line.indexOf('-');
        isIt =
            Long.compareUnsigned(Long.parseUnsignedLong(line.substring(0, dash), 16), address) <= 0
                && Long.compareUnsigned(
                        address,
                        Long.parseUnsignedLong(line.substring(dash + 1, line.indexOf(' ')), 16))
                    < 0;
      } else if (isIt && line.startsWith("VmFlags:")) {
        return line;
      }
    }
    return "";
  }

  @Test
  void theKernelIsAskedForHugePages() throws Exception {
    assumeTrue(
        Files.exists(Path.of("/sys/kernel/mm/transparent_hugepage/enabled")),
        "a kernel without transparent huge pages");
    ByteBuffer chunk = chunk();

    assertThat(address(chunk) % (2 << 20)).isZero();
    assertThat(kernelFlags(address(chunk)).split(" ")).contains("hg");
  }

  private Set<Long> fillAndForget(int chunks) {
    Set<Long> addresses = new HashSet<>();
    for (int count = 0; count < chunks; count++) {
      ByteBuffer chunk = chunk();
      fill(chunk);
      addresses.add(address(chunk));
      memory.onGivenUp();
    }
    return addresses;
  }

  private void comesAgainAsZeros() throws Exception {
    Set<Long> before = fillAndForget(8);
    List<ByteBuffer> after = new ArrayList<>();
    assertThat(
            await(
                () -> {
                  after.add(chunk());
                  return before.contains(address(after.get(after.size() - 1)));
                }))
        .isTrue();
    isZero(after.get(after.size() - 1));
  }

  @Test
  void whatNobodyReachesComesAgainAsZeros() throws Exception {
    comesAgainAsZeros();
  }

  @Test
  void zerosAreWrittenWhereTheKernelHasNone() throws Exception {
    machine.adviceRefused = 4;
    comesAgainAsZeros();
  }

  @Test
  void whatIsStillLentIsNotTouched() throws Exception {
    ByteBuffer lent = chunk().slice(4096, 4096).duplicate();
    Set<Long> others = fillAndForget(8);
    lent.putLong(0, 0x5155494E5441494EL);
    memory.onGivenUp();
    Set<Long> again = new HashSet<>();
    List<ByteBuffer> kept = new ArrayList<>();

    assertThat(
            await(
                () -> {
                  ByteBuffer chunk = chunk();
                  fill(chunk);
                  kept.add(chunk);
                  again.add(address(chunk));
                  return again.containsAll(others);
                }))
        .isTrue();

    assertThat(lent.getLong(0)).isEqualTo(0x5155494E5441494EL);
    assertThat(again).doesNotContain(address(lent) - 4096);
    assertThat(kept).hasSizeGreaterThanOrEqualTo(others.size());
  }

  @Test
  void muchThatWasGivenUpIsCollectedBeforeMoreIsTaken() {
    for (int round = 0; round < 8; round++) {
      fillAndForget(CHUNKS_PER_REGION);
    }

    assertThat(machine.regions).isLessThan(8);
  }

  @Test
  void aFullMachineIsToldAsNoSpaceAndAnotherTryMayFare() {
    machine.isFull = true;
    assertThat(memory.allocate()).isNull();

    machine.isFull = false;
    isZero(chunk());
  }
}
