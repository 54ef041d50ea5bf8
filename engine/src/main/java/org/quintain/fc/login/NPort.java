// SPDX-License-Identifier: Apache-2.0
package org.quintain.fc.login;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.quintain.fc.exchange.ExchangeEnd;
import org.quintain.fc.exchange.ExchangeManager;
import org.quintain.fc.login.LocalPortState.Input;
import org.quintain.fc.wire.LoginParameters;
import org.quintain.fc.wire.LogoutPayload;
import org.quintain.time.DeadlineTable;
import org.quintain.wire.LinkTopology;

/**
 * An N_Port of ours: the physical one of an {@link FcPort} or a virtual one beside it (NPIV). It
 * holds the way into the fabric as {@link LocalPortState}'s table has it, and the peers. Owned by
 * its {@link FcPort}, on whose reactor everything happens.
 */
public final class NPort {
  private static final int PEERS_MAX = 4096;

  private final FcPort port;
  private final NPortIdentity identity;
  private final UpperProtocol upper;
  private final boolean virtual;
  private final LinkServiceClient client;
  private final FabricRequests fabric;
  private final Discovery discovery;
  private final DirectLink direct;
  private final PeerTable peers = new PeerTable();

  private LocalPortState state = LocalPortState.OFFLINE;
  private int portId;
  private int lastPortId;
  private long deadlineNs = DeadlineTable.NONE;

  NPort(FcPort port, NPortIdentity identity, UpperProtocol upper, boolean virtual) {
    this.port = port;
    this.identity = identity;
    this.upper = upper;
    this.virtual = virtual;
    client = new LinkServiceClient(port.exchanges());
    fabric = new FabricRequests(this);
    discovery = new Discovery(this);
    direct = new DirectLink(this);
  }

  /** The port that it stands on. */
  public FcPort port() {
    return port;
  }

  /** Its names. */
  public NPortIdentity identity() {
    return identity;
  }

  /** The FC-4 above it. */
  public UpperProtocol upper() {
    return upper;
  }

  /** Whether it got its address by FDISC. */
  public boolean isVirtual() {
    return virtual;
  }

  /** Its address identifier, 0 while it has none. */
  public int portId() {
    return portId;
  }

  /** Where it is on its way into the fabric. */
  public LocalPortState state() {
    return state;
  }

  /** The exchanges of the port that it stands on. */
  public ExchangeManager exchanges() {
    return port.exchanges();
  }

  /** The peers it knows, in the order of their addresses. */
  public List<RemotePort> peers() {
    return List.of(peers.snapshot());
  }

  /** The peer at {@code remoteId}, or null where none is known. Allocates nothing. */
  public @Nullable RemotePort peer(int remoteId) {
    return peers.find(remoteId);
  }

  /** The peer of that name with a port login, or null. */
  public @Nullable RemotePort peerNamed(long portName) {
    for (int index = 0; index < peers.count(); index++) {
      RemotePort peer = peers.at(index);
      if (peer.portName() == portName && peer.isLoggedIn()) {
        return peer;
      }
    }
    return null;
  }

  /**
   * Logs in with the port at {@code remoteId}, if it is not, whether the name server knows it or
   * not.
   */
  public void logIn(long nowNs, int remoteId) {
    if (state.isAddressed()) {
      peerOrNew(remoteId).seek(nowNs, RemotePortState.Input.SEEK);
    }
  }

  /**
   * Logs in with the port of that name, if it is not: at once where it is known where that stands,
   * otherwise as soon as the fabric or the link tells. Its upper level seeks peers.
   */
  public void seek(long nowNs, long portName) {
    RemotePort known = peerNamed(portName);
    for (int index = 0; known == null && index < peers.count(); index++) {
      RemotePort peer = peers.at(index);
      known = state == LocalPortState.DIRECT && peer.portName() == portName ? peer : null;
    }
    if (known != null) {
      logIn(nowNs, known.portId());
    } else {
      rediscover(nowNs);
    }
  }

  /** Ends the login with {@code peer}, who is told by LOGO; its upper level hears of the end. */
  public void logOut(long nowNs, RemotePort peer) {
    peer.wanted(false);
    peer.on(nowNs, RemotePortState.Input.LOG_OUT, LogoutCause.REQUESTED, null);
  }

  /** Ends the process logins with {@code peer}, who is told by PRLO; the port login stays. */
  public void logOutProcess(long nowNs, RemotePort peer) {
    if (peer.hasProcessLogin()) {
      peer.wanted(false);
      peer.on(nowNs, RemotePortState.Input.PRLO_CAME, LogoutCause.REQUESTED, null);
      fabric.sendProcessLogout(nowNs, peer.portId());
    }
  }

  /** Looks whether all peers are still there, and for new ones, as after RSCN. */
  public void rediscover(long nowNs) {
    if (state == LocalPortState.ONLINE) {
      discovery.refresh(nowNs);
    } else if (state == LocalPortState.DIRECT) {
      direct.seekPeers(nowNs);
    }
  }

  // For the package.

  LinkServiceClient client() {
    return client;
  }

  Discovery discovery() {
    return discovery;
  }

  long deadlineNs() {
    return deadlineNs;
  }

  DirectLink direct() {
    return direct;
  }

  LoginParameters fabricParameters() {
    return LoginParameters.ofFabricLogin(
        port.credit(), port.framePayloadMax(), identity.portName(), identity.nodeName());
  }

  LoginParameters portParameters() {
    int errorDetectMs = (int) (exchanges().timeouts().errorDetectNs() / 1_000_000L);
    return LoginParameters.ofPortLogin(
        port.credit(),
        port.framePayloadMax(),
        errorDetectMs,
        identity.portName(),
        identity.nodeName());
  }

  RemotePort peerOrNew(int remoteId) {
    RemotePort peer = peers.find(remoteId);
    if (peer == null) {
      peer = new RemotePort(this, remoteId);
      peers.add(peer);
    }
    return peer;
  }

  /** Whether one more peer is one too many, once those without a login were forgotten. */
  boolean isFull() {
    if (peers.count() >= PEERS_MAX) {
      for (RemotePort peer : peers.snapshot()) {
        if (peer.state() == RemotePortState.IDLE && !peer.isWanted()) {
          peers.remove(peer);
        }
      }
    }
    return peers.count() >= PEERS_MAX;
  }

  /** {@code peer} is not there any more. */
  void forget(long nowNs, RemotePort peer, LogoutCause cause) {
    peer.wanted(false);
    peer.on(nowNs, RemotePortState.Input.GONE, cause, null);
    peers.remove(peer);
  }

  /** {@code peer} told its name: whoever had it at another address is gone (FC-LS-4 6.3.2). */
  void onNamed(long nowNs, RemotePort peer) {
    for (RemotePort other : peers.snapshot()) {
      if (other != peer && other.portName() == peer.portName() && other.portName() != 0) {
        forget(nowNs, other, LogoutCause.GONE);
      }
    }
  }

  RemotePort[] snapshot() {
    return peers.snapshot();
  }

  /** Takes {@code input} by the table. */
  void on(long nowNs, Input input) {
    LocalPortState.Step step = state.on(input);
    if (step.next() != state || step.action() != LocalPortState.Action.NONE) {
      if (step.next() != state) {
        deadlineNs = DeadlineTable.NONE;
        fabric.cancel();
      }
      state = step.next();
      act(nowNs, step.action());
    }
  }

  private void act(long nowNs, LocalPortState.Action action) {
    switch (action) {
      case NONE -> {}
      case SEND_FABRIC_LOGIN -> fabric.sendFabricLogin(nowNs);
      case SEND_DIRECTORY_LOGIN -> fabric.sendDirectoryLogin(nowNs);
      case REGISTER -> fabric.register(nowNs);
      case SEND_STATE_CHANGE_REGISTRATION -> fabric.sendStateChangeRegistration(nowNs);
      case DISCOVER -> {
        for (RemotePort peer : peers.snapshot()) {
          peer.on(nowNs, RemotePortState.Input.LINK_UP);
        }
        discovery.refresh(nowNs);
      }
      case MEET_PEERS -> direct.meetPeers(nowNs);
      case WAIT -> setTimer(nowNs + port.options().retryNs());
      case LEAVE -> leave(nowNs);
      case LEAVE_AND_LOG_IN -> {
        leave(nowNs);
        port.onFabricLeft(nowNs, this);
        fabric.sendFabricLogin(nowNs);
      }
    }
  }

  private void setTimer(long atNs) {
    deadlineNs = atNs;
    port.noteDeadline(atNs);
  }

  void onDeadline(long nowNs) {
    if (deadlineNs <= nowNs) {
      deadlineNs = DeadlineTable.NONE;
      on(nowNs, Input.TIMER);
    }
    for (int index = 0; index < peers.count(); index++) {
      peers.at(index).onDeadline(nowNs);
    }
    discovery.onDeadline(nowNs);
  }

  private void leave(long nowNs) {
    discovery.cancel();
    direct.leave();
    int any = ExchangeManager.ANY;
    if (portId != 0) {
      exchanges().endAll(nowNs, portId, any, any, null, ExchangeEnd.LINK_DOWN);
    }
    portId = 0;
    for (RemotePort peer : peers.snapshot()) {
      peer.on(nowNs, RemotePortState.Input.LINK_DOWN, LogoutCause.LINK_LOST, null);
    }
  }

  /** It is not one of its port's any more; what it sent last still goes out. */
  void retire() {
    discovery.cancel();
    fabric.cancel();
    deadlineNs = DeadlineTable.NONE;
    state = LocalPortState.OFFLINE;
  }

  /** The link is up. */
  void onLinkUp(long nowNs, LinkTopology topology, int assignedPortId) {
    if (topology == LinkTopology.FABRIC_OR_POINT_TO_POINT) {
      on(nowNs, Input.LINK_UP);
    } else {
      addressed(nowNs, assignedPortId);
      on(nowNs, Input.ADDRESSED);
    }
  }

  /** The fabric gave {@code assigned} as our address, and its service parameters. */
  void onFabricAccepted(long nowNs, int assigned, LoginParameters theirs) {
    if (!theirs.isFabric()) {
      direct.onPeerFound(nowNs, theirs.portName());
      return;
    }
    addressed(nowNs, assigned);
    if (!virtual) {
      port.onFabricParameters(theirs);
    }
    on(nowNs, Input.ACCEPTED);
    if (!virtual) {
      port.onFabricJoined(nowNs);
    }
  }

  /** Our address is {@code assigned}; peers of another one cannot know us. */
  void addressed(long nowNs, int assigned) {
    if (lastPortId != assigned) {
      // What they had with us was under the old address.
      portId = lastPortId;
      for (RemotePort peer : peers.snapshot()) {
        forget(nowNs, peer, LogoutCause.FABRIC_CHANGED);
      }
    }
    portId = assigned;
    lastPortId = assigned;
  }

  /** Tells {@code remoteId} that it is not logged in with us; nobody waits for the answer. */
  void sendLogout(long nowNs, int remoteId) {
    client.request(
        nowNs,
        portId,
        remoteId,
        (bytes, at) -> {
          LogoutPayload.write(bytes, at, portId, identity.portName());
          return LogoutPayload.LENGTH_BYTES;
        },
        FabricRequests.NOBODY_WAITS);
  }

  /** As {@link #sendLogout}, for the process login alone. */
  void sendProcessLogout(long nowNs, int remoteId) {
    fabric.sendProcessLogout(nowNs, remoteId);
  }
}
