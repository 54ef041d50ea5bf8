// SPDX-License-Identifier: Apache-2.0
package org.quintain.conformance.iscsi.fuzz;

import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.quintain.conformance.scsi.Bytes;
import org.quintain.initiator.ByteStream;
import org.quintain.initiator.FabricException;

/** One connection to the target; every PDU that comes by it is judged. */
final class FuzzConnection implements AutoCloseable {
  private static final int SPACE_BYTES = 32 << 10;

  private final FuzzWorld world;
  private final FuzzSession session;
  private final int cid;
  private final ByteStream stream;
  private final AnswerJudge judge;
  private final FuzzJournal journal;
  private ByteBuffer space = ByteBuffer.allocate(SPACE_BYTES).limit(0);
  private boolean hasEnded;
  private boolean isClosed;
  private boolean isAcknowledging = true;
  private long shownStatSn;

  FuzzConnection(FuzzWorld world, FuzzSession session, int cid, FuzzJournal journal) {
    this.world = world;
    this.session = session;
    this.cid = cid;
    this.journal = journal;
    this.judge = new AnswerJudge(session);
    try {
      this.stream = world.open();
    } catch (FabricException refused) {
      throw new FuzzFailure("The portal takes no connection: " + refused.getMessage(), refused);
    }
  }

  FuzzSession session() {
    return session;
  }

  int cid() {
    return cid;
  }

  AnswerJudge judge() {
    return judge;
  }

  boolean hasEnded() {
    return hasEnded;
  }

  /** Shows the ExpStatSN of this moment for good: what comes from here on stays unacknowledged. */
  void stopAcknowledging() {
    shownStatSn = judge.nextStatSn();
    isAcknowledging = false;
  }

  long expStatSn() {
    return isAcknowledging ? judge.nextStatSn() : shownStatSn;
  }

  void send(FuzzPdu pdu) {
    byte[] bytes = encode(pdu);
    sendBytes(bytes);
  }

  /** The bytes of {@code pdu}, which counts as sent. */
  byte[] encode(FuzzPdu pdu) {
    byte[] bytes = pdu.encode(judge.hasHeaderDigest(), judge.hasDataDigest());
    session.onSent(pdu);
    journal.add(cid, "→ ", pdu);
    return bytes;
  }

  /** Sends bytes as they are; what a target that has closed does not take is lost. */
  void sendBytes(byte[] bytes) {
    if (hasEnded || isClosed) {
      return;
    }
    try {
      stream.send(ByteBuffer.wrap(bytes));
    } catch (UncheckedIOException closed) {
      hasEnded = true;
    }
  }

  /** All that comes until nothing comes any more. */
  List<FuzzPdu> receiveAll() {
    List<FuzzPdu> all = new ArrayList<>();
    for (FuzzPdu pdu = receive(world.quietNs()); pdu != null; pdu = receive(world.quietNs())) {
      all.add(pdu);
    }
    return all;
  }

  /**
   * The first PDU that fits, or null when the connection ended before it; that neither comes fails.
   */
  @Nullable FuzzPdu await(String what, Predicate<FuzzPdu> fits) {
    while (true) {
      FuzzPdu pdu = receive(world.answerNs());
      if (pdu != null && fits.test(pdu)) {
        return pdu;
      }
      if (pdu == null && hasEnded) {
        return null;
      }
      if (pdu == null) {
        throw new FuzzFailure("There was no answer to " + what + ", and no end.");
      }
    }
  }

  @Nullable FuzzPdu await(FuzzKind kind) {
    return await("what asks for " + kind, pdu -> pdu.opcode() == kind.opcode());
  }

  @Nullable FuzzPdu receive(long timeoutNs) {
    if (isClosed || !has(FuzzPdu.HEADER_BYTES, timeoutNs)) {
      return null;
    }
    byte[] header = new byte[FuzzPdu.HEADER_BYTES];
    space.get(space.position(), header);
    int digest = judge.hasHeaderDigest() ? 4 : 0;
    int length = Bytes.u24(header, 5);
    judge.checkLengths(header, length);
    int padded = (length + 3) & ~3;
    int dataDigest = judge.hasDataDigest() && length > 0 ? 4 : 0;
    int whole = FuzzPdu.HEADER_BYTES + digest + padded + dataDigest;
    if (!has(whole, world.answerNs())) {
      if (!hasEnded) {
        throw new FuzzFailure("A PDU stopped in its middle: " + Bytes.hex(header) + ".");
      }
      return null;
    }
    byte[] all = new byte[whole];
    space.get(all);
    int dataAt = FuzzPdu.HEADER_BYTES + digest;
    if (digest > 0) {
      judge.checkDigest("header", all, 0, FuzzPdu.HEADER_BYTES);
    }
    if (dataDigest > 0) {
      judge.checkDigest("data", all, dataAt, padded);
    }
    FuzzPdu pdu = new FuzzPdu(header).data(Arrays.copyOfRange(all, dataAt, dataAt + length));
    journal.add(cid, "← ", pdu);
    judge.judge(pdu);
    return pdu;
  }

  private boolean has(int length, long timeoutNs) {
    while (space.remaining() < length) {
      if (hasEnded) {
        return false;
      }
      if (space.capacity() < length) {
        space = ByteBuffer.allocate(length + SPACE_BYTES).put(space).flip();
      }
      space.compact();
      int came = stream.receive(space, timeoutNs);
      space.flip();
      if (came < 0) {
        hasEnded = true;
      }
      if (came == 0) {
        return false;
      }
    }
    return true;
  }

  /** Ends the connection without a word. */
  @Override
  public void close() {
    if (!isClosed) {
      isClosed = true;
      hasEnded = true;
      stream.close();
    }
  }
}
