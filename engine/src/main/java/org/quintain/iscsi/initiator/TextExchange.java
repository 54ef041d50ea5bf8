// SPDX-License-Identifier: Apache-2.0
package org.quintain.iscsi.initiator;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;
import org.quintain.iscsi.negotiation.NegotiationResult;
import org.quintain.iscsi.negotiation.TextAssembler;
import org.quintain.iscsi.negotiation.TextKeyList;
import org.quintain.iscsi.negotiation.TextSegments;
import org.quintain.iscsi.wire.Bhs;
import org.quintain.iscsi.wire.DataSegmentState;
import org.quintain.iscsi.wire.IscsiOpcode;
import org.quintain.iscsi.wire.TextRequestPdu;
import org.quintain.iscsi.wire.TextResponsePdu;
import org.quintain.sam.Check;

/**
 * Text Request and Response in full feature phase (RFC 7143 11.10, 11.11), one at a time: our text
 * cut into PDUs, the answer joined from as many as the target needs.
 */
final class TextExchange {
  /** Answers to SendTargets name every target and portal there is. */
  private static final int ANSWER_BYTES_MAX = 1 << 20;

  private static final int SEGMENT_MAX = 8192;

  private static final int RETRIES_MAX = 3;

  private final IscsiInitiatorConnection connection;
  private final TextKeyList keys = new TextKeyList();
  private final TextSegments segments = new TextSegments();
  private final ByteBuffer segment = ByteBuffer.allocate(SEGMENT_MAX);
  private @Nullable TextAssembler assembler;
  private @Nullable TextListener listener;
  private boolean cut;
  private TextKeyList asked = new TextKeyList();
  private int retries;

  TextExchange(IscsiInitiatorConnection connection) {
    this.connection = connection;
  }

  boolean isBusy() {
    return listener != null;
  }

  void request(TextKeyList text, TextListener toBeTold) {
    Check.that(listener == null, "one text is exchanged at a time");
    listener = toBeTold;
    asked = text;
    retries = 0;
    begin();
  }

  private void begin() {
    assembler = new TextAssembler(ANSWER_BYTES_MAX);
    cut = false;
    segments.load(asked);
    send(Bhs.RESERVED_TAG);
  }

  private void send(int targetTransferTag) {
    int length = segments.next(segment, 0, Math.min(SEGMENT_MAX, connection.sendDataSegmentMax()));
    boolean goesOn = segments.remainingBytes() > 0;
    RequestWriter requests = connection.requests();
    requests.beginImmediate(
        IscsiOpcode.TEXT_REQUEST, goesOn ? TextRequestPdu.CONTINUE : Bhs.FINAL, RequestTags.TEXT);
    Bhs.targetTransferTag(requests.header(), requests.base(), targetTransferTag);
    requests.commit(segment, length);
  }

  void onResponse(
      long nowNs,
      ByteBuffer header,
      int base,
      ByteBuffer data,
      int dataOffset,
      int lengthBytes,
      DataSegmentState state) {
    connection.onStatSn(Bhs.statSn(header, base));
    TextAssembler parts = assembler;
    if (Bhs.initiatorTaskTag(header, base) != RequestTags.TEXT || parts == null || !isBusy()) {
      return;
    }
    boolean goesOn = TextResponsePdu.isContinue(header, base);
    boolean last = Bhs.isFinal(header, base);
    if (last && (goesOn || segments.remainingBytes() > 0)) {
      connection.fail(nowNs, "the target ended a text exchange in the middle of a text");
      return;
    }
    if (state == DataSegmentState.DISCARDED) {
      cut = true;
    } else {
      parts.onSegment(data, dataOffset, lengthBytes);
    }
    if (!last) {
      // RFC 7143 11.10.4: the rest is asked for with the tag the target gave.
      send(Bhs.targetTransferTag(header, base));
      return;
    }
    NegotiationResult result = parts.takeKeys(keys);
    end(nowNs, cut ? "the answer was longer than can be kept" : result.reason());
  }

  /**
   * The target has discarded a request over its digest, and with it the exchange (RFC 7143 7.8,
   * 7.12): it is begun anew, a few times.
   */
  void onDiscarded(long nowNs, String problem) {
    if (isBusy() && retries < RETRIES_MAX && connection.canQueueControl()) {
      retries++;
      begin();
    } else {
      onFailed(nowNs, problem);
    }
  }

  /** No answer will come, because of {@code problem}. */
  void onFailed(long nowNs, String problem) {
    if (isBusy()) {
      keys.clear();
      end(nowNs, problem);
    }
  }

  private void end(long nowNs, String problem) {
    TextListener toBeTold = listener;
    listener = null;
    assembler = null;
    if (toBeTold != null) {
      toBeTold.onText(nowNs, keys, problem);
    }
  }
}
