// SPDX-License-Identifier: Apache-2.0
package org.quintain.sim.capture;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.quintain.sim.stream.SimStream;

/**
 * Dresses the bytes of simulated streams as TCP over IPv4 over Ethernet, with a handshake, right
 * sequence numbers and checksums, and hands them to a {@link PcapngWriter}. Segments are as the
 * simulation sent them, which may be longer than an Ethernet frame on a real wire, as captures on a
 * sending host show them too.
 */
public final class StreamCapture {
  private static final int ETHERNET = 14;
  private static final int IP = 20;
  private static final int TCP = 20;
  private static final int FIN = 0x01;
  private static final int SYN = 0x02;
  private static final int RST = 0x04;
  private static final int PSH = 0x08;
  private static final int ACK = 0x10;
  private static final int MAXIMUM_SEGMENT_OPTION = 0x0204_05B4;
  private static final int WINDOW_SCALE_OPTION = 0x0103_0307;

  private final PcapngWriter writer;
  private final ByteBuffer frame = ByteBuffer.allocate(ETHERNET + 65_535);
  private final List<Flow> flows = new ArrayList<>();
  private int identification;

  /** Captures into {@code writer}. */
  public StreamCapture(PcapngWriter writer) {
    this.writer = writer;
  }

  /** One stream as TCP sees it: addresses, and the next sequence number of each end. */
  private static final class Flow {
    private final int initiatorIp;
    private final int initiatorPort;
    private final int targetIp;
    private final int targetPort;
    private int initiatorNext;
    private int targetNext;

    Flow(SimStream stream) {
      initiatorIp = ip(stream.initiatorAddress());
      initiatorPort = port(stream.initiatorAddress());
      targetIp = ip(stream.targetAddress());
      targetPort = port(stream.targetAddress());
      initiatorNext = 1_000_000 * (stream.number() + 1);
      targetNext = 2_000_000_000 + 1_000_000 * (stream.number() + 1);
    }

    private static int ip(String address) {
      String[] parts = address.substring(0, address.indexOf(':')).split("\\.", 4);
      int value = 0;
      for (String part : parts) {
        value = value << 8 | Integer.parseInt(part);
      }
      return value;
    }

    private static int port(String address) {
      return Integer.parseInt(address.substring(address.indexOf(':') + 1));
    }
  }

  private Flow flow(int number) {
    return flows.get(number);
  }

  /**
   * A stream came up: the three segments of a handshake (RFC 9293 3.5). Streams come in the order
   * of their numbers.
   */
  public void onConnected(long nowNs, SimStream stream) {
    while (flows.size() <= stream.number()) {
      flows.add(new Flow(stream));
    }
    Flow flow = flow(stream.number());
    emit(nowNs, flow, true, SYN, new byte[0], 0, stream.name());
    flow.initiatorNext++;
    emit(nowNs, flow, false, SYN | ACK, new byte[0], 0, "");
    flow.targetNext++;
    emit(nowNs, flow, true, ACK, new byte[0], 0, "");
  }

  /** {@code length} bytes went out. */
  public void onSent(
      long nowNs, int number, boolean fromInitiator, byte[] bytes, int length, String remark) {
    Flow flow = flow(number);
    emit(nowNs, flow, fromInitiator, PSH | ACK, bytes, length, remark);
    if (fromInitiator) {
      flow.initiatorNext += length;
    } else {
      flow.targetNext += length;
    }
  }

  /** One end sends no more. */
  public void onEndOfStream(long nowNs, int number, boolean fromInitiator, String remark) {
    Flow flow = flow(number);
    emit(nowNs, flow, fromInitiator, FIN | ACK, new byte[0], 0, remark);
    if (fromInitiator) {
      flow.initiatorNext++;
    } else {
      flow.targetNext++;
    }
  }

  /** The stream was reset towards one end. */
  public void onReset(long nowNs, int number, boolean fromInitiator, String remark) {
    emit(nowNs, flow(number), !fromInitiator, RST | ACK, new byte[0], 0, remark);
  }

  private void emit(
      long nowNs,
      Flow flow,
      boolean fromInitiator,
      int flags,
      byte[] payload,
      int length,
      String comment) {
    int options = (flags & SYN) != 0 ? 8 : 0;
    int tcpLength = TCP + options + length;
    frame.clear();
    frame.put(mac(!fromInitiator)).put(mac(fromInitiator)).putShort((short) 0x0800);
    int sourceIp = fromInitiator ? flow.initiatorIp : flow.targetIp;
    int destinationIp = fromInitiator ? flow.targetIp : flow.initiatorIp;
    frame.put((byte) 0x45).put((byte) 0).putShort((short) (IP + tcpLength));
    frame.putShort((short) identification++).putShort((short) 0x4000);
    frame.put((byte) 64).put((byte) 6).putShort((short) 0).putInt(sourceIp).putInt(destinationIp);
    frame.putShort(ETHERNET + 10, checksum(ETHERNET, IP, 0));
    int tcp = ETHERNET + IP;
    frame.putShort((short) (fromInitiator ? flow.initiatorPort : flow.targetPort));
    frame.putShort((short) (fromInitiator ? flow.targetPort : flow.initiatorPort));
    frame.putInt(fromInitiator ? flow.initiatorNext : flow.targetNext);
    frame.putInt((flags & ACK) == 0 ? 0 : fromInitiator ? flow.targetNext : flow.initiatorNext);
    frame.put((byte) ((TCP + options) << 2)).put((byte) flags).putShort((short) 0xFFFF);
    frame.putShort((short) 0).putShort((short) 0);
    if (options > 0) {
      frame.putInt(MAXIMUM_SEGMENT_OPTION).putInt(WINDOW_SCALE_OPTION);
    }
    frame.put(payload, 0, length);
    long pseudo = Integer.toUnsignedLong(sourceIp >>> 16) + (sourceIp & 0xFFFF);
    pseudo += (destinationIp >>> 16) + (destinationIp & 0xFFFF);
    frame.putShort(tcp + 16, checksum(tcp, tcpLength, pseudo + 6 + tcpLength));
    writer.packet(nowNs, frame.array(), frame.position(), comment);
  }

  private static byte[] mac(boolean initiator) {
    return new byte[] {2, 0, 0, 0, 0, (byte) (initiator ? 1 : 2)};
  }

  /** The Internet checksum (RFC 1071). */
  private short checksum(int from, int length, long start) {
    long sum = start;
    int index = 0;
    for (; index + 1 < length; index += 2) {
      sum += frame.getShort(from + index) & 0xFFFF;
    }
    if (index < length) {
      sum += (frame.get(from + index) & 0xFF) << 8;
    }
    while (sum > 0xFFFF) {
      sum = (sum & 0xFFFF) + (sum >>> 16);
    }
    return (short) ~sum;
  }
}
