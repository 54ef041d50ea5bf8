// SPDX-License-Identifier: Apache-2.0
package org.quintain.fcp;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;
import org.quintain.fc.exchange.ExchangeManager;
import org.quintain.wire.FrameEndpoint;
import org.quintain.wire.FrameWire;
import org.quintain.wire.OutgoingSequence;

/**
 * Exchanges at a link with nothing between, whose ports know each other without having logged in.
 *
 * @param exchanges those of the port
 */
record BareEndpoint(ExchangeManager exchanges) implements FrameEndpoint {
  @Override
  public void onLinkUp(long nowNs, FrameWire wire) {
    exchanges.whenReady(wire::markReady);
  }

  @Override
  public void onLinkDown(long nowNs, String reason) {
    exchanges.onLinkDown(nowNs);
  }

  @Override
  public void onFrame(long nowNs, ByteBuffer frame, int base, int lengthBytes, boolean initiates) {
    exchanges.onFrame(nowNs, frame, base, lengthBytes, initiates);
  }

  @Override
  public void onSequence(long nowNs, OutgoingSequence sequence) {
    exchanges.onSequence(nowNs, sequence);
  }

  @Override
  public void onNeighbour(long nowNs, int portId, long portName, long nodeName) {}

  @Override
  public void onNeighbourLost(long nowNs, int portId) {}

  @Override
  public boolean hasOutput() {
    return exchanges.hasOutput();
  }

  @Override
  public @Nullable OutgoingSequence poll(long nowNs) {
    return exchanges.poll();
  }

  @Override
  public void onSent(long nowNs, OutgoingSequence sequence) {
    exchanges.onSent(nowNs, sequence);
  }

  @Override
  public long nextDeadlineNs() {
    return exchanges.nextDeadlineNs();
  }

  @Override
  public void onDeadline(long nowNs) {
    exchanges.onDeadline(nowNs);
  }
}
