// SPDX-License-Identifier: Apache-2.0
package org.quintain.conformance.lab;

import org.jspecify.annotations.Nullable;
import org.quintain.initiator.FramePort;

/** A bare port whose frames go past a {@link WireBend}. */
record BentFramePort(FramePort port, WireBend<WireFrame> bend) implements FramePort {
  @Override
  public long portName() {
    return port.portName();
  }

  @Override
  public long nodeName() {
    return port.nodeName();
  }

  @Override
  public boolean hasFabric() {
    return port.hasFabric();
  }

  @Override
  public int assignedPortId() {
    return port.assignedPortId();
  }

  @Override
  public int neighbourPortId(long portName) {
    return port.neighbourPortId(portName);
  }

  @Override
  public int framePayloadMax() {
    return port.framePayloadMax();
  }

  @Override
  public boolean isUp() {
    return port.isUp();
  }

  @Override
  public void send(Frame frame) {
    WireFrame unit = WireFrame.of(frame);
    bend.toTarget(unit);
    if (!unit.isDropped()) {
      port.send(unit.toFrame());
    }
  }

  /** A frame that is lost counts as none that came in time. */
  @Override
  public @Nullable Frame receive(long timeoutNs) {
    Frame frame = port.receive(timeoutNs);
    while (frame != null) {
      WireFrame unit = WireFrame.of(frame);
      bend.toInitiator(unit);
      if (!unit.isDropped()) {
        return unit.toFrame();
      }
      frame = port.receive(timeoutNs);
    }
    return null;
  }

  @Override
  public void close() {
    port.close();
  }
}
