// SPDX-License-Identifier: Apache-2.0
package org.quintain.sim.fc;

import java.nio.ByteBuffer;
import java.util.zip.CRC32;
import org.quintain.fc.wire.EndDelimiter;
import org.quintain.fc.wire.StartDelimiter;
import org.quintain.sim.fc.link.FramePool;
import org.quintain.sim.fc.link.LinkFrame;

/** Writes the frames that the fabric itself sends, and its exchange identifiers. */
final class ServiceFrames {
  static final int ELS_REQUEST = 0x22;
  static final int ELS_REPLY = 0x23;
  static final int CT_REQUEST = 0x02;
  static final int CT_REPLY = 0x03;
  static final int ABTS = 0x81;
  static final int BA_ACC = 0x84;
  static final int TYPE_BASIC = 0x00;
  static final int TYPE_ELS = 0x01;
  static final int TYPE_CT = 0x20;

  private static final int HEADER_BYTES = 24;

  /** Responder, last sequence; and the end of the sequence in its last frame. */
  private static final int REPLY = 0x900000;

  /** First sequence, and with the end the initiative goes over. */
  private static final int REQUEST = 0x200000;

  private static final int END_OF_REQUEST = 0x090000;
  private static final int END_OF_REPLY = 0x080000;

  private final FramePool pool;
  private final CRC32 crc = new CRC32();
  private int nextExchange = 1;

  ServiceFrames(FramePool pool) {
    this.pool = pool;
  }

  int newExchange() {
    int exchange = nextExchange;
    nextExchange = nextExchange == 0xFFFE ? 1 : nextExchange + 1;
    return exchange;
  }

  /** Sends a request of {@code from}, in one frame. */
  void request(long nowNs, FcSwitch.Port by, int from, int to, byte[] payload, int exchange) {
    LinkFrame frame = pool.take();
    header(frame, ELS_REQUEST, from, to, TYPE_ELS, REQUEST | END_OF_REQUEST, 0, exchange, 0xFFFF);
    finish(frame, payload, 0, payload.length, true, true);
    by.send(nowNs, frame);
  }

  /**
   * Sends a reply in as many frames as it takes.
   *
   * @param request the header of the frame that it answers
   * @param to where it goes: the requester, or the address that it gets by this reply
   */
  void reply(
      long nowNs,
      FcSwitch.Port by,
      ByteBuffer request,
      int to,
      int routing,
      int type,
      byte[] payload,
      int payloadMax) {
    int from = request.getInt(0) & 0xFF_FFFF;
    int originatorExchange = request.getShort(16) & 0xFFFF;
    int responderExchange = newExchange();
    int count = 0;
    int done = 0;
    do {
      int length = Math.min(payloadMax, payload.length - done);
      boolean isLast = done + length == payload.length;
      LinkFrame frame = pool.take();
      int control = isLast ? REPLY | END_OF_REPLY : REPLY & ~0x100000;
      header(frame, routing, from, to, type, control, count, originatorExchange, responderExchange);
      finish(frame, payload, done, length, count == 0, isLast);
      by.send(nowNs, frame);
      done += length;
      count++;
    } while (done < payload.length);
  }

  private static void header(
      LinkFrame frame,
      int routing,
      int from,
      int to,
      int type,
      int control,
      int count,
      int originatorExchange,
      int responderExchange) {
    ByteBuffer bytes = frame.bytes();
    bytes.putInt(0, routing << 24 | to).putInt(4, from).putInt(8, type << 24 | control);
    bytes.putInt(12, count).putInt(16, originatorExchange << 16 | responderExchange);
    bytes.putInt(20, 0);
  }

  private void finish(
      LinkFrame frame, byte[] payload, int offset, int length, boolean isFirst, boolean isLast) {
    ByteBuffer bytes = frame.bytes();
    bytes.put(HEADER_BYTES, payload, offset, length);
    int fill = -length & 3;
    for (int index = 0; index < fill; index++) {
      bytes.put(HEADER_BYTES + length + index, (byte) 0);
    }
    bytes.putInt(8, bytes.getInt(8) | fill);
    int all = HEADER_BYTES + length + fill;
    crc.reset();
    crc.update(bytes.duplicate().position(0).limit(all));
    // The CRC goes out lowest byte first (FC-FS-6 11.1.3).
    bytes.putInt(all, Integer.reverseBytes((int) crc.getValue()));
    StartDelimiter start = isFirst ? StartDelimiter.SOF_I3 : StartDelimiter.SOF_N3;
    EndDelimiter end = isLast ? EndDelimiter.EOF_T : EndDelimiter.EOF_N;
    frame.set(all + 4, start.orderedSet(), end.orderedSet());
  }
}
