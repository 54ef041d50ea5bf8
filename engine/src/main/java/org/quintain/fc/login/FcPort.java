// SPDX-License-Identifier: Apache-2.0
package org.quintain.fc.login;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.quintain.fc.exchange.Exchange;
import org.quintain.fc.exchange.ExchangeAcceptor;
import org.quintain.fc.exchange.ExchangeListener;
import org.quintain.fc.exchange.ExchangeManager;
import org.quintain.fc.exchange.FcTimeouts;
import org.quintain.fc.login.LocalPortState.Input;
import org.quintain.fc.wire.FrameHeader;
import org.quintain.fc.wire.FrameType;
import org.quintain.fc.wire.LoginParameters;
import org.quintain.fc.wire.RoutingControl;
import org.quintain.fc.wire.WellKnownAddress;
import org.quintain.sam.Check;
import org.quintain.time.DeadlineTable;
import org.quintain.wire.FrameEndpoint;
import org.quintain.wire.FrameWire;
import org.quintain.wire.LinkTopology;
import org.quintain.wire.OutgoingSequence;

/**
 * A Fibre Channel port: the endpoint of one link, with its exchanges, its physical N_Port and any
 * number of virtual ones (NPIV, FC-LS-4 6.2.3). Driven by a frame driver on one reactor.
 */
public final class FcPort implements FrameEndpoint {
  private static final int FRAME_PAYLOAD_MAX = 2112;

  private final FcPortOptions options;
  private final ExchangeManager exchanges;
  private final LinkServiceServer server;
  private final List<NPort> nPorts = new ArrayList<>();
  private @Nullable FrameWire wire;
  private long loginDeadlineNs = DeadlineTable.NONE;
  private boolean inFabric;

  /** A port without N_Ports and without link. */
  public FcPort(FcPortOptions options) {
    this.options = options;
    exchanges = new ExchangeManager(new Acceptor(), options.exchanges());
    exchanges.whenReady(this::markReady);
    server = new LinkServiceServer(this);
  }

  /**
   * Adds an N_Port: the first is the physical one, the others are virtual and follow it into a
   * fabric; without a fabric they stay offline. May be called at any time.
   */
  public NPort addNPort(long nowNs, NPortIdentity identity, UpperProtocol upper) {
    NPort added = new NPort(this, identity, upper, !nPorts.isEmpty());
    nPorts.add(added);
    FrameWire present = wire;
    if (present != null) {
      if (!added.isVirtual()) {
        added.onLinkUp(nowNs, present.topology(), present.assignedPortId());
      } else if (inFabric) {
        added.on(nowNs, Input.LINK_UP);
      }
    }
    return added;
  }

  /** Takes a virtual N_Port out of the fabric and forgets it; its logins end. */
  public void removeNPort(long nowNs, NPort nPort) {
    Check.that(nPort.isVirtual(), "a port keeps its physical N_Port");
    for (RemotePort peer : nPort.snapshot()) {
      nPort.logOut(nowNs, peer);
    }
    if (nPort.state().isAddressed()) {
      nPort.sendLogout(nowNs, WellKnownAddress.FABRIC_LOGIN);
    }
    nPorts.remove(nPort);
    nPort.retire();
  }

  /** The N_Ports, the physical one first. */
  public List<NPort> nPorts() {
    return List.copyOf(nPorts);
  }

  /** How it behaves. */
  public FcPortOptions options() {
    return options;
  }

  /** Its exchanges. */
  public ExchangeManager exchanges() {
    return exchanges;
  }

  /** Whether there is a link. */
  public boolean isLinkUp() {
    return wire != null;
  }

  // For the package.

  LinkTopology topology() {
    FrameWire present = wire;
    return present == null ? LinkTopology.FABRIC_OR_POINT_TO_POINT : present.topology();
  }

  int framePayloadMax() {
    FrameWire present = wire;
    return present == null ? FRAME_PAYLOAD_MAX : present.framePayloadMax();
  }

  int credit() {
    FrameWire present = wire;
    return present == null ? 0 : present.bufferToBufferCredit();
  }

  void noteDeadline(long atNs) {
    if (atNs < loginDeadlineNs) {
      loginDeadlineNs = atNs;
      markReady();
    }
  }

  /** The N_Port at {@code portId}, the one that waits for that address included, or null. */
  @Nullable NPort nPortAt(int portId) {
    for (int index = 0; index < nPorts.size(); index++) {
      NPort nPort = nPorts.get(index);
      if (nPort.portId() == portId && nPort.state().isAddressed()) {
        return nPort;
      }
    }
    NPort physical = nPorts.isEmpty() ? null : nPorts.get(0);
    if (physical != null
        && (physical.direct().awaitsPortId() || portId == WellKnownAddress.FABRIC_LOGIN)) {
      return physical;
    }
    return null;
  }

  boolean isOwn(int portId) {
    for (NPort nPort : nPorts) {
      if (nPort.portId() == portId) {
        return true;
      }
    }
    return false;
  }

  void onFabricParameters(LoginParameters theirs) {
    if (theirs.errorDetectNs() > 0 && theirs.resourceAllocationNs() > 0) {
      FcTimeouts before = exchanges.timeouts();
      exchanges.timeouts(before.with(theirs.errorDetectNs(), theirs.resourceAllocationNs()));
    }
  }

  /** The physical N_Port is in the fabric: the virtual ones follow. */
  void onFabricJoined(long nowNs) {
    inFabric = true;
    for (NPort nPort : List.copyOf(nPorts)) {
      if (nPort.isVirtual()) {
        nPort.on(nowNs, Input.LINK_UP);
      }
    }
  }

  /** The fabric logged {@code nPort} out; with the physical one go the virtual ones. */
  void onFabricLeft(long nowNs, NPort left) {
    if (!left.isVirtual()) {
      leaveFabric(nowNs);
    }
  }

  private void leaveFabric(long nowNs) {
    inFabric = false;
    for (NPort nPort : List.copyOf(nPorts)) {
      if (nPort.isVirtual()) {
        nPort.on(nowNs, Input.LINK_DOWN);
      }
    }
  }

  private void markReady() {
    FrameWire present = wire;
    if (present != null) {
      present.markReady();
    }
  }

  // The driver's side.

  @Override
  public void onLinkUp(long nowNs, FrameWire linkWire) {
    wire = linkWire;
    if (!nPorts.isEmpty()) {
      nPorts.get(0).onLinkUp(nowNs, linkWire.topology(), linkWire.assignedPortId());
    }
  }

  @Override
  public void onLinkDown(long nowNs, String reason) {
    leaveFabric(nowNs);
    if (!nPorts.isEmpty()) {
      nPorts.get(0).on(nowNs, Input.LINK_DOWN);
    }
    exchanges.onLinkDown(nowNs);
    wire = null;
  }

  @Override
  public void onFrame(long nowNs, ByteBuffer frame, int base, int lengthBytes, boolean initiates) {
    exchanges.onFrame(nowNs, frame, base, lengthBytes, initiates);
  }

  @Override
  public void onSequence(long nowNs, OutgoingSequence sequence) {
    exchanges.onSequence(nowNs, sequence);
  }

  @Override
  public void onNeighbour(long nowNs, int portId, long portName, long nodeName) {
    if (!nPorts.isEmpty()) {
      nPorts.get(0).direct().onNeighbour(nowNs, portId, portName, nodeName);
    }
  }

  @Override
  public void onNeighbourLost(long nowNs, int portId) {
    if (!nPorts.isEmpty()) {
      nPorts.get(0).direct().onNeighbourLost(nowNs, portId);
    }
  }

  @Override
  public void onFabricLogout(long nowNs, int portId) {
    for (NPort nPort : List.copyOf(nPorts)) {
      if (nPort.portId() == portId) {
        nPort.on(nowNs, Input.FABRIC_LOGOUT);
      }
    }
  }

  @Override
  public boolean hasOutput() {
    return exchanges.hasOutput();
  }

  @Override
  public @Nullable OutgoingSequence poll(long nowNs) {
    return exchanges.poll();
  }

  @Override
  public void onSent(long nowNs, OutgoingSequence sequence) {
    exchanges.onSent(nowNs, sequence);
  }

  @Override
  public long nextDeadlineNs() {
    return Math.min(loginDeadlineNs, exchanges.nextDeadlineNs());
  }

  @Override
  public void onDeadline(long nowNs) {
    exchanges.onDeadline(nowNs);
    if (loginDeadlineNs <= nowNs) {
      loginDeadlineNs = DeadlineTable.NONE;
      for (NPort nPort : List.copyOf(nPorts)) {
        nPort.onDeadline(nowNs);
        collectDeadlines(nPort);
      }
    }
  }

  private void collectDeadlines(NPort nPort) {
    long nearest = Math.min(nPort.deadlineNs(), nPort.discovery().deadlineNs());
    for (RemotePort peer : nPort.snapshot()) {
      nearest = Math.min(nearest, peer.deadlineNs());
    }
    loginDeadlineNs = Math.min(loginDeadlineNs, nearest);
  }

  /** Finds the user of an exchange that a peer begins. */
  private final class Acceptor implements ExchangeAcceptor {
    @Override
    public @Nullable ExchangeListener accept(
        long nowNs, Exchange exchange, ByteBuffer frame, int base) {
      NPort nPort = nPortAt(exchange.localId());
      if (nPort == null) {
        return null;
      }
      if (exchange.type() == FrameType.EXTENDED_LINK_SERVICE) {
        if (FrameHeader.routingControl(frame, base) != RoutingControl.ELS_REQUEST) {
          return null;
        }
        exchange.context(nPort);
        return server;
      }
      return exchange.type() == nPort.upper().type()
          ? acceptForUpper(nowNs, nPort, exchange, frame, base)
          : null;
    }

    /** FC-LS-4 6.3.4, FCP-4 6.2: who is not logged in is told so. */
    private @Nullable ExchangeListener acceptForUpper(
        long nowNs, NPort nPort, Exchange exchange, ByteBuffer frame, int base) {
      RemotePort peer = nPort.peer(exchange.remoteId());
      if (peer == null || !peer.isLoggedIn()) {
        nPort.sendLogout(nowNs, exchange.remoteId());
        return null;
      }
      if (!peer.hasProcessLogin()) {
        nPort.sendProcessLogout(nowNs, exchange.remoteId());
        return null;
      }
      exchange.framePayloadMax(peer.framePayloadMax());
      return nPort.upper().accept(nowNs, peer, exchange, frame, base);
    }

    @Override
    public boolean isLocal(int portId) {
      return nPortAt(portId) != null;
    }
  }
}
