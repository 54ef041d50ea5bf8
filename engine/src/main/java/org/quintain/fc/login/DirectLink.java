// SPDX-License-Identifier: Apache-2.0
package org.quintain.fc.login;

import org.quintain.fc.login.LocalPortState.Input;
import org.quintain.fc.wire.WellKnownAddress;
import org.quintain.wire.LinkTopology;

/**
 * An N_Port's peers on a link without a fabric: the one at the far end, whose FLOGI says so
 * (FC-LS-4 6.2.2.4), or those that the link itself tells of (FC-BB-6 VN2VN, a private loop).
 */
final class DirectLink {
  /** The addresses that two ports without a fabric take, the higher name the first. */
  static final int HIGHER_PORT_ID = 0x010101;

  static final int LOWER_PORT_ID = 0x010102;

  private final NPort nPort;
  private boolean awaitsPortId;

  DirectLink(NPort nPort) {
    this.nPort = nPort;
  }

  /** Whether it waits for PLOGI to give it its address, as the lower name of two ports. */
  boolean awaitsPortId() {
    return awaitsPortId;
  }

  /** The link is gone. */
  void leave() {
    awaitsPortId = false;
  }

  /** The one at the far end is an N_Port of that name (FC-LS-4 6.2.2.4). */
  void onPeerFound(long nowNs, long theirName) {
    LocalPortState state = nPort.state();
    if (state == LocalPortState.DIRECT
        || state == LocalPortState.OFFLINE
        || state.on(Input.PEER_FOUND).next() != LocalPortState.DIRECT) {
      return;
    }
    boolean higher = Long.compareUnsigned(nPort.identity().portName(), theirName) > 0;
    awaitsPortId = !higher;
    if (higher) {
      nPort.addressed(nowNs, HIGHER_PORT_ID);
    }
    nPort.on(nowNs, Input.PEER_FOUND);
  }

  /** The way is free: logs in with those who stand on the link, if it is our turn. */
  void meetPeers(long nowNs) {
    if (nPort.port().topology() != LinkTopology.FABRIC_OR_POINT_TO_POINT) {
      for (RemotePort peer : nPort.snapshot()) {
        peer.on(nowNs, RemotePortState.Input.LINK_UP);
      }
      return;
    }
    if (!awaitsPortId) {
      RemotePort peer = nPort.peerOrNew(LOWER_PORT_ID);
      RemotePortState.Input how =
          peer.state().isSuspended() ? RemotePortState.Input.LINK_UP : RemotePortState.Input.SEEK;
      peer.seek(nowNs, how);
    }
  }

  /** Logs in anew with those on the link who have no login with us, if this end seeks peers. */
  void seekPeers(long nowNs) {
    if (!nPort.upper().seeksPeers() || awaitsPortId) {
      return;
    }
    boolean introduces = nPort.port().topology() == LinkTopology.POINT_TO_MULTIPOINT;
    for (RemotePort peer : nPort.snapshot()) {
      boolean isHigher = Long.compareUnsigned(nPort.identity().portName(), peer.portName()) > 0;
      if (peer.state() == RemotePortState.IDLE && introduces && isHigher) {
        peer.seek(nowNs, RemotePortState.Input.INTRODUCE);
      } else if (peer.state() == RemotePortState.IDLE || !peer.isWanted()) {
        peer.seek(nowNs, RemotePortState.Input.SEEK);
      }
    }
  }

  /**
   * A request came to {@code assigned}: PLOGI, or after a link that was down ADISC, which is how
   * the lower of two ports gets its address.
   */
  void onRequest(long nowNs, int assigned) {
    if (awaitsPortId && assigned != 0 && assigned < WellKnownAddress.FIRST) {
      awaitsPortId = false;
      nPort.addressed(nowNs, assigned);
    }
  }

  /** A port was found on a link where ports find each other. */
  void onNeighbour(long nowNs, int remoteId, long portName, long nodeName) {
    RemotePort peer = nPort.peerOrNew(remoteId);
    if (!peer.isLoggedIn()) {
      peer.named(portName, nodeName);
    }
    nPort.onNamed(nowNs, peer);
    if (peer.state().isSuspended()) {
      peer.seek(nowNs, RemotePortState.Input.LINK_UP);
    } else if (nPort.port().topology() == LinkTopology.POINT_TO_MULTIPOINT) {
      introduce(nowNs, peer);
    } else if (nPort.upper().seeksPeers()) {
      peer.seek(nowNs, RemotePortState.Input.SEEK);
    }
  }

  /**
   * Of two VN2VN ports the one with the higher name begins, the other waits for a while: if nothing
   * comes, a port that knows us from before takes its old login for good.
   */
  private void introduce(long nowNs, RemotePort peer) {
    peer.wanted(true);
    if (Long.compareUnsigned(nPort.identity().portName(), peer.portName()) > 0) {
      peer.seek(nowNs, RemotePortState.Input.INTRODUCE);
    } else if (peer.state() == RemotePortState.IDLE) {
      peer.setTimer(nowNs + nPort.port().options().introductionNs());
    }
  }

  /** A port that was found is gone. */
  void onNeighbourLost(long nowNs, int remoteId) {
    RemotePort peer = nPort.peer(remoteId);
    if (peer != null) {
      nPort.forget(nowNs, peer, LogoutCause.GONE);
    }
  }
}
