// SPDX-License-Identifier: Apache-2.0
package org.quintain.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.quintain.memory.SegmentList;
import org.quintain.reactor.Reactor;
import org.quintain.testing.TestWorld;

final class MemoryStoresTest {
  private static final int CHUNK = RamStore.CHUNK_BYTES;

  private final Reactor reactor = new TestWorld().reactor();
  private final StoreResult[] ended = new StoreResult[1];
  private final StoreRequest request =
      new StoreRequest(this, (nowNs, which, result) -> ended[0] = result, 8);

  private StoreResult write(BackingStore store, long at, byte[] data) {
    request.write(at, false).add(ByteBuffer.wrap(data), 0, data.length);
    store.submit(0, reactor, request);
    return ended[0];
  }

  /** Reads into two pieces of memory. */
  private byte[] read(BackingStore store, long at, int length) {
    ByteBuffer into = ByteBuffer.allocate(length + 16);
    SegmentList segments = request.read(at);
    int first = length / 3;
    segments.add(into, 16, first);
    segments.add(into, 16 + first, length - first);
    store.submit(0, reactor, request);
    assertThat(ended[0]).isEqualTo(StoreResult.DONE);
    return Arrays.copyOfRange(into.array(), 16, 16 + length);
  }

  private static byte[] lent(BackingStore store, long at, int length) {
    SegmentList lent = new SegmentList(96);
    assertThat(store.lend(at, length, lent)).isTrue();
    assertThat(lent.totalBytes()).isEqualTo(length);
    ByteBuffer gathered = ByteBuffer.allocate(length);
    int end = 0;
    for (int index = 0; index < lent.count(); index++) {
      gathered.put(end, lent.base(index), lent.offset(index), lent.length(index));
      end += lent.length(index);
    }
    return gathered.array();
  }

  @Test
  void holesAreZerosAndTakeNoMemory() {
    RamStore store = new RamStore(1L << 40, CHUNK, false);
    assertThat(read(store, (1L << 40) - 100, 100)).isEqualTo(new byte[100]);
    assertThat(write(store, 5, new byte[] {1, 2})).isEqualTo(StoreResult.DONE);
    assertThat(read(store, 4, 4)).isEqualTo(new byte[] {0, 1, 2, 0});
  }

  @Test
  void aWriteBeyondTheBudgetFindsNoSpaceAndSaysWhere() {
    RamStore store = new RamStore(4L * CHUNK, CHUNK, false);
    assertThat(write(store, CHUNK - 1, new byte[] {1, 2})).isEqualTo(StoreResult.OUT_OF_SPACE);
    assertThat(request.failedOffsetBytes()).isEqualTo(CHUNK);
    assertThat(write(store, 0, new byte[] {3})).isEqualTo(StoreResult.DONE);
  }

  /** Memory for so many chunks, which counts what is given up. */
  private static final class FewChunks implements ChunkMemory {
    private int left;
    private int givenUp;

    FewChunks(int left) {
      this.left = left;
    }

    @Override
    public @Nullable ByteBuffer allocate() {
      return left-- > 0 ? ByteBuffer.allocate(RamStore.CHUNK_BYTES) : null;
    }

    @Override
    public void onGivenUp() {
      givenUp++;
    }
  }

  @Test
  void aWriteForWhichTheMachineHasNoMemoryFindsNoSpace() {
    FewChunks memory = new FewChunks(1);
    RamStore store = new RamStore(4L * CHUNK, 4L * CHUNK, false, memory);
    assertThat(write(store, CHUNK - 1, new byte[] {1, 2})).isEqualTo(StoreResult.OUT_OF_SPACE);
    assertThat(request.failedOffsetBytes()).isEqualTo(CHUNK);
    assertThat(store.usedBytes()).isEqualTo(CHUNK);
    assertThat(read(store, CHUNK - 1, 2)).isEqualTo(new byte[2]);

    memory.left = 1;
    assertThat(write(store, CHUNK - 1, new byte[] {1, 2})).isEqualTo(StoreResult.DONE);
    assertThat(read(store, CHUNK - 1, 2)).isEqualTo(new byte[] {1, 2});
  }

  @Test
  void tellsItsMemoryOfEachChunkThatItGivesUp() {
    FewChunks memory = new FewChunks(3);
    RamStore store = new RamStore(4L * CHUNK, 4L * CHUNK, false, memory);
    write(store, 0, new byte[3 * CHUNK]);
    assertThat(memory.givenUp).isZero();

    store.resize(2L * CHUNK);
    assertThat(memory.givenUp).isEqualTo(1);

    store.close();
    assertThat(memory.givenUp).isEqualTo(3);
  }

  @Test
  void lendsNothingThatDoesNotFit() {
    SegmentList lent = new SegmentList(1);
    assertThat(new RamStore(4L * CHUNK).lend(CHUNK - 1, 2, lent)).isFalse();
    assertThat(new NullStore(1 << 20).lend(0, 65537, lent)).isFalse();
    assertThat(lent.count()).isZero();
  }

  @Test
  void nullStoreReadsZerosWhateverWasWritten() {
    NullStore store = new NullStore(1L << 40);
    assertThat(write(store, 0, new byte[] {1, 2, 3})).isEqualTo(StoreResult.DONE);
    assertThat(read(store, 0, 200_000)).isEqualTo(new byte[200_000]);
    assertThat(lent(store, 1L << 39, 200_000)).isEqualTo(new byte[200_000]);
    request.flush();
    store.submit(0, reactor, request);
    assertThat(ended[0]).isEqualTo(StoreResult.DONE);
  }

  @Test
  void refusesACapacityThatCannotBe() {
    assertThatThrownBy(() -> new RamStore(0)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new RamStore(Long.MAX_VALUE - CHUNK))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Property(seed = "3383958942", tries = 50)
  void readsAndLoansGiveWhatWasWrittenLast(
      @ForAll @Size(max = 12) List<@IntRange(min = 0, max = 3 * CHUNK - 1) Integer> offsets,
      @ForAll @IntRange(min = 1, max = CHUNK + 7) int length) {
    int capacity = 4 * CHUNK + 7;
    RamStore store = new RamStore(capacity);
    byte[] model = new byte[capacity];
    int value = 0;
    for (int offset : offsets) {
      value++;
      byte[] data = new byte[length];
      for (int index = 0; index < length; index++) {
        data[index] = (byte) (value * 31 + index % 251);
      }
      write(store, offset, data);
      System.arraycopy(data, 0, model, offset, length);
    }
    assertThat(read(store, 0, capacity)).isEqualTo(model);
    assertThat(lent(store, 0, capacity)).isEqualTo(model);
    store.close();
    assertThat(read(store, 0, capacity)).isEqualTo(new byte[capacity]);
  }

  @Test
  void aStoreThatShrinksGivesUpSpaceAndOneThatGrowsReadsZeros() {
    RamStore store = new RamStore(3L * CHUNK);
    for (int chunk = 0; chunk < 3; chunk++) {
      assertThat(write(store, chunk * (long) CHUNK + 9, new byte[] {7}))
          .isEqualTo(StoreResult.DONE);
    }
    store.resize(CHUNK + 10);
    assertThat(store.capacityBytes()).isEqualTo(CHUNK + 10);
    assertThat(store.usedBytes()).isEqualTo(2L * CHUNK);
    assertThat(store.availableBytes()).isZero();
    store.resize(CHUNK + 9);
    store.resize(5L * CHUNK);
    assertThat(store.availableBytes() + store.usedBytes()).isEqualTo(5L * CHUNK);
    assertThat(read(store, 9, 1)).containsExactly(7);
    assertThat(read(store, CHUNK, 64)).containsOnly(0);
    assertThat(read(store, 2L * CHUNK, 64)).containsOnly(0);
    assertThat(write(store, 5L * CHUNK - 1, new byte[] {7})).isEqualTo(StoreResult.DONE);
  }
}
