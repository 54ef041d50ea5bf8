// SPDX-License-Identifier: Apache-2.0
package org.quintain.ib.transport;

import org.jspecify.annotations.Nullable;
import org.quintain.ib.wire.AcknowledgeHeader;
import org.quintain.ib.wire.PacketSequence;
import org.quintain.wire.MemoryRegion;
import org.quintain.wire.MessageKind;
import org.quintain.wire.OutgoingMessage;

/**
 * What a responder owes the peer: the answers to reads, and one acknowledgement, which speaks for
 * everything before it (IBA 9.7.5.1). Answers to reads go out first, in their order, since an
 * acknowledgement of what came later would say that they are lost.
 */
final class Answers {
  /** Up to how many answers to a read go out in one run. */
  private static final int RUN_PACKETS = 64;

  private final RcQueuePair queuePair;
  private final ReadAnswers reads;
  private boolean owesAcknowledgement;
  private int number;
  private int syndrome;

  Answers(RcQueuePair queuePair, int responderResources) {
    this.queuePair = queuePair;
    reads = new ReadAnswers(responderResources);
  }

  // What is owed.

  /** All up to and with {@code upTo} is acknowledged, unless something negative is to be said. */
  void acknowledge(int upTo) {
    if (!isNegativeOwed()) {
      owe(upTo, AcknowledgeHeader.ACK);
    }
  }

  /** All before {@code refused} is acknowledged, and that is not, for {@code why}. */
  void refuse(int refused, int why) {
    owe(refused, why);
  }

  private void owe(int about, int withSyndrome) {
    owesAcknowledgement = true;
    number = about;
    syndrome = withSyndrome;
    queuePair.schedule();
  }

  private boolean isNegativeOwed() {
    return owesAcknowledgement && AcknowledgeHeader.kind(syndrome) != AcknowledgeHeader.KIND_ACK;
  }

  /** What was refused has come again and was taken before the peer was told. */
  void withdrawRefusal() {
    if (isNegativeOwed()) {
      owesAcknowledgement = false;
    }
  }

  /** Whether the peer may read what {@code request} asks for. */
  boolean mayRead(Arrival request) {
    return request.dmaLengthBytes == 0
        || queuePair
                .regions()
                .remote(
                    request.remoteKey,
                    request.remoteAddress,
                    request.dmaLengthBytes,
                    MemoryRegion.REMOTE_READ)
            != null;
  }

  /** A read with its first answer's number; false when all responder resources are in use. */
  boolean addRead(Arrival request, int messageSequenceNumber) {
    ReadAnswer answer = reads.add();
    if (answer == null) {
      return false;
    }
    describe(answer, request, messageSequenceNumber);
    return true;
  }

  /**
   * A read that was taken before is asked for again, wholly or from an answer in its midst on. Who
   * has given the memory back knows that the peer has had it: nothing is answered then.
   *
   * @param expected behind the last number that was taken
   */
  void repeatRead(Arrival request, int expected, int messageSequenceNumber) {
    int packets = SendQueue.packets(request.dmaLengthBytes, queuePair.mtuBytes());
    int end = PacketSequence.plus(request.sequenceNumber, packets);
    if (PacketSequence.distance(end, expected) < 0
        || (request.dmaLengthBytes > 0
            && queuePair
                    .regions()
                    .find(
                        request.remoteKey,
                        request.remoteAddress,
                        request.dmaLengthBytes,
                        MemoryRegion.REMOTE_READ)
                == null)) {
      return;
    }
    ReadAnswer answer = reads.again(request.sequenceNumber);
    if (answer != null) {
      describe(answer, request, messageSequenceNumber);
    }
  }

  private void describe(ReadAnswer answer, Arrival request, int messageSequenceNumber) {
    answer.firstSequenceNumber = request.sequenceNumber;
    answer.packets = SendQueue.packets(request.dmaLengthBytes, queuePair.mtuBytes());
    answer.address = request.remoteAddress;
    answer.key = request.remoteKey;
    answer.lengthBytes = request.dmaLengthBytes;
    answer.messageSequenceNumber = messageSequenceNumber;
    answer.sent = 0;
    queuePair.schedule();
  }

  /** Nothing is owed any more. */
  void clear() {
    reads.clear();
    owesAcknowledgement = false;
  }

  // What goes out.

  /** Whether something is owed. */
  boolean canSend() {
    return owesAcknowledgement || !reads.isEmpty();
  }

  /** The next run; null when nothing was owed after all. */
  @Nullable OutgoingMessage next(long nowNs, int completedMessages) {
    if (!reads.isEmpty()) {
      return answerRead(nowNs, reads.first());
    }
    if (!owesAcknowledgement) {
      return null;
    }
    owesAcknowledgement = false;
    OutgoingMessage run = queuePair.newMessage(MessageKind.ACKNOWLEDGE, number);
    run.acknowledge(syndrome, completedMessages);
    boolean isNegative = AcknowledgeHeader.kind(syndrome) == AcknowledgeHeader.KIND_NAK;
    queuePair.count(
        isNegative ? TransportCounter.NEGATIVE_SENT : TransportCounter.ACKNOWLEDGEMENTS_SENT);
    return run;
  }

  private @Nullable OutgoingMessage answerRead(long nowNs, ReadAnswer read) {
    int mtu = queuePair.mtuBytes();
    int count = Math.min(read.packets - read.sent, RUN_PACKETS);
    boolean isEnd = read.sent + count == read.packets;
    long skip = (long) read.sent * mtu;
    int bytes = (int) (isEnd ? read.lengthBytes - skip : (long) count * mtu);
    int first = PacketSequence.plus(read.firstSequenceNumber, read.sent);
    Region region = null;
    if (bytes > 0) {
      region =
          queuePair.regions().find(read.key, read.address + skip, bytes, MemoryRegion.REMOTE_READ);
      if (region == null) {
        onMemoryGone(nowNs, read, first);
        return null;
      }
    }
    OutgoingMessage run = queuePair.newMessage(MessageKind.RDMA_READ_RESPONSE, first);
    run.packets(count, read.sent == 0, isEnd);
    if (region != null) {
      run.payload(region.memory(), region.offsetOf(read.address + skip), bytes);
    }
    run.acknowledge(AcknowledgeHeader.ACK, read.messageSequenceNumber);
    read.sent += count;
    if (isEnd) {
      reads.removeFirst();
    }
    if (owesAcknowledgement && !isNegativeOwed() && PacketSequence.isBefore(number, first)) {
      // An answer acknowledges what came before its read (IBA 9.7.5.1.2).
      owesAcknowledgement = false;
    }
    return run;
  }

  /** The memory was given back before it was read: nobody is to see what stands there now. */
  private void onMemoryGone(long nowNs, ReadAnswer read, int first) {
    boolean wasRepeat = read.isRepeat;
    reads.removeFirst();
    if (!wasRepeat && queuePair.state().receives()) {
      queuePair.count(TransportCounter.STALE_KEY_ACCESSES);
      reads.clear();
      refuse(first, Verdict.FORBIDDEN.syndrome());
      queuePair.onBroken(nowNs, Verdict.FORBIDDEN.status());
    }
  }
}
