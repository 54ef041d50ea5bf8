// SPDX-License-Identifier: Apache-2.0
package org.quintain.ib.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.quintain.memory.SegmentList;
import org.quintain.wire.Gid;
import org.quintain.wire.MessageKind;
import org.quintain.wire.OutgoingMessage;
import org.quintain.wire.RdmaPath;

/** Packets of a run (IBA 9.2 to 9.4). */
final class PacketCutterTest {
  private static final Gid HERE = new Gid(0, 1);
  private static final Gid THERE = new Gid(0, 2);
  private static final RdmaPath PATH =
      new RdmaPath(HERE, THERE, 1, 2, 0xFFFF, 0, 4096, 3, 10, THERE);

  private final PacketCutter cutter = new PacketCutter();
  private final ByteBuffer packet = ByteBuffer.allocate(5000);
  private final OutgoingMessage run = new OutgoingMessage();
  private final SegmentList payload = new SegmentList(8);

  PacketCutterTest() {
    ByteBuffer bytes = ByteBuffer.allocate(4000);
    for (int index = 0; index < 4000; index++) {
      bytes.put(index, (byte) (index * 7));
    }
    payload.add(bytes, 0, 300);
    payload.add(bytes, 300, 1);
    payload.add(bytes, 301, 3699);
  }

  private List<byte[]> cut() {
    List<byte[]> packets = new ArrayList<>();
    cutter.begin(run);
    while (cutter.hasNext()) {
      int expected = cutter.nextLengthBytes();
      byte[] bytes = new byte[cutter.next(packet, 3)];
      assertThat(bytes).hasSize(expected);
      packet.get(3, bytes);
      packets.add(bytes);
    }
    return packets;
  }

  private static List<Integer> opcodes(List<byte[]> packets) {
    return packets.stream().map(each -> each[0] & 0xFF).toList();
  }

  private void beginWrite() {
    run.begin(MessageKind.RDMA_WRITE_WITH_IMMEDIATE, PATH, 0x123456, 256, 0xFFFFFF);
    run.packets(3, true, true);
    run.payload(payload, 290, 515);
    run.remote(0x1122334455667788L, 0x0A0B0C0D, 515);
    run.immediateData(0x01020304);
    run.solicited(true);
    run.acknowledgeRequested(true);
  }

  @Test
  void cutsAWriteIntoFirstMiddleAndLast() {
    beginWrite();
    List<byte[]> packets = cut();
    assertThat(opcodes(packets))
        .containsExactly(
            PacketOpcode.WRITE_FIRST,
            PacketOpcode.WRITE_MIDDLE,
            PacketOpcode.WRITE_LAST_WITH_IMMEDIATE);
    assertThat(packets.stream().map(each -> each.length))
        .containsExactly(12 + 16 + 256, 12 + 256, 12 + 4 + 4);
    ByteBuffer first = ByteBuffer.wrap(packets.get(0));
    assertThat(RdmaHeader.virtualAddress(first, 12)).isEqualTo(0x1122334455667788L);
    assertThat(RdmaHeader.lengthBytes(first, 12)).isEqualTo(515);
    assertThat(first.get(28)).isEqualTo((byte) (290 * 7));
    assertThat(BaseTransportHeader.isAcknowledgeRequested(first, 0)).isFalse();
    assertThat(BaseTransportHeader.isSolicited(first, 0)).isFalse();
  }

  @Test
  void saysInTheLastPacketWhatBelongsThere() {
    beginWrite();
    ByteBuffer last = ByteBuffer.wrap(cut().get(2));
    assertThat(BaseTransportHeader.packetSequenceNumber(last, 0)).isEqualTo(1);
    assertThat(BaseTransportHeader.padBytes(last, 0)).isEqualTo(1);
    assertThat(BaseTransportHeader.isAcknowledgeRequested(last, 0)).isTrue();
    assertThat(BaseTransportHeader.isSolicited(last, 0)).isTrue();
    assertThat(BaseTransportHeader.destinationQueuePair(last, 0)).isEqualTo(0x123456);
    assertThat(ExtendedWord.read(last, 12)).isEqualTo(0x01020304);
    assertThat(last.get(16)).isEqualTo((byte) ((290 + 512) * 7));
    assertThat(last.get(19)).isZero();
  }

  @Test
  void goesOnInTheMidstOfAMessage() {
    run.begin(MessageKind.SEND, PATH, 5, 256, 10);
    run.packets(2, false, false);
    run.payload(payload, 256, 512);
    assertThat(opcodes(cut())).containsExactly(PacketOpcode.SEND_MIDDLE, PacketOpcode.SEND_MIDDLE);
    run.packets(2, false, true);
    run.payload(payload, 256, 257);
    assertThat(opcodes(cut())).containsExactly(PacketOpcode.SEND_MIDDLE, PacketOpcode.SEND_LAST);
  }

  @Test
  void makesOnePacketOfWhatIsEmpty() {
    run.begin(MessageKind.SEND_WITH_INVALIDATE, PATH, 5, 256, 10);
    run.immediateData(77);
    List<byte[]> packets = cut();
    assertThat(opcodes(packets)).containsExactly(PacketOpcode.SEND_ONLY_WITH_INVALIDATE);
    assertThat(packets.get(0)).hasSize(16);
    assertThat(ExtendedWord.read(ByteBuffer.wrap(packets.get(0)), 12)).isEqualTo(77);
  }

  @Test
  void putsTheAcknowledgeHeaderIntoFirstAndLastAnswersOnly() {
    run.begin(MessageKind.RDMA_READ_RESPONSE, PATH, 5, 256, 10);
    run.packets(3, true, true);
    run.payload(payload, 0, 768);
    run.acknowledge(AcknowledgeHeader.ACK, 9);
    List<byte[]> packets = cut();
    assertThat(packets.stream().map(each -> each.length)).containsExactly(272, 268, 272);
    ByteBuffer last = ByteBuffer.wrap(packets.get(2));
    assertThat(AcknowledgeHeader.messageSequenceNumber(last, 12)).isEqualTo(9);
    run.begin(MessageKind.ACKNOWLEDGE, PATH, 5, 256, 10);
    run.acknowledge(AcknowledgeHeader.ACK, 9);
    assertThat(opcodes(cut())).containsExactly(PacketOpcode.ACKNOWLEDGE);
  }

  @Test
  void carriesADatagramWithItsKey() {
    run.begin(MessageKind.DATAGRAM, PATH, 1, 4096, 3);
    run.datagram(DatagramHeader.GENERAL_SERVICES_QUEUE_KEY, 1);
    run.payload(payload, 0, 256);
    List<byte[]> packets = cut();
    assertThat(packets).hasSize(1);
    assertThat(packets.get(0)).hasSize(12 + 8 + 256);
    assertThat(DatagramHeader.queueKey(ByteBuffer.wrap(packets.get(0)), 12))
        .isEqualTo(DatagramHeader.GENERAL_SERVICES_QUEUE_KEY);
  }
}
