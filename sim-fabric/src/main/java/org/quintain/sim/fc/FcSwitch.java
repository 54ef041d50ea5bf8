// SPDX-License-Identifier: Apache-2.0
package org.quintain.sim.fc;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.quintain.sam.Check;
import org.quintain.sim.fc.link.LinkClient;
import org.quintain.sim.fc.link.LinkEnd;
import org.quintain.sim.fc.link.LinkFrame;
import org.quintain.sim.fc.service.AddressTable;
import org.quintain.sim.fc.service.RoutingTable;
import org.quintain.sim.reactor.SimReactor;

/**
 * A switch: cuts frames through from port to port by their D_ID, keeps ports apart that no zone has
 * together, and hands to the fabric's services what is for them. A frame keeps the buffer of the
 * port that it came in by until it has left, so that a port that drains slowly is felt upstream.
 */
final class FcSwitch {
  private static final int WELL_KNOWN_DOMAIN = 0xFF;
  private static final int PORTS_MAX = 256;

  private final FcNetwork network;
  private final int index;
  private final AddressTable addresses;
  private final long hopPs;
  private final List<Port> ports = new ArrayList<>();
  private long discarded;

  FcSwitch(FcNetwork network, int index, int domain, long hopNs) {
    this.network = network;
    this.index = index;
    this.addresses = new AddressTable(domain);
    this.hopPs = hopNs * 1_000;
  }

  /** A port of the switch: an F_Port towards a node, an E_Port towards another switch. */
  final class Port implements LinkClient {
    private final int area;
    private final int interSwitchLink;
    private @Nullable LinkEnd end;

    Port(int area, int interSwitchLink) {
      this.area = area;
      this.interSwitchLink = interSwitchLink;
    }

    void attach(LinkEnd at) {
      end = at;
    }

    int area() {
      return area;
    }

    FcSwitch owner() {
      return FcSwitch.this;
    }

    boolean isForNodes() {
      return interSwitchLink == RoutingTable.NONE;
    }

    boolean isUp() {
      LinkEnd present = end;
      return present != null && present.isUp();
    }

    /** Sends a frame of the fabric's own making. */
    void send(long nowNs, LinkFrame frame) {
      LinkEnd present = end;
      if (present == null) {
        network.discard(frame);
      } else {
        present.send(nowNs, frame);
      }
    }

    @Nullable LinkEnd end() {
      return end;
    }

    @Override
    public @Nullable SimReactor reactor() {
      return null;
    }

    @Override
    public boolean cutsThrough() {
      return true;
    }

    @Override
    public void onFrame(long nowNs, LinkEnd at, LinkFrame frame) {
      network.onFrameForwarded(nowNs);
      if (isForNodes() && !network.services().mayEnter(nowNs, this, frame)) {
        discarded++;
        at.finish(nowNs, frame);
      } else {
        route(nowNs, this, at, frame);
      }
    }

    @Override
    public void onRoom(long nowNs, LinkEnd at) {
      // Frames come when they come.
    }

    @Override
    public void onLinkUp(long nowNs, LinkEnd at) {
      if (!isForNodes()) {
        network.onTopologyChanged(nowNs);
      }
    }

    @Override
    public void onLinkDown(long nowNs, LinkEnd at) {
      if (isForNodes()) {
        network.services().onPortDown(nowNs, this);
      } else {
        network.onTopologyChanged(nowNs);
      }
    }
  }

  /** Adds a port; {@code interSwitchLink} is {@link RoutingTable#NONE} for one towards a node. */
  Port addPort(int interSwitchLink) {
    Check.that(ports.size() < PORTS_MAX, "an area is a byte of an address", ports.size());
    Port port = new Port(ports.size(), interSwitchLink);
    ports.add(port);
    return port;
  }

  int index() {
    return index;
  }

  int domain() {
    return addresses.domain();
  }

  AddressTable addresses() {
    return addresses;
  }

  List<Port> ports() {
    return ports;
  }

  /** How many frames had nowhere to go. */
  long discarded() {
    return discarded;
  }

  private void route(long nowNs, Port in, LinkEnd at, LinkFrame frame) {
    int destination = frame.destinationId();
    int domain = destination >>> 16;
    if (domain == WELL_KNOWN_DOMAIN) {
      network.services().onFrame(nowNs, in, frame);
      at.finish(nowNs, frame);
      return;
    }
    int mixed = mixed(frame.sourceId(), destination, frame.bytes().getShort(16));
    Port out = towards(destination, mixed);
    LinkEnd outEnd = out == null ? null : out.end();
    if (out == null || outEnd == null || !mayLeave(out, frame)) {
      discarded++;
      at.finish(nowNs, frame);
      return;
    }
    frame.delayBy(nowNs, hopPs, outEnd);
    outEnd.send(nowNs, frame);
  }

  /** What decides between ways that are as good; all frames of an exchange have the same. */
  static int mixed(int source, int destination, short originatorExchangeId) {
    return ((source ^ destination ^ originatorExchangeId) * 0x9E37_79B9) >>> 16;
  }

  long hopPs() {
    return hopPs;
  }

  private boolean mayLeave(Port out, LinkFrame frame) {
    return out.isUp()
        && (!out.isForNodes()
            || network.services().areZoned(frame.sourceId(), frame.destinationId()));
  }

  /** The port that leads to {@code destination}, or null; {@code mixed} decides between several. */
  @Nullable Port towards(int destination, int mixed) {
    int domain = destination >>> 16;
    if (domain == addresses.domain()) {
      int area = destination >>> 8 & 0xFF;
      return area < ports.size() && ports.get(area).isForNodes() ? ports.get(area) : null;
    }
    int link = network.nextLink(index, domain, mixed);
    for (Port port : ports) {
      if (link != RoutingTable.NONE && port.interSwitchLink == link) {
        return port;
      }
    }
    return null;
  }
}
