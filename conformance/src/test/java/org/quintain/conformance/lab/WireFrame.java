// SPDX-License-Identifier: Apache-2.0
package org.quintain.conformance.lab;

import java.util.Arrays;
import org.quintain.initiator.FramePort;

/** One Fibre Channel frame on its way past a {@link WireBend}. */
public final class WireFrame extends WireUnit {
  private static final int LINK_SERVICE_REQUEST = 0x22;
  private static final int LINK_SERVICE_REPLY = 0x23;
  private static final int FC4_REQUEST = 0x32;
  private static final int FC4_REPLY = 0x33;

  private boolean initiates;

  private WireFrame(byte[] header, byte[] payload, boolean initiates) {
    super(header, payload);
    this.initiates = initiates;
  }

  static WireFrame of(FramePort.Frame frame) {
    byte[] bytes = frame.bytes();
    int length = FramePort.Frame.HEADER_BYTES;
    return new WireFrame(
        Arrays.copyOf(bytes, length),
        Arrays.copyOfRange(bytes, length, bytes.length),
        frame.initiates());
  }

  FramePort.Frame toFrame() {
    byte[] bytes = Arrays.copyOf(header(), header().length + data().length);
    System.arraycopy(data(), 0, bytes, header().length, data().length);
    return new FramePort.Frame(bytes, initiates);
  }

  /** Lets it begin with SOFi3, or with SOFn3. */
  public void initiates(boolean isFirst) {
    initiates = isFirst;
  }

  /** R_CTL in the high byte; of a link service's first frame the command in the low one. */
  @Override
  public int kind() {
    boolean isLinkService =
        switch (at(0)) {
          case LINK_SERVICE_REQUEST, LINK_SERVICE_REPLY, FC4_REQUEST, FC4_REPLY -> true;
          default -> false;
        };
    boolean hasCommand = isLinkService && initiates && data().length > 0;
    return at(0) << 8 | (hasCommand ? data()[0] & 0xFF : 0);
  }
}
