// SPDX-License-Identifier: Apache-2.0
package org.quintain.iscsi.target;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;
import org.quintain.iscsi.wire.Bhs;
import org.quintain.iscsi.wire.PduTransmitter;
import org.quintain.iscsi.wire.SerialNumber;

/**
 * What a connection sent with a StatSN and the initiator has not acknowledged by ExpStatSN (RFC
 * 7143 4.2.2.2): copies of the responses, and the commands behind those that are SCSI Responses,
 * with the data they sent. For error recovery levels above 0. When more goes unacknowledged than it
 * holds, the oldest is given up.
 */
final class StatusHistory {
  /** A response up to this long, its data included, is kept in memory made at start. */
  private static final int ENTRY_BYTES = Bhs.LENGTH_BYTES + 256;

  private static final int NO_TASK = -1;

  private final IscsiTargetSession session;
  private final ByteBuffer bytes;
  private final @Nullable ByteBuffer[] longEntry;
  private final int[] taskIndex;
  private final int mask;
  private int first;
  private int next;
  private int heldTasks;
  private long lastNowNs;

  /**
   * @param entriesMin how many responses it holds at least
   * @param firstStatSn the StatSN of the first response it will see
   */
  StatusHistory(IscsiTargetSession session, int entriesMin, int firstStatSn) {
    this.session = session;
    int capacity = Integer.highestOneBit(Math.max(2, entriesMin) * 2 - 1);
    bytes = ByteBuffer.allocate(capacity * ENTRY_BYTES);
    longEntry = new ByteBuffer[capacity];
    taskIndex = new int[capacity];
    mask = capacity - 1;
    first = firstStatSn;
    next = firstStatSn;
  }

  /** Keeps the response that is begun in {@code transmitter} and carries {@code statSn}. */
  void add(int statSn, PduTransmitter transmitter) {
    if (next - first > mask) {
      dropFirst(lastNowNs);
    }
    int at = statSn & mask;
    int length = Bhs.LENGTH_BYTES + transmitter.dataLengthBegun();
    taskIndex[at] = NO_TASK;
    if (length <= ENTRY_BYTES) {
      longEntry[at] = null;
      transmitter.copyBegun(bytes, at * ENTRY_BYTES);
      Bhs.dataSegmentLength(bytes, at * ENTRY_BYTES, transmitter.dataLengthBegun());
    } else {
      ByteBuffer copy = ByteBuffer.allocate(length);
      longEntry[at] = copy;
      transmitter.copyBegun(copy, 0);
      Bhs.dataSegmentLength(copy, 0, transmitter.dataLengthBegun());
    }
    next = statSn + 1;
  }

  /** The response just kept ended {@code task}, whose memory it holds on to. */
  void holdTask(long nowNs, IscsiTask task) {
    lastNowNs = nowNs;
    while (session.tasks().kept().isFull() && heldTasks > 0) {
      releaseOldestTask(nowNs);
    }
    if (session.tasks().kept().isFull()) {
      return;
    }
    taskIndex[(next - 1) & mask] = task.index;
    heldTasks++;
    session.tasks().kept().add();
    task.references++;
  }

  private void releaseOldestTask(long nowNs) {
    for (int statSn = first; statSn != next; statSn++) {
      if (taskIndex[statSn & mask] != NO_TASK) {
        releaseTask(nowNs, statSn & mask);
        return;
      }
    }
  }

  private void releaseTask(long nowNs, int at) {
    int index = taskIndex[at];
    if (index != NO_TASK) {
      taskIndex[at] = NO_TASK;
      heldTasks--;
      session.tasks().kept().remove();
      session.tasks().unpin(nowNs, session.tasks().byIndex()[index]);
    }
  }

  private void dropFirst(long nowNs) {
    int at = first & mask;
    first++;
    longEntry[at] = null;
    releaseTask(nowNs, at);
  }

  /** The initiator has everything before {@code expStatSn}; nonsense changes nothing. */
  void onExpStatSn(long nowNs, int expStatSn) {
    lastNowNs = nowNs;
    if (expStatSn == first || !SerialNumber.isWithin(expStatSn, first, next)) {
      return;
    }
    while (first != expStatSn) {
      dropFirst(nowNs);
    }
  }

  /** Nothing of it will be asked for any more. */
  void releaseAll(long nowNs) {
    while (first != next) {
      dropFirst(nowNs);
    }
  }

  /** How many responses wait to be acknowledged. */
  int count() {
    return next - first;
  }

  /** Whether so many commands are held that their acknowledgement should be asked for. */
  boolean isAckWanted() {
    return session.tasks().kept().isAckWanted() || count() * 2 > mask;
  }

  int firstStatSn() {
    return first;
  }

  int nextStatSn() {
    return next;
  }

  /** Whether the response with {@code statSn} is here. */
  boolean has(int statSn) {
    return SerialNumber.isWithin(statSn, first, next - 1);
  }

  /** The command with {@code initiatorTaskTag} whose status is not acknowledged, or null. */
  @Nullable IscsiTask find(int initiatorTaskTag) {
    for (int statSn = next - 1; statSn - first >= 0; statSn--) {
      int index = taskIndex[statSn & mask];
      if (index != NO_TASK
          && session.tasks().byIndex()[index].initiatorTaskTag == initiatorTaskTag) {
        return session.tasks().byIndex()[index];
      }
    }
    return null;
  }

  /** Lets go of {@code task}, which is taken up again; the caller keeps it from being released. */
  void takeTask(IscsiTask task) {
    for (int statSn = first; statSn != next; statSn++) {
      int at = statSn & mask;
      if (taskIndex[at] == task.index) {
        taskIndex[at] = NO_TASK;
        heldTasks--;
        session.tasks().kept().remove();
        task.references--;
        return;
      }
    }
  }

  /** Queues the response with {@code statSn} over again, its window brought up to date. */
  void repeat(int statSn, TargetOutput output) {
    int at = statSn & mask;
    ByteBuffer kept = longEntry[at];
    int from = kept == null ? at * ENTRY_BYTES : 0;
    ByteBuffer copy = kept == null ? bytes : kept;
    int length = Bhs.dataSegmentLength(copy, from);
    int base = output.begin(Bhs.opcode(copy, from));
    ByteBuffer header = output.header();
    int expCmdSn = Bhs.expCmdSn(header, base);
    int maxCmdSn = Bhs.maxCmdSn(header, base);
    header.put(base, copy, from, Bhs.LENGTH_BYTES);
    Bhs.expCmdSn(header, base, expCmdSn);
    Bhs.maxCmdSn(header, base, maxCmdSn);
    if (kept != null) {
      output.transmitter().data(kept, Bhs.LENGTH_BYTES, length);
    } else if (length > 0) {
      int inline = output.transmitter().inlineData(length);
      header.put(inline, copy, from + Bhs.LENGTH_BYTES, length);
    }
    output.commitAgain();
  }
}
