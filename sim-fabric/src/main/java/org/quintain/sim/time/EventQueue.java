// SPDX-License-Identifier: Apache-2.0
package org.quintain.sim.time;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.quintain.sam.Check;

/**
 * Events by virtual time, ties by the order they were scheduled in. A 4-ary heap over one array of
 * packed keys; what an event carries stays put in a slot that the key names, so that only 16 bytes
 * per event move.
 *
 * <pre>
 * keys:  | time 64 | sequence 40 : slot 24 | time | sequence : slot | ...   four children are neighbours
 * slots: handler[slot], kind[slot], argument[slot]
 * </pre>
 *
 * <p>The sequence is unique, so comparing the second word compares sequences. 2^40 events and 2^24
 * pending ones are more than a simulation has. Owned by one thread.
 */
public final class EventQueue {
  /** What {@link #nextTimeNs} answers for an empty queue. */
  public static final long NONE = Long.MAX_VALUE;

  private static final int SLOT_BITS = 24;
  private static final long SLOT_MASK = (1L << SLOT_BITS) - 1;
  private static final int PENDING_MAX = 1 << SLOT_BITS;
  private static final long SEQUENCE_MAX = 1L << (63 - SLOT_BITS);

  private long[] keys;
  private @Nullable EventHandler[] handlers;
  private int[] kinds;
  private long[] arguments;
  private int[] freeSlots;
  private int freeCount;
  private int size;
  private long nextSequence;

  private @Nullable EventHandler takenHandler;
  private int takenKind;
  private long takenArgument;
  private long takenTimeNs;

  /** A queue with room for {@code initialCapacity} pending events, which grows when it must. */
  public EventQueue(int initialCapacity) {
    int capacity = Math.max(16, initialCapacity);
    keys = new long[2 * capacity];
    handlers = new @Nullable EventHandler[capacity];
    kinds = new int[capacity];
    arguments = new long[capacity];
    freeSlots = new int[capacity];
    fillFreeSlots(0, capacity);
  }

  private void fillFreeSlots(int first, int end) {
    for (int slot = end - 1; slot >= first; slot--) {
      freeSlots[freeCount++] = slot;
    }
  }

  /** Schedules an event at {@code timeNs}, which is not before the last one taken. */
  public void schedule(long timeNs, EventHandler handler, int kind, long argument) {
    Check.that(timeNs >= takenTimeNs, "an event is not scheduled in the past", timeNs, takenTimeNs);
    Check.that(nextSequence < SEQUENCE_MAX, "event sequence numbers last");
    if (freeCount == 0) {
      grow();
    }
    int slot = freeSlots[--freeCount];
    handlers[slot] = handler;
    kinds[slot] = kind;
    arguments[slot] = argument;
    siftUp(size++, timeNs, (nextSequence++ << SLOT_BITS) | slot);
  }

  private void siftUp(int start, long timeNs, long order) {
    long[] heap = keys;
    int hole = start;
    while (hole > 0) {
      int parent = (hole - 1) >> 2;
      long parentTime = heap[2 * parent];
      if (parentTime < timeNs || (parentTime == timeNs && heap[2 * parent + 1] < order)) {
        break;
      }
      heap[2 * hole] = parentTime;
      heap[2 * hole + 1] = heap[2 * parent + 1];
      hole = parent;
    }
    heap[2 * hole] = timeNs;
    heap[2 * hole + 1] = order;
  }

  /**
   * Takes the first event out; {@link #handler}, {@link #kind}, {@link #argument} and {@link
   * #timeNs} then say what it is.
   *
   * @return false when the queue is empty
   */
  public boolean take() {
    if (size == 0) {
      return false;
    }
    int slot = (int) (keys[1] & SLOT_MASK);
    takenTimeNs = keys[0];
    takenHandler = handlers[slot];
    takenKind = kinds[slot];
    takenArgument = arguments[slot];
    handlers[slot] = null;
    freeSlots[freeCount++] = slot;
    size--;
    if (size > 0) {
      siftDown(keys[2 * size], keys[2 * size + 1]);
    }
    return true;
  }

  private void siftDown(long timeNs, long order) {
    long[] heap = keys;
    int hole = 0;
    while (true) {
      int child = (hole << 2) + 1;
      if (child >= size) {
        break;
      }
      int end = Math.min(child + 4, size);
      int least = child;
      long leastTime = heap[2 * child];
      long leastOrder = heap[2 * child + 1];
      for (int next = child + 1; next < end; next++) {
        long nextTime = heap[2 * next];
        if (nextTime < leastTime || (nextTime == leastTime && heap[2 * next + 1] < leastOrder)) {
          least = next;
          leastTime = nextTime;
          leastOrder = heap[2 * next + 1];
        }
      }
      if (timeNs < leastTime || (timeNs == leastTime && order < leastOrder)) {
        break;
      }
      heap[2 * hole] = leastTime;
      heap[2 * hole + 1] = leastOrder;
      hole = least;
    }
    heap[2 * hole] = timeNs;
    heap[2 * hole + 1] = order;
  }

  private void grow() {
    int before = kinds.length;
    Check.that(before < PENDING_MAX, "pending events stay below 2^24", before);
    int after = Math.min(PENDING_MAX, before * 2);
    keys = Arrays.copyOf(keys, 2 * after);
    handlers = Arrays.copyOf(handlers, after);
    kinds = Arrays.copyOf(kinds, after);
    arguments = Arrays.copyOf(arguments, after);
    freeSlots = Arrays.copyOf(freeSlots, after);
    fillFreeSlots(before, after);
  }

  /** When the first event is due, or {@link #NONE}. */
  public long nextTimeNs() {
    return size == 0 ? NONE : keys[0];
  }

  /** How many events are pending. */
  public int size() {
    return size;
  }

  /** The handler of the event last taken. */
  public EventHandler handler() {
    EventHandler taken = takenHandler;
    Check.that(taken != null, "an event was taken");
    return taken;
  }

  /** The kind of the event last taken. */
  public int kind() {
    return takenKind;
  }

  /** The argument of the event last taken. */
  public long argument() {
    return takenArgument;
  }

  /** The time of the event last taken. */
  public long timeNs() {
    return takenTimeNs;
  }
}
