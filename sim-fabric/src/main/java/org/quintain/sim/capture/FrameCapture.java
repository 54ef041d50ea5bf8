// SPDX-License-Identifier: Apache-2.0
package org.quintain.sim.capture;

import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.SortedMap;
import java.util.TreeMap;
import org.quintain.sim.fc.link.LinkEnd;
import org.quintain.sim.fc.link.LinkFrame;
import org.quintain.sim.fc.link.LinkTap;

/**
 * Hands the frames of Fibre Channel links to a {@link PcapngWriter}, each link an interface named
 * by the port at its first end, as an analyser on that port's cable shows them: delimiters, header,
 * payload, CRC. A frame that goes over several links is there once for each.
 */
public final class FrameCapture implements LinkTap {
  private static final int DELIMITERS_BYTES = 8;
  private static final String LINK_PREFIX = "link/";

  private final PcapngWriter writer;
  private final ByteBuffer packet =
      ByteBuffer.allocate(LinkFrame.CAPACITY_BYTES + DELIMITERS_BYTES);
  private final SortedMap<String, Integer> interfaces = new TreeMap<>();

  /** Captures into {@code sink}, which the caller closes. */
  public FrameCapture(OutputStream sink, String comment) {
    this.writer = new PcapngWriter(sink, comment);
  }

  @Override
  public void onFrame(long nowNs, LinkEnd from, LinkFrame frame, String remark) {
    String link = from.link().name();
    String port = link.startsWith(LINK_PREFIX) ? link.substring(LINK_PREFIX.length()) : link;
    Integer number = interfaces.get(port);
    if (number == null) {
      number = writer.addInterface(PcapngWriter.LINKTYPE_FC_2_WITH_FRAME_DELIMS, port);
      interfaces.put(port, number);
    }
    int length = frame.lengthBytes();
    packet.putInt(0, frame.startCode());
    packet.put(4, frame.bytes(), 0, length);
    packet.putInt(4 + length, frame.endCode());
    writer.packet(number, nowNs, packet.array(), length + DELIMITERS_BYTES, remark);
  }
}
