// SPDX-License-Identifier: Apache-2.0
package org.quintain.ib.transport;

import org.jspecify.annotations.Nullable;
import org.quintain.ib.wire.PacketSequence;

/**
 * The reads of the peer's that are to be answered, by their sequence numbers (IBA 9.7.5.1.1): as
 * many as there are responder resources, and as many again that the peer asks for once more.
 */
final class ReadAnswers {
  private final ReadAnswer[] answers;
  private final int resources;
  private int count;
  private int fresh;

  ReadAnswers(int resources) {
    this.resources = resources;
    answers = new ReadAnswer[Math.max(1, resources * 2)];
    for (int index = 0; index < answers.length; index++) {
      answers[index] = new ReadAnswer();
    }
  }

  boolean isEmpty() {
    return count == 0;
  }

  ReadAnswer first() {
    return answers[0];
  }

  /** A place for a new read, which is the last, or null when all resources are in use. */
  @Nullable ReadAnswer add() {
    if (fresh == resources || count == answers.length) {
      return null;
    }
    ReadAnswer added = answers[count++];
    added.isRepeat = false;
    added.sent = 0;
    fresh++;
    return added;
  }

  /**
   * A place for a read that the peer asks for again from {@code sequenceNumber} on: that of the
   * read it is part of, which has not been answered wholly, or a new one before those that come
   * later; null when there is no room.
   */
  @Nullable ReadAnswer again(int sequenceNumber) {
    int at = 0;
    while (at < count) {
      ReadAnswer present = answers[at];
      int skip = PacketSequence.distance(present.firstSequenceNumber, sequenceNumber);
      if (skip >= 0 && skip < present.packets) {
        return present;
      }
      if (skip < 0) {
        break;
      }
      at++;
    }
    if (count == answers.length) {
      return null;
    }
    ReadAnswer added = answers[count];
    System.arraycopy(answers, at, answers, at + 1, count - at);
    answers[at] = added;
    count++;
    added.isRepeat = true;
    added.sent = 0;
    return added;
  }

  /** The first is answered. */
  void removeFirst() {
    ReadAnswer done = answers[0];
    count--;
    System.arraycopy(answers, 1, answers, 0, count);
    answers[count] = done;
    if (!done.isRepeat) {
      fresh--;
    }
  }

  void clear() {
    count = 0;
    fresh = 0;
  }
}
