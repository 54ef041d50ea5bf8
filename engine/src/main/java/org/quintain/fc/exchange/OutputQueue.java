// SPDX-License-Identifier: Apache-2.0
package org.quintain.fc.exchange;

import java.nio.ByteBuffer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.quintain.sam.Check;
import org.quintain.wire.OutgoingSequence;
import org.quintain.wire.SequenceSentListener;

/**
 * The sequences of a port: those that wait in order, those that the driver holds, and a pool that
 * grows to the most that was ever needed.
 */
final class OutputQueue {
  private static final int SEQUENCES_PER_SLAB = 64;

  private final int inlineBytes;
  private final boolean direct;
  private OutgoingSequence[] all = new OutgoingSequence[0];
  private @Nullable Exchange[] owner = new @Nullable Exchange[0];

  private @Nullable OutgoingSequence free;
  private @Nullable OutgoingSequence head;
  private @Nullable OutgoingSequence tail;
  private int heldCount;
  private int freeCount;

  OutputQueue(int inlineBytes, boolean direct) {
    this.inlineBytes = inlineBytes;
    this.direct = direct;
    grow();
  }

  private void grow() {
    int stride = (OutgoingSequence.HEADER_BYTES + inlineBytes + 7) & ~7;
    int bytes = stride * SEQUENCES_PER_SLAB;
    ByteBuffer slab = direct ? ByteBuffer.allocateDirect(bytes) : ByteBuffer.allocate(bytes);
    int before = all.length;
    OutgoingSequence[] more = new OutgoingSequence[before + SEQUENCES_PER_SLAB];
    @Nullable Exchange[] moreOwners = new @Nullable Exchange[before + SEQUENCES_PER_SLAB];
    System.arraycopy(all, 0, more, 0, before);
    System.arraycopy(owner, 0, moreOwners, 0, before);
    for (int index = 0; index < SEQUENCES_PER_SLAB; index++) {
      OutgoingSequence made =
          new OutgoingSequence(before + index, slab, index * stride, inlineBytes);
      more[before + index] = made;
      made.next(free);
      free = made;
    }
    freeCount += SEQUENCES_PER_SLAB;
    all = more;
    owner = moreOwners;
  }

  /** A sequence as {@link OutgoingSequence#clear} leaves it, of {@code exchange} or of none. */
  OutgoingSequence take(@Nullable Exchange exchange) {
    OutgoingSequence taken = free;
    if (taken == null) {
      grow();
      taken = free;
    }
    Check.that(taken != null, "a queue that grew has free sequences");
    free = taken.next();
    freeCount--;
    taken.next(null);
    owner[taken.slot()] = exchange;
    if (exchange != null) {
      Check.that(
          exchange.sequencesHeld < Exchange.SEQUENCES_HELD_MAX,
          "an exchange has few sequences under way",
          exchange.index());
      exchange.sequencesHeld++;
    }
    return taken;
  }

  /** Puts {@code sequence} behind those that wait. */
  void put(OutgoingSequence sequence) {
    OutgoingSequence last = tail;
    if (last == null) {
      head = sequence;
    } else {
      last.next(sequence);
    }
    tail = sequence;
  }

  boolean isEmpty() {
    return head == null;
  }

  /** The first that waits, which is the driver's then. */
  @Nullable OutgoingSequence poll() {
    OutgoingSequence first = head;
    if (first == null) {
      return null;
    }
    head = first.next();
    if (head == null) {
      tail = null;
    }
    first.next(null);
    heldCount++;
    return first;
  }

  /** The driver gives {@code sequence} back; whose it was, or null. */
  @Nullable Exchange takeBack(long nowNs, OutgoingSequence sequence) {
    Check.that(heldCount > 0 && all[sequence.slot()] == sequence, "a sequence is given back once");
    heldCount--;
    return retire(nowNs, sequence);
  }

  /** Gives up all sequences of {@code exchange} that wait; their listeners are told. */
  void giveUp(long nowNs, Exchange exchange) {
    OutgoingSequence before = null;
    OutgoingSequence given = null;
    OutgoingSequence at = head;
    while (at != null) {
      OutgoingSequence next = at.next();
      if (owner[at.slot()] == exchange) {
        unlink(before, at, next);
        at.next(given);
        given = at;
      } else {
        before = at;
      }
      at = next;
    }
    // Told only now that the queue is whole again: a listener may send.
    while (given != null) {
      OutgoingSequence next = given.next();
      retire(nowNs, given);
      given = next;
    }
  }

  /** Gives up everything that waits; {@code then} is told whose each was. */
  void giveUpAll(long nowNs, Consumer<Exchange> then) {
    OutgoingSequence at = head;
    head = null;
    tail = null;
    while (at != null) {
      OutgoingSequence next = at.next();
      Exchange exchange = retire(nowNs, at);
      if (exchange != null) {
        then.accept(exchange);
      }
      at = next;
    }
  }

  private void unlink(
      @Nullable OutgoingSequence before, OutgoingSequence at, @Nullable OutgoingSequence next) {
    if (before == null) {
      head = next;
    } else {
      before.next(next);
    }
    if (tail == at) {
      tail = before;
    }
  }

  private @Nullable Exchange retire(long nowNs, OutgoingSequence sequence) {
    Exchange exchange = owner[sequence.slot()];
    SequenceSentListener listener = sequence.sentListener();
    int token = sequence.sentToken();
    owner[sequence.slot()] = null;
    sequence.clear();
    sequence.next(free);
    free = sequence;
    freeCount++;
    if (exchange != null) {
      exchange.sequencesHeld--;
    }
    if (listener != null) {
      listener.onSequenceSent(nowNs, token);
    }
    return exchange;
  }

  /** How many sequences are not in the pool. */
  int inUse() {
    return all.length - freeCount;
  }
}
