// SPDX-License-Identifier: Apache-2.0
package org.quintain.sim.capture;

import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.SortedMap;
import java.util.TreeMap;
import org.quintain.ib.wire.RoceHeaders;
import org.quintain.sim.ib.link.SubnetTap;
import org.quintain.sim.ib.link.WirePacket;

/**
 * Hands the packets of InfiniBand ports to a {@link PcapngWriter} as RoCEv2 over Ethernet, with an
 * interface for each port, named by it. A packet is there once, where its sender sends it; one that
 * meets a fault says in a comment which.
 */
public final class RoceCapture implements SubnetTap {
  private static final int ETHERNET_BYTES = 14;

  private final PcapngWriter writer;
  private final ByteBuffer frame = ByteBuffer.allocate(ETHERNET_BYTES + WirePacket.CAPACITY_BYTES);
  private final SortedMap<String, Integer> interfaces = new TreeMap<>();

  /** Captures into {@code sink}, which the caller closes. */
  public RoceCapture(OutputStream sink, String comment) {
    this.writer = new PcapngWriter(sink, comment);
  }

  @Override
  public void onPacket(long nowNs, String portName, WirePacket packet) {
    Integer number = interfaces.get(portName);
    if (number == null) {
      number = writer.addInterface(PcapngWriter.LINKTYPE_ETHERNET, portName);
      interfaces.put(portName, number);
    }
    putAddress(0, packet.to());
    putAddress(6, packet.from());
    frame.putShort(12, (short) RoceHeaders.ETHER_TYPE_IPV4);
    frame.put(ETHERNET_BYTES, packet.bytes(), 0, packet.lengthBytes());
    int length = ETHERNET_BYTES + packet.lengthBytes();
    writer.packet(number, nowNs, frame.array(), length, packet.remark());
  }

  /** A locally administered address with the number of the port. */
  private void putAddress(int at, int port) {
    frame.putShort(at, (short) 0x0200);
    frame.putInt(at + 2, port + 1);
  }
}
