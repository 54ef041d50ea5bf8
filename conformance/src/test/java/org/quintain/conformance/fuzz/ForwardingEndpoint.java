// SPDX-License-Identifier: Apache-2.0
package org.quintain.conformance.fuzz;

import java.nio.ByteBuffer;
import org.quintain.memory.SegmentList;
import org.quintain.wire.StreamEndpoint;
import org.quintain.wire.StreamWire;

/** Does as the endpoint behind it does; what is planted overrides what it spoils. */
class ForwardingEndpoint implements StreamEndpoint {
  private final StreamEndpoint behind;

  ForwardingEndpoint(StreamEndpoint behind) {
    this.behind = behind;
  }

  @Override
  public void onConnected(long nowNs, StreamWire wire) {
    behind.onConnected(nowNs, wire);
  }

  @Override
  public ByteBuffer receiveSpace() {
    return behind.receiveSpace();
  }

  @Override
  public void onReceived(long nowNs, int lengthBytes) {
    behind.onReceived(nowNs, lengthBytes);
  }

  @Override
  public void onEndOfStream(long nowNs) {
    behind.onEndOfStream(nowNs);
  }

  @Override
  public void onDisconnected(long nowNs, String reason) {
    behind.onDisconnected(nowNs, reason);
  }

  @Override
  public boolean hasOutput() {
    return behind.hasOutput();
  }

  @Override
  public void gather(SegmentList into, int maximumBytes) {
    behind.gather(into, maximumBytes);
  }

  @Override
  public void onSent(long nowNs, long lengthBytes) {
    behind.onSent(nowNs, lengthBytes);
  }

  @Override
  public long nextDeadlineNs() {
    return behind.nextDeadlineNs();
  }

  @Override
  public void onDeadline(long nowNs) {
    behind.onDeadline(nowNs);
  }

  @Override
  public boolean wantsClose() {
    return behind.wantsClose();
  }
}
