// SPDX-License-Identifier: Apache-2.0
package org.quintain.hardware.roce;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.quintain.hardware.ethernet.EthernetLink;

/** A link that keeps what is sent in a list. */
final class ListedLink implements EthernetLink {
  final List<byte[]> sent = new ArrayList<>();
  private final long address;
  private @Nullable Receiver receiver;
  private boolean isClosed;

  ListedLink(long address) {
    this.address = address;
  }

  /** Gives {@code frame} to whoever receives. */
  void bring(long nowNs, byte[] frame) {
    Receiver present = receiver;
    if (present != null) {
      present.onEthernetFrame(nowNs, ByteBuffer.wrap(frame.clone()), frame.length);
    }
  }

  void fail(long nowNs, String reason) {
    Receiver present = receiver;
    if (present != null) {
      present.onLinkFailed(nowNs, reason);
    }
  }

  /** The one frame that was sent since the last call. */
  byte[] onlyOne() {
    if (sent.size() != 1) {
      throw new AssertionError(sent.size() + " frames were sent");
    }
    return sent.remove(0);
  }

  boolean isClosed() {
    return isClosed;
  }

  @Override
  public void open(Receiver toBeGiven) {
    receiver = toBeGiven;
  }

  @Override
  public long roomAtNs(long nowNs) {
    return nowNs;
  }

  @Override
  public boolean send(ByteBuffer frame, int lengthBytes) {
    byte[] copy = new byte[lengthBytes];
    frame.get(0, copy);
    sent.add(copy);
    return true;
  }

  @Override
  public void listenTo(long another) {
    throw new UnsupportedOperationException("RoCE has one address");
  }

  @Override
  public void ignore(long another) {
    throw new UnsupportedOperationException("RoCE has one address");
  }

  @Override
  public long address() {
    return address;
  }

  @Override
  public int maximumDataBytes() {
    return 1_500;
  }

  @Override
  public String name() {
    return "listed";
  }

  @Override
  public void close() {
    isClosed = true;
  }
}
