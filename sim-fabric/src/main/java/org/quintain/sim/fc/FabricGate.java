// SPDX-License-Identifier: Apache-2.0
package org.quintain.sim.fc;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.quintain.fc.wire.EndDelimiter;
import org.quintain.fc.wire.FrameCrc;
import org.quintain.fc.wire.StartDelimiter;
import org.quintain.sim.fc.link.FcFaults;
import org.quintain.sim.fc.link.FcLink;
import org.quintain.sim.fc.link.FcWeather;
import org.quintain.sim.fc.link.LineRate;
import org.quintain.sim.fc.link.LinkClient;
import org.quintain.sim.fc.link.LinkEnd;
import org.quintain.sim.fc.link.LinkFrame;
import org.quintain.sim.fc.link.LinkProfile;
import org.quintain.sim.fc.service.RoutingTable;
import org.quintain.sim.reactor.MailboxDelay;
import org.quintain.sim.reactor.SimReactor;
import org.quintain.sim.reactor.SimWorld;
import org.quintain.sim.reactor.WorldLimits;
import org.quintain.sim.trace.Trace;

/**
 * A simulated fabric of one switch with nodes outside of the simulation: whoever stands there, such
 * as an FCoE forwarder, hands their frames in and gets what is for them. Used by one thread, which
 * lets virtual time pass by {@link #run}.
 */
public final class FabricGate {
  /** Who is given what the fabric sends to a node. */
  public interface Outlet {
    /**
     * A frame for the node behind port {@code port}; its bytes, header to payload, are the outlet's
     * to read until the call returns.
     */
    void onFrame(
        int port, ByteBuffer frame, int lengthBytes, StartDelimiter start, EndDelimiter end);
  }

  private static final int REACTORS = 1;
  private static final int BUFFERS = 64;
  private static final long HOP_NS = 700;

  private final SimWorld world;
  private final FcNetwork network;
  private final FcSwitch atSwitch;
  private final Outlet outlet;
  private final FrameCrc crc = new FrameCrc();
  private final List<Node> nodes = new ArrayList<>();

  /** A fabric without nodes. */
  public FabricGate(long seed, Outlet outlet) {
    this.world =
        new SimWorld(seed, REACTORS, MailboxDelay.usual(), new Trace(), WorldLimits.generous());
    this.network = new FcNetwork(world, new FcWeather(FcFaults.NONE), FcLink.noTap());
    this.atSwitch = network.addSwitch(HOP_NS);
    this.outlet = outlet;
  }

  /** Adds a port for a node, with its link up, and says its number, from 0 on. */
  public int addPort() {
    int number = nodes.size();
    Node node = new Node(number);
    FcSwitch.Port port = atSwitch.addPort(RoutingTable.NONE);
    FcLink link =
        new FcLink(
            world,
            "gate/" + number,
            LinkProfile.of(LineRate.FC_16, 1, BUFFERS),
            new FcWeather(FcFaults.NONE),
            network.pool(),
            FcLink.noTap(),
            node,
            port);
    node.end = link.first();
    port.attach(link.second());
    nodes.add(node);
    link.comeUp();
    run(1_000_000);
    return number;
  }

  /** The node behind {@code port} sends a frame; its bytes are copied. */
  public void send(
      int port,
      ByteBuffer bytes,
      int base,
      int lengthBytes,
      StartDelimiter start,
      EndDelimiter end) {
    LinkFrame frame = network.pool().take();
    frame.bytes().put(0, bytes, base, lengthBytes);
    crc.append(frame.bytes(), 0, lengthBytes);
    frame.set(lengthBytes + FrameCrc.LENGTH_BYTES, start.orderedSet(), end.orderedSet());
    Node node = nodes.get(port);
    node.waiting.add(frame);
    node.pump();
  }

  /** Lets {@code durationNs} of virtual time pass. */
  public void run(long durationNs) {
    world.run(durationNs);
  }

  /** The addresses that the fabric gave to the node behind {@code port}. */
  public List<Integer> addressesOf(int port) {
    List<Integer> found = new ArrayList<>();
    for (FabricLogin login : network.services().logins()) {
      if (login.port == atSwitch.ports().get(port)) {
        found.add(login.portId);
      }
    }
    return found;
  }

  /** Takes the node's link down and up again, with which all its logins end. */
  public void drop(int port) {
    network.services().onPortDown(world.nowNs(), atSwitch.ports().get(port));
  }

  /** The far end of a port's link. */
  private final class Node implements LinkClient {
    private final int number;
    private final ArrayDeque<LinkFrame> waiting = new ArrayDeque<>();
    private @Nullable LinkEnd end;

    Node(int number) {
      this.number = number;
    }

    void pump() {
      LinkEnd present = end;
      while (present != null && present.hasRoom() && !waiting.isEmpty()) {
        present.send(world.nowNs(), waiting.remove());
      }
    }

    @Override
    public SimReactor reactor() {
      return world.reactor(0);
    }

    @Override
    public boolean cutsThrough() {
      return false;
    }

    @Override
    public void onFrame(long nowNs, LinkEnd at, LinkFrame frame) {
      StartDelimiter start = start(frame);
      EndDelimiter last = end(frame);
      if (start != null && last != null) {
        outlet.onFrame(
            number, frame.bytes(), frame.lengthBytes() - FrameCrc.LENGTH_BYTES, start, last);
      }
      at.finish(nowNs, frame);
    }

    @Override
    public void onRoom(long nowNs, LinkEnd at) {
      pump();
    }

    @Override
    public void onLinkUp(long nowNs, LinkEnd at) {
      pump();
    }

    @Override
    public void onLinkDown(long nowNs, LinkEnd at) {
      // Nobody takes it down.
    }
  }

  private static @Nullable StartDelimiter start(LinkFrame frame) {
    for (StartDelimiter each : StartDelimiter.values()) {
      if (each.orderedSet() == frame.startCode()) {
        return each;
      }
    }
    return null;
  }

  private static @Nullable EndDelimiter end(LinkFrame frame) {
    for (EndDelimiter each : EndDelimiter.values()) {
      if (each.orderedSet() == frame.endCode()) {
        return each;
      }
    }
    return null;
  }
}
