// SPDX-License-Identifier: Apache-2.0
package org.quintain.ib.connection;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;
import org.quintain.ib.connection.CmState.Action;
import org.quintain.ib.connection.CmState.Input;
import org.quintain.ib.connection.CmState.Step;
import org.quintain.ib.wire.CmAlternatePath;
import org.quintain.ib.wire.CmMessage;
import org.quintain.ib.wire.CmReceipt;
import org.quintain.ib.wire.CmReject;
import org.quintain.ib.wire.CmReply;
import org.quintain.ib.wire.ExponentialTime;
import org.quintain.ib.wire.ManagementDatagram;
import org.quintain.ib.wire.PathMtu;
import org.quintain.sam.Check;
import org.quintain.time.DeadlineTable;
import org.quintain.wire.ConnectParameters;
import org.quintain.wire.RdmaPath;
import org.quintain.wire.RdmaWire;
import org.quintain.wire.RejectReason;

/** Does what {@link CmState} says: writes and sends messages, sets timers, tells users. */
final class CmActions {
  private static final int AT = CmWriter.AT;
  private static final byte[] NOTHING = {};

  /** How soon, and how often, a way is looked for again where none is known yet. */
  private static final long PATH_WAIT_NS = 20_000_000;

  private static final int PATH_TRIES = 250;

  /** How often a peer is asked for patience before its request is rejected. */
  private static final int PATIENCE_TIMES = 8;

  private static final int FIRST_DYNAMIC_PORT = 0xC000;

  private final CmTimes times;
  private final CommunicationTable table;
  private final CmOutlet outlet;
  private final CmWriter writer;
  private final ByteBuffer scratch = ByteBuffer.allocate(ManagementDatagram.LENGTH_BYTES);
  private @Nullable RdmaWire wire;
  private int transactions;

  // What an action needs to know, while it is applied.
  private @Nullable ByteBuffer came;
  private int cameAt;
  private byte[] privateData = NOTHING;
  private int reasonCode;

  CmActions(CmTimes times, long guid, CommunicationTable table, CmOutlet outlet) {
    this.times = times;
    this.table = table;
    this.outlet = outlet;
    this.writer = new CmWriter(guid, times);
  }

  void wire(@Nullable RdmaWire link) {
    wire = link;
  }

  /** Where an answer is written that nobody will send again. */
  ByteBuffer scratch() {
    return scratch;
  }

  /** Sends what stands in {@link #scratch}. */
  void send(long nowNs, RdmaPath path) {
    if (wire != null) {
      outlet.send(nowNs, path, scratch);
    }
  }

  // What users want.

  void ask(long nowNs, Communication of, ConnectParameters parameters) {
    of.asks(parameters);
    of.transactionId(nextTransaction(of));
    sendRequest(nowNs, of);
  }

  private long nextTransaction(Communication of) {
    return (long) of.localId() << 32 | (++transactions & 0xFFFF_FFFFL);
  }

  /** Sends REQ, or waits for a way there. */
  private void sendRequest(long nowNs, Communication of) {
    ConnectParameters parameters = of.parameters();
    CmUser user = user(of);
    RdmaWire link = wire;
    RdmaPath path = link == null ? null : link.pathTo(of.peer());
    if (path == null) {
      of.await(nowNs, PATH_WAIT_NS, PATH_TRIES - of.pathTries());
      table.armed(of);
      return;
    }
    of.path(path);
    int port = FIRST_DYNAMIC_PORT | (user.queuePairNumber() & 0x3FFF);
    writer.request(of.sent(), of, user, path, parameters, port);
    of.hasSent(true);
    of.await(nowNs, waitNs(path, times.responseCode()), times.retries());
    repeat(nowNs, of);
    table.armed(of);
  }

  private static long waitNs(RdmaPath path, int responseCode) {
    return CmTimes.waitNs(path.lifetimeCode(), responseCode);
  }

  void accept(long nowNs, Communication of, CmConnectRequest request, CmUser user, byte[] data) {
    PathMtu mtu = PathMtu.ofCode(request.mtuCode());
    RdmaPath path = of.path();
    Check.that(mtu != null && path != null, "a request that is accepted was found sound");
    of.peerParameters(
        new PeerQueuePair(
            request.queuePair(),
            request.firstSequenceNumber(),
            path,
            mtu.payloadBytes(),
            Math.min(user.options().initiatorDepth(), request.peerResponderResources()),
            request.retryCount(),
            request.rnrRetryCount(),
            request.ackTimeoutCode()));
    privateData = data;
    apply(nowNs, of, Input.ACCEPT);
    privateData = NOTHING;
  }

  void refuse(long nowNs, Communication of, int reason, byte[] data) {
    privateData = data;
    reasonCode = reason;
    apply(nowNs, of, Input.REFUSE);
    privateData = NOTHING;
  }

  void disconnect(long nowNs, Communication of, byte[] data) {
    privateData = data;
    apply(nowNs, of, Input.DISCONNECT);
    privateData = NOTHING;
  }

  /** The listener has half the time that the peer gives, until the peer is asked for more. */
  void awaitDecision(long nowNs, Communication of, int responseCode) {
    of.awaitUntil(nowNs + ExponentialTime.ns(responseCode) / 2);
    table.armed(of);
  }

  // What happens.

  void onDeadline(long nowNs, Communication of) {
    boolean mayTryAgain =
        switch (of.state()) {
          case REQUEST_SENT, REPLY_SENT, DISCONNECT_SENT, PATIENCE_ASKED -> of.awaitAgain(nowNs);
          case REPLY_AWAITED, REQUEST_RECEIVED, READY_AWAITED, ESTABLISHED, TIME_WAIT, OVER -> true;
        };
    apply(nowNs, of, mayTryAgain ? Input.TIMEOUT : Input.RETRIES_OVER);
  }

  void apply(long nowNs, Communication of, Input input) {
    Step step = of.state().on(input);
    if (step.action() == Action.NONE) {
      return;
    }
    if (step.next() != of.state()) {
      of.awaitNothing();
      of.state(step.next());
    }
    perform(nowNs, of, step.action());
    if (of.state() == CmState.TIME_WAIT && of.deadlineNs() == DeadlineTable.NONE) {
      of.awaitUntil(nowNs + timeWaitNs(of));
    }
    if (of.state() == CmState.OVER) {
      table.remove(of);
      CmUser user = of.user();
      if (user != null) {
        user.onTimeWaitOver(nowNs);
      }
    }
    table.armed(of);
  }

  /** As {@link #apply(long, Communication, Input)}, for the datagram at {@code at}. */
  void apply(long nowNs, Communication of, Input input, ByteBuffer datagram, int at) {
    came = datagram;
    cameAt = at + AT;
    apply(nowNs, of, input);
    came = null;
  }

  private void perform(long nowNs, Communication of, Action action) {
    switch (action) {
      case NONE -> {}
      case CONFIRM -> confirm(nowNs, of);
      case EXTEND -> extend(nowNs, of);
      case TELL_REJECTED -> tellRejected(nowNs, of);
      case SEND_AGAIN -> sendAgain(nowNs, of);
      case REPEAT -> repeat(nowNs, of);
      case GIVE_UP -> giveUp(nowNs, of);
      case WITHDRAW -> withdraw(nowNs, of);
      case SEND_REPLY -> reply(nowNs, of);
      case SEND_REJECT -> rejectNow(nowNs, of, reasonCode);
      case ASK_PATIENCE -> askPatience(nowNs, of);
      case FORGET -> {}
      case ESTABLISH -> user(of).onEstablished(nowNs, dataOf(CmMessage.RTU));
      case SEND_DISCONNECT -> sendDisconnect(nowNs, of);
      case ANSWER_DISCONNECT -> {
        confirmDisconnect(nowNs, of);
        user(of).onDisconnected(nowNs, dataOf(CmMessage.DREQ));
      }
      case CONFIRM_DISCONNECT -> confirmDisconnect(nowNs, of);
      case TELL_DISCONNECTED -> user(of).onDisconnected(nowNs, NOTHING);
      case TELL_UNREACHABLE -> user(of).onUnreachable(nowNs);
      case REFUSE_PATH -> refusePath(nowNs, of);
      case REJECT_STALE -> rejectNow(nowNs, of, RejectReason.STALE_CONNECTION.code());
    }
  }

  private void giveUp(long nowNs, Communication of) {
    rejectNow(nowNs, of, RejectReason.TIMEOUT.code());
    CmUser user = of.user();
    if (user != null) {
      user.onUnreachable(nowNs);
    }
  }

  private void withdraw(long nowNs, Communication of) {
    RejectReason reason = of.isActive() ? RejectReason.TIMEOUT : RejectReason.CONSUMER_REJECT;
    rejectNow(nowNs, of, reason.code());
    user(of).onDisconnected(nowNs, NOTHING);
  }

  private static CmUser user(Communication of) {
    CmUser user = of.user();
    Check.that(user != null, "who connects or is connected has a queue pair");
    return user;
  }

  private ByteBuffer came() {
    ByteBuffer datagram = came;
    Check.that(datagram != null, "this follows a datagram");
    return datagram;
  }

  /** The private data of the message that came; empty where none did. */
  private byte[] dataOf(CmMessage message) {
    ByteBuffer datagram = came;
    if (datagram == null) {
      return NOTHING;
    }
    byte[] data = new byte[message.privateDataBytes()];
    datagram.get(cameAt + message.privateDataAt(), data);
    return data;
  }

  private void confirm(long nowNs, Communication of) {
    ByteBuffer reply = came();
    CmUser user = user(of);
    RdmaPath path = of.path();
    Check.that(path != null, "who is answered has asked");
    of.remoteId(CmMessage.LOCAL_COMMUNICATION_ID.getInt(reply, cameAt));
    of.peer(
        CmReply.LOCAL_CA_GUID.get(reply, cameAt), CmReply.LOCAL_QUEUE_PAIR.getInt(reply, cameAt));
    table.connected(of);
    user.onPeer(
        nowNs,
        new PeerQueuePair(
            of.peerQueuePair(),
            CmReply.STARTING_PSN.getInt(reply, cameAt),
            path,
            path.mtuBytes(),
            Math.min(
                user.options().initiatorDepth(), CmReply.RESPONDER_RESOURCES.getInt(reply, cameAt)),
            user.options().retryCount(),
            CmReply.RNR_RETRY_COUNT.getInt(reply, cameAt),
            CmTimes.ackTimeoutCode(
                path.lifetimeCode(), CmReply.TARGET_ACK_DELAY.getInt(reply, cameAt))));
    writer.ready(of.sent(), of);
    repeat(nowNs, of);
    user.onEstablished(nowNs, dataOf(CmMessage.REP));
  }

  private void extend(long nowNs, Communication of) {
    RdmaPath path = of.path();
    int lifetime = path == null ? 0 : path.lifetimeCode();
    of.awaitUntil(
        nowNs + CmTimes.waitNs(lifetime, CmReceipt.SERVICE_TIMEOUT.getInt(came(), cameAt)));
  }

  private void tellRejected(long nowNs, Communication of) {
    user(of).onRejected(nowNs, CmReject.REASON.getInt(came(), cameAt), dataOf(CmMessage.REJ));
  }

  private void sendAgain(long nowNs, Communication of) {
    if (of.hasSent()) {
      repeat(nowNs, of);
    } else {
      of.triedPath();
      sendRequest(nowNs, of);
    }
  }

  private void repeat(long nowNs, Communication of) {
    RdmaPath path = of.path();
    if (wire != null && path != null && of.hasSent()) {
      outlet.send(nowNs, path, of.sent());
    }
  }

  private void reply(long nowNs, Communication of) {
    CmUser user = user(of);
    PeerQueuePair peer = of.peerParameters();
    CmConnectRequest request = of.request();
    Check.that(peer != null && request != null, "who is accepted has asked");
    user.onPeer(nowNs, peer);
    writer.reply(of.sent(), of, user, peer.initiatorDepth(), privateData);
    of.hasSent(true);
    of.await(nowNs, waitNs(peer.path(), request.responseCode()), request.cmRetries());
    repeat(nowNs, of);
  }

  private void rejectNow(long nowNs, Communication of, int reason) {
    int rejected = of.isActive() ? CmReject.REJECTS_REPLY : CmReject.REJECTS_REQUEST;
    boolean isLate = reason == RejectReason.TIMEOUT.code();
    CmWriter.reject(
        scratch,
        of.transactionId(),
        of.localId(),
        of.remoteId(),
        isLate ? CmReject.REJECTS_NO_MESSAGE : rejected,
        reason,
        isLate ? null : privateData);
    if (isLate) {
      writer.addGuid(scratch);
    }
    sendScratch(nowNs, of);
  }

  private void sendScratch(long nowNs, Communication of) {
    RdmaPath path = of.path();
    if (path != null) {
      send(nowNs, path);
    }
  }

  private void askPatience(long nowNs, Communication of) {
    writer.patience(scratch, of);
    sendScratch(nowNs, of);
    if (of.deadlineNs() == DeadlineTable.NONE) {
      of.await(nowNs, ExponentialTime.ns(times.serviceCode()) / 2, PATIENCE_TIMES);
    }
  }

  private void sendDisconnect(long nowNs, Communication of) {
    of.transactionId(nextTransaction(of));
    writer.disconnect(of.sent(), of, privateData);
    RdmaPath path = of.path();
    Check.that(path != null, "who is connected has a way");
    of.await(nowNs, waitNs(path, times.responseCode()), times.retries());
    repeat(nowNs, of);
  }

  private void confirmDisconnect(long nowNs, Communication of) {
    CmWriter.disconnected(scratch, transactionOfCame(), of.localId(), of.remoteId());
    sendScratch(nowNs, of);
  }

  private void refusePath(long nowNs, Communication of) {
    CmWriter.alternatePath(
        scratch, transactionOfCame(), of.localId(), of.remoteId(), CmAlternatePath.NOT_SUPPORTED);
    sendScratch(nowNs, of);
  }

  private long transactionOfCame() {
    return ManagementDatagram.TRANSACTION_ID.get(came(), cameAt - AT);
  }

  private long timeWaitNs(Communication of) {
    RdmaPath path = of.path();
    int lifetime = path == null ? 0 : path.lifetimeCode();
    return ExponentialTime.ns(CmTimes.ackTimeoutCode(lifetime, times.ackDelayCode()));
  }
}
