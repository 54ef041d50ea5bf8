// SPDX-License-Identifier: Apache-2.0
package org.quintain.ib.transport;

import org.jspecify.annotations.Nullable;
import org.quintain.ib.wire.PacketSequence;
import org.quintain.sam.Check;
import org.quintain.time.DeadlineTable;
import org.quintain.wire.OutgoingMessage;
import org.quintain.wire.QueuePairOptions;
import org.quintain.wire.WorkRequest;
import org.quintain.wire.WorkStatus;

/**
 * The requesting half of a queue pair (IBA 9.7.3 to 9.7.6, 9.9.2): which packets go out next, which
 * are acknowledged, and from where sending begins again. Sequence numbers from {@link #unacked} up
 * to the cursor are under way; what lies before is done, what lies behind has never been sent or is
 * to be sent again.
 */
final class Requester {
  private final RcQueuePair queuePair;
  private final SendQueue queue;
  private final int windowPackets;

  private int initiatorDepth;
  private int retryCount;
  private int rnrRetryCount;
  private long timeoutNs;

  /** The oldest sequence number that is not acknowledged, and the place it is of. */
  private int unacked;

  private int unackedPlace;

  /** What is sent next: the packet of that place, the sequence number that it has. */
  private int cursorPlace;

  private int cursorPacket;
  private int cursor;

  /** Behind the highest sequence number, and the last place, of which anything was ever sent. */
  private int sentEnd;

  private int begunPlaces;

  private int packetsUnderWay;
  private int readsUnderWay;
  private int retriesLeft;
  private int rnrRetriesLeft;
  private long notReadyUntilNs = DeadlineTable.NONE;

  /**
   * Sending began again from {@link #unacked} since the peer missed a packet, and no news since.
   */
  private boolean hasBegunAgain;

  private boolean isDraining;

  Requester(RcQueuePair queuePair, SendQueue queue, int windowPackets) {
    this.queuePair = queuePair;
    this.queue = queue;
    this.windowPackets = windowPackets;
  }

  /** The queue pair is ready to send. */
  void begin(
      int firstSequenceNumber, long ackTimeoutNs, int retries, int rnrRetries, int readsMax) {
    queue.begin(firstSequenceNumber);
    unacked = firstSequenceNumber;
    cursor = firstSequenceNumber;
    sentEnd = firstSequenceNumber;
    unackedPlace = queue.tail();
    cursorPlace = queue.tail();
    begunPlaces = queue.tail();
    cursorPacket = 0;
    timeoutNs = ackTimeoutNs;
    retryCount = retries;
    rnrRetryCount = rnrRetries;
    initiatorDepth = readsMax;
    resetRetries();
  }

  private void resetRetries() {
    retriesLeft = retryCount;
    rnrRetriesLeft = rnrRetryCount;
    hasBegunAgain = false;
  }

  // What goes out.

  /** Whether there is something that may be sent now. */
  boolean canSend() {
    if (cursorPlace == queue.tail()
        || packetsUnderWay >= windowPackets
        || notReadyUntilNs != DeadlineTable.NONE
        || (isDraining && cursorPlace - begunPlaces >= 0)) {
      return false;
    }
    SendEntry entry = queue.at(cursorPlace);
    if (entry.isFenced && cursorPacket == 0 && readsUnderWay > 0) {
      return false;
    }
    return !entry.isRead || readsUnderWay < initiatorDepth || initiatorDepth == 0;
  }

  /** The next run; null where the request turned out one that cannot be sent. */
  @Nullable OutgoingMessage next(long nowNs) {
    SendEntry entry = queue.at(cursorPlace);
    WorkRequest request = entry.request;
    Check.that(request != null, "what is sent is in the queue");
    boolean isRead = entry.isRead;
    if (isRead && !canRead(request)) {
      WorkStatus why = initiatorDepth == 0 ? WorkStatus.LOC_QP_OP_ERR : WorkStatus.LOC_PROT_ERR;
      fail(nowNs, cursorPlace, why);
      return null;
    }
    OutgoingMessage run = queuePair.newMessage(entry.kind, cursor);
    run.owner(entry);
    entry.held++;
    if (isRead) {
      describeRead(run, entry, request);
    } else {
      describe(run, entry, request);
    }
    if (cursorPacket == entry.packets) {
      cursorPlace++;
      cursorPacket = 0;
    }
    int begun = cursorPacket > 0 ? cursorPlace + 1 : cursorPlace;
    if (begun - begunPlaces > 0) {
      begunPlaces = begun;
    }
    if (PacketSequence.isBefore(sentEnd, cursor)) {
      sentEnd = cursor;
    }
    // Whatever nothing follows at once asks for an answer, so that nothing waits for one in vain.
    boolean asks = isRead || !canSend() || packetsUnderWay % asksEvery() < run.packetCount();
    run.acknowledgeRequested(asks);
    if (asks && queuePair.deadlineNs() == DeadlineTable.NONE) {
      startTimer(nowNs);
    }
    return run;
  }

  private int asksEvery() {
    return Math.max(1, windowPackets / 4);
  }

  private boolean canRead(WorkRequest request) {
    return initiatorDepth > 0
        && queuePair
                .regions()
                .local(request.localKey(), request.localAddress(), request.lengthBytes())
            != null;
  }

  private void describeRead(OutgoingMessage run, SendEntry entry, WorkRequest request) {
    long skip = (long) cursorPacket * queuePair.mtuBytes();
    run.remote(
        request.remoteAddress() + skip, request.remoteKey(), request.lengthBytes() - (int) skip);
    cursor = PacketSequence.plus(entry.firstSequenceNumber, entry.packets);
    cursorPacket = entry.packets;
    entry.isUnderWay = true;
    readsUnderWay++;
    packetsUnderWay++;
  }

  private void describe(OutgoingMessage run, SendEntry entry, WorkRequest request) {
    int mtu = queuePair.mtuBytes();
    int count = Math.min(entry.packets - cursorPacket, windowPackets - packetsUnderWay);
    boolean ends = cursorPacket + count == entry.packets;
    int skip = cursorPacket * mtu;
    int bytes = ends ? request.lengthBytes() - skip : count * mtu;
    run.packets(count, cursorPacket == 0, ends);
    run.payload(request.source(), request.sourceOffsetBytes() + skip, bytes);
    run.solicited(request.isSolicited());
    switch (entry.kind) {
      case SEND_WITH_IMMEDIATE -> run.immediateData(request.immediateData());
      case SEND_WITH_INVALIDATE -> run.immediateData(request.remoteKey());
      case RDMA_WRITE -> describeWrite(run, request);
      case RDMA_WRITE_WITH_IMMEDIATE -> {
        describeWrite(run, request);
        run.immediateData(request.immediateData());
      }
      case SEND, RDMA_READ_REQUEST, RDMA_READ_RESPONSE, ACKNOWLEDGE, DATAGRAM -> {}
    }
    cursor = PacketSequence.plus(cursor, count);
    cursorPacket += count;
    packetsUnderWay += count;
  }

  private static void describeWrite(OutgoingMessage run, WorkRequest request) {
    run.remote(request.remoteAddress(), request.remoteKey(), request.lengthBytes());
  }

  // What comes.

  /** Whether {@code number} may be of something that was sent and is not done. */
  boolean isUnderWay(int number) {
    return PacketSequence.distance(unacked, number) >= 0
        && PacketSequence.isBefore(number, sentEnd);
  }

  /** Whether an answer with {@code number} is one that was dealt with before. */
  boolean isDone(int number) {
    return PacketSequence.isBefore(number, unacked);
  }

  /**
   * Everything before {@code end} is acknowledged, but not what is still to be read: a later answer
   * says that answers of a read are missing (IBA 9.7.5.1.2).
   *
   * @return whether nothing is missing
   */
  boolean acknowledgeBefore(long nowNs, int end) {
    boolean moved = false;
    while (PacketSequence.isBefore(unacked, end)) {
      SendEntry entry = queue.at(unackedPlace);
      if (entry.isRead) {
        break;
      }
      int entryEnd = PacketSequence.plus(entry.firstSequenceNumber, entry.packets);
      boolean whole = PacketSequence.distance(entryEnd, end) >= 0;
      moveTo(whole ? entryEnd : end, entry, whole);
      moved = true;
    }
    if (moved) {
      onProgress(nowNs);
    }
    return !PacketSequence.isBefore(unacked, end);
  }

  private void moveTo(int end, SendEntry entry, boolean isWhole) {
    int before = PacketSequence.distance(unacked, end);
    int sent = PacketSequence.distance(unacked, cursor);
    if (!entry.isRead) {
      packetsUnderWay -= Math.min(before, Math.max(0, sent));
    } else if (isWhole && entry.isUnderWay) {
      entry.isUnderWay = false;
      packetsUnderWay--;
      readsUnderWay--;
    }
    unacked = end;
    if (isWhole) {
      entry.outcome = WorkStatus.SUCCESS;
      unackedPlace++;
    }
    if (sent < before) {
      // Sent before sending began again: it need not go out once more.
      cursor = end;
      cursorPlace = unackedPlace;
      cursorPacket = isWhole ? 0 : PacketSequence.distance(entry.firstSequenceNumber, end);
    }
  }

  private void onProgress(long nowNs) {
    resetRetries();
    queue.complete();
    if (packetsUnderWay > 0) {
      startTimer(nowNs);
    } else if (notReadyUntilNs == DeadlineTable.NONE) {
      queuePair.deadline(DeadlineTable.NONE);
    }
  }

  private void startTimer(long nowNs) {
    if (notReadyUntilNs == DeadlineTable.NONE) {
      queuePair.deadline(timeoutNs == 0 ? DeadlineTable.NONE : nowNs + timeoutNs);
    }
  }

  /** The read that {@link #unacked} is a number of, or null. */
  @Nullable SendEntry readExpected() {
    if (unackedPlace == queue.tail()) {
      return null;
    }
    SendEntry entry = queue.at(unackedPlace);
    return entry.isRead ? entry : null;
  }

  /** How many answers of {@code read} have come. */
  int answered(SendEntry read) {
    return PacketSequence.distance(read.firstSequenceNumber, unacked);
  }

  /** {@code packets} more answers of {@code read} have come. */
  void onAnswered(long nowNs, SendEntry read, int packets) {
    int end = PacketSequence.plus(unacked, packets);
    moveTo(end, read, answered(read) + packets == read.packets);
    onProgress(nowNs);
  }

  /** The place of the oldest that is not acknowledged. */
  int unackedPlace() {
    return unackedPlace;
  }

  int unacked() {
    return unacked;
  }

  /** The peer, or an answer, says that something from {@link #unacked} on was missed. */
  void onMissed(boolean isImplied) {
    if (hasBegunAgain) {
      return;
    }
    hasBegunAgain = true;
    queuePair.count(
        isImplied ? TransportCounter.IMPLIED_RETRIES : TransportCounter.SEQUENCE_RETRIES);
    beginAgain();
  }

  /** The peer had no receive posted for what {@link #unacked} begins. */
  void onNotReady(long nowNs, long waitNs) {
    if (notReadyUntilNs != DeadlineTable.NONE) {
      return;
    }
    queuePair.count(TransportCounter.NOT_READY_RECEIVED);
    if (rnrRetriesLeft == 0) {
      fail(nowNs, unackedPlace, WorkStatus.RNR_RETRY_EXC_ERR);
      return;
    }
    if (rnrRetryCount != QueuePairOptions.RNR_RETRY_FOR_EVER) {
      rnrRetriesLeft--;
    }
    beginAgain();
    notReadyUntilNs = nowNs + waitNs;
    queuePair.deadline(notReadyUntilNs);
  }

  /** The deadline has passed: of waiting for the peer's receive, or for its answer. */
  void onDeadline(long nowNs) {
    queuePair.deadline(DeadlineTable.NONE);
    if (notReadyUntilNs != DeadlineTable.NONE) {
      notReadyUntilNs = DeadlineTable.NONE;
      queuePair.schedule();
      return;
    }
    if (unackedPlace == cursorPlace && packetsUnderWay == 0) {
      return;
    }
    if (retriesLeft == 0) {
      fail(nowNs, unackedPlace, WorkStatus.RETRY_EXC_ERR);
      return;
    }
    retriesLeft--;
    hasBegunAgain = false;
    queuePair.count(TransportCounter.TIMEOUT_RETRIES);
    beginAgain();
  }

  private void beginAgain() {
    for (int place = unackedPlace; place - cursorPlace <= 0 && place != queue.tail(); place++) {
      queue.at(place).isUnderWay = false;
    }
    packetsUnderWay = 0;
    readsUnderWay = 0;
    cursor = unacked;
    cursorPlace = unackedPlace;
    cursorPacket =
        unackedPlace == queue.tail()
            ? 0
            : PacketSequence.distance(queue.at(unackedPlace).firstSequenceNumber, unacked);
    // It runs again from when something is out that asks for an answer.
    queuePair.deadline(DeadlineTable.NONE);
    queuePair.schedule();
  }

  /** The request at {@code place} has failed, and the queue pair with it. */
  void fail(long nowNs, int place, WorkStatus why) {
    if (place != queue.tail()) {
      queue.at(place).outcome = why;
    }
    queuePair.onBroken(nowNs, why);
  }

  // Draining.

  /** Nothing new is to be begun, or is again. */
  void drain(boolean wanted) {
    isDraining = wanted;
  }

  /** Whether all that was begun is done. */
  boolean isDrained() {
    return unackedPlace == begunPlaces;
  }
}
