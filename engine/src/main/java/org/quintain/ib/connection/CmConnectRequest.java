// SPDX-License-Identifier: Apache-2.0
package org.quintain.ib.connection;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;
import org.quintain.ib.wire.CmMessage;
import org.quintain.ib.wire.CmPath;
import org.quintain.ib.wire.CmRequest;
import org.quintain.ib.wire.RdmaCmHeader;
import org.quintain.wire.ConnectRequest;
import org.quintain.wire.Gid;
import org.quintain.wire.QueuePair;
import org.quintain.wire.QueuePairListener;
import org.quintain.wire.QueuePairOptions;
import org.quintain.wire.RdmaPort;
import org.quintain.wire.RejectReason;

/** A REQ that came, as a listener sees it. */
final class CmConnectRequest implements ConnectRequest {
  private final CommunicationManager manager;
  private final Communication communication;
  private final long serviceId;
  private final byte[] privateData;
  private final long peerGuid;
  private final @Nullable String peerAddress;
  private final @Nullable String localAddress;
  private final int responderResources;
  private final int initiatorDepth;
  private final int queuePair;
  private final int firstSequenceNumber;
  private final int mtuCode;
  private final int retryCount;
  private final int rnrRetryCount;
  private final int ackTimeoutCode;
  private final int responseCode;
  private final int cmRetries;

  /** Reads the REQ at {@code at}, which was found sound. */
  CmConnectRequest(
      CommunicationManager manager, Communication communication, ByteBuffer bytes, int at) {
    this.manager = manager;
    this.communication = communication;
    serviceId = CmRequest.SERVICE_ID.get(bytes, at);
    peerGuid = CmRequest.LOCAL_CA_GUID.get(bytes, at);
    responderResources = CmRequest.RESPONDER_RESOURCES.getInt(bytes, at);
    initiatorDepth = CmRequest.INITIATOR_DEPTH.getInt(bytes, at);
    queuePair = CmRequest.LOCAL_QUEUE_PAIR.getInt(bytes, at);
    firstSequenceNumber = CmRequest.STARTING_PSN.getInt(bytes, at);
    mtuCode = CmRequest.PATH_MTU.getInt(bytes, at);
    retryCount = CmRequest.RETRY_COUNT.getInt(bytes, at);
    rnrRetryCount = CmRequest.RNR_RETRY_COUNT.getInt(bytes, at);
    ackTimeoutCode = CmPath.PRIMARY.localAckTimeout().getInt(bytes, at);
    responseCode = CmRequest.LOCAL_RESPONSE_TIMEOUT.getInt(bytes, at);
    cmRetries = CmRequest.MAXIMUM_CM_RETRIES.getInt(bytes, at);
    int from = at + CmMessage.REQ.privateDataAt();
    int length = CmMessage.REQ.privateDataBytes();
    if (RdmaPort.isIpServiceId(serviceId)) {
      peerAddress = address(RdmaCmHeader.source(bytes, from), RdmaCmHeader.sourcePort(bytes, from));
      localAddress = address(RdmaCmHeader.destination(bytes, from), (int) (serviceId & 0xFFFF));
      from += RdmaCmHeader.LENGTH_BYTES;
      length -= RdmaCmHeader.LENGTH_BYTES;
    } else {
      peerAddress = null;
      localAddress = null;
    }
    privateData = new byte[length];
    bytes.get(from, privateData);
  }

  private static String address(Gid gid, int port) {
    return (gid.isIpv4() ? gid.address() : "[" + gid.address() + "]") + ":" + port;
  }

  @Override
  public long serviceId() {
    return serviceId;
  }

  @Override
  public byte[] privateData() {
    return privateData.clone();
  }

  @Override
  public Gid peer() {
    return communication.peer();
  }

  @Override
  public long peerGuid() {
    return peerGuid;
  }

  @Override
  public @Nullable String peerAddress() {
    return peerAddress;
  }

  @Override
  public @Nullable String localAddress() {
    return localAddress;
  }

  @Override
  public int peerResponderResources() {
    return responderResources;
  }

  @Override
  public int peerInitiatorDepth() {
    return initiatorDepth;
  }

  int queuePair() {
    return queuePair;
  }

  int firstSequenceNumber() {
    return firstSequenceNumber;
  }

  int mtuCode() {
    return mtuCode;
  }

  int retryCount() {
    return retryCount;
  }

  int rnrRetryCount() {
    return rnrRetryCount;
  }

  int ackTimeoutCode() {
    return ackTimeoutCode;
  }

  /** How soon the peer answers. */
  int responseCode() {
    return responseCode;
  }

  /** How often messages to the peer are sent again. */
  int cmRetries() {
    return cmRetries;
  }

  @Override
  public boolean isOpen() {
    return communication.state() == CmState.REQUEST_RECEIVED
        || communication.state() == CmState.PATIENCE_ASKED;
  }

  @Override
  public @Nullable QueuePair accept(
      long nowNs, QueuePairListener listener, QueuePairOptions options, byte[] data) {
    return isOpen() ? manager.accept(nowNs, communication, this, listener, options, data) : null;
  }

  @Override
  public void reject(long nowNs, RejectReason reason, byte[] data) {
    if (isOpen()) {
      manager.refuse(nowNs, communication, reason.code(), data);
    }
  }
}
