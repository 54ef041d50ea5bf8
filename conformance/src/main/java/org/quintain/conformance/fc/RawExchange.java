// SPDX-License-Identifier: Apache-2.0
package org.quintain.conformance.fc;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.quintain.conformance.bench.CaseEnd;
import org.quintain.conformance.bench.TestBench;
import org.quintain.conformance.scsi.Bytes;

/** One exchange that a {@link RawPort} originates (FC-FS-5 clause 18). */
public final class RawExchange {
  private static final long SILENCE_NS = 500_000_000L;

  private final RawPort port;
  private final int localId;
  private final int peerId;
  private final int type;
  private final int id;
  private final int payloadMax;
  private int responderId = RawFrame.NO_ID;
  private int nextSequence;
  private int nextCount;

  /**
   * An exchange with {@code peerId} of which nothing was sent.
   *
   * @param type TYPE of its frames
   * @param payloadMax the longest frame payload that the peer takes
   */
  public RawExchange(RawPort port, int peerId, int type, int payloadMax) {
    this(port, peerId, type, payloadMax, port.newExchangeId());
  }

  /** The same under an OX_ID that is chosen. */
  public RawExchange(RawPort port, int peerId, int type, int payloadMax, int id) {
    this.port = port;
    this.localId = port.portId();
    this.peerId = peerId;
    this.type = type;
    this.payloadMax = payloadMax;
    this.id = id;
  }

  /** OX_ID. */
  public int id() {
    return id;
  }

  /** RX_ID as the peer last said it, FFFFh before. */
  public int responderId() {
    return responderId;
  }

  /** Lets frames say another RX_ID from here on. */
  public RawExchange responderId(int rxId) {
    responderId = rxId;
    return this;
  }

  private TestBench bench() {
    return port.bench();
  }

  // What is sent.

  /**
   * The frames of the exchange's next sequence, not sent yet.
   *
   * @param control F_CTL of the last frame; the others have no bit of the end
   * @param offset the relative offset of the first byte, or -1 for a sequence without offsets
   */
  public List<RawFrame> frames(int routing, byte[] payload, int control, long offset) {
    return frames(routing, payload, control, offset, payloadMax);
  }

  /** The same in frames of at most {@code pieceMax} bytes. */
  public List<RawFrame> frames(
      int routing, byte[] payload, int control, long offset, int pieceMax) {
    int sequence = nextSequence++ & 0xFF;
    int first = sequence == 0 ? RawFrame.FIRST_SEQUENCE : 0;
    List<RawFrame> frames = new ArrayList<>();
    int at = 0;
    do {
      int end = Math.min(payload.length, at + pieceMax);
      boolean isLast = end == payload.length;
      int bits = isLast ? control : control & ~(RawFrame.LAST_SEQUENCE | RawFrame.INITIATIVE);
      bits = first | (isLast ? bits : bits & ~RawFrame.END_SEQUENCE);
      RawFrame frame =
          RawFrame.of(routing, type, bits | (offset < 0 ? 0 : RawFrame.RELATIVE_OFFSET))
              .between(peerId, localId)
              .sequence(sequence, nextCount++ & 0xFFFF)
              .exchange(id, responderId)
              .initiates(frames.isEmpty())
              .payload(Arrays.copyOfRange(payload, at, end));
      frames.add(offset < 0 ? frame : frame.set(20, 4, offset + at));
      at = end;
    } while (at < payload.length);
    return frames;
  }

  /** Sends {@code frames}. */
  public void send(List<RawFrame> frames) {
    frames.forEach(port::send);
  }

  /** Sends a sequence that gives the initiative away. */
  public RawExchange send(int routing, byte[] payload) {
    send(frames(routing, payload, RawFrame.END_SEQUENCE | RawFrame.INITIATIVE, -1));
    return this;
  }

  /** Sends FCP_DATA from {@code offset} on, which ends a burst. */
  public void sendData(long offset, byte[] payload) {
    int control = RawFrame.END_SEQUENCE | RawFrame.INITIATIVE;
    send(frames(RawFrame.DATA, payload, control, offset));
  }

  /** Sends FCP_CONF, the exchange's last sequence. */
  public void confirm() {
    int control = RawFrame.END_SEQUENCE | RawFrame.LAST_SEQUENCE;
    send(frames(RawFrame.CONFIRM, new byte[0], control, -1));
  }

  /**
   * Sends ABTS (FC-FS-5 16.3.2).
   *
   * @param parameter 0 to abort the exchange, 1 for the sequence alone
   */
  public void abort(int parameter) {
    int control = RawFrame.END_SEQUENCE | RawFrame.INITIATIVE;
    port.send(
        RawFrame.of(RawFrame.ABTS, RawFrame.TYPE_BASIC, control)
            .between(peerId, localId)
            .sequence((nextSequence - 1) & 0xFF, nextCount & 0xFFFF)
            .exchange(id, responderId)
            .set(20, 4, parameter));
  }

  // What comes.

  private boolean isOurs(RawUnit unit) {
    RawFrame frame = unit.first();
    return RawPort.isReply(frame)
        && frame.originatorExchange() == id
        && frame.source() == peerId
        && !port.isForAnother(frame.destination(), localId);
  }

  /** The next sequence of the exchange; null if none comes in time. */
  public @Nullable RawUnit poll(long timeoutNs) {
    RawUnit unit = port.poll(this::isOurs, timeoutNs);
    if (unit != null && unit.first().responderExchange() != RawFrame.NO_ID) {
      responderId = unit.first().responderExchange();
    }
    return unit;
  }

  /** The next sequence of the exchange; the case fails when none comes. */
  public RawUnit next(String what) {
    RawUnit unit = poll(bench().commandTimeoutNs());
    if (unit == null) {
      throw CaseEnd.fail(what + ": nothing came within the command timeout.");
    }
    return unit;
  }

  /** The next sequence, which has to be of {@code routing}. */
  public RawUnit next(String what, int routing) {
    RawUnit unit = next(what);
    if (unit.routing() != routing) {
      throw CaseEnd.fail(what + ": expected R_CTL " + Bytes.h(routing) + "; came " + unit + ".");
    }
    return unit;
  }

  /** Asks that nothing comes for half a second. */
  public void isSilent(String what) {
    RawUnit unit = poll(SILENCE_NS);
    if (unit != null) {
      throw CaseEnd.fail(what + " is followed by " + unit + ".");
    }
  }
}
