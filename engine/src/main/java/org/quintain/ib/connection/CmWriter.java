// SPDX-License-Identifier: Apache-2.0
package org.quintain.ib.connection;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;
import org.quintain.ib.wire.CmAlternatePath;
import org.quintain.ib.wire.CmDisconnect;
import org.quintain.ib.wire.CmMessage;
import org.quintain.ib.wire.CmPath;
import org.quintain.ib.wire.CmReceipt;
import org.quintain.ib.wire.CmReject;
import org.quintain.ib.wire.CmReply;
import org.quintain.ib.wire.CmRequest;
import org.quintain.ib.wire.ManagementDatagram;
import org.quintain.ib.wire.PathMtu;
import org.quintain.ib.wire.RdmaCmHeader;
import org.quintain.sam.Check;
import org.quintain.wire.ConnectParameters;
import org.quintain.wire.QueuePairOptions;
import org.quintain.wire.RdmaPath;
import org.quintain.wire.RdmaPort;

/** Writes the messages of communication management (IBA 12.6), each a datagram from index 0 on. */
final class CmWriter {
  /** Where a message stands in its datagram. */
  static final int AT = ManagementDatagram.HEADER_BYTES;

  private static final int HOPS = 64;
  private static final int FAILOVER_NOT_SUPPORTED = 1;

  private final long caGuid;
  private final CmTimes times;

  CmWriter(long caGuid, CmTimes times) {
    this.caGuid = caGuid;
    this.times = times;
  }

  private static void begin(
      ByteBuffer into, CmMessage message, long transactionId, int localId, int remoteId) {
    ManagementDatagram.write(into, 0, message, transactionId);
    CmMessage.LOCAL_COMMUNICATION_ID.put(into, AT, localId);
    CmMessage.REMOTE_COMMUNICATION_ID.put(into, AT, remoteId);
  }

  private static void privateData(ByteBuffer into, CmMessage message, int skip, byte[] data) {
    Check.that(
        data.length <= message.privateDataBytes() - skip, "private data fits", data.length, skip);
    into.put(AT + message.privateDataAt() + skip, data, 0, data.length);
  }

  /**
   * REQ.
   *
   * @param sourcePort our port, where the service is one of RDMA-CM's
   */
  void request(
      ByteBuffer into,
      Communication of,
      CmUser user,
      RdmaPath path,
      ConnectParameters parameters,
      int sourcePort) {
    QueuePairOptions options = user.options();
    begin(into, CmMessage.REQ, of.transactionId(), of.localId(), 0);
    CmRequest.SERVICE_ID.put(into, AT, parameters.serviceId());
    CmRequest.LOCAL_CA_GUID.put(into, AT, caGuid);
    CmRequest.LOCAL_QUEUE_PAIR.put(into, AT, user.queuePairNumber());
    CmRequest.RESPONDER_RESOURCES.put(into, AT, options.responderResources());
    CmRequest.INITIATOR_DEPTH.put(into, AT, options.initiatorDepth());
    CmRequest.REMOTE_RESPONSE_TIMEOUT.put(into, AT, times.responseCode());
    CmRequest.TRANSPORT_SERVICE.put(into, AT, CmRequest.RELIABLE_CONNECTION);
    CmRequest.STARTING_PSN.put(into, AT, user.firstSequenceNumber());
    CmRequest.LOCAL_RESPONSE_TIMEOUT.put(into, AT, times.responseCode());
    CmRequest.RETRY_COUNT.put(into, AT, options.retryCount());
    CmRequest.PARTITION_KEY.put(into, AT, path.partitionKey());
    CmRequest.PATH_MTU.put(into, AT, PathMtu.within(path.mtuBytes()).code());
    CmRequest.RNR_RETRY_COUNT.put(into, AT, options.rnrRetryCount());
    CmRequest.MAXIMUM_CM_RETRIES.put(into, AT, times.retries());
    primaryPath(into, path);
    int skip = 0;
    if (RdmaPort.isIpServiceId(parameters.serviceId())) {
      RdmaCmHeader.write(
          into, AT + CmMessage.REQ.privateDataAt(), sourcePort, path.source(), path.destination());
      skip = RdmaCmHeader.LENGTH_BYTES;
    }
    privateData(into, CmMessage.REQ, skip, parameters.privateData());
  }

  private void primaryPath(ByteBuffer into, RdmaPath path) {
    CmPath primary = CmPath.PRIMARY;
    primary.localLid().put(into, AT, path.sourceLid());
    primary.remoteLid().put(into, AT, path.destinationLid());
    primary.gids(into, AT, path.source(), path.destination());
    primary.packetRate().put(into, AT, path.rateCode());
    primary.hopLimit().put(into, AT, HOPS);
    primary.serviceLevel().put(into, AT, path.serviceLevel());
    primary.subnetLocal().put(into, AT, path.sourceLid() == RdmaPath.PERMISSIVE_LID ? 0 : 1);
    primary
        .localAckTimeout()
        .put(into, AT, CmTimes.ackTimeoutCode(path.lifetimeCode(), times.ackDelayCode()));
  }

  /** REP, with {@code initiatorDepth} reads that we will have outstanding. */
  void reply(
      ByteBuffer into, Communication of, CmUser user, int initiatorDepth, byte[] privateData) {
    QueuePairOptions options = user.options();
    begin(into, CmMessage.REP, of.transactionId(), of.localId(), of.remoteId());
    CmReply.LOCAL_QUEUE_PAIR.put(into, AT, user.queuePairNumber());
    CmReply.STARTING_PSN.put(into, AT, user.firstSequenceNumber());
    CmReply.RESPONDER_RESOURCES.put(into, AT, options.responderResources());
    CmReply.INITIATOR_DEPTH.put(into, AT, initiatorDepth);
    CmReply.TARGET_ACK_DELAY.put(into, AT, times.ackDelayCode());
    CmReply.FAILOVER_ACCEPTED.put(into, AT, FAILOVER_NOT_SUPPORTED);
    CmReply.RNR_RETRY_COUNT.put(into, AT, options.rnrRetryCount());
    CmReply.LOCAL_CA_GUID.put(into, AT, caGuid);
    privateData(into, CmMessage.REP, 0, privateData);
  }

  /** RTU. */
  void ready(ByteBuffer into, Communication of) {
    begin(into, CmMessage.RTU, of.transactionId(), of.localId(), of.remoteId());
  }

  /**
   * REJ.
   *
   * @param rejected what is rejected, {@link CmReject#MESSAGE_REJECTED}
   */
  static void reject(
      ByteBuffer into,
      long transactionId,
      int localId,
      int remoteId,
      int rejected,
      int reasonCode,
      byte @Nullable [] privateData) {
    begin(into, CmMessage.REJ, transactionId, localId, remoteId);
    CmReject.MESSAGE_REJECTED.put(into, AT, rejected);
    CmReject.REASON.put(into, AT, reasonCode);
    if (privateData != null) {
      privateData(into, CmMessage.REJ, 0, privateData);
    }
  }

  /** Adds our GUID to a REJ over time, by which a peer finds what we mean (IBA 12.6.7.2). */
  void addGuid(ByteBuffer into) {
    CmReject.INFORMATION_BYTES.put(into, AT, Long.BYTES);
    into.putLong(AT + CmReject.INFORMATION_AT, caGuid);
  }

  /** MRA, for a request. */
  void patience(ByteBuffer into, Communication of) {
    begin(into, CmMessage.MRA, of.transactionId(), of.localId(), of.remoteId());
    CmReceipt.MESSAGE_RECEIVED.put(into, AT, CmReceipt.RECEIVED_REQUEST);
    CmReceipt.SERVICE_TIMEOUT.put(into, AT, times.serviceCode());
  }

  /** DREQ. */
  void disconnect(ByteBuffer into, Communication of, byte[] privateData) {
    begin(into, CmMessage.DREQ, of.transactionId(), of.localId(), of.remoteId());
    CmDisconnect.REMOTE_QUEUE_PAIR.put(into, AT, of.peerQueuePair());
    privateData(into, CmMessage.DREQ, 0, privateData);
  }

  /** DREP to the DREQ of {@code transactionId}. */
  static void disconnected(ByteBuffer into, long transactionId, int localId, int remoteId) {
    begin(into, CmMessage.DREP, transactionId, localId, remoteId);
  }

  /** APR to the LAP of {@code transactionId}: {@link CmAlternatePath#STATUS}. */
  static void alternatePath(
      ByteBuffer into, long transactionId, int localId, int remoteId, int status) {
    begin(into, CmMessage.APR, transactionId, localId, remoteId);
    CmAlternatePath.STATUS.put(into, AT, status);
  }
}
