// SPDX-License-Identifier: Apache-2.0
package org.quintain.ib.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.quintain.wire.Gid;

/** IP packets that two Linux kernels with soft RoCE sent each other, read and made again. */
final class GoldenPacketsTest {
  private static final String ACKNOWLEDGE =
      "45000030c4614000401162470a0900020a090001e0d312b7001c0000"
          + "1100ffff0000001100993894"
          + "1f000001"
          + "1240b0dc";
  private static final String SEND_ONLY =
      "4500006cc4694000401162030a0900020a090001e0d312b700580000"
          + "0400ffff0000001180dfd3d9"
          + "0200000000010000280000000000000000000000000000000000000000000000"
          + "12000000240000000000000000000000ffff888006e70200000003cc00000024"
          + "20cae34b";
  private static final String WRITE_ONLY =
      "45000040dc37400040114a610a0900010a090002eadb12b7002c0000"
          + "0a00ffff0000001280593c97"
          + "ffff888006d4b00000007f2000000004"
          + "00000008"
          + "451c8512";
  private static final String READ_REQUEST =
      "4500003cdd994000401149030a0900010a090002eadb12b700280000"
          + "0c00ffff0000001280593ce9"
          + "ffff88800725200000007f4100010000"
          + "370ab6a6";
  private static final String SEND_WITH_INVALIDATE =
      "4500007ce0ca4000401145920a0900010a090002eea512b700680000"
          + "1700ffff000000138053ea9e"
          + "0000fc3c"
          + "1000000000000000000000000000000000000000000000000000000021800000"
          + "00000000000000000000000001000000000000000f5f43b50000000100000040000000000000000000000000"
          + "4e0a4484";
  private static final Gid FIRST = GidBytes.ofIpv4(0x0A090001);
  private static final Gid SECOND = GidBytes.ofIpv4(0x0A090002);
  private static final int TRANSPORT_AT = 28;

  private final InvariantCrc crc = new InvariantCrc();

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 4, 5, 8, 11, 12})
  void hasAnInvariantCrcForStubsOfHeadersToo(int lengthBytes) {
    ByteBuffer headers = Hex.bytes(ACKNOWLEDGE);
    ByteBuffer stub = ByteBuffer.allocate(lengthBytes + InvariantCrc.LENGTH_BYTES);
    crc.append(headers, 0, stub, 0, lengthBytes);
    assertThat(crc.isRight(headers, 0, stub, 0, lengthBytes)).isTrue();
    stub.put(lengthBytes, (byte) ~stub.get(lengthBytes));
    assertThat(crc.isRight(headers, 0, stub, 0, lengthBytes)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {ACKNOWLEDGE, SEND_ONLY, WRITE_ONLY, READ_REQUEST, SEND_WITH_INVALIDATE})
  void makesEveryPacketAgainFromWhatItReads(String digits) {
    ByteBuffer packet = Hex.bytes(digits);
    int length = packet.capacity();
    assertThat(RoceHeaders.transportAt(packet, 0, length)).isEqualTo(TRANSPORT_AT);
    assertThat(RoceHeaders.packetBytes(packet, TRANSPORT_AT)).isEqualTo(length - TRANSPORT_AT);
    int coveredBytes = length - TRANSPORT_AT - InvariantCrc.LENGTH_BYTES;

    ByteBuffer made = ByteBuffer.allocateDirect(length + 3);
    int at =
        RoceHeaders.write(
            made,
            3,
            RoceHeaders.source(packet, 0),
            RoceHeaders.isTo(packet, 0, FIRST) ? FIRST : SECOND,
            packet.getShort(20),
            packet.getShort(4),
            length - TRANSPORT_AT);
    int opcode = BaseTransportHeader.opcode(packet, TRANSPORT_AT);
    BaseTransportHeader.write(
        made,
        at,
        opcode,
        BaseTransportHeader.partitionKey(packet, TRANSPORT_AT),
        BaseTransportHeader.destinationQueuePair(packet, TRANSPORT_AT),
        BaseTransportHeader.packetSequenceNumber(packet, TRANSPORT_AT));
    BaseTransportHeader.acknowledgeRequested(
        made, at, BaseTransportHeader.isAcknowledgeRequested(packet, TRANSPORT_AT));
    int behind = BaseTransportHeader.LENGTH_BYTES;
    made.put(at + behind, packet, TRANSPORT_AT + behind, coveredBytes - behind);
    crc.append(made, 3, made, at, coveredBytes);

    assertThat(Hex.of(made, 3, length)).isEqualTo(Hex.of(packet, 0, length));
    assertThat(crc.isRight(packet, 0, packet, TRANSPORT_AT, coveredBytes)).isTrue();
    assertThat(PacketOpcode.headerBytes(opcode)).isBetween(behind, coveredBytes);
  }

  @ParameterizedTest
  @ValueSource(ints = {4, 12, 29, 33, 40, 70, 107})
  void seesADamagedByte(int at) {
    ByteBuffer packet = Hex.bytes(SEND_ONLY);
    packet.put(at, (byte) (packet.get(at) ^ 0x10));
    assertThat(crc.isRight(packet, 0, packet, TRANSPORT_AT, 76)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 8, 10, 11, 26, 27, 32})
  void letsRoutersChangeWhatIsTheirs(int at) {
    ByteBuffer packet = Hex.bytes(SEND_ONLY);
    packet.put(at, (byte) (packet.get(at) ^ 0x10));
    assertThat(crc.isRight(packet, 0, packet, TRANSPORT_AT, 76)).isTrue();
  }

  @Test
  void forgivesAnUnknownIdentificationAndNothingElse() {
    ByteBuffer packet = Hex.bytes(SEND_ONLY);
    packet.putShort(4, (short) 0);
    assertThat(crc.isRight(packet, 0, packet, TRANSPORT_AT, 76)).isFalse();
    assertThat(crc.isRightButForIdentification(packet, 0, packet, TRANSPORT_AT, 76)).isTrue();

    for (int at = 28; at < packet.capacity(); at++) {
      if (at != 32) {
        packet.put(at, (byte) (packet.get(at) ^ 0x10));
        assertThat(crc.isRightButForIdentification(packet, 0, packet, TRANSPORT_AT, 76))
            .as("byte %d", at)
            .isFalse();
        packet.put(at, (byte) (packet.get(at) ^ 0x10));
      }
    }
  }

  @Test
  void readsTheHeadersOfEachKind() {
    ByteBuffer acknowledge = Hex.bytes(ACKNOWLEDGE);
    int at = TRANSPORT_AT + BaseTransportHeader.LENGTH_BYTES;
    int syndrome = AcknowledgeHeader.syndrome(acknowledge, at);
    assertThat(syndrome).isEqualTo(AcknowledgeHeader.ACK);
    assertThat(AcknowledgeHeader.kind(syndrome)).isEqualTo(AcknowledgeHeader.KIND_ACK);
    assertThat(AcknowledgeHeader.value(syndrome)).isEqualTo(AcknowledgeHeader.CREDITS_INVALID);
    assertThat(AcknowledgeHeader.messageSequenceNumber(acknowledge, at)).isOne();
    ByteBuffer made = ByteBuffer.allocate(16);
    AcknowledgeHeader.write(made, 0, AcknowledgeHeader.ACK, 1);
    assertThat(made.getInt(0)).isEqualTo(acknowledge.getInt(at));

    ByteBuffer read = Hex.bytes(READ_REQUEST);
    assertThat(RdmaHeader.virtualAddress(read, at)).isEqualTo(0xFFFF888007252000L);
    assertThat(RdmaHeader.remoteKey(read, at)).isEqualTo(0x7F41);
    assertThat(RdmaHeader.lengthBytes(read, at)).isEqualTo(0x10000);
    RdmaHeader.write(made, 0, 0xFFFF888007252000L, 0x7F41, 0x10000);
    assertThat(Hex.of(made, 0, 16)).isEqualTo(Hex.of(read, at, 16));

    assertThat(ExtendedWord.read(Hex.bytes(SEND_WITH_INVALIDATE), at)).isEqualTo(0xFC3C);
    assertThat(PacketOpcode.headerBytes(PacketOpcode.SEND_ONLY_WITH_INVALIDATE)).isEqualTo(16);
    assertThat(PacketOpcode.headerBytes(PacketOpcode.READ_REQUEST)).isEqualTo(28);
    assertThat(PacketOpcode.headerBytes(0x15)).isEqualTo(PacketOpcode.UNKNOWN);
  }

  @Test
  void keepsTheFlagsOfTheTransportHeaderApart() {
    ByteBuffer bytes = ByteBuffer.allocate(12);
    BaseTransportHeader.write(bytes, 0, PacketOpcode.SEND_LAST, 0x8001, 0xABCDEF, 0x123456);
    BaseTransportHeader.solicited(bytes, 0, true);
    BaseTransportHeader.padBytes(bytes, 0, 3);
    BaseTransportHeader.acknowledgeRequested(bytes, 0, true);
    assertThat(Hex.of(bytes, 0, 12)).isEqualTo("02b0800100abcdef80123456");
    BaseTransportHeader.migrationRequest(bytes, 0, true);
    BaseTransportHeader.solicited(bytes, 0, false);
    BaseTransportHeader.padBytes(bytes, 0, 1);
    BaseTransportHeader.acknowledgeRequested(bytes, 0, false);
    assertThat(Hex.of(bytes, 0, 12)).isEqualTo("0250800100abcdef00123456");
    assertThat(BaseTransportHeader.isMigrationRequest(bytes, 0)).isTrue();
    assertThat(BaseTransportHeader.isSolicited(bytes, 0)).isFalse();
    assertThat(BaseTransportHeader.padBytes(bytes, 0)).isOne();
    assertThat(BaseTransportHeader.version(bytes, 0)).isZero();
  }

  @Test
  void writesAndReadsIpv6() {
    Gid source = new Gid(0xFE80_0000_0000_0000L, 0x5054_00FF_FE00_000AL);
    Gid destination = new Gid(0xFE80_0000_0000_0000L, 0x5054_00FF_FE00_000BL);
    ByteBuffer packet = ByteBuffer.allocate(120);
    int at = RoceHeaders.write(packet, 0, source, destination, 0xC123, 0, 20);
    BaseTransportHeader.write(packet, at, PacketOpcode.ACKNOWLEDGE, 0xFFFF, 0x12, 5);
    AcknowledgeHeader.write(packet, at + 12, AcknowledgeHeader.ACK, 1);
    crc.append(packet, 0, packet, at, 16);

    assertThat(at).isEqualTo(48);
    assertThat(RoceHeaders.transportAt(packet, 0, 68)).isEqualTo(at);
    assertThat(RoceHeaders.transportAt(packet, 0, 67)).isEqualTo(RoceHeaders.NOT_ROCE);
    assertThat(RoceHeaders.source(packet, 0)).isEqualTo(source);
    assertThat(RoceHeaders.isFrom(packet, 0, source)).isTrue();
    assertThat(RoceHeaders.isTo(packet, 0, destination)).isTrue();
    assertThat(RoceHeaders.isTo(packet, 0, FIRST)).isFalse();
    packet.put(0, (byte) 0x6A); // Traffic class, flow label and hop limit are the routers'.
    packet.put(3, (byte) 9);
    packet.put(7, (byte) 9);
    assertThat(crc.isRight(packet, 0, packet, at, 16)).isTrue();
    packet.put(9, (byte) 9);
    assertThat(crc.isRight(packet, 0, packet, at, 16)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "44", // A header of 16 bytes.
        "46", // Options.
        "4500006b", // A wrong header checksum.
        "4500006cc469400040116203" + "0a0900020a090001" + "e0d312b8", // Another port.
        "4500006cc469400040116203" + "0a0900020a090001" + "e0d312b70059", // Longer than IP is.
        "4500006cc469400040116203" + "0a0900020a090001" + "e0d312b70010", // No room for a header.
        "60",
        "50",
        "00"
      })
  void findsNoPacketWhereNoneIs(String begin) {
    ByteBuffer packet = Hex.bytes(SEND_ONLY);
    packet.put(0, Hex.bytes(begin), 0, begin.length() / 2);
    assertThat(RoceHeaders.transportAt(packet, 0, packet.capacity()))
        .isEqualTo(RoceHeaders.NOT_ROCE);
  }
}
