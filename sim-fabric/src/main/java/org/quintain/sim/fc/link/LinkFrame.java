// SPDX-License-Identifier: Apache-2.0
package org.quintain.sim.fc.link;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * A frame on its way: the bytes from the header to the CRC, its delimiters as codes, and where it
 * stands. Pooled; owned by whoever holds it.
 */
public final class LinkFrame {
  /** Room for an extended header beside the longest frame that has none. */
  public static final int CAPACITY_BYTES = 24 + 2112 + 4;

  private final byte[] bytes = new byte[CAPACITY_BYTES];
  private final ByteBuffer buffer = ByteBuffer.wrap(bytes);
  private int lengthBytes;
  private int startCode;
  private int endCode;

  /** When it can leave at the earliest, in picoseconds: it was all there, or will be. */
  long readyPs;

  /** When its last bit is in at the end that it comes to. */
  long tailPs;

  /** When it began to wait where it waits. */
  long queuedNs;

  /** The state of the credits when it came in: a buffer of an earlier state gives no R_RDY. */
  int bufferEpoch;

  /** Whose buffer it holds, or null. */
  @Nullable LinkReceiver heldBy;

  /** Whether the receiver throws it away. */
  boolean isDiscarded;

  /** What an observer is to know of it; empty for nothing. */
  String remark = "";

  LinkFrame() {}

  /** The frame's bytes, big-endian, for absolute access: header, payload, fill bytes, CRC. */
  public ByteBuffer bytes() {
    return buffer;
  }

  byte[] array() {
    return bytes;
  }

  /** How long it is from the header to the CRC. */
  public int lengthBytes() {
    return lengthBytes;
  }

  /** The code of its SOF, in the fabric's own numbering. */
  public int startCode() {
    return startCode;
  }

  /** The code of its EOF. */
  public int endCode() {
    return endCode;
  }

  /** What an observer is to know of it; empty for nothing. */
  public String remark() {
    return remark;
  }

  /** Says what its bytes are; whoever wrote them calls this before it is sent. */
  public LinkFrame set(int length, int start, int end) {
    this.lengthBytes = length;
    this.startCode = start;
    this.endCode = end;
    return this;
  }

  /** D_ID (FC-FS-6 12.3.2). */
  public int destinationId() {
    return buffer.getInt(0) & 0xFF_FFFF;
  }

  /** S_ID (FC-FS-6 12.3.4). */
  public int sourceId() {
    return buffer.getInt(4) & 0xFF_FFFF;
  }

  /**
   * A switch passes it on {@code hopPs} after it came in, but not so soon that its end would not be
   * in before it has to leave by {@code out}, which may be faster.
   */
  public void delayBy(long nowNs, long hopPs, LinkEnd out) {
    long framePs = out.link().profile().framePs(lengthBytes);
    readyPs = readyAfterHop(nowNs, hopPs, tailPs, framePs);
  }

  /** When a frame that came to a switch at {@code nowNs} can leave it, in picoseconds. */
  static long readyAfterHop(long nowNs, long hopPs, long tailPs, long framePs) {
    return Math.max(nowNs * 1_000 + hopPs, tailPs + hopPs - framePs);
  }

  /** What tells this frame's sequence from others on the way: S_ID, SEQ_ID, OX_ID, RX_ID. */
  long sequenceKey() {
    long exchange = buffer.getInt(16);
    return exchange << 32 | (long) (buffer.get(12) & 0xFF) << 24 | sourceId();
  }

  void copyFrom(LinkFrame other) {
    System.arraycopy(other.bytes, 0, bytes, 0, other.lengthBytes);
    set(other.lengthBytes, other.startCode, other.endCode);
    remark = other.remark;
  }
}
