// SPDX-License-Identifier: Apache-2.0
package org.quintain.ib.connection;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;
import org.quintain.ib.wire.ManagementDatagram;
import org.quintain.sam.Check;
import org.quintain.time.DeadlineTable;
import org.quintain.wire.ConnectParameters;
import org.quintain.wire.Gid;
import org.quintain.wire.RdmaPath;

/**
 * One communication: what is known of it and of its peer, what was sent last, and until when is
 * waited. {@link CommunicationManager} acts on it.
 */
final class Communication {
  private final int localId;
  private final Gid peer;
  private final boolean isActive;
  private final ByteBuffer sent = ByteBuffer.allocate(ManagementDatagram.LENGTH_BYTES);
  private CmState state;
  private int remoteId;
  private long transactionId;
  private @Nullable RdmaPath path;
  private @Nullable CmUser user;
  private @Nullable PeerQueuePair peerParameters;
  private @Nullable CmConnectRequest request;
  private long peerGuid;
  private int peerQueuePair;
  private @Nullable ConnectParameters parameters;
  private int pathTries;
  private boolean hasSent;
  private int triesLeft;
  private long waitNs;
  private long deadlineNs = DeadlineTable.NONE;

  Communication(int localId, Gid peer, boolean isActive) {
    this.localId = localId;
    this.peer = peer;
    this.isActive = isActive;
    this.state = isActive ? CmState.REQUEST_SENT : CmState.REQUEST_RECEIVED;
  }

  int localId() {
    return localId;
  }

  /** The port at the other end. */
  Gid peer() {
    return peer;
  }

  /** Whether we asked. */
  boolean isActive() {
    return isActive;
  }

  CmState state() {
    return state;
  }

  void state(CmState next) {
    state = next;
  }

  /** The peer's identifier, 0 as long as it is unknown. */
  int remoteId() {
    return remoteId;
  }

  void remoteId(int id) {
    remoteId = id;
  }

  /** The transaction that goes on. */
  long transactionId() {
    return transactionId;
  }

  void transactionId(long id) {
    transactionId = id;
  }

  /** The way to the peer, null as long as none is found. */
  @Nullable RdmaPath path() {
    return path;
  }

  void path(RdmaPath found) {
    path = found;
  }

  /** Whose queue pair it connects; null as long as the listener has not accepted. */
  @Nullable CmUser user() {
    return user;
  }

  void user(CmUser its) {
    user = its;
  }

  /** What is asked for. */
  ConnectParameters parameters() {
    ConnectParameters present = parameters;
    Check.that(present != null, "who asks says for what");
    return present;
  }

  void asks(ConnectParameters wanted) {
    parameters = wanted;
  }

  /** How often a way was looked for. */
  int pathTries() {
    return pathTries;
  }

  void triedPath() {
    pathTries++;
  }

  /** What was settled on, where it is known before it is used. */
  @Nullable PeerQueuePair peerParameters() {
    return peerParameters;
  }

  void peerParameters(PeerQueuePair settled) {
    peerParameters = settled;
  }

  /** What the listener was given. */
  @Nullable CmConnectRequest request() {
    return request;
  }

  void request(CmConnectRequest given) {
    request = given;
  }

  long peerGuid() {
    return peerGuid;
  }

  int peerQueuePair() {
    return peerQueuePair;
  }

  void peer(long guid, int queuePair) {
    peerGuid = guid;
    peerQueuePair = queuePair;
  }

  /** The message that is sent again when need be. */
  ByteBuffer sent() {
    return sent;
  }

  /** Whether {@link #sent} holds one. */
  boolean hasSent() {
    return hasSent;
  }

  void hasSent(boolean written) {
    hasSent = written;
  }

  /** Waits for an answer to what is sent, {@code again} times more if need be. */
  void await(long nowNs, long forNs, int again) {
    waitNs = forNs;
    triesLeft = again;
    deadlineNs = nowNs + forNs;
  }

  /** Waits once, until {@code atNs}. */
  void awaitUntil(long atNs) {
    triesLeft = 0;
    deadlineNs = atNs;
  }

  /** Waits as long as before once more; false when that was done often enough. */
  boolean awaitAgain(long nowNs) {
    if (triesLeft == 0) {
      return false;
    }
    triesLeft--;
    deadlineNs = nowNs + waitNs;
    return true;
  }

  void awaitNothing() {
    deadlineNs = DeadlineTable.NONE;
  }

  long deadlineNs() {
    return deadlineNs;
  }
}
