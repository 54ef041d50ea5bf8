// SPDX-License-Identifier: Apache-2.0
package org.quintain.fc.login;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.quintain.fc.exchange.ReceivedSequence;
import org.quintain.fc.wire.NameServerRequest;
import org.quintain.fc.wire.StateChangePayload;
import org.quintain.fc.wire.WellKnownAddress;
import org.quintain.time.DeadlineTable;

/**
 * What the name server knows of peers. An N_Port that seeks peers asks for all ports of its FC-4
 * (GID_FT) and logs in with those it does not know; one that is sought asks of each peer that may
 * have changed whether it still stands there (GPN_ID). State changes that come while it asks make
 * it ask once more, however many there are.
 */
final class Discovery {
  private final NPort nPort;
  private boolean asking;
  private boolean again;
  private LinkServiceClient.@Nullable Pending pending;
  private final List<LinkServiceClient.Pending> lookups = new ArrayList<>();
  private long deadlineNs = DeadlineTable.NONE;

  Discovery(NPort nPort) {
    this.nPort = nPort;
  }

  void cancel() {
    asking = false;
    again = false;
    deadlineNs = DeadlineTable.NONE;
    if (pending != null) {
      pending.cancel();
      pending = null;
    }
    for (LinkServiceClient.Pending lookup : lookups) {
      lookup.cancel();
    }
    lookups.clear();
  }

  /** RSCN says that something changed at {@code portId} and what {@code format} adds to it. */
  void onStateChange(long nowNs, int format, int portId) {
    for (RemotePort peer : nPort.snapshot()) {
      if (StateChangePayload.covers(format, portId, peer.portId()) && peer.isLoggedIn()) {
        if (nPort.upper().seeksPeers()) {
          peer.on(nowNs, RemotePortState.Input.VERIFY, LogoutCause.GONE, null);
        } else {
          lookUp(nowNs, peer);
        }
      }
    }
  }

  /** Asks for all peers, now or once what is being asked is answered. */
  void refresh(long nowNs) {
    if (!nPort.upper().seeksPeers()) {
      return;
    }
    if (asking) {
      again = true;
      return;
    }
    asking = true;
    again = false;
    pending =
        nPort
            .client()
            .query(
                nowNs,
                nPort.portId(),
                WellKnownAddress.DIRECTORY_SERVER,
                (bytes, at) -> NameServerRequest.writeByType(bytes, at, nPort.upper().type()),
                new LinkServiceClient.Handler() {
                  @Override
                  public void onAccepted(long now, ReceivedSequence answer) {
                    onPeers(now, answer);
                  }

                  @Override
                  public void onRejected(long now, int reason, int explanation) {
                    // Nothing of our FC-4 is registered that we may see.
                    onIds(now, new int[0]);
                  }

                  @Override
                  public void onFailed(long now) {
                    asking = false;
                    retryLater(now);
                  }
                });
  }

  private void retryLater(long nowNs) {
    deadlineNs = nowNs + nPort.port().options().retryNs();
    nPort.port().noteDeadline(deadlineNs);
  }

  long deadlineNs() {
    return deadlineNs;
  }

  void onDeadline(long nowNs) {
    if (deadlineNs <= nowNs) {
      deadlineNs = DeadlineTable.NONE;
      nPort.rediscover(nowNs);
    }
  }

  private void onPeers(long nowNs, ReceivedSequence answer) {
    int at = answer.payloadOffset();
    int count = NameServerRequest.addresses(answer.payload(), at, answer.lengthBytes());
    int[] ids = new int[count];
    for (int index = 0; index < count; index++) {
      ids[index] = NameServerRequest.address(answer.payload(), at, index);
    }
    onIds(nowNs, ids);
  }

  private void onIds(long nowNs, int[] ids) {
    asking = false;
    Arrays.sort(ids);
    for (RemotePort peer : nPort.snapshot()) {
      if (peer.isWanted() && Arrays.binarySearch(ids, peer.portId()) < 0) {
        nPort.forget(nowNs, peer, LogoutCause.GONE);
      }
    }
    for (int id : ids) {
      if (!nPort.port().isOwn(id)) {
        find(nowNs, nPort.peerOrNew(id));
      }
    }
    if (again) {
      refresh(nowNs);
    }
  }

  private static void find(long nowNs, RemotePort peer) {
    boolean idle = peer.state() == RemotePortState.IDLE;
    boolean portLoginAlone = peer.state() == RemotePortState.LOGGED_IN && !peer.isWanted();
    if (idle || portLoginAlone) {
      peer.seek(nowNs, RemotePortState.Input.SEEK);
    } else {
      peer.wanted(true);
    }
  }

  /** Asks whether {@code peer} still stands where it stood. */
  private void lookUp(long nowNs, RemotePort peer) {
    lookups.add(
        nPort
            .client()
            .query(
                nowNs,
                nPort.portId(),
                WellKnownAddress.DIRECTORY_SERVER,
                (bytes, at) ->
                    NameServerRequest.writeById(bytes, at, NameServerRequest.GPN_ID, peer.portId()),
                new LinkServiceClient.Handler() {
                  @Override
                  public void onAccepted(long now, ReceivedSequence answer) {
                    long name = NameServerRequest.name(answer.payload(), answer.payloadOffset());
                    if (answer.lengthBytes() < 24 || name != peer.portName()) {
                      onGone(now, peer);
                    }
                  }

                  @Override
                  public void onRejected(long now, int reason, int explanation) {
                    onGone(now, peer);
                  }

                  @Override
                  public void onFailed(long now) {
                    // Not known; a peer that is gone sends nothing, and its next login tells.
                  }
                }));
    lookups.removeIf(LinkServiceClient.Pending::isOver);
  }

  private void onGone(long nowNs, RemotePort peer) {
    if (nPort.peer(peer.portId()) == peer) {
      nPort.forget(nowNs, peer, LogoutCause.GONE);
    }
  }
}
