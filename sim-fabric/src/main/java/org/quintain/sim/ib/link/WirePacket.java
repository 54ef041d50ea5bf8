// SPDX-License-Identifier: Apache-2.0
package org.quintain.sim.ib.link;

import java.nio.ByteBuffer;

/**
 * A packet on its way: IP and UDP headers as RoCEv2 has them, then the bytes from the BTH to the
 * ICRC; and between which ports it is. Pooled; owned by whoever holds it.
 */
public final class WirePacket {
  /** Where the BTH stands: behind headers of IPv4 and UDP. */
  public static final int TRANSPORT_AT = 20 + 8;

  /** The headers, the longest payload, the longest row of extended headers, the ICRC, and room. */
  public static final int CAPACITY_BYTES = TRANSPORT_AT + 4096 + 64;

  private final int slot;
  private final ByteBuffer bytes = ByteBuffer.wrap(new byte[CAPACITY_BYTES]);
  private int lengthBytes;
  private int from;
  private int to;
  private String remark = "";

  WirePacket(int slot) {
    this.slot = slot;
  }

  /** Its number in its pool. */
  public int slot() {
    return slot;
  }

  /** Its bytes from the IP header on, big-endian, for absolute access. */
  public ByteBuffer bytes() {
    return bytes;
  }

  /** How long it is with all headers and the ICRC. */
  public int lengthBytes() {
    return lengthBytes;
  }

  /** How long it is from the BTH to the ICRC. */
  public int transportBytes() {
    return lengthBytes - TRANSPORT_AT;
  }

  /** The number of the port that sent it. */
  public int from() {
    return from;
  }

  /** The number of the port that it is for. */
  public int to() {
    return to;
  }

  /** What an observer is to know of it; empty for nothing. */
  public String remark() {
    return remark;
  }

  /** Sets {@link #remark}. */
  public void remark(String text) {
    remark = text;
  }

  /** Says what its bytes are; whoever wrote them calls this before it is sent. */
  public WirePacket set(int sender, int receiver, int length) {
    from = sender;
    to = receiver;
    lengthBytes = length;
    return this;
  }

  void clear() {
    lengthBytes = 0;
    remark = "";
  }

  /** Makes this packet the same as {@code other}. */
  public void copyFrom(WirePacket other) {
    System.arraycopy(other.bytes.array(), 0, bytes.array(), 0, other.lengthBytes);
    set(other.from, other.to, other.lengthBytes);
    remark = other.remark;
  }
}
