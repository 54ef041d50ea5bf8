// SPDX-License-Identifier: Apache-2.0
package org.quintain.iscsi.target;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.quintain.fabric.Command;
import org.quintain.iscsi.target.TargetBench.Peer;
import org.quintain.iscsi.wire.Bhs;
import org.quintain.iscsi.wire.IscsiOpcode;
import org.quintain.iscsi.wire.R2tPdu;
import org.quintain.iscsi.wire.RejectPdu;
import org.quintain.iscsi.wire.RejectReason;
import org.quintain.iscsi.wire.ScsiResponsePdu;
import org.quintain.sam.Status;

/** Immediate, unsolicited and solicited Data-Out (RFC 7143 4.2.5.2, 11.7, 11.8). */
final class DataOutTest {
  private static final int W = Pdu.F | Pdu.W;

  private final ScriptedTarget scsi = new ScriptedTarget();
  private final TargetBench bench = new TargetBench(scsi, 11);

  private static byte[] bytes(int length, int seed) {
    byte[] bytes = new byte[length];
    for (int index = 0; index < length; index++) {
      bytes[index] = (byte) (index * 31 + seed + (index >> 8));
    }
    return bytes;
  }

  private static byte[] blockOf(Command command, int length) {
    byte[] bytes = new byte[length];
    command.dataOutBlock().bytes().get(0, bytes);
    return bytes;
  }

  private void finish(Peer peer, int tag) {
    Command command = scsi.last();
    scsi.complete(bench.nowNs, command, Status.GOOD);
    Pdu response = peer.receive();
    assertThat(response.opcode()).isEqualTo(IscsiOpcode.SCSI_RESPONSE);
    assertThat(response.tag()).isEqualTo(tag);
    assertThat(scsi.isIdle()).isTrue();
  }

  @Test
  void takesImmediateDataIntoTheCommandsBlock() {
    Peer peer = bench.loggedIn();
    byte[] data = bytes(1000, 1);
    peer.send(Pdu.command(W, 7, 1, 1000, 0x2A).data(data));
    Command command = scsi.last();
    assertThat(command.expectedDataOutBytes()).isEqualTo(1000);
    assertThat(command.cdb()[0]).isEqualTo((byte) 0x2A);
    scsi.receiveDataOut(bench.nowNs, command, 0, 1000);
    assertThat(scsi.log).endsWith("command 7", "data-out 7 DELIVERED");
    assertThat(blockOf(command, 1000)).isEqualTo(data);
    finish(peer, 7);
  }

  @Test
  void asksForTheRestInBurstsAndNeverForMoreAtOnceThanAgreed() {
    Peer peer =
        bench.loggedIn("MaxBurstLength=4096", "FirstBurstLength=4096", "MaxOutstandingR2T=2");
    byte[] data = bytes(14_000, 2);
    peer.send(Pdu.command(W, 7, 1, 14_000, 0x2A).data(Arrays.copyOf(data, 4096)));
    scsi.receiveDataOut(bench.nowNs, scsi.last(), 0, 14_000);
    int offset = 4096;
    int r2tSn = 0;
    int statSn = -1;
    List<Pdu> asked = peer.receiveAll();
    assertThat(asked).hasSize(2);
    java.util.ArrayDeque<Pdu> open = new java.util.ArrayDeque<>(asked);
    while (!open.isEmpty()) {
      Pdu r2t = open.remove();
      int length = R2tPdu.desiredDataTransferLength(r2t.header, 0);
      assertThat(r2t.opcode()).isEqualTo(IscsiOpcode.READY_TO_TRANSFER);
      assertThat(R2tPdu.r2tSn(r2t.header, 0)).isEqualTo(r2tSn++);
      assertThat(R2tPdu.bufferOffset(r2t.header, 0)).isEqualTo(offset);
      assertThat(length).isEqualTo(Math.min(4096, 14_000 - offset));
      assertThat(r2t.transferTag()).isNotEqualTo(Bhs.RESERVED_TAG);
      assertThat(statSn == -1 || statSn == r2t.statSn()).isTrue();
      statSn = r2t.statSn();
      int half = length / 2;
      peer.send(
          Pdu.dataOut(
              7,
              r2t.transferTag(),
              0,
              offset,
              false,
              Arrays.copyOfRange(data, offset, offset + half)),
          Pdu.dataOut(
              7,
              r2t.transferTag(),
              1,
              offset + half,
              true,
              Arrays.copyOfRange(data, offset + half, offset + length)));
      offset += length;
      open.addAll(peer.receiveAll());
      assertThat(open.size()).isLessThanOrEqualTo(2);
    }
    assertThat(scsi.log).endsWith("data-out 7 DELIVERED");
    assertThat(blockOf(scsi.last(), 14_000)).isEqualTo(data);
    scsi.complete(bench.nowNs, scsi.last(), Status.GOOD);
    Pdu response = peer.receive();
    assertThat(ScsiResponsePdu.expDataSn(response.header, 0)).isEqualTo(r2tSn);
    assertThat(response.statSn()).isEqualTo(statSn);
  }

  @Test
  void takesUnsolicitedDataAfterTheCommand() {
    Peer peer = bench.loggedIn("InitialR2T=No", "ImmediateData=Yes", "FirstBurstLength=8192");
    byte[] data = bytes(8192, 3);
    peer.send(Pdu.command(Pdu.W, 7, 1, 8192, 0x2A).data(Arrays.copyOf(data, 100)));
    scsi.receiveDataOut(bench.nowNs, scsi.last(), 0, 8192);
    peer.send(
        Pdu.dataOut(7, -1, 0, 100, false, Arrays.copyOfRange(data, 100, 5000)),
        Pdu.dataOut(7, -1, 1, 5000, true, Arrays.copyOfRange(data, 5000, 8192)));
    assertThat(scsi.log).endsWith("data-out 7 DELIVERED");
    assertThat(blockOf(scsi.last(), 8192)).isEqualTo(data);
    finish(peer, 7);
  }

  @Test
  void asksForWhatAShortUnsolicitedSequenceLeftOut() {
    Peer peer = bench.loggedIn("InitialR2T=No", "FirstBurstLength=8192");
    byte[] data = bytes(8192, 4);
    peer.send(
        Pdu.command(Pdu.W, 7, 1, 8192, 0x2A),
        Pdu.dataOut(7, -1, 0, 0, true, Arrays.copyOf(data, 3000)));
    scsi.receiveDataOut(bench.nowNs, scsi.last(), 0, 8192);
    Pdu r2t = peer.receive();
    assertThat(R2tPdu.bufferOffset(r2t.header, 0)).isEqualTo(3000);
    assertThat(R2tPdu.desiredDataTransferLength(r2t.header, 0)).isEqualTo(5192);
    peer.send(
        Pdu.dataOut(7, r2t.transferTag(), 0, 3000, true, Arrays.copyOfRange(data, 3000, 8192)));
    assertThat(blockOf(scsi.last(), 8192)).isEqualTo(data);
    finish(peer, 7);
  }

  @Test
  void failsImmediateDataThatWasNotAgreedOn() {
    Peer peer = bench.loggedIn("ImmediateData=No");
    peer.send(Pdu.command(W, 7, 1, 1000, 0x2A).data(bytes(1000, 5)));
    scsi.receiveDataOut(bench.nowNs, scsi.last(), 0, 1000);
    assertThat(scsi.log).endsWith("data-out 7 UNEXPECTED_UNSOLICITED_DATA");
    finish(peer, 7);
  }

  @Test
  void failsUnsolicitedDataWhenR2tsWereAgreedOn() {
    Peer peer = bench.loggedIn("InitialR2T=Yes");
    peer.send(Pdu.command(Pdu.W, 7, 1, 1000, 0x2A));
    scsi.receiveDataOut(bench.nowNs, scsi.last(), 0, 1000);
    peer.send(Pdu.dataOut(7, -1, 0, 0, true, bytes(1000, 5)));
    assertThat(scsi.log).endsWith("data-out 7 UNEXPECTED_UNSOLICITED_DATA");
    finish(peer, 7);
  }

  @Test
  void failsUnsolicitedDataBeyondTheFirstBurst() {
    Peer peer = bench.loggedIn("InitialR2T=No", "FirstBurstLength=1024");
    peer.send(
        Pdu.command(Pdu.W, 7, 1, 4096, 0x2A),
        Pdu.dataOut(7, -1, 0, 0, false, bytes(1024, 5)),
        Pdu.dataOut(7, -1, 1, 1024, true, bytes(512, 5)));
    scsi.receiveDataOut(bench.nowNs, scsi.last(), 0, 4096);
    assertThat(scsi.log).endsWith("data-out 7 UNEXPECTED_UNSOLICITED_DATA");
    finish(peer, 7);
  }

  @Test
  void failsSequencesThatBreakTheirOrder() {
    int[][] wrong = {{1, 0}, {0, 512}, {0, -4}};
    for (int[] numbers : wrong) {
      Peer peer = bench.loggedIn();
      peer.send(Pdu.command(W, 7, 1, 4096, 0x2A));
      scsi.receiveDataOut(bench.nowNs, scsi.last(), 0, 4096);
      Pdu r2t = peer.receive();
      peer.send(Pdu.dataOut(7, r2t.transferTag(), numbers[0], numbers[1], true, bytes(4096, 5)));
      assertThat(scsi.log).endsWith("data-out 7 FAILED");
      finish(peer, 7);
      peer.disconnect();
    }
  }

  @Test
  void failsSequencesThatEndEarlyOrGoTooFar() {
    for (int length : new int[] {4000, 4100}) {
      Peer peer = bench.loggedIn();
      peer.send(Pdu.command(W, 7, 1, 8192, 0x2A));
      scsi.receiveDataOut(bench.nowNs, scsi.last(), 0, 4096);
      Pdu r2t = peer.receive();
      peer.send(Pdu.dataOut(7, r2t.transferTag(), 0, 0, true, bytes(length, 5)));
      assertThat(scsi.log).endsWith("data-out 7 FAILED");
      finish(peer, 7);
      peer.disconnect();
    }
  }

  @Test
  void waitsForTheFinalBitOfASequence() {
    Peer peer = bench.loggedIn();
    peer.send(Pdu.command(W, 7, 1, 512, 0x2A));
    scsi.receiveDataOut(bench.nowNs, scsi.last(), 0, 512);
    Pdu r2t = peer.receive();
    peer.send(Pdu.dataOut(7, r2t.transferTag(), 0, 0, false, bytes(512, 5)));
    assertThat(scsi.log).endsWith("command 7");
    peer.send(Pdu.dataOut(7, r2t.transferTag(), 1, 512, true, new byte[0]));
    assertThat(scsi.log).endsWith("data-out 7 DELIVERED");
    finish(peer, 7);
  }

  @Test
  void rejectsDataForATagItNeverGaveAndLeavesTheTaskAlone() {
    Peer peer = bench.loggedIn();
    peer.send(Pdu.command(W, 7, 1, 512, 0x2A));
    scsi.receiveDataOut(bench.nowNs, scsi.last(), 0, 512);
    Pdu r2t = peer.receive();
    Pdu wrong = Pdu.dataOut(7, r2t.transferTag() + 1, 0, 0, true, bytes(512, 5));
    Pdu reject = peer.exchange(wrong);
    assertThat(reject.opcode()).isEqualTo(IscsiOpcode.REJECT);
    assertThat(RejectPdu.reason(reject.header, 0)).isEqualTo(RejectReason.INVALID_PDU_FIELD);
    assertThat(reject.data).isEqualTo(wrong.header.array());
    peer.send(Pdu.dataOut(7, r2t.transferTag(), 0, 0, true, bytes(512, 6)));
    assertThat(scsi.log).endsWith("data-out 7 DELIVERED");
    assertThat(blockOf(scsi.last(), 512)).isEqualTo(bytes(512, 6));
  }

  @Test
  void dropsDataForCommandsThatAreOverInSilence() {
    Peer peer = bench.loggedIn();
    peer.send(Pdu.dataOut(99, -1, 0, 0, true, bytes(512, 5)));
    assertThat(peer.receive()).isNull();
    assertThat(peer.isClosing()).isFalse();
    assertThat(bench.node.counters().value(IscsiCounter.DATA_OUT_WITHOUT_TASK)).isEqualTo(1);
  }

  @Test
  void rejectsDataWithAWrongDigestAndFailsTheCommand() {
    for (boolean solicited : new boolean[] {false, true}) {
      Peer peer = bench.loggedIn("HeaderDigest=CRC32C", "DataDigest=CRC32C");
      Pdu command = Pdu.command(W, 7, 1, 512, 0x2A);
      Pdu bad = solicited ? null : command.data(bytes(512, 5));
      if (solicited) {
        peer.send(command);
        scsi.receiveDataOut(bench.nowNs, scsi.last(), 0, 512);
        bad = Pdu.dataOut(7, peer.receive().transferTag(), 0, 0, true, bytes(512, 5));
      }
      byte[] broken = bad.bytes(true, true);
      broken[broken.length - 10] ^= 1;
      peer.sendBytes(broken);
      Pdu reject = peer.receive();
      assertThat(RejectPdu.reason(reject.header, 0)).isEqualTo(RejectReason.DATA_DIGEST_ERROR);
      if (!solicited) {
        scsi.receiveDataOut(bench.nowNs, scsi.last(), 0, 512);
      }
      assertThat(scsi.log).endsWith("data-out 7 DIGEST_ERROR");
      finish(peer, 7);
      peer.disconnect();
    }
  }

  @Test
  void holdsAStatusBackUntilAnnouncedDataHasCome() {
    Peer peer = bench.loggedIn("InitialR2T=No", "FirstBurstLength=1024");
    peer.send(Pdu.command(Pdu.W, 7, 1, 1024, 0x2A));
    scsi.complete(bench.nowNs, scsi.last(), Status.CHECK_CONDITION);
    assertThat(peer.receive()).isNull();
    peer.send(Pdu.dataOut(7, -1, 0, 0, true, bytes(1024, 5)));
    Pdu response = peer.receive();
    assertThat(ScsiResponsePdu.status(response.header, 0)).isEqualTo(2);
    assertThat(scsi.isIdle()).isTrue();
  }

  @Test
  void leavesCommandsWithoutMemoryToTheEngine() {
    scsi.hasMemory = false;
    Peer peer = bench.loggedIn();
    peer.send(Pdu.command(W, 7, 1, 1000, 0x2A).data(bytes(1000, 1)));
    scsi.complete(bench.nowNs, scsi.last(), Status.BUSY);
    assertThat(ScsiResponsePdu.status(peer.receive().header, 0)).isEqualTo(8);
    assertThat(scsi.isIdle()).isTrue();
  }

  @Test
  void dropsTheConnectionWhenDataThatWasAskedForNeverComes() {
    Peer peer = bench.loggedIn();
    peer.send(Pdu.command(W, 7, 1, 512, 0x2A));
    scsi.receiveDataOut(bench.nowNs, scsi.last(), 0, 512);
    peer.receive();
    long timeoutNs = bench.node.settings().times().dataOutNs();
    for (long passed = 0; passed < timeoutNs; passed += 1_000_000_000L) {
      peer.send(Pdu.nopOut(-1, -1, 2, new byte[0]));
      peer.pass(1_000_000_000L);
    }
    peer.pass(1);
    assertThat(peer.isClosing()).isTrue();
    assertThat(bench.node.counters().value(IscsiCounter.DATA_OUT_TIMEOUTS)).isEqualTo(1);
    assertThat(scsi.isIdle()).isTrue();
    assertThat(bench.node.sessions()).isEmpty();
  }

  @Test
  void keepsMemoryUntilAPduThatIsReceivedIntoItHasEnded() {
    Peer peer = bench.loggedIn();
    peer.send(Pdu.command(W, 7, 1, 40_000, 0x2A));
    Command command = scsi.last();
    scsi.receiveDataOut(bench.nowNs, command, 0, 40_000);
    byte[] data =
        Pdu.dataOut(7, peer.receive().transferTag(), 0, 0, true, bytes(40_000, 5))
            .bytes(false, false);
    peer.sendBytes(Arrays.copyOf(data, 20_000));
    scsi.endAll(bench.nowNs, command.nexus());
    assertThat(scsi.log).doesNotContain("released 7");
    peer.sendBytes(Arrays.copyOfRange(data, 20_000, data.length));
    assertThat(scsi.log).endsWith("released 7");
    assertThat(scsi.isIdle()).isTrue();
  }
}
