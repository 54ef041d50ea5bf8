// SPDX-License-Identifier: Apache-2.0
package org.quintain.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.quintain.reactor.Reactor;
import org.quintain.testing.TestWorld;

/** Space taken and given up, held against a map of granules that is as simple as can be. */
final class AllocationLawsTest {
  private static final int GRANULE = RamChunk.GRANULE_BYTES;
  private static final int CAPACITY = 3 * RamStore.CHUNK_BYTES + 512;

  private final Reactor reactor = new TestWorld().reactor();
  private final StoreResult[] ended = new StoreResult[1];
  private final StoreRequest request =
      new StoreRequest(this, (nowNs, which, result) -> ended[0] = result, 8);

  /** One change of a range of 512-byte blocks. */
  record Step(StoreOperation operation, int firstBlock, int blocks, byte value) {}

  private StoreResult run(BackingStore store) {
    store.submit(0, reactor, request);
    return ended[0];
  }

  private StoreResult run(BackingStore store, Step step) {
    long at = step.firstBlock() * 512L;
    int length = step.blocks() * 512;
    switch (step.operation()) {
      case WRITE -> {
        byte[] data = new byte[length];
        Arrays.fill(data, step.value());
        request.write(at, false).add(ByteBuffer.wrap(data), 0, length);
      }
      case ZERO -> request.zero(at, length, false);
      case DEALLOCATE -> request.deallocate(at, length, false);
      case ANCHOR -> request.anchor(at, length, false);
      case READ, FLUSH, ALLOCATION_STATUS -> throw new AssertionError(step);
    }
    return run(store);
  }

  private byte[] contents(BackingStore store) {
    byte[] all = new byte[CAPACITY];
    request.read(0).add(ByteBuffer.wrap(all), 0, all.length);
    assertThat(run(store)).isEqualTo(StoreResult.DONE);
    return all;
  }

  /** What the store says of each granule; runs with one state never stand beside each other. */
  private AllocationState[] states(BackingStore store) {
    AllocationState[] all = new AllocationState[CAPACITY / GRANULE + 1];
    AllocationRuns runs = new AllocationRuns(1 + CAPACITY / GRANULE);
    request.allocationStatus(0, CAPACITY, runs);
    assertThat(run(store)).isEqualTo(StoreResult.DONE);
    assertThat(runs.coveredBytes()).isEqualTo(CAPACITY);
    long at = 0;
    for (int index = 0; index < runs.count(); index++) {
      assertThat(index > 0 && runs.state(index) == runs.state(index - 1)).isFalse();
      long end = at + runs.lengthBytes(index);
      assertThat(end % GRANULE == 0 || end == CAPACITY).isTrue();
      for (long granule = at / GRANULE; granule * GRANULE < end; granule++) {
        all[(int) granule] = runs.state(index);
      }
      at = end;
    }
    return all;
  }

  private static void apply(Step step, byte[] contents, AllocationState[] states) {
    int from = step.firstBlock() * 512;
    int to = from + step.blocks() * 512;
    boolean isWrite = step.operation() == StoreOperation.WRITE;
    Arrays.fill(contents, from, to, isWrite ? step.value() : 0);
    for (int granule = from / GRANULE; granule * GRANULE < to; granule++) {
      boolean isWhole =
          granule * GRANULE >= from && (granule + 1) * GRANULE <= (to == CAPACITY ? to + 3584 : to);
      states[granule] =
          switch (step.operation()) {
            case DEALLOCATE -> isWhole ? AllocationState.DEALLOCATED : states[granule];
            case ANCHOR ->
                isWhole || states[granule] == AllocationState.DEALLOCATED
                    ? AllocationState.ANCHORED
                    : states[granule];
            default -> AllocationState.MAPPED;
          };
    }
  }

  @Provide
  Arbitrary<List<Step>> steps() {
    int blocks = CAPACITY / 512;
    Arbitrary<Step> step =
        Combinators.combine(
                Arbitraries.of(
                    StoreOperation.WRITE,
                    StoreOperation.ZERO,
                    StoreOperation.DEALLOCATE,
                    StoreOperation.DEALLOCATE,
                    StoreOperation.ANCHOR),
                Arbitraries.integers().between(0, blocks - 1),
                Arbitraries.oneOf(
                    Arbitraries.integers().between(1, 40),
                    Arbitraries.integers().between(1, blocks)),
                Arbitraries.integers().between(1, 127))
            .as(
                (operation, first, count, value) ->
                    new Step(operation, first, Math.min(count, blocks - first), value.byteValue()));
    return step.list().ofMinSize(1).ofMaxSize(40);
  }

  @Property(seed = "1619732664", tries = 300)
  void contentsAndStatesFollowEveryChange(@ForAll("steps") List<Step> steps) {
    RamStore store = new RamStore(CAPACITY);
    byte[] contents = new byte[CAPACITY];
    AllocationState[] states = new AllocationState[CAPACITY / GRANULE + 1];
    Arrays.fill(states, AllocationState.DEALLOCATED);
    for (Step step : steps) {
      assertThat(run(store, step)).isEqualTo(StoreResult.DONE);
      apply(step, contents, states);
    }
    assertThat(contents(store)).isEqualTo(contents);
    assertThat(states(store)).isEqualTo(states);
    long chunksHeld = 0;
    for (int chunk = 0; chunk < 4; chunk++) {
      int first = chunk * RamChunk.GRANULES;
      int end = Math.min(first + RamChunk.GRANULES, states.length);
      chunksHeld +=
          Arrays.stream(states, first, end).anyMatch(state -> state != AllocationState.DEALLOCATED)
              ? 1
              : 0;
    }
    assertThat(store.usedBytes()).isEqualTo(chunksHeld * RamStore.CHUNK_BYTES);
    assertThat(store.usedBytes() + store.availableBytes()).isEqualTo(4L * RamStore.CHUNK_BYTES);
  }

  @Test
  void whatIsGivenUpCanBeTakenAgainWithinTheBudget() {
    RamStore store = new RamStore(CAPACITY, RamStore.CHUNK_BYTES, false);
    Step here = new Step(StoreOperation.WRITE, 0, 1, (byte) 1);
    Step there = new Step(StoreOperation.WRITE, RamStore.CHUNK_BYTES / 512, 1, (byte) 2);
    assertThat(run(store, here)).isEqualTo(StoreResult.DONE);
    assertThat(run(store, there)).isEqualTo(StoreResult.OUT_OF_SPACE);
    assertThat(store.availableBytes()).isZero();
    assertThat(run(store, new Step(StoreOperation.DEALLOCATE, 0, 8, (byte) 0)))
        .isEqualTo(StoreResult.DONE);
    assertThat(run(store, there)).isEqualTo(StoreResult.DONE);
  }

  @Test
  void anAnchoredRangeCannotRunOutOfSpace() {
    RamStore store = new RamStore(CAPACITY, RamStore.CHUNK_BYTES, false);
    assertThat(run(store, new Step(StoreOperation.ANCHOR, 8, 8, (byte) 0)))
        .isEqualTo(StoreResult.DONE);
    assertThat(run(store, new Step(StoreOperation.ANCHOR, 1024, 1, (byte) 0)))
        .isEqualTo(StoreResult.OUT_OF_SPACE);
    assertThat(request.failedOffsetBytes()).isEqualTo(1024 * 512);
    assertThat(run(store, new Step(StoreOperation.WRITE, 8, 8, (byte) 7)))
        .isEqualTo(StoreResult.DONE);
  }

  @Test
  void tellsAsManyRunsAsThereIsRoomForFromAnyBlock() {
    RamStore store = new RamStore(CAPACITY);
    run(store, new Step(StoreOperation.WRITE, 8, 8, (byte) 1));
    AllocationRuns runs = new AllocationRuns(2);
    request.allocationStatus(3 * 512, CAPACITY - 3 * 512, runs);
    assertThat(run(store)).isEqualTo(StoreResult.DONE);
    assertThat(runs.count()).isEqualTo(2);
    assertThat(runs.lengthBytes(0)).isEqualTo(5 * 512);
    assertThat(runs.state(1)).isEqualTo(AllocationState.MAPPED);
    assertThat(runs.coveredBytes()).isEqualTo(13 * 512);
  }

  @Test
  void aNullStoreHoldsNothing() {
    NullStore store = new NullStore(1 << 20);
    assertThat(run(store, new Step(StoreOperation.WRITE, 0, 8, (byte) 1)))
        .isEqualTo(StoreResult.DONE);
    AllocationRuns runs = new AllocationRuns(1);
    request.allocationStatus(0, 1 << 20, runs);
    run(store);
    assertThat(runs.state(0)).isEqualTo(AllocationState.DEALLOCATED);
    assertThat(store.usedBytes()).isZero();
  }
}
