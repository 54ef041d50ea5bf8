// SPDX-License-Identifier: Apache-2.0
package org.quintain.hardware.fcoe;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;
import org.quintain.fc.wire.ElsCommand;
import org.quintain.fc.wire.FrameHeader;
import org.quintain.fc.wire.FrameType;
import org.quintain.fc.wire.LoginParameters;
import org.quintain.fc.wire.WellKnownAddress;
import org.quintain.hardware.ethernet.MacAddress;
import org.quintain.hardware.ethernet.VlanLink;
import org.quintain.hardware.fcoe.VirtualLinks.VirtualLink;
import org.quintain.wire.LinkTopology;
import org.quintain.wire.OutgoingSequence;

/**
 * An end node in a fabric (FC-BB-6 7.9.2 to 7.9.6): finds a forwarder, carries fabric logins and
 * logouts to it in FIP, and sends all other frames to it under the addresses that the fabric
 * provides (FPMA). With it live and die the logins.
 */
final class FabricRole implements FipRole, ForwarderFinder.Outlet {
  private static final long NONE = -1;
  private static final int DESTINATION_AT = FcoeFrame.FRAME_AT;

  private final FcoePort port;
  private final VlanLink ethernet;
  private final long nodeName;
  private final ForwarderFinder finder = new ForwarderFinder(this);
  private final VirtualLinks links = new VirtualLinks();

  /** The role of {@code port}, all of whose frames travel by {@code ethernet}. */
  FabricRole(FcoePort port, VlanLink ethernet, long nodeName) {
    this.port = port;
    this.ethernet = ethernet;
    this.nodeName = nodeName;
  }

  @Override
  public LinkTopology topology() {
    return LinkTopology.FABRIC_OR_POINT_TO_POINT;
  }

  @Override
  public int portId() {
    return 0;
  }

  @Override
  public void start(long nowNs) {
    ethernet.listenTo(FcoeAddress.ALL_NODES);
    finder.start(nowNs);
  }

  @Override
  public void stop(long nowNs) {
    finder.stop();
  }

  // What comes.

  @Override
  public boolean takesFip(long destination) {
    return destination == ethernet.address() || destination == FcoeAddress.ALL_NODES;
  }

  @Override
  public void onMessage(long nowNs, FipMessage message, ByteBuffer frame) {
    Forwarder forwarder = finder.chosen();
    boolean isFromOurs = forwarder != null && MacAddress.get(frame, 6) == forwarder.address;
    switch (message.operation) {
      case DISCOVERY_ADVERTISEMENT -> finder.onAdvertisement(nowNs, message);
      case VIRTUAL_LINK_REPLY -> {
        if (isFromOurs && forwarder != null) {
          onReply(nowNs, message, frame, forwarder);
        }
      }
      case CLEAR_VIRTUAL_LINKS -> {
        boolean isOurs = forwarder != null && message.nodeName == forwarder.switchName;
        if (isFromOurs && isOurs) {
          onClear(nowNs, message);
        }
      }
      case VLAN_NOTIFICATION -> {
        if (MacAddress.get(frame, 0) == ethernet.address()) {
          finder.onVlans(nowNs, message);
        }
      }
      case DISCOVERY_SOLICITATION,
          VIRTUAL_LINK_REQUEST,
          KEEP_ALIVE,
          VLAN_REQUEST,
          PROBE_REQUEST,
          PROBE_REPLY,
          CLAIM_NOTIFICATION,
          CLAIM_RESPONSE,
          BEACON -> {}
    }
  }

  private void onReply(long nowNs, FipMessage message, ByteBuffer frame, Forwarder forwarder) {
    ByteBuffer reply = port.takeCarried(message, frame);
    if (reply == null) {
      return;
    }
    int length = message.carriedBytes;
    int portId = FrameHeader.destinationId(reply, 0);
    boolean isAccepted = (reply.get(FrameHeader.LENGTH_BYTES) & 0xFF) == ElsCommand.LS_ACC;
    if (message.carriedType == FipFrame.LOGO) {
      forget(links.remove(portId));
    } else if (isAccepted) {
      if (message.address != FcoeAddress.ofMap(forwarder.fcMap, portId)) {
        port.countBad(); // The only kind of address that we offered to take (FC-BB-6 7.9.4).
        return;
      }
      VirtualLink granted =
          links.grant(nowNs, FrameHeader.originatorExchangeId(reply, 0), portId, message.address);
      ethernet.listenTo(granted.address);
    }
    port.endpoint().onFrame(nowNs, reply, 0, length, true);
  }

  /** FC-BB-6 7.9.7.5: ports that are named are logged out; where none is named, all are. */
  private void onClear(long nowNs, FipMessage message) {
    if (message.portCount == 0) {
      finder.lose(nowNs, "the forwarder cleared all virtual links");
      return;
    }
    int[] portIds = message.portIds.clone();
    for (int index = 0; index < message.portCount; index++) {
      VirtualLink cleared = links.remove(portIds[index]);
      if (cleared != null) {
        forget(cleared);
        port.endpoint().onFabricLogout(nowNs, cleared.portId);
      }
    }
  }

  private void forget(@Nullable VirtualLink link) {
    if (link != null) {
      ethernet.ignore(link.address);
    }
  }

  @Override
  public boolean takesFrame(ByteBuffer frame) {
    Forwarder forwarder = finder.chosen();
    VirtualLink link = links.find(frame.getInt(DESTINATION_AT) & 0xFFFFFF);
    return link != null
        && forwarder != null
        && MacAddress.get(frame, 0) == link.address
        && MacAddress.get(frame, MacAddress.LENGTH_BYTES) == forwarder.address;
  }

  // What goes.

  @Override
  public long destination(int portId) {
    Forwarder forwarder = finder.chosen();
    return forwarder == null ? NONE : forwarder.address;
  }

  @Override
  public long source(int portId) {
    VirtualLink link = links.find(portId);
    return link == null ? NONE : link.address;
  }

  @Override
  public int carrier(OutgoingSequence sequence) {
    ByteBuffer header = sequence.header();
    int base = sequence.base();
    if (FrameHeader.destinationId(header, base) != WellKnownAddress.FABRIC_LOGIN
        || FrameHeader.type(header, base) != FrameType.EXTENDED_LINK_SERVICE
        || sequence.payload().totalBytes() == 0
        || CarriedRequests.isReply(sequence)) {
      return 0;
    }
    return switch (command(sequence)) {
      case ElsCommand.FLOGI -> FipFrame.FLOGI;
      case ElsCommand.FDISC -> FipFrame.FDISC;
      case ElsCommand.LOGO -> FipFrame.LOGO;
      default -> 0;
    };
  }

  private static int command(OutgoingSequence sequence) {
    return sequence.payload().base(0).get(sequence.payload().offset(0)) & 0xFF;
  }

  @Override
  public long address(OutgoingSequence sequence, FipMessage message) {
    ByteBuffer header = sequence.header();
    int base = sequence.base();
    message.flags = FipMessage.FABRIC_PROVIDED;
    if (message.carriedType == FipFrame.LOGO) {
      message.address = Math.max(0, source(FrameHeader.sourceId(header, base)));
    } else {
      message.address = 0; // The fabric provides one.
      boolean isWhole = sequence.payload().totalBytes() >= LoginParameters.LENGTH_BYTES;
      links.request(
          FrameHeader.originatorExchangeId(header, base),
          isWhole
              ? LoginParameters.parse(sequence.payload().base(0), sequence.payload().offset(0))
                  .portName()
              : 0);
    }
    return destination(WellKnownAddress.FABRIC_LOGIN);
  }

  // What FIP finds.

  @Override
  public void requestVlans() {
    port.begin(FipMessage.Operation.VLAN_REQUEST).address = ethernet.address();
    port.send(FcoeAddress.ALL_FORWARDERS, ethernet.address(), 0);
  }

  @Override
  public void useVlan(int vlan) {
    ethernet.use(vlan);
  }

  @Override
  public void solicit(long destination) {
    FipMessage message = port.begin(FipMessage.Operation.DISCOVERY_SOLICITATION);
    message.flags = FipMessage.FABRIC_PROVIDED;
    message.address = ethernet.address();
    message.nodeName = nodeName;
    message.dataBytesMax = port.dataBytesMax();
    port.send(destination, ethernet.address(), 0);
  }

  @Override
  public void onForwarder(long nowNs, Forwarder forwarder) {
    port.goUp(nowNs);
  }

  @Override
  public void onForwarderLost(long nowNs, String reason) {
    port.goDown(nowNs, reason);
  }

  @Override
  public void keepAlive(Forwarder forwarder) {
    FipMessage message = port.begin(FipMessage.Operation.KEEP_ALIVE);
    message.flags = FipMessage.FABRIC_PROVIDED;
    message.address = ethernet.address();
    port.send(forwarder.address, ethernet.address(), 0);
  }

  private void keepAlive(Forwarder forwarder, VirtualLink link) {
    FipMessage message = port.begin(FipMessage.Operation.KEEP_ALIVE);
    message.flags = FipMessage.FABRIC_PROVIDED;
    message.address = ethernet.address();
    message.addPort(link.address, link.portId, link.portName);
    port.send(forwarder.address, link.address, 0);
  }

  @Override
  public void onDown() {
    links.all().forEach(this::forget);
    links.clear();
  }

  // Time.

  @Override
  public long nextDeadlineNs() {
    return Math.min(finder.nextDeadlineNs(), links.nextDeadlineNs());
  }

  @Override
  public void onDeadline(long nowNs) {
    finder.onDeadline(nowNs);
    Forwarder forwarder = finder.chosen();
    if (forwarder == null || links.nextDeadlineNs() > nowNs) {
      return;
    }
    for (VirtualLink link : links.all()) {
      if (link.keepAliveNs <= nowNs) {
        link.keepAliveNs = nowNs + VirtualLinks.KEEP_ALIVE_NS;
        if (forwarder.expectsKeepAlive) {
          keepAlive(forwarder, link);
        }
      }
    }
  }
}
