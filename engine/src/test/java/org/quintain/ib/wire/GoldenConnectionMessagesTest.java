// SPDX-License-Identifier: Apache-2.0
package org.quintain.ib.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;
import org.quintain.wire.Gid;
import org.quintain.wire.RdmaPort;

/**
 * Messages of communication management by which Linux' ib_srp logged in to a Linux target, read and
 * made again. Zeros at their ends are left out.
 */
final class GoldenConnectionMessagesTest {
  private static final String REQUEST =
      "010702030000000000000002 0894cbad 0010000000000000"
          + "adcb9408000000000000000001 0615b3 505400fffe00000b 00000000 00000000"
          + "00001104 00000000 000000a1 993894a7 ffff37f0"
          + "ffffffff 00000000000000000000ffff0a090002 00000000000000000000ffff0a090001"
          + "6a0c9000 00400098"
          + "00".repeat(44)
          + "0040ba2a 0000000000000000000000000a090002 0000000000000000000000000a090001"
          + "0000000000000006 80000000 20440000 00000000 00000000"
          + "505400fffe00000b 505400fffe00000a 505400fffe00000a 00440000";
  private static final String REPLY =
      "010702030000000000000002 0894cbad 0013000000000000"
          + "e523f7d6 adcb9408 00000000 00001100 00000000 dfd3d900 040479e0 505400fffe00000a"
          + "c0000000000000080000000000000000000002054000020440006800";
  private static final String READY =
      "010702030000000000000002 0894cbad 0014000000000000 adcb9408 e523f7d6";
  private static final String DISCONNECT =
      "010702030000000000000002 0894cbad 0015000000000000 adcb9408 e523f7d6 00001100";
  private static final String DISCONNECTED =
      "010702030000000000000002 0894cbad 0016000000000000 e523f7d6 adcb9408";
  private static final long TRANSACTION = 0x2_0894_CBADL;
  private static final int AT = ManagementDatagram.HEADER_BYTES;
  private static final Gid ASKING = GidBytes.ofIpv4(0x0A090002);
  private static final Gid ASKED = GidBytes.ofIpv4(0x0A090001);

  private static ByteBuffer datagram(String digits) {
    ByteBuffer begin = Hex.bytes(digits.replace(" ", ""));
    return ByteBuffer.allocate(ManagementDatagram.LENGTH_BYTES).put(0, begin, 0, begin.capacity());
  }

  private static void checkKind(ByteBuffer bytes, CmMessage message) {
    assertThat(ManagementDatagram.isCommunicationManagement(bytes, 0, 256)).isTrue();
    assertThat(CmMessage.ofAttribute(ManagementDatagram.ATTRIBUTE_ID.getInt(bytes, 0)))
        .isEqualTo(message);
    assertThat(ManagementDatagram.TRANSACTION_ID.get(bytes, 0)).isEqualTo(TRANSACTION);
  }

  private static ByteBuffer begun(CmMessage message) {
    ByteBuffer made = ByteBuffer.allocate(ManagementDatagram.LENGTH_BYTES);
    made.putLong(100, -1); // What stood there before does not stay.
    ManagementDatagram.write(made, 0, message, TRANSACTION);
    return made;
  }

  @Test
  void readsARequest() {
    ByteBuffer came = datagram(REQUEST);
    checkKind(came, CmMessage.REQ);
    assertThat(CmMessage.LOCAL_COMMUNICATION_ID.getInt(came, AT)).isEqualTo(0xADCB9408);
    assertThat(CmRequest.SERVICE_ID.get(came, AT)).isEqualTo(RdmaPort.ipServiceId(5555));
    assertThat(CmRequest.LOCAL_CA_GUID.get(came, AT)).isEqualTo(0x505400FFFE00000BL);
    assertThat(CmRequest.LOCAL_QUEUE_PAIR.get(came, AT)).isEqualTo(0x11);
    assertThat(CmRequest.RESPONDER_RESOURCES.get(came, AT)).isEqualTo(4);
    assertThat(CmRequest.INITIATOR_DEPTH.get(came, AT)).isZero();
    assertThat(CmRequest.REMOTE_RESPONSE_TIMEOUT.get(came, AT)).isEqualTo(20);
    assertThat(CmRequest.TRANSPORT_SERVICE.get(came, AT)).isEqualTo(CmRequest.RELIABLE_CONNECTION);
    assertThat(CmRequest.END_TO_END_FLOW_CONTROL.isSet(came, AT)).isTrue();
    assertThat(CmRequest.STARTING_PSN.get(came, AT)).isEqualTo(0x993894);
    assertThat(CmRequest.LOCAL_RESPONSE_TIMEOUT.get(came, AT)).isEqualTo(20);
    assertThat(CmRequest.RETRY_COUNT.get(came, AT)).isEqualTo(7);
    assertThat(CmRequest.PARTITION_KEY.get(came, AT)).isEqualTo(0xFFFF);
    assertThat(PathMtu.ofCode(CmRequest.PATH_MTU.getInt(came, AT))).isEqualTo(PathMtu.MTU_1024);
    assertThat(CmRequest.RNR_RETRY_COUNT.get(came, AT)).isEqualTo(7);
    assertThat(CmRequest.MAXIMUM_CM_RETRIES.get(came, AT)).isEqualTo(15);
    assertThat(CmRequest.SHARED_RECEIVE_QUEUE.isSet(came, AT)).isFalse();
    assertThat(CmPath.PRIMARY.localGid(came, AT)).isEqualTo(ASKING);
    assertThat(CmPath.PRIMARY.remoteGid(came, AT)).isEqualTo(ASKED);
    assertThat(CmPath.PRIMARY.hopLimit().get(came, AT)).isEqualTo(64);
    assertThat(CmPath.PRIMARY.localAckTimeout().get(came, AT)).isEqualTo(19);
    int privateData = AT + CmMessage.REQ.privateDataAt();
    assertThat(RdmaCmHeader.isSound(came, privateData)).isTrue();
    assertThat(RdmaCmHeader.sourcePort(came, privateData)).isEqualTo(0xBA2A);
    assertThat(RdmaCmHeader.source(came, privateData)).isEqualTo(ASKING);
    assertThat(RdmaCmHeader.destination(came, privateData)).isEqualTo(ASKED);
  }

  @Test
  void writesARequest() {
    ByteBuffer came = datagram(REQUEST);
    ByteBuffer made = begun(CmMessage.REQ);
    CmMessage.LOCAL_COMMUNICATION_ID.put(made, AT, 0xADCB9408);
    CmRequest.SERVICE_ID.put(made, AT, RdmaPort.ipServiceId(5555));
    CmRequest.LOCAL_CA_GUID.put(made, AT, 0x505400FFFE00000BL);
    CmRequest.LOCAL_QUEUE_PAIR.put(made, AT, 0x11);
    CmRequest.RESPONDER_RESOURCES.put(made, AT, 4);
    CmRequest.REMOTE_RESPONSE_TIMEOUT.put(made, AT, 20);
    CmRequest.END_TO_END_FLOW_CONTROL.put(made, AT, 1);
    CmRequest.STARTING_PSN.put(made, AT, 0x993894);
    CmRequest.LOCAL_RESPONSE_TIMEOUT.put(made, AT, 20);
    CmRequest.RETRY_COUNT.put(made, AT, 7);
    CmRequest.PARTITION_KEY.put(made, AT, 0xFFFF);
    CmRequest.PATH_MTU.put(made, AT, PathMtu.MTU_1024.code());
    CmRequest.RNR_RETRY_COUNT.put(made, AT, 7);
    CmRequest.MAXIMUM_CM_RETRIES.put(made, AT, 15);
    CmPath.PRIMARY.localLid().put(made, AT, 0xFFFF);
    CmPath.PRIMARY.remoteLid().put(made, AT, 0xFFFF);
    CmPath.PRIMARY.gids(made, AT, ASKING, ASKED);
    CmPath.PRIMARY.flowLabel().put(made, AT, 0x6A0C9);
    CmPath.PRIMARY.hopLimit().put(made, AT, 64);
    CmPath.PRIMARY.localAckTimeout().put(made, AT, 19);
    int privateData = AT + CmMessage.REQ.privateDataAt();
    RdmaCmHeader.write(made, privateData, 0xBA2A, ASKING, ASKED);
    int behind = privateData + RdmaCmHeader.LENGTH_BYTES;
    made.put(behind, came, behind, 256 - behind);
    assertThat(Hex.of(made, 0, 256)).isEqualTo(Hex.of(came, 0, 256));
  }

  @Test
  void readsAndWritesAReply() {
    ByteBuffer came = datagram(REPLY);
    checkKind(came, CmMessage.REP);
    ByteBuffer made = begun(CmMessage.REP);
    MadField[] fields = {
      CmMessage.LOCAL_COMMUNICATION_ID,
      CmMessage.REMOTE_COMMUNICATION_ID,
      CmReply.LOCAL_QUEUE_KEY,
      CmReply.LOCAL_QUEUE_PAIR,
      CmReply.STARTING_PSN,
      CmReply.RESPONDER_RESOURCES,
      CmReply.INITIATOR_DEPTH,
      CmReply.TARGET_ACK_DELAY,
      CmReply.FAILOVER_ACCEPTED,
      CmReply.END_TO_END_FLOW_CONTROL,
      CmReply.RNR_RETRY_COUNT,
      CmReply.SHARED_RECEIVE_QUEUE,
      CmReply.LOCAL_CA_GUID
    };
    long[] values = {
      0xE523F7D6L, 0xADCB9408L, 0, 0x11, 0xDFD3D9, 4, 4, 15, 0, 1, 7, 0, 0x505400FFFE00000AL
    };
    for (int index = 0; index < fields.length; index++) {
      assertThat(fields[index].get(came, AT)).as(fields[index].toString()).isEqualTo(values[index]);
      fields[index].put(made, AT, values[index]);
    }
    int behind = AT + CmMessage.REP.privateDataAt();
    made.put(behind, came, behind, 256 - behind);
    assertThat(Hex.of(made, 0, 256)).isEqualTo(Hex.of(came, 0, 256));
  }

  @Test
  void readsWhatEndsAndConfirms() {
    checkKind(datagram(READY), CmMessage.RTU);
    ByteBuffer disconnect = datagram(DISCONNECT);
    checkKind(disconnect, CmMessage.DREQ);
    assertThat(CmDisconnect.REMOTE_QUEUE_PAIR.get(disconnect, AT)).isEqualTo(0x11);
    checkKind(datagram(DISCONNECTED), CmMessage.DREP);
  }

  @Test
  void takesNoDatagramOfAnotherClass() {
    ByteBuffer came = datagram(READY);
    assertThat(ManagementDatagram.isCommunicationManagement(came, 0, 255)).isFalse();
    came.put(1, (byte) 3); // Subnet administration.
    assertThat(ManagementDatagram.isCommunicationManagement(came, 0, 256)).isFalse();
    assertThat(CmMessage.ofAttribute(0x17)).isNull();
  }

  @Test
  void readsAddressesOfBothFamilies() {
    Gid six = new Gid(0xFD00_0000_0000_0000L, 1);
    ByteBuffer bytes = ByteBuffer.allocate(RdmaCmHeader.LENGTH_BYTES);
    RdmaCmHeader.write(bytes, 0, 9, six, six);
    assertThat(RdmaCmHeader.isSound(bytes, 0)).isTrue();
    assertThat(RdmaCmHeader.source(bytes, 0)).isEqualTo(six);
    assertThat(RdmaCmHeader.destination(bytes, 0)).isEqualTo(six);
    bytes.put(1, (byte) 0x50);
    assertThat(RdmaCmHeader.isSound(bytes, 0)).isFalse();
  }
}
