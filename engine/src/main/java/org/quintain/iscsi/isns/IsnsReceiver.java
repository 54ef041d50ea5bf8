// SPDX-License-Identifier: Apache-2.0
package org.quintain.iscsi.isns;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;

/**
 * Finds messages in a stream of bytes (RFC 4171 5.1, 5.2). A stream that breaks the rules, or a
 * message longer than {@link #MESSAGE_BYTES_MAX}, ends it for good.
 */
final class IsnsReceiver {
  /** Who takes messages. */
  @FunctionalInterface
  interface Sink {
    void onMessage(long nowNs, IsnsMessage message);
  }

  /** What a message may have at most: ten thousand initiators and more. */
  static final int MESSAGE_BYTES_MAX = 4 << 20;

  private static final int STAGED_BYTES = IsnsMessage.HEADER_BYTES + (64 << 10);
  private static final int FIRST_BYTES = 4096;

  private final Sink sink;
  private ByteBuffer staging = ByteBuffer.allocate(FIRST_BYTES);
  private final ByteArrayOutputStream payload = new ByteArrayOutputStream();
  private boolean isWithin;
  private int function;
  private int transaction;
  private int flags;
  private int nextSequence;
  private boolean isFailed;
  private boolean isStopped;

  IsnsReceiver(Sink sink) {
    this.sink = sink;
  }

  /** Whether the peer broke the rules; nothing is taken any more. */
  boolean isFailed() {
    return isFailed;
  }

  /** Takes nothing any more, though nothing was wrong. */
  void stop() {
    isStopped = true;
  }

  /** Where the next bytes go. */
  ByteBuffer receiveSpace() {
    if (isFailed || isStopped) {
      staging.clear();
    }
    return staging;
  }

  /** {@code lengthBytes} bytes were written at the position of {@link #receiveSpace}. */
  void onReceived(long nowNs, int lengthBytes) {
    staging.position(staging.position() + lengthBytes);
    if (isFailed || isStopped) {
      return;
    }
    int at = 0;
    int end = staging.position();
    while (!isFailed && !isStopped && end - at >= IsnsMessage.HEADER_BYTES) {
      int length = staging.getShort(at + 4) & 0xFFFF;
      int whole = IsnsMessage.HEADER_BYTES + length;
      if ((staging.getShort(at) & 0xFFFF) != IsnsMessage.VERSION || (length & 3) != 0) {
        isFailed = true;
      } else if (end - at < whole) {
        break;
      } else {
        onPdu(nowNs, at, length);
        at += whole;
      }
    }
    staging.limit(end).position(at);
    staging.compact();
    if (!staging.hasRemaining()) {
      staging = ByteBuffer.allocate(STAGED_BYTES).put(staging.flip());
    }
  }

  private void onPdu(long nowNs, int at, int length) {
    int itsFlags = staging.getShort(at + 6) & 0xFFFF;
    boolean isFirst = (itsFlags & IsnsFunction.FIRST_PDU) != 0;
    boolean isLast = (itsFlags & IsnsFunction.LAST_PDU) != 0;
    int itsFunction = staging.getShort(at + 2) & 0xFFFF;
    int itsTransaction = staging.getShort(at + 8) & 0xFFFF;
    int sequence = staging.getShort(at + 10) & 0xFFFF;
    if (isFirst) {
      payload.reset();
      isWithin = true;
      function = itsFunction;
      transaction = itsTransaction;
      flags = itsFlags & ~(IsnsFunction.FIRST_PDU | IsnsFunction.LAST_PDU);
      nextSequence = 0;
    }
    boolean belongs =
        isWithin
            && itsFunction == function
            && itsTransaction == transaction
            && sequence == nextSequence
            && (itsFlags & IsnsFunction.WITH_AUTHENTICATION) == 0
            && payload.size() + length <= MESSAGE_BYTES_MAX;
    if (!belongs) {
      isFailed = true;
      return;
    }
    nextSequence++;
    byte[] part = new byte[length];
    staging.get(at + IsnsMessage.HEADER_BYTES, part);
    payload.write(part, 0, length);
    if (isLast) {
      isWithin = false;
      IsnsMessage message =
          IsnsMessage.decode(function, flags, transaction, ByteBuffer.wrap(payload.toByteArray()));
      payload.reset();
      if (message == null) {
        isFailed = true;
      } else {
        sink.onMessage(nowNs, message);
      }
    }
  }
}
