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
 * Hands the frames of Fibre Channel links to a {@link PcapngWriter}: delimiters, header, payload,
 * CRC, with an interface for each node's port, named by it. A frame is there once, where its sender
 * sends it, so that a decoder puts sequences together; what fabric services send is there on the
 * link to the port that it is for, and a frame that meets a fault on a later link is there again
 * with a comment that says which.
 */
public final class FrameCapture implements LinkTap {
  private static final int DELIMITERS_BYTES = 8;
  private static final int WELL_KNOWN_DOMAIN = 0xFF;
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
    boolean isFromNode = from.client().reactor() != null;
    boolean isFromFabric = frame.sourceId() >>> 16 == WELL_KNOWN_DOMAIN;
    if (!isFromNode && !isFromFabric && remark.isEmpty()) {
      return;
    }
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
