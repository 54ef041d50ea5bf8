// SPDX-License-Identifier: Apache-2.0
package org.quintain.conformance.served;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.quintain.fc.wire.EndDelimiter;
import org.quintain.fc.wire.FrameCrc;
import org.quintain.fc.wire.StartDelimiter;
import org.quintain.hardware.ethernet.DatagramLink;
import org.quintain.hardware.ethernet.EthernetLink;
import org.quintain.hardware.net.NettyReactor;
import org.quintain.hardware.net.Transport;
import org.quintain.sam.Check;
import org.quintain.sim.fc.FabricGate;

/**
 * An FCoE forwarder for tests (FC-BB-6 7.9.2 to 7.9.7): end nodes on cables that are made of
 * datagrams, and behind it a simulated fabric's services, so that both ends of FIP are not written
 * by the same code. Each end node has a port of the fabric, each of its N_Ports an address that is
 * made of the FC-MAP. It may have its fabric in a VLAN (IEEE 802.1Q), of which it tells who asks.
 */
public final class TestForwarder implements FabricGate.Outlet, AutoCloseable {
  private static final long ADDRESS = 0x0200_0000_FCF0L;
  private static final long ALL_NODES = 0x0110_1801_0001L;
  private static final long SWITCH_NAME = 0x1000_0200_0000_FCF0L;
  private static final int FC_MAP = 0x0EFC00;
  private static final int FIP = 0x8914;
  private static final int FCOE = 0x8906;
  private static final int TAG = 0x8100;
  private static final int DATA_BYTES = 2_500;
  private static final int NODES_MAX = 200;
  private static final long TURN_NS = 300_000;
  private static final long TICK_NS = 5_000_000;

  private final NettyReactor reactor = new NettyReactor(0, Transport.NIO, "forwarder");
  private final FabricGate gate = new FabricGate(1, this);
  private final FrameCrc crc = new FrameCrc();
  private final List<EthernetLink> links = new ArrayList<>();
  private final Map<Long, Node> nodes = new LinkedHashMap<>();
  private final List<Node> byPort = new ArrayList<>();
  private final ByteBuffer frame = ByteBuffer.allocateDirect(DATA_BYTES + 32);
  private final ByteBuffer tagged = ByteBuffer.allocateDirect(DATA_BYTES + 36);
  private final ByteBuffer untagged = ByteBuffer.allocateDirect(DATA_BYTES + 32);
  private final int periodMs;
  private final int vlan;
  private final AtomicInteger framesOutside = new AtomicInteger();
  private final AtomicInteger nodeKeepAlives = new AtomicInteger();
  private final AtomicInteger portKeepAlives = new AtomicInteger();
  private long heard;
  private volatile boolean isSilent;
  private boolean isClosed;

  /** An end node with its N_Ports. */
  private static final class Node {
    final EthernetLink link;
    final long address;
    final int gatePort;
    final Map<Integer, Integer> carried = new HashMap<>();
    long heardLast;

    Node(EthernetLink link, long address, int gatePort) {
      this.link = link;
      this.address = address;
      this.gatePort = gatePort;
    }
  }

  /**
   * A forwarder that advertises itself.
   *
   * @param periodMs FKA_ADV_PERIOD
   * @param vlan the VLAN that its fabric is in, 0 for none
   */
  public TestForwarder(int periodMs, int vlan) {
    this.periodMs = periodMs;
    this.vlan = vlan;
    reactor.post(this::advertise);
    reactor.post(this::tick);
  }

  /** Takes one end of a cable. */
  public void connect(InetSocketAddress here, InetSocketAddress there) throws IOException {
    DatagramLink link = new DatagramLink(reactor, here, there, ADDRESS, DATA_BYTES);
    link.bind();
    reactor.post(
        nowNs -> {
          links.add(link);
          link.open(
              new EthernetLink.Receiver() {
                @Override
                public void onEthernetFrame(long atNs, ByteBuffer came, int lengthBytes) {
                  onFrame(link, came, lengthBytes);
                }

                @Override
                public void onLinkFailed(long atNs, String reason) {}
              });
        });
  }

  /** How often end nodes told that they live. */
  public int nodeKeepAlives() {
    return nodeKeepAlives.get();
  }

  /** How many frames came that were not in its VLAN, other than questions for it. */
  public int framesOutside() {
    return framesOutside.get();
  }

  /** How often their ports did. */
  public int portKeepAlives() {
    return portKeepAlives.get();
  }

  /** Says and hears nothing more, or does again. */
  public void silent(boolean shouldBe) {
    isSilent = shouldBe;
  }

  /**
   * Clears the virtual links of all N_Ports, each by its name, or of all at once; waits until that
   * is on its way, so that it is ahead of what anybody asks for then.
   */
  public void clear(boolean byName) throws InterruptedException {
    CountDownLatch cleared = new CountDownLatch(1);
    reactor.post(
        nowNs -> {
          for (Node node : byPort) {
            clear(node, byName ? gate.addressesOf(node.gatePort) : List.of());
            gate.drop(node.gatePort);
          }
          // What is sent leaves at the end of a turn.
          reactor.post(soonNs -> reactor.post(thenNs -> cleared.countDown()));
        });
    Check.that(cleared.await(120, TimeUnit.SECONDS), "the forwarder's reactor runs");
  }

  private void tick(long nowNs) {
    if (!isClosed) {
      gate.run(TICK_NS);
      reactor.callAt(nowNs + TICK_NS, this::tick);
    }
  }

  private void advertise(long nowNs) {
    if (isClosed) {
      return;
    }
    for (EthernetLink link : links) {
      sendAdvertisement(link, ALL_NODES, 0, 0);
    }
    reactor.callAt(nowNs + periodMs * 1_000_000L, this::advertise);
  }

  // FIP out.

  private int beginFip(long destination, int operation, int subcode, int flags) {
    for (int at = 0; at < frame.capacity(); at++) {
      frame.put(at, (byte) 0);
    }
    putAddress(0, destination);
    putAddress(6, ADDRESS);
    frame.putShort(12, (short) FIP).putShort(14, (short) 0x1000);
    frame.putShort(16, (short) operation).put(19, (byte) subcode);
    frame.putShort(22, (short) flags);
    return 24;
  }

  private void finishFip(EthernetLink link, int end, int lengthMin) {
    frame.putShort(20, (short) ((end - 24) / 4));
    send(link, Math.max(Math.max(end, 60), lengthMin));
  }

  private void send(EthernetLink link, int lengthBytes) {
    if (isSilent) {
      return;
    }
    if (vlan == 0) {
      link.send(frame, lengthBytes);
      return;
    }
    tagged.put(0, frame, 0, 12).putShort(12, (short) TAG).putShort(14, (short) (0x6000 | vlan));
    tagged.put(16, frame, 12, lengthBytes - 12);
    link.send(tagged, lengthBytes + 4);
  }

  private void putAddress(int at, long address) {
    frame.putShort(at, (short) (address >>> 32)).putInt(at + 2, (int) address);
  }

  private int putAddressDescriptor(int at, long address) {
    frame.put(at, (byte) 2).put(at + 1, (byte) 2);
    putAddress(at + 2, address);
    return at + 8;
  }

  private int putNameDescriptor(int at) {
    frame.put(at, (byte) 4).put(at + 1, (byte) 3).putLong(at + 4, SWITCH_NAME);
    return at + 12;
  }

  /** FPMA, available, from a forwarder; {@code flags} may add that it was solicited. */
  private void sendAdvertisement(EthernetLink link, long destination, int flags, int lengthMin) {
    int at = beginFip(destination, 1, 2, 0x8005 | flags);
    frame.put(at, (byte) 1).put(at + 1, (byte) 1).put(at + 3, (byte) 128);
    at = putAddressDescriptor(at + 4, ADDRESS);
    at = putNameDescriptor(at);
    frame.put(at, (byte) 5).put(at + 1, (byte) 4).putInt(at + 4, FC_MAP);
    frame.putLong(at + 8, SWITCH_NAME);
    at += 16;
    frame.put(at, (byte) 12).put(at + 1, (byte) 2).putInt(at + 4, periodMs);
    finishFip(link, at + 8, lengthMin);
  }

  private void clear(Node node, List<Integer> portIds) {
    int at = beginFip(node.address, 3, 2, 0x8001);
    at = putNameDescriptor(putAddressDescriptor(at, ADDRESS));
    for (int portId : portIds) {
      frame.put(at, (byte) 11).put(at + 1, (byte) 5);
      putAddress(at + 2, addressOf(portId));
      frame.putInt(at + 8, portId);
      at += 20;
    }
    finishFip(node.link, at, 0);
  }

  private static long addressOf(int portId) {
    return (long) FC_MAP << 24 | portId;
  }

  // What end nodes send.

  private void onFrame(EthernetLink link, ByteBuffer came, int lengthBytes) {
    if (isSilent || isClosed || lengthBytes < 60) {
      return;
    }
    int type = came.getShort(12) & 0xFFFF;
    if (vlan == 0) {
      onUntagged(link, came, lengthBytes);
    } else if (type == TAG && (came.getShort(14) & 0xFFF) == vlan) {
      untagged.put(0, came, 0, 12).put(12, came, 16, lengthBytes - 16);
      onUntagged(link, untagged, lengthBytes - 4);
    } else if (type == FIP && came.getShort(16) == 4) {
      tellVlan(link, address(came, 6));
    } else {
      framesOutside.incrementAndGet();
    }
  }

  private void onUntagged(EthernetLink link, ByteBuffer came, int lengthBytes) {
    int type = came.getShort(12) & 0xFFFF;
    if (type == FIP) {
      onFip(link, came);
    } else if (type == FCOE && address(came, 0) == ADDRESS) {
      onFcoe(came, lengthBytes);
    }
    gate.run(TURN_NS);
  }

  /** FIP VLAN Notification, without a tag as its request came. */
  private void tellVlan(EthernetLink link, long node) {
    int at = putAddressDescriptor(beginFip(node, 4, 2, 1), ADDRESS);
    frame.put(at, (byte) 14).put(at + 1, (byte) 1).putShort(at + 2, (short) vlan);
    frame.putShort(20, (short) 3);
    link.send(frame, 60);
  }

  private static long address(ByteBuffer bytes, int at) {
    return (bytes.getShort(at) & 0xFFFFL) << 32 | (bytes.getInt(at + 2) & 0xFFFF_FFFFL);
  }

  private void onFip(EthernetLink link, ByteBuffer came) {
    long from = address(came, 6);
    int operation = came.getShort(16) << 8 | came.get(19);
    switch (operation) {
      case 0x101 -> // MAC address, name, frame size
          sendAdvertisement(link, from, 2, 14 + (came.getShort(24 + 8 + 12 + 2) & 0xFFFF));
      case 0x201 -> {
        Node node = nodes.get(from);
        if (node == null) {
          node = newNode(link, from);
        }
        node.heardLast = ++heard;
        int length = (came.get(25) & 0xFF) * 4 - 4;
        node.carried.put(came.getShort(28 + 16) & 0xFFFF, came.get(24) & 0xFF);
        gate.send(node.gatePort, came, 28, length, StartDelimiter.SOF_I3, EndDelimiter.EOF_T);
      }
      case 0x301 -> {
        boolean isOfPort = (came.getShort(20) & 0xFFFF) > 2;
        (isOfPort ? portKeepAlives : nodeKeepAlives).incrementAndGet();
      }
      default -> {}
    }
  }

  /** A node on a port of its own, or where there are many on that of who was silent the longest. */
  private Node newNode(EthernetLink link, long from) {
    Node node;
    if (byPort.size() < NODES_MAX) {
      node = new Node(link, from, gate.addPort());
      byPort.add(node);
    } else {
      Node gone = Collections.min(byPort, Comparator.comparingLong(each -> each.heardLast));
      gate.drop(gone.gatePort);
      nodes.remove(gone.address);
      node = new Node(link, from, gone.gatePort);
      byPort.set(gone.gatePort, node);
    }
    nodes.put(from, node);
    return node;
  }

  private void onFcoe(ByteBuffer came, int lengthBytes) {
    int length = lengthBytes - 28 - 4 - 4;
    int portId = came.getInt(28 + 4) & 0xFFFFFF;
    StartDelimiter start = StartDelimiter.ofFcoe(came.get(27) & 0xFF);
    EndDelimiter end = EndDelimiter.ofFcoe(came.get(lengthBytes - 4) & 0xFF);
    Node node = nodeOf(portId);
    boolean isGood =
        node != null
            && start != null
            && end != null
            && address(came, 6) == addressOf(portId)
            && crc.isRight(came, 28, length);
    if (isGood && node != null && start != null && end != null) {
      node.heardLast = ++heard;
      gate.send(node.gatePort, came, 28, length, start, end);
    }
  }

  private @Nullable Node nodeOf(int portId) {
    for (Node node : byPort) {
      if (gate.addressesOf(node.gatePort).contains(portId)) {
        return node;
      }
    }
    return null;
  }

  // What the fabric sends.

  @Override
  public void onFrame(
      int port, ByteBuffer bytes, int lengthBytes, StartDelimiter start, EndDelimiter end) {
    Node node = byPort.get(port);
    boolean isReply = (bytes.get(0) & 0xFF) == 0x23;
    Integer descriptor = isReply ? node.carried.remove(bytes.getShort(16) & 0xFFFF) : null;
    int destination = bytes.getInt(0) & 0xFFFFFF;
    if (descriptor != null) {
      int at = beginFip(node.address, 2, 2, 0x8001);
      frame.put(at, (byte) (int) descriptor).put(at + 1, (byte) (1 + lengthBytes / 4));
      frame.put(at + 4, bytes, 0, lengthBytes);
      at = putAddressDescriptor(at + 4 + lengthBytes, addressOf(destination));
      finishFip(node.link, at, 0);
      return;
    }
    beginFip(addressOf(destination), 0, 0, 0);
    frame.putShort(12, (short) FCOE).put(14, (byte) 0);
    frame.put(27, (byte) start.fcoeCode());
    frame.put(28, bytes, 0, lengthBytes);
    crc.append(frame, 28, lengthBytes);
    int last = 28 + lengthBytes + 4;
    frame.put(last, (byte) end.fcoeCode());
    send(node.link, Math.max(60, last + 4));
  }

  @Override
  public void close() {
    reactor.post(
        nowNs -> {
          isClosed = true;
          links.forEach(EthernetLink::close);
        });
    reactor.close();
  }
}
