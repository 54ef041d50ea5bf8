// SPDX-License-Identifier: Apache-2.0
package org.quintain.sim.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.quintain.sim.random.RandomStream;

class HistoryCheckerLaws {
  private static final int BYTES = SectorPattern.SECTOR_BYTES;

  /** A write or read under way in the model, which takes effect at one moment of its own. */
  private static final class Operation {
    final boolean isWrite;
    final boolean fua;
    final int sector;
    final long token;
    boolean effective;
    long value;

    Operation(boolean isWrite, boolean fua, int sector, long token) {
      this.isWrite = isWrite;
      this.fua = fua;
      this.sector = sector;
      this.token = token;
    }
  }

  /**
   * A disk that is right by construction: each operation takes effect at once at some moment
   * between its ends.
   */
  private static final class Model {
    final RandomStream random;
    final HistoryChecker checker;
    final boolean cache;
    final long[] current = new long[4];
    final List<TreeSet<Long>> perhapsDurable = new ArrayList<>();
    final List<Operation> underWay = new ArrayList<>();
    final ByteBuffer sector = ByteBuffer.allocate(BYTES);

    Model(long seed) {
      random = new RandomStream(seed, "model");
      cache = random.coin();
      checker = new HistoryChecker(3, 4, cache, false);
      for (int index = 0; index < 4; index++) {
        perhapsDurable.add(new TreeSet<>(List.of(0L)));
      }
    }

    void step() {
      double drawn = random.unit();
      if (drawn < 0.35 || underWay.isEmpty()) {
        begin();
      } else if (drawn < 0.6) {
        takeEffect(underWay.get(random.below(underWay.size())));
      } else if (drawn < 0.95) {
        end(underWay.remove(random.below(underWay.size())));
      } else if (drawn < 0.98) {
        flush();
      } else {
        losePower();
      }
    }

    void begin() {
      int at = random.below(4);
      boolean write = random.coin();
      long token = write ? checker.beginWrite(at, 1, sector) : checker.beginRead();
      underWay.add(new Operation(write, random.chance(0.2), at, token));
    }

    void takeEffect(Operation operation) {
      if (operation.effective) {
        return;
      }
      operation.effective = true;
      if (operation.isWrite) {
        current[operation.sector] = operation.token;
        TreeSet<Long> durable = perhapsDurable.get(operation.sector);
        if (!cache || operation.fua) {
          durable.clear();
        }
        durable.add(operation.token);
      } else {
        operation.value = current[operation.sector];
      }
    }

    void end(Operation operation) {
      boolean aborted = operation.isWrite && random.chance(0.2);
      if (!aborted) {
        takeEffect(operation);
      }
      if (operation.isWrite) {
        WriteOutcome outcome = operation.fua ? WriteOutcome.DONE_DURABLY : WriteOutcome.DONE;
        if (aborted) {
          outcome = operation.effective ? WriteOutcome.PERHAPS : WriteOutcome.NOT_EXECUTED;
        }
        checker.endWrite(operation.token, operation.sector, 1, outcome);
      } else {
        SectorPattern.fill(sector, 0, 3, operation.sector, operation.value);
        assertThat(checker.endRead(operation.token, operation.sector, 1, sector)).isNull();
      }
    }

    void flush() {
      long token = checker.beginFlush();
      for (int index = 0; index < 4; index++) {
        perhapsDurable.get(index).clear();
        perhapsDurable.get(index).add(current[index]);
      }
      checker.endFlush(token);
    }

    void losePower() {
      for (Operation operation : underWay) {
        if (operation.isWrite && random.coin()) {
          takeEffect(operation);
        }
      }
      for (Operation operation : underWay) {
        if (operation.isWrite) {
          checker.endWrite(operation.token, operation.sector, 1, WriteOutcome.UNKNOWN);
        } else {
          checker.dropRead(operation.token);
        }
      }
      underWay.clear();
      for (int index = 0; index < 4; index++) {
        List<Long> left = List.copyOf(perhapsDurable.get(index));
        current[index] = left.get(random.below(left.size()));
        perhapsDurable.get(index).clear();
        perhapsDurable.get(index).add(current[index]);
      }
      checker.losePower();
    }
  }

  @Property(seed = "3006422731", tries = 500)
  void aDiskThatIsRightIsNeverBlamed(@ForAll long seed) {
    Model model = new Model(seed);
    for (int step = 0; step < 400; step++) {
      model.step();
    }
    for (Operation operation : model.underWay) {
      model.takeEffect(operation);
    }
    assertThat(model.checker.sectorsRead()).isPositive();
  }

  private record Interval(long begin, long end) {}

  /**
   * The oracle for one read after and beside certain writes: a version is allowed unless its whole
   * interval lies before the whole interval of another that lies before the read.
   */
  @Property(seed = "2883570727", tries = 500)
  void aReadMayGiveExactlyWhatSomeOrderOfTheWritesGives(@ForAll long seed) {
    RandomStream random = new RandomStream(seed, "test");
    HistoryChecker checker = new HistoryChecker(0, 1, random.coin(), false);
    ByteBuffer sector = ByteBuffer.allocate(BYTES);
    List<Long> open = new ArrayList<>();
    List<Interval> writes = new ArrayList<>(List.of(new Interval(-2, -1)));
    long moment = 0;
    long readBegin = -1;
    long readToken = 0;
    int readAt = random.below(12);
    for (int step = 0; step < 24; step++) {
      moment++;
      if (step == readAt) {
        readToken = checker.beginRead();
        readBegin = moment;
      } else if (open.isEmpty() || (writes.size() < 7 && random.coin())) {
        open.add(checker.beginWrite(0, 1, sector));
        writes.add(new Interval(moment, Long.MAX_VALUE));
      } else {
        long ended = open.remove(random.below(open.size()));
        checker.endWrite(ended, 0, 1, WriteOutcome.DONE);
        writes.set((int) ended, new Interval(writes.get((int) ended).begin(), moment));
      }
    }
    int version = random.below(writes.size());
    boolean overridden = false;
    for (Interval other : writes) {
      overridden |= other.end() < readBegin && writes.get(version).end() < other.begin();
    }
    SectorPattern.fill(sector, 0, 0, 0, version);
    String wrong = checker.endRead(readToken, 0, 1, sector);
    assertThat(wrong == null).isEqualTo(!overridden);
  }

  @Test
  void aReadCannotGoBackBehindAnother() {
    HistoryChecker checker = new HistoryChecker(0, 1, false, false);
    ByteBuffer sector = ByteBuffer.allocate(BYTES);
    long one = checker.beginWrite(0, 1, sector);
    long two = checker.beginWrite(0, 1, sector);
    checker.endWrite(one, 0, 1, WriteOutcome.DONE);
    checker.endWrite(two, 0, 1, WriteOutcome.DONE);
    assertThat(read(checker, sector, two)).isNull();
    assertThat(read(checker, sector, one)).contains("gave write 1, allowed are [2]");
  }

  private static String read(HistoryChecker checker, ByteBuffer sector, long version) {
    long token = checker.beginRead();
    SectorPattern.fill(sector, 0, 0, 0, version);
    String wrong = checker.endRead(token, 0, 1, sector);
    return wrong == null ? null : wrong;
  }

  @Test
  void anAbortedWriteIsPerhapsThereButComesNotLater() {
    HistoryChecker checker = new HistoryChecker(0, 1, false, false);
    ByteBuffer sector = ByteBuffer.allocate(BYTES);
    long aborted = checker.beginWrite(0, 1, sector);
    checker.endWrite(aborted, 0, 1, WriteOutcome.PERHAPS);
    assertThat(read(checker, sector, 0)).isNull();
    assertThat(read(checker, sector, aborted)).contains("allowed are [0]");
  }

  @Test
  void aWriteThatWasNotExecutedIsNotThere() {
    HistoryChecker checker = new HistoryChecker(0, 1, false, false);
    ByteBuffer sector = ByteBuffer.allocate(BYTES);
    long refused = checker.beginWrite(0, 1, sector);
    checker.endWrite(refused, 0, 1, WriteOutcome.NOT_EXECUTED);
    assertThat(read(checker, sector, refused)).contains("allowed are [0]");
  }

  @Test
  void aFlushedWriteSurvivesAPowerLossAndAnUnflushedOneMayNot() {
    HistoryChecker checker = new HistoryChecker(0, 1, true, false);
    ByteBuffer sector = ByteBuffer.allocate(BYTES);
    long one = checker.beginWrite(0, 1, sector);
    checker.endWrite(one, 0, 1, WriteOutcome.DONE);
    checker.endFlush(checker.beginFlush());
    long two = checker.beginWrite(0, 1, sector);
    checker.endWrite(two, 0, 1, WriteOutcome.DONE);
    checker.losePower();
    assertThat(read(checker, sector, 0)).contains("allowed are [1, 2]");
    assertThat(read(checker, sector, one)).isNull();
    assertThat(read(checker, sector, two)).contains("allowed are [1]");
  }

  @Test
  void aFlushSaysNothingOfAWriteThatEndedAfterItBegan() {
    HistoryChecker checker = new HistoryChecker(0, 1, true, false);
    ByteBuffer sector = ByteBuffer.allocate(BYTES);
    long one = checker.beginWrite(0, 1, sector);
    long flush = checker.beginFlush();
    checker.endWrite(one, 0, 1, WriteOutcome.DONE);
    checker.endFlush(flush);
    checker.losePower();
    assertThat(read(checker, sector, 0)).isNull();
  }

  @Test
  void aForcedWriteSurvivesAPowerLoss() {
    HistoryChecker checker = new HistoryChecker(0, 1, true, false);
    ByteBuffer sector = ByteBuffer.allocate(BYTES);
    long one = checker.beginWrite(0, 1, sector);
    checker.endWrite(one, 0, 1, WriteOutcome.DONE_DURABLY);
    checker.losePower();
    assertThat(read(checker, sector, 0)).contains("allowed are [1]");
  }

  @Test
  void bytesOfNoWriteAreFound() {
    HistoryChecker checker = new HistoryChecker(0, 2, false, true);
    ByteBuffer sector = ByteBuffer.allocate(BYTES);
    long one = checker.beginWrite(0, 1, sector);
    checker.endWrite(one, 0, 1, WriteOutcome.DONE);
    long token = checker.beginRead();
    sector.put(300, (byte) (sector.get(300) + 1));
    assertThat(checker.endRead(token, 0, 1, sector)).contains("bytes of no single write");
  }

  @Test
  void aSectorOfAnotherPlaceIsFound() {
    HistoryChecker checker = new HistoryChecker(0, 2, false, false);
    ByteBuffer sector = ByteBuffer.allocate(BYTES);
    long one = checker.beginWrite(0, 1, sector);
    checker.endWrite(one, 0, 1, WriteOutcome.DONE);
    long token = checker.beginRead();
    assertThat(checker.endRead(token, 1, 1, sector)).contains("sector 1");
  }

  @Test
  void aTornReadIsFineOnlyBesideAWriteFromAStoreThatLends() {
    for (boolean readsMayTear : new boolean[] {false, true}) {
      HistoryChecker checker = new HistoryChecker(0, 1, false, readsMayTear);
      ByteBuffer sector = ByteBuffer.allocate(BYTES);
      long token = checker.beginRead();
      checker.beginWrite(0, 1, sector);
      for (int index = 100; index < BYTES; index++) {
        sector.put(index, (byte) 0);
      }
      assertThat(checker.endRead(token, 0, 1, sector) == null).isEqualTo(readsMayTear);
    }
  }
}
