// SPDX-License-Identifier: Apache-2.0
package org.quintain.ib.connection;

import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.quintain.ib.connection.CmState.Input;
import org.quintain.ib.wire.CmAlternatePath;
import org.quintain.ib.wire.CmDisconnect;
import org.quintain.ib.wire.CmMessage;
import org.quintain.ib.wire.CmPath;
import org.quintain.ib.wire.CmReceipt;
import org.quintain.ib.wire.CmReject;
import org.quintain.ib.wire.CmRequest;
import org.quintain.ib.wire.ManagementDatagram;
import org.quintain.ib.wire.PathMtu;
import org.quintain.ib.wire.RdmaCmHeader;
import org.quintain.wire.ConnectListener;
import org.quintain.wire.ConnectParameters;
import org.quintain.wire.Gid;
import org.quintain.wire.QueuePair;
import org.quintain.wire.QueuePairListener;
import org.quintain.wire.QueuePairOptions;
import org.quintain.wire.RdmaPath;
import org.quintain.wire.RdmaPort;
import org.quintain.wire.RdmaWire;
import org.quintain.wire.RejectReason;

/**
 * Communication management of one port (IBA chapter 12): takes management datagrams, finds the
 * communication they mean, and lets {@link CmState} say what follows. Runs on the port's reactor.
 */
final class CommunicationManager {
  private static final int AT = CmWriter.AT;

  private final CommunicationTable table;
  private final CmActions actions;
  private final QueuePairMaker maker;
  private final Map<Long, ConnectListener> listeners = new LinkedHashMap<>();
  private @Nullable RdmaWire wire;

  /**
   * A manager without a link.
   *
   * @param guid the port's
   * @param seed of communication identifiers: another one than the last time
   * @param most how many communications there can be
   */
  CommunicationManager(
      CmTimes times, long guid, int seed, int most, CmOutlet outlet, QueuePairMaker maker) {
    this.table = new CommunicationTable(most, seed);
    this.actions = new CmActions(times, guid, table, outlet);
    this.maker = maker;
  }

  void onPortUp(RdmaWire link) {
    wire = link;
    actions.wire(link);
  }

  void onPortDown() {
    wire = null;
    actions.wire(null);
  }

  /** The port is gone: whatever there is, is over. */
  void onRemoved(long nowNs) {
    onPortDown();
    for (Communication each : table.all()) {
      actions.apply(nowNs, each, Input.PORT_GONE);
    }
  }

  boolean listen(long serviceId, ConnectListener listener) {
    return listeners.putIfAbsent(serviceId, listener) == null;
  }

  void stopListening(long serviceId) {
    listeners.remove(serviceId);
  }

  /** How many communications there are, those in their time of waiting included. */
  int size() {
    return table.size();
  }

  // What users want.

  /** A communication with {@code destination} that is not asked for yet. */
  @Nullable Communication make(Gid destination) {
    return table.isFull() ? null : table.ask(destination);
  }

  /** Takes back what {@link #make} gave, which nobody was asked for. */
  void drop(Communication communication) {
    table.remove(communication);
  }

  /** Asks the peer. */
  void connect(long nowNs, Communication communication, CmUser user, ConnectParameters parameters) {
    communication.user(user);
    actions.ask(nowNs, communication, parameters);
  }

  @Nullable QueuePair accept(
      long nowNs,
      Communication communication,
      CmConnectRequest request,
      QueuePairListener listener,
      QueuePairOptions options,
      byte[] privateData) {
    CmUser user = maker.make(communication, listener, options);
    if (user == null) {
      refuse(nowNs, communication, RejectReason.NO_QUEUE_PAIR_AVAILABLE.code(), new byte[0]);
      return null;
    }
    communication.user(user);
    actions.accept(nowNs, communication, request, user, privateData);
    return user.queuePair();
  }

  void refuse(long nowNs, Communication communication, int reasonCode, byte[] privateData) {
    actions.refuse(nowNs, communication, reasonCode, privateData);
  }

  void disconnect(long nowNs, Communication communication, byte[] privateData) {
    actions.disconnect(nowNs, communication, privateData);
  }

  /** A packet came for its queue pair: the peer has our reply. */
  void onFirstPacket(long nowNs, Communication communication) {
    actions.apply(nowNs, communication, Input.FIRST_PACKET);
  }

  // What comes.

  /** A management datagram came from {@code source}. */
  void onDatagram(long nowNs, Gid source, ByteBuffer bytes, int at, int lengthBytes) {
    if (!ManagementDatagram.isCommunicationManagement(bytes, at, lengthBytes)) {
      return;
    }
    CmMessage message = CmMessage.ofAttribute(ManagementDatagram.ATTRIBUTE_ID.getInt(bytes, at));
    if (message == null) {
      return;
    }
    if (message == CmMessage.REQ) {
      onRequest(nowNs, source, bytes, at);
      return;
    }
    int body = at + AT;
    Communication communication = find(source, message, bytes, body);
    if (communication == null || !isFromPeer(communication, message, bytes, body)) {
      onUnknown(nowNs, source, message, bytes, at);
      return;
    }
    Input input = input(communication, message, bytes, body);
    if (input != null) {
      actions.apply(nowNs, communication, input, bytes, at);
    }
  }

  private @Nullable Communication find(Gid source, CmMessage message, ByteBuffer bytes, int body) {
    int ours = CmMessage.REMOTE_COMMUNICATION_ID.getInt(bytes, body);
    if (ours == 0 && message == CmMessage.REJ) {
      // A REQ is taken back by a peer that has not heard of us yet (IBA 12.6.7.2).
      return table.findAsked(source, CmMessage.LOCAL_COMMUNICATION_ID.getInt(bytes, body));
    }
    return table.find(ours, source);
  }

  /**
   * Whether the peer names itself as it did before; of a REP and a REJ of a REQ, it is the first.
   */
  private static boolean isFromPeer(
      Communication communication, CmMessage message, ByteBuffer bytes, int body) {
    return communication.remoteId() == 0
        || message == CmMessage.REJ
        || CmMessage.LOCAL_COMMUNICATION_ID.getInt(bytes, body) == communication.remoteId();
  }

  private static @Nullable Input input(
      Communication communication, CmMessage message, ByteBuffer bytes, int body) {
    return switch (message) {
      case REQ -> null;
      case MRA -> isForLastSent(communication, bytes, body) ? Input.PATIENCE : null;
      case REJ -> Input.REJECT;
      case REP -> communication.isActive() ? Input.REPLY : null;
      case RTU -> Input.READY;
      case DREQ -> isForQueuePair(communication, bytes, body) ? Input.DISCONNECT_REQUEST : null;
      case DREP -> Input.DISCONNECT_REPLY;
      case LAP -> Input.ALTERNATE_PATH;
      case APR -> null;
    };
  }

  private static boolean isForLastSent(Communication communication, ByteBuffer bytes, int body) {
    int received = CmReceipt.MESSAGE_RECEIVED.getInt(bytes, body);
    return received
        == (communication.isActive() ? CmReceipt.RECEIVED_REQUEST : CmReceipt.RECEIVED_REPLY);
  }

  private static boolean isForQueuePair(Communication communication, ByteBuffer bytes, int body) {
    CmUser user = communication.user();
    return user != null
        && CmDisconnect.REMOTE_QUEUE_PAIR.getInt(bytes, body) == user.queuePairNumber();
  }

  /** A message to a communication that is not, or not any more. */
  private void onUnknown(long nowNs, Gid source, CmMessage message, ByteBuffer bytes, int at) {
    RdmaPath path = pathTo(source);
    if (path == null) {
      return;
    }
    long transaction = ManagementDatagram.TRANSACTION_ID.get(bytes, at);
    int theirs = CmMessage.LOCAL_COMMUNICATION_ID.getInt(bytes, at + AT);
    int ours = CmMessage.REMOTE_COMMUNICATION_ID.getInt(bytes, at + AT);
    ByteBuffer answer = actions.scratch();
    switch (message) {
      case DREQ -> CmWriter.disconnected(answer, transaction, ours, theirs);
      case REP ->
          CmWriter.reject(
              answer,
              transaction,
              ours,
              theirs,
              CmReject.REJECTS_REPLY,
              RejectReason.INVALID_COMMUNICATION_ID.code(),
              null);
      case LAP ->
          CmWriter.alternatePath(
              answer, transaction, ours, theirs, CmAlternatePath.INVALID_COMMUNICATION_ID);
      case REQ, MRA, REJ, RTU, DREP, APR -> {
        return;
      }
    }
    actions.send(nowNs, path);
  }

  private @Nullable RdmaPath pathTo(Gid peer) {
    RdmaWire link = wire;
    return link == null ? null : link.pathTo(peer);
  }

  private void onRequest(long nowNs, Gid source, ByteBuffer bytes, int at) {
    int body = at + AT;
    int theirs = CmMessage.LOCAL_COMMUNICATION_ID.getInt(bytes, body);
    long transaction = ManagementDatagram.TRANSACTION_ID.get(bytes, at);
    long guid = CmRequest.LOCAL_CA_GUID.get(bytes, body);
    int queuePair = CmRequest.LOCAL_QUEUE_PAIR.getInt(bytes, body);
    RdmaPath path = pathTo(source);
    RdmaWire link = wire;
    if (path == null || link == null || theirs == 0) {
      return; // Nobody can be answered; the peer asks again.
    }
    Communication same = table.findAsked(source, theirs);
    if (same != null && same.transactionId() == transaction && same.peerQueuePair() == queuePair) {
      actions.apply(nowNs, same, Input.REQUEST, bytes, at);
      return;
    }
    Communication stale = same == null ? table.findRemote(guid, queuePair) : same;
    if (stale != null) {
      // IBA 12.9.8.3.1: the peer has forgotten the old one, which ends; the new one may come again.
      expire(nowNs, stale);
      reject(nowNs, path, bytes, at, RejectReason.STALE_CONNECTION);
      return;
    }
    RejectReason against = against(link, bytes, body);
    if (against != null) {
      reject(nowNs, path, bytes, at, against);
      return;
    }
    Communication added = table.answer(source, theirs);
    added.transactionId(transaction);
    added.path(path);
    added.peer(guid, queuePair);
    table.connected(added);
    CmConnectRequest request = new CmConnectRequest(this, added, bytes, body);
    added.request(request);
    actions.awaitDecision(nowNs, added, CmRequest.REMOTE_RESPONSE_TIMEOUT.getInt(bytes, body));
    ConnectListener listener = listeners.get(request.serviceId());
    if (listener != null) {
      listener.onConnectRequest(nowNs, request);
    }
  }

  private void expire(long nowNs, Communication stale) {
    Input input =
        switch (stale.state()) {
          case REQUEST_RECEIVED, PATIENCE_ASKED -> Input.REJECT;
          case REPLY_SENT, READY_AWAITED, ESTABLISHED -> Input.DISCONNECT;
          case REQUEST_SENT, REPLY_AWAITED, DISCONNECT_SENT, TIME_WAIT, OVER -> null;
        };
    if (input == Input.DISCONNECT) {
      actions.disconnect(nowNs, stale, new byte[0]);
    } else if (input != null) {
      actions.apply(nowNs, stale, input);
    }
  }

  /** What speaks against a new request (IBA 12.6.7.2), or null. */
  private @Nullable RejectReason against(RdmaWire link, ByteBuffer bytes, int body) {
    long serviceId = CmRequest.SERVICE_ID.get(bytes, body);
    PathMtu mtu = PathMtu.ofCode(CmRequest.PATH_MTU.getInt(bytes, body));
    if (CmRequest.TRANSPORT_SERVICE.get(bytes, body) != CmRequest.RELIABLE_CONNECTION
        || CmRequest.EXTENDED_TRANSPORT.get(bytes, body) != 0) {
      return RejectReason.INVALID_TRANSPORT_SERVICE_TYPE;
    }
    if (!listeners.containsKey(serviceId)) {
      return RejectReason.INVALID_SERVICE_ID;
    }
    if (!CmPath.PRIMARY.remoteGid(bytes, body).equals(link.gid())) {
      return RejectReason.PRIMARY_REMOTE_PORT_GID_REJECTED;
    }
    if (mtu == null || mtu.payloadBytes() > link.mtuBytes()) {
      return RejectReason.INVALID_PATH_MTU;
    }
    int header = body + CmMessage.REQ.privateDataAt();
    if (!link.isInPartition(CmRequest.PARTITION_KEY.getInt(bytes, body))
        || (RdmaPort.isIpServiceId(serviceId) && !RdmaCmHeader.isSound(bytes, header))) {
      return RejectReason.UNSUPPORTED_REQUEST;
    }
    return table.isFull() ? RejectReason.NO_RESOURCES_AVAILABLE : null;
  }

  private void reject(long nowNs, RdmaPath path, ByteBuffer bytes, int at, RejectReason reason) {
    CmWriter.reject(
        actions.scratch(),
        ManagementDatagram.TRANSACTION_ID.get(bytes, at),
        0,
        CmMessage.LOCAL_COMMUNICATION_ID.getInt(bytes, at + AT),
        CmReject.REJECTS_REQUEST,
        reason.code(),
        null);
    actions.send(nowNs, path);
  }

  // Time.

  long nextDeadlineNs() {
    return table.nearestNs();
  }

  void onDeadline(long nowNs) {
    if (table.nearestNs() > nowNs) {
      return;
    }
    for (Communication each : table.due(nowNs)) {
      if (each.deadlineNs() <= nowNs) {
        actions.onDeadline(nowNs, each);
      }
    }
    table.rearm();
  }
}
