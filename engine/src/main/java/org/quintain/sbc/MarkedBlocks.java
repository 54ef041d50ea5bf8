// SPDX-License-Identifier: Apache-2.0
package org.quintain.sbc;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.quintain.device.CommandExecution;
import org.quintain.device.CommandStep;
import org.quintain.device.LogicalUnitServices;
import org.quintain.sam.AdditionalSense;
import org.quintain.sam.SenseData;
import org.quintain.store.NonvolatileMemory;

/**
 * The logical blocks that are marked as pseudo unrecovered errors with correction disabled (SBC-4
 * 4.18.2): every read of them is a MEDIUM ERROR until something writes them. They outlast power
 * loss; a write is answered only when its marks are safely gone, so that no block that was written
 * is unreadable later.
 */
final class MarkedBlocks {
  /** How many blocks can be marked. */
  static final int MARKS_MAX = 1024;

  private static final String NAME = "pseudo-errors";

  private final LogicalUnitServices logicalUnit;
  private final NonvolatileMemory memory;
  private final long[] marked = new long[MARKS_MAX];
  private int count;

  MarkedBlocks(LogicalUnitServices logicalUnit, NonvolatileMemory memory) {
    this.logicalUnit = logicalUnit;
    this.memory = memory;
    byte[] saved = memory.load(NAME);
    if (saved != null) {
      ByteBuffer bytes = ByteBuffer.wrap(saved);
      while (bytes.remaining() >= Long.BYTES && count < MARKS_MAX) {
        marked[count++] = bytes.getLong();
      }
      Arrays.sort(marked, 0, count);
    }
  }

  /** What a command is told that comes upon block {@code marked}. */
  static SenseData sense(long marked) {
    return SenseData.of(AdditionalSense.READ_ERROR_LBA_MARKED_BAD_BY_APPLICATION_CLIENT)
        .withInformation(marked);
  }

  /** Whether no block is marked. */
  boolean isEmpty() {
    return count == 0;
  }

  /** The first marked block of {@code blocks} from {@code first} on, or -1. */
  long firstWithin(long first, long blocks) {
    int at = positionOf(first);
    return at < count && marked[at] - first < blocks ? marked[at] : -1;
  }

  private int positionOf(long block) {
    int at = Arrays.binarySearch(marked, 0, count, block);
    return at < 0 ? -at - 1 : at;
  }

  /** Marks {@code block}, then runs {@code then}; a command that cannot ends instead. */
  void mark(long nowNs, CommandExecution execution, long block, CommandStep then) {
    int at = positionOf(block);
    if (at < count && marked[at] == block) {
      then.run(nowNs, execution);
    } else if (count == MARKS_MAX) {
      execution.terminate(nowNs, AdditionalSense.INSUFFICIENT_RESOURCES);
    } else {
      System.arraycopy(marked, at, marked, at + 1, count - at);
      marked[at] = block;
      count++;
      save(nowNs, execution, then);
    }
  }

  /**
   * Takes the marks of {@code blocks} blocks from {@code first} on away, then runs {@code then}.
   */
  void clear(long nowNs, CommandExecution execution, long first, long blocks, CommandStep then) {
    if (forget(first, blocks)) {
      save(nowNs, execution, then);
    } else {
      then.run(nowNs, execution);
    }
  }

  /** Takes marks away that nobody waits for: whether there were any. */
  private boolean forget(long first, long blocks) {
    int from = positionOf(first);
    int to = from;
    while (to < count && marked[to] - first < blocks) {
      to++;
    }
    System.arraycopy(marked, to, marked, from, count - to);
    count -= to - from;
    return to > from;
  }

  /** As {@link #clear}, for work that no command waits for. */
  void forget(long nowNs, long first, long blocks) {
    if (forget(first, blocks)) {
      memory.save(nowNs, logicalUnit.reactor(), NAME, encoded(), (savedNs, isSaved) -> {});
    }
  }

  /** All marks go, since the medium was made anew; for work that no command waits for. */
  void clearAll(long nowNs) {
    forget(nowNs, 0, Long.MAX_VALUE);
  }

  private byte[] encoded() {
    ByteBuffer bytes = ByteBuffer.allocate(count * Long.BYTES);
    for (int index = 0; index < count; index++) {
      bytes.putLong(marked[index]);
    }
    return bytes.array();
  }

  private void save(long nowNs, CommandExecution execution, CommandStep then) {
    boolean[] hasFailed = new boolean[1];
    execution.suspend(
        (thenNs, resumed) -> {
          if (hasFailed[0]) {
            resumed.terminateAfterData(thenNs, SenseData.of(AdditionalSense.WRITE_ERROR));
          } else {
            then.run(thenNs, resumed);
          }
        });
    memory.save(
        nowNs,
        logicalUnit.reactor(),
        NAME,
        encoded(),
        (savedNs, isSaved) -> {
          hasFailed[0] = !isSaved;
          execution.resume(savedNs);
        });
  }
}
