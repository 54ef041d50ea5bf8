// SPDX-License-Identifier: Apache-2.0
package org.quintain.ib.transport;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.quintain.ib.wire.BaseTransportHeader;
import org.quintain.ib.wire.PacketOpcode;
import org.quintain.memory.SegmentList;
import org.quintain.wire.MemoryRegion;
import org.quintain.wire.QueuePairOptions;
import org.quintain.wire.WorkRequest;
import org.quintain.wire.WorkStatus;

/** What a reliable connection does with good and bad requests, and with a bad wire. */
final class ReliableConnectionTest {
  private static final int FAR = 1 << 18;

  private final TwoIbPorts ports = new TwoIbPorts(QueuePairOptions.ofDepths(16, 16));
  private final TwoIbPorts.Side left = ports.left;
  private final TwoIbPorts.Side right = ports.right;

  private static int opcode(byte[] packet) {
    return BaseTransportHeader.opcode(ByteBuffer.wrap(packet), 0);
  }

  /** Loses the first packet with {@code opcode}. */
  private void loseFirst(int opcode) {
    boolean[] done = new boolean[1];
    ports.filter =
        (from, packet) -> {
          if (!done[0] && opcode(packet) == opcode) {
            done[0] = true;
            return false;
          }
          return true;
        };
  }

  @Test
  void sendsAMessageIntoAPostedReceive() {
    left.fill(0, 3000, 7);
    WorkRequest receive = right.receive(FAR, 4000);
    left.send(0, 3000);
    ports.run();
    assertThat(left.told).containsExactly("send SUCCESS 0");
    assertThat(right.told).containsExactly("receive SUCCESS 3000");
    assertThat(receive.hasImmediate()).isFalse();
    assertThat(right.bytes(FAR, 3000)).isEqualTo(left.bytes(0, 3000));
  }

  @Test
  void carriesImmediateDataWithSendAndWithWrite() {
    WorkRequest first = right.receive(FAR, 100);
    WorkRequest second = right.receive(FAR, 100);
    left.post(new WorkRequest("send").asSendWithImmediate(left.list(0, 10), 0, 10, 0x01020304));
    left.post(
        new WorkRequest("write")
            .asWriteWithImmediate(
                left.list(0, 5000),
                0,
                5000,
                right.region.address(),
                right.region.remoteKey(),
                0x0A0B0C0D));
    ports.run();
    assertThat(first.hasImmediate()).isTrue();
    assertThat(first.immediateData()).isEqualTo(0x01020304);
    assertThat(first.transferredBytes()).isEqualTo(10);
    assertThat(second.immediateData()).isEqualTo(0x0A0B0C0D);
    assertThat(right.bytes(0, 5000)).isEqualTo(left.bytes(0, 5000));
  }

  @Test
  void invalidatesTheKeyThatASendGivesBack() {
    MemoryRegion region = right.port.register(right.memory, 0, 10, MemoryRegion.REMOTE_READ);
    assertThat(region).isNotNull();
    WorkRequest receive = right.receive(FAR, 100);
    int key = region.remoteKey();
    left.post(new WorkRequest("send").asSendWithInvalidate(left.list(0, 10), 0, 10, key));
    ports.run();
    assertThat(receive.invalidatedKey()).isEqualTo(key);
    assertThat(region.isRemotelyValid()).isFalse();
  }

  @Test
  void refusesToInvalidateAKeyThatNamesNothing() {
    right.receive(FAR, 100);
    left.post(new WorkRequest("send").asSendWithInvalidate(left.list(0, 10), 0, 10, 0x7777));
    ports.run();
    assertThat(left.told).containsExactly("send REM_ACCESS_ERR 0", "error REM_ACCESS_ERR");
    assertThat(right.told).contains("receive LOC_ACCESS_ERR 0", "error LOC_ACCESS_ERR");
  }

  @Test
  void readsInPathMtuPieces() {
    right.fill(0, 10_000, 3);
    List<Integer> opcodes = new ArrayList<>();
    ports.filter = (from, packet) -> opcodes.add(opcode(packet));
    left.read(FAR, 2500, 100);
    ports.run();
    assertThat(left.told).containsExactly("read SUCCESS 2500");
    assertThat(left.bytes(FAR, 2500)).isEqualTo(right.bytes(100, 2500));
    assertThat(opcodes)
        .containsExactly(
            PacketOpcode.READ_REQUEST,
            PacketOpcode.READ_RESPONSE_FIRST,
            PacketOpcode.READ_RESPONSE_MIDDLE,
            PacketOpcode.READ_RESPONSE_LAST);
  }

  @Test
  void asksForTheRestOfAReadWhoseAnswerWasLost() {
    right.fill(0, 10_000, 3);
    loseFirst(PacketOpcode.READ_RESPONSE_MIDDLE);
    left.read(FAR, 5000, 0);
    ports.run();
    assertThat(left.told).containsExactly("read SUCCESS 5000");
    assertThat(left.bytes(FAR, 5000)).isEqualTo(right.bytes(0, 5000));
    assertThat(left.count(TransportCounter.IMPLIED_RETRIES)).isEqualTo(1);
    assertThat(right.count(TransportCounter.DUPLICATE_REQUESTS)).isEqualTo(1);
  }

  @Test
  void sendsAgainFromWhereThePeerMissedAPacket() {
    right.receive(FAR, 8000);
    loseFirst(PacketOpcode.SEND_MIDDLE);
    left.fill(0, 5000, 9);
    left.send(0, 5000);
    ports.run();
    assertThat(left.told).containsExactly("send SUCCESS 0");
    assertThat(right.bytes(FAR, 5000)).isEqualTo(left.bytes(0, 5000));
    assertThat(left.count(TransportCounter.SEQUENCE_RETRIES)).isEqualTo(1);
    assertThat(left.count(TransportCounter.TIMEOUT_RETRIES)).isZero();
  }

  @Test
  void acknowledgesARepeatedMessageWithoutTakingItTwice() {
    right.receive(FAR, 100);
    WorkRequest second = right.receive(FAR, 100);
    loseFirst(PacketOpcode.ACKNOWLEDGE);
    left.send(0, 100);
    ports.run();
    assertThat(left.told).containsExactly("send SUCCESS 0");
    assertThat(left.count(TransportCounter.TIMEOUT_RETRIES)).isEqualTo(1);
    assertThat(second.isPosted()).isTrue();
  }

  @Test
  void givesUpWhenNothingIsEverAcknowledged() {
    ports.filter = (from, packet) -> from == left;
    right.receive(FAR, 100);
    left.send(0, 100);
    left.write(0, 100, 0);
    left.receive(FAR, 100);
    ports.run();
    assertThat(left.told)
        .containsExactly(
            "send RETRY_EXC_ERR 0",
            "error RETRY_EXC_ERR",
            "write WR_FLUSH_ERR 0",
            "receive WR_FLUSH_ERR 0");
    assertThat(left.count(TransportCounter.TIMEOUT_RETRIES)).isEqualTo(7);
    assertThat(left.queuePair.state()).isEqualTo(QueuePairState.ERR);
  }

  @Test
  void waitsForAReceiveThatIsPostedLate() {
    left.send(0, 100);
    ports.at(100_000, () -> right.receive(FAR, 100));
    ports.run();
    assertThat(left.told).containsExactly("send SUCCESS 0");
    assertThat(right.count(TransportCounter.NOT_READY_SENT)).isPositive();
    assertThat(left.count(TransportCounter.TIMEOUT_RETRIES)).isZero();
  }

  @Test
  void givesUpOnAPeerThatIsNeverReady() {
    TwoIbPorts strict = new TwoIbPorts(1, new QueuePairOptions(4, 4, 1, 1, 7, 3), 1024, 128);
    strict.left.send(0, 100);
    strict.run();
    assertThat(strict.left.told)
        .containsExactly("send RNR_RETRY_EXC_ERR 0", "error RNR_RETRY_EXC_ERR");
    assertThat(strict.left.count(TransportCounter.NOT_READY_RECEIVED)).isEqualTo(4);
  }

  @Test
  void refusesAccessBeyondARegionAndPlacesNothing() {
    left.fill(0, 3000, 5);
    byte[] before = right.bytes(right.memory.capacity() - 2000, 2000);
    left.write(0, 3000, right.memory.capacity() - 2000);
    ports.run();
    assertThat(left.told).containsExactly("write REM_ACCESS_ERR 0", "error REM_ACCESS_ERR");
    assertThat(right.told).contains("error LOC_ACCESS_ERR");
    assertThat(right.bytes(right.memory.capacity() - 2000, 2000)).isEqualTo(before);
    assertThat(right.queuePair.state()).isEqualTo(QueuePairState.ERR);
  }

  @Test
  void refusesAReadOfMemoryThatWasGivenBack() {
    MemoryRegion region = right.port.register(right.memory, 0, 10, MemoryRegion.REMOTE_READ);
    assertThat(region).isNotNull();
    int key = region.remoteKey();
    long address = region.address();
    region.deregister();
    left.post(new WorkRequest("read").asRead(left.region, 0, 10, address, key));
    ports.run();
    assertThat(left.told).containsExactly("read REM_ACCESS_ERR 0", "error REM_ACCESS_ERR");
    assertThat(right.count(TransportCounter.STALE_KEY_ACCESSES)).isEqualTo(1);
  }

  @Test
  void placesNoAnswerIntoMemoryThatWasGivenBack() {
    MemoryRegion region = left.port.register(left.memory, FAR, 100, MemoryRegion.LOCAL_WRITE);
    assertThat(region).isNotNull();
    right.fill(0, 100, 4);
    byte[] before = left.bytes(FAR, 100);
    left.post(
        new WorkRequest("read")
            .asRead(region, 0, 100, right.region.address(), right.region.remoteKey()));
    left.pump();
    region.deregister();
    ports.run();
    assertThat(left.told).containsExactly("read LOC_PROT_ERR 0", "error LOC_PROT_ERR");
    assertThat(left.bytes(FAR, 100)).isEqualTo(before);
  }

  @Test
  void refusesAMessageLongerThanItsReceive() {
    right.receive(FAR, 99);
    left.send(0, 100);
    ports.run();
    assertThat(left.told).containsExactly("send REM_INV_REQ_ERR 0", "error REM_INV_REQ_ERR");
    assertThat(right.told).containsExactly("receive LOC_LEN_ERR 0", "error LOC_LEN_ERR");
  }

  @Test
  void flushesEverythingWhenItIsMadeToFail() {
    right.receive(FAR, 99);
    right.queuePair.fail(0);
    assertThat(right.told).as("nothing is told from within the call").isEmpty();
    assertThat(right.readyMarked).isTrue();
    ports.run();
    assertThat(right.told).containsExactly("receive WR_FLUSH_ERR 0");
    right.receive(FAR, 99);
    ports.run();
    assertThat(right.told).containsExactly("receive WR_FLUSH_ERR 0", "receive WR_FLUSH_ERR 0");
  }

  @Test
  void completesNothingWhoseBytesTheDriverStillHolds() {
    ports.lateReturn = 1;
    right.receive(FAR, 100);
    left.send(0, 100);
    left.pump();
    left.queuePair.fail(0);
    assertThat(left.port.messagesHeld()).isEqualTo(1);
    left.pump();
    assertThat(left.told).isEmpty();
    ports.run();
    assertThat(left.told).containsExactly("send WR_FLUSH_ERR 0");
  }

  @Test
  void drainsWhatWasBegunBeforeItStops() {
    right.receive(FAR, 100);
    right.receive(FAR, 100);
    left.send(0, 100);
    left.pump();
    boolean[] drained = new boolean[1];
    left.queuePair.drain(atNs -> drained[0] = true);
    left.send(0, 100);
    ports.run();
    assertThat(drained[0]).isTrue();
    assertThat(left.told).containsExactly("send SUCCESS 0");
    left.queuePair.readyToSend(0, TwoIbPorts.ACK_TIMEOUT_CODE, 7, 7, 16);
    ports.run();
    assertThat(left.told).containsExactly("send SUCCESS 0", "send SUCCESS 0");
  }

  @Test
  void holdsAFencedRequestBackUntilItsReadsAreDone() {
    List<Integer> opcodes = new ArrayList<>();
    ports.filter = (from, packet) -> opcodes.add(opcode(packet));
    left.read(FAR, 100, 0);
    left.post(new WorkRequest("send").asSend(left.list(0, 10), 0, 10).fenced(true));
    right.receive(FAR, 100);
    ports.run();
    assertThat(opcodes)
        .containsExactly(
            PacketOpcode.READ_REQUEST,
            PacketOpcode.READ_RESPONSE_ONLY,
            PacketOpcode.SEND_ONLY,
            PacketOpcode.ACKNOWLEDGE);
  }

  @Test
  void answersOneAcknowledgementForSeveralMessages() {
    for (int index = 0; index < 4; index++) {
      right.receive(FAR, 100);
    }
    List<Integer> opcodes = new ArrayList<>();
    ports.filter = (from, packet) -> opcodes.add(opcode(packet));
    for (int index = 0; index < 4; index++) {
      left.send(0, 100);
    }
    ports.run();
    assertThat(opcodes.stream().filter(each -> each == PacketOpcode.ACKNOWLEDGE)).hasSize(1);
    assertThat(left.completed).hasSize(4).allMatch(each -> each.status() == WorkStatus.SUCCESS);
  }

  @Test
  void takesNoPacketOfAnotherPortOrPartition() {
    right.receive(FAR, 100);
    ports.filter =
        (from, packet) -> {
          ByteBuffer bytes = ByteBuffer.wrap(packet.clone());
          bytes.putShort(2, (short) 0x8001);
          right.port.onPacket(ports.nowNs, left.gid, bytes, 0, packet.length);
          right.port.onPacket(ports.nowNs, right.gid, ByteBuffer.wrap(packet), 0, packet.length);
          return false;
        };
    left.send(0, 100);
    ports.runUntil(1_000);
    assertThat(right.completed).isEmpty();
    assertThat(right.count(TransportCounter.PARTITION_VIOLATIONS)).isEqualTo(1);
    assertThat(right.count(TransportCounter.WRONG_SOURCE)).isEqualTo(1);
  }

  @Test
  void refusesOperationsThatItDoesNotSpeak() {
    ports.filter =
        (from, packet) -> {
          if (from == left) {
            packet[0] = (byte) PacketOpcode.COMPARE_AND_SWAP;
          }
          return true;
        };
    left.send(0, 28);
    ports.run();
    assertThat(left.told).containsExactly("send REM_INV_REQ_ERR 0", "error REM_INV_REQ_ERR");
  }

  @Test
  void carriesManagementDatagrams() {
    ByteBuffer datagram = ByteBuffer.allocate(256).put(0, (byte) 5);
    left.port.sendManagementDatagram(left.path(), datagram, 0, 256);
    ports.run();
    assertThat(right.told).containsExactly("datagram 256 from 1 5");
  }

  @Test
  void endsEverythingWhenTheAdapterIsGone() {
    left.receive(FAR, 100);
    left.port.onRemoved(0, "pulled");
    assertThat(left.told).containsExactly("removed", "error FATAL_ERR", "receive WR_FLUSH_ERR 0");
  }

  @Test
  void takesNothingMoreThanItsQueuesHold() {
    SegmentList nothing = new SegmentList(1);
    for (int index = 0; index < 16; index++) {
      assertThat(left.queuePair.post(0, new WorkRequest(null).asSend(nothing, 0, 0))).isTrue();
    }
    assertThat(left.queuePair.sendRoom()).isZero();
    WorkRequest more = new WorkRequest(null).asSend(nothing, 0, 0);
    assertThat(left.queuePair.post(0, more)).isFalse();
    assertThat(more.isPosted()).isFalse();
  }
}
