// SPDX-License-Identifier: Apache-2.0
package org.quintain.iscsi.target;

import java.nio.ByteBuffer;
import org.quintain.iscsi.negotiation.IscsiKey;
import org.quintain.iscsi.negotiation.LoginStage;
import org.quintain.iscsi.negotiation.NegotiationResult;
import org.quintain.iscsi.negotiation.Negotiator;
import org.quintain.iscsi.negotiation.TextAssembler;
import org.quintain.iscsi.negotiation.TextKeyList;
import org.quintain.iscsi.negotiation.TextSegments;
import org.quintain.iscsi.negotiation.TextValues;
import org.quintain.iscsi.wire.Bhs;
import org.quintain.iscsi.wire.CopyRing;
import org.quintain.iscsi.wire.IscsiOpcode;
import org.quintain.iscsi.wire.RejectReason;
import org.quintain.iscsi.wire.TextRequestPdu;

/**
 * Text in full feature phase: SendTargets and changes of parameters, one exchange at a time (RFC
 * 7143 6.4, 11.10, 11.11, Appendix C).
 *
 * <pre>
 *   state      input                                  next       effect
 *   IDLE       request, TTT reserved                  -          a new exchange, as COLLECTING
 *   COLLECTING C bit                                  COLLECTING empty response with a TTT
 *   COLLECTING no C bit                               ANSWERING  keys are negotiated
 *   ANSWERING  first or empty request, more to send   ANSWERING  segment with C bit and a TTT
 *   ANSWERING  last segment, request had the F bit    IDLE       segment with F bit
 *   ANSWERING  last segment, request had no F bit     COLLECTING segment with a TTT
 *   any        F with C, data out of turn, malformed  IDLE       Reject; what was declared is void
 *   any        request discarded over its digest      same       Reject; it comes again, or IDLE
 * </pre>
 */
final class TextHandler {
  /** The longest text that is taken, in one data segment or in several. */
  static final int TEXT_BYTES_MAX = TextAssembler.TARGET_BOUND_BYTES;

  private static final int SEGMENT_BYTES_MAX = 8192;

  private final FullFeaturePhase phase;
  private final Negotiator negotiator;
  private final TextAssembler assembler = new TextAssembler(TEXT_BYTES_MAX);
  private final TextSegments answer = new TextSegments();
  private int sendDataSegmentMax;

  private boolean isActive;
  private boolean isAnswering;

  /** A request of the exchange was discarded: it comes again, or another exchange begins. */
  private boolean isBroken;

  private int initiatorTaskTag;
  private int transferTag = Bhs.RESERVED_TAG;

  TextHandler(FullFeaturePhase phase, Negotiator negotiator, int sendDataSegmentMax) {
    this.phase = phase;
    this.negotiator = negotiator;
    this.sendDataSegmentMax = sendDataSegmentMax;
  }

  void onTextRequest(
      ByteBuffer header, int base, ByteBuffer data, int dataOffset, int dataLengthBytes) {
    boolean last = Bhs.isFinal(header, base);
    boolean goesOn = TextRequestPdu.isContinue(header, base);
    int tag = Bhs.initiatorTaskTag(header, base);
    int transfer = Bhs.targetTransferTag(header, base);
    if (tag == Bhs.RESERVED_TAG || (last && goesOn)) {
      reject(header, base, RejectReason.PROTOCOL_ERROR);
      return;
    }
    if (transfer == Bhs.RESERVED_TAG) {
      if (isActive && !isBroken && tag != initiatorTaskTag) {
        // RFC 7143 11.10.4: one negotiation at a time on a connection.
        phase.rejects().reject(header, base, RejectReason.PROTOCOL_ERROR);
        return;
      }
      begin(tag);
    } else if (!isActive || transfer != transferTag || tag != initiatorTaskTag) {
      phase.rejects().reject(header, base, RejectReason.INVALID_PDU_FIELD);
      return;
    }
    isBroken = false;
    if (isAnswering && dataLengthBytes > 0) {
      reject(header, base, RejectReason.PROTOCOL_ERROR);
      return;
    }
    if (!isAnswering) {
      if (dataLengthBytes > 0) {
        assembler.onSegment(data, dataOffset, dataLengthBytes);
      }
      if (goesOn) {
        respond(false, 0, 0);
        return;
      }
      if (!negotiate()) {
        reject(header, base, RejectReason.PROTOCOL_ERROR);
        return;
      }
      isAnswering = true;
    }
    sendSegment(last);
  }

  /**
   * A Text Request was discarded and rejected, over its digest say: the initiator may send it again
   * (RFC 7143 7.8) or begin anew (RFC 7143 7.12).
   */
  void onDiscarded() {
    isBroken = isActive;
  }

  private void begin(int tag) {
    if (isActive) {
      negotiator.abandonTextNegotiation();
    }
    isActive = true;
    isBroken = false;
    isAnswering = false;
    initiatorTaskTag = tag;
    transferTag = Bhs.RESERVED_TAG;
    assembler.reset();
    answer.load(new TextKeyList());
    negotiator.beginTextNegotiation();
  }

  /** The exchange has come to its end: what was declared in it holds from here on. */
  private void onAgreed() {
    sendDataSegmentMax = negotiator.connectionParameters().sendDataSegmentMax();
    phase.sendDataSegmentMax(sendDataSegmentMax);
    end();
  }

  private void end() {
    isActive = false;
    isBroken = false;
    isAnswering = false;
    transferTag = Bhs.RESERVED_TAG;
    assembler.reset();
  }

  private void reject(ByteBuffer header, int base, int reason) {
    phase.rejects().reject(header, base, reason);
    if (isActive) {
      negotiator.abandonTextNegotiation();
    }
    end();
  }

  private boolean negotiate() {
    TextKeyList in = new TextKeyList();
    TextKeyList out = new TextKeyList();
    NegotiationResult result = assembler.takeKeys(in);
    if (result.isOk()) {
      result = negotiator.onKeys(LoginStage.FULL_FEATURE_PHASE, in, out);
    }
    if (!result.isOk()) {
      return false;
    }
    String asked = negotiator.sendTargets();
    if (asked != null) {
      SendTargets.answer(phase, asked, out);
    }
    if (phase.asyncMessages().takeNegotiationRequest()) {
      redeclare(out);
    }
    answer.load(out);
    return true;
  }

  /**
   * We asked for this negotiation: what the target is configured to take by now is declared (RFC
   * 7143 13.12). Less than before is still taken as before, of what is on its way.
   */
  private void redeclare(TextKeyList out) {
    IscsiTarget target = phase.session().node().target(phase.session().targetName());
    if (target != null) {
      String declared = target.preferences().value(IscsiKey.MAX_RECV_DATA_SEGMENT_LENGTH);
      negotiator.declare(IscsiKey.MAX_RECV_DATA_SEGMENT_LENGTH, declared, out);
      phase.nop().receiveDataSegmentMax((int) TextValues.number(declared));
    }
  }

  private void sendSegment(boolean requestWasFinal) {
    CopyRing ring = phase.output().ring();
    int length = Math.min(answer.remainingBytes(), Math.min(SEGMENT_BYTES_MAX, sendDataSegmentMax));
    int at = length == 0 ? 0 : ring.take(length);
    if (at == CopyRing.NO_ROOM) {
      // The peer floods and does not read; its exchange goes on when it asks again.
      length = 0;
    }
    if (length > 0) {
      answer.next(ring.bytes(), at, length);
    }
    boolean more = answer.remainingBytes() > 0;
    respond(!more && requestWasFinal, at, length);
    if (!more) {
      isAnswering = false;
      if (requestWasFinal) {
        onAgreed();
      }
    }
  }

  private void respond(boolean last, int ringOffset, int lengthBytes) {
    TargetOutput output = phase.output();
    transferTag = last ? Bhs.RESERVED_TAG : phase.session().newTransferTag();
    int base = output.begin(IscsiOpcode.TEXT_RESPONSE);
    ByteBuffer header = output.header();
    boolean more = answer.remainingBytes() > 0;
    Bhs.flags(header, base, (last ? Bhs.FINAL : 0) | (more ? TextRequestPdu.CONTINUE : 0));
    Bhs.initiatorTaskTag(header, base, initiatorTaskTag);
    Bhs.targetTransferTag(header, base, transferTag);
    output.takeStatSn(base);
    if (lengthBytes > 0) {
      output.transmitter().data(output.ring(), ringOffset, lengthBytes);
    }
    output.commit();
  }
}
