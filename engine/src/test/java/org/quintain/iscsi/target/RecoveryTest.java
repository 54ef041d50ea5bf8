// SPDX-License-Identifier: Apache-2.0
package org.quintain.iscsi.target;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.quintain.fabric.Command;
import org.quintain.iscsi.negotiation.IscsiKey;
import org.quintain.iscsi.target.TargetBench.Peer;
import org.quintain.iscsi.wire.Bhs;
import org.quintain.iscsi.wire.DataInPdu;
import org.quintain.iscsi.wire.IscsiOpcode;
import org.quintain.iscsi.wire.RejectReason;
import org.quintain.iscsi.wire.SnackPdu;
import org.quintain.iscsi.wire.TaskManagementRequestPdu;
import org.quintain.iscsi.wire.TaskManagementResponsePdu;
import org.quintain.sam.Status;

/**
 * Error recovery level 1 at the target: SNACK, recovery R2Ts, acknowledgements (RFC 7143 7, 11.16).
 */
final class RecoveryTest {
  private final ScriptedTarget scsi = new ScriptedTarget();
  private final TargetBench bench = new TargetBench(scsi, 57);

  RecoveryTest() {
    bench.prefer(IscsiKey.ERROR_RECOVERY_LEVEL, "2");
  }

  private Peer peer(String... keys) {
    List<String> all = new ArrayList<>(List.of("ErrorRecoveryLevel=1"));
    all.addAll(List.of(keys));
    return bench.loggedIn(all.toArray(new String[0]));
  }

  private static byte[] pattern(int length) {
    byte[] data = new byte[length];
    for (int index = 0; index < length; index++) {
      data[index] = (byte) (index * 7 + (index >> 8));
    }
    return data;
  }

  private static Pdu snack(int type, int tag, int transferTag, int from, int run) {
    Pdu pdu = Pdu.of(IscsiOpcode.SNACK_REQUEST, false).tag(tag).transferTag(transferTag);
    SnackPdu.type(pdu.header, 0, type);
    SnackPdu.begRun(pdu.header, 0, from);
    SnackPdu.runLength(pdu.header, 0, run);
    return pdu;
  }

  private static Pdu acknowledging(Pdu pdu, int expStatSn) {
    Bhs.expStatSn(pdu.header, 0, expStatSn);
    return pdu;
  }

  private List<Pdu> readInFour(Peer peer) {
    peer.send(Pdu.command(Pdu.F | Pdu.R, 5, 1, 4096, 0x28));
    scsi.sendAndComplete(bench.nowNs, scsi.last(), pattern(4096), Status.GOOD);
    List<Pdu> sent = peer.receiveAll();
    assertThat(sent).hasSize(5);
    assertThat(sent.get(4).opcode()).isEqualTo(IscsiOpcode.SCSI_RESPONSE);
    assertThat(sent.get(4).intAt(36)).isEqualTo(4);
    return sent;
  }

  @Test
  void sendsDataInAgainAsItWas() {
    Peer peer = peer("MaxRecvDataSegmentLength=1024", "MaxBurstLength=2048");
    List<Pdu> sent = readInFour(peer);
    peer.send(snack(SnackPdu.DATA_OR_R2T, 5, -1, 1, 2));
    List<Pdu> again = peer.receiveAll();
    assertThat(again).hasSize(2);
    for (int index = 0; index < 2; index++) {
      assertThat(again.get(index).data).isEqualTo(sent.get(index + 1).data);
      assertThat(again.get(index).toString()).isEqualTo(sent.get(index + 1).toString());
    }
    peer.send(snack(SnackPdu.DATA_OR_R2T, 5, -1, 0, 0));
    assertThat(peer.receiveAll()).hasSize(4);
  }

  @Test
  void sendsAStatusAgainUntilItIsAcknowledged() {
    Peer peer = peer("MaxRecvDataSegmentLength=1024");
    Pdu response = readInFour(peer).get(4);
    peer.send(snack(SnackPdu.STATUS, -1, -1, response.statSn(), 1));
    Pdu again = peer.receive();
    assertThat(again.opcode()).isEqualTo(IscsiOpcode.SCSI_RESPONSE);
    assertThat(again.statSn()).isEqualTo(response.statSn());
    assertThat(again.tag()).isEqualTo(5);
    assertThat(scsi.isIdle()).isFalse();
    Pdu echo = peer.exchange(acknowledging(Pdu.nopOut(9, -1, 2, new byte[0]), again.statSn() + 1));
    assertThat(scsi.isIdle()).isTrue();
    Pdu reject = peer.exchange(snack(SnackPdu.STATUS, -1, -1, response.statSn(), 1));
    assertThat(reject.byteAt(2)).isEqualTo(RejectReason.SNACK_REJECT);
    assertThat(reject.statSn()).isEqualTo(echo.statSn() + 1);
  }

  @Test
  void sendsAllUnacknowledgedStatusesOverARunOfZero() {
    Peer peer = peer();
    peer.send(Pdu.command(Pdu.F, 5, 1, 0, 0), Pdu.command(Pdu.F, 6, 2, 0, 0));
    for (Command command : List.copyOf(scsi.received)) {
      scsi.complete(bench.nowNs, command, Status.GOOD);
    }
    List<Pdu> sent = peer.receiveAll();
    peer.send(snack(SnackPdu.STATUS, -1, -1, 0, 0));
    List<Pdu> again = peer.receiveAll();
    assertThat(again).extracting(Pdu::statSn).isEqualTo(sent.stream().map(Pdu::statSn).toList());
    assertThat(again).extracting(Pdu::tag).containsExactly(5, 6);
  }

  @Test
  void repeatsAsManyStatusesAsAreAskedForHoweverOften() {
    Peer peer = peer();
    int cmdSn = 1;
    List<Integer> sent = new ArrayList<>();
    for (int round = 0; round < 4; round++) {
      for (int index = 0; index < 10; index++, cmdSn++) {
        peer.send(Pdu.command(Pdu.F, cmdSn, cmdSn, 0, 0));
        scsi.complete(bench.nowNs, scsi.last(), Status.GOOD);
      }
      peer.receiveAll().forEach(pdu -> sent.add(pdu.statSn()));
    }
    ByteArrayOutputStream snacks = new ByteArrayOutputStream();
    for (int index = 0; index < 50; index++) {
      snacks.writeBytes(snack(SnackPdu.STATUS, -1, -1, 0, 0).bytes(false, false));
    }
    peer.sendAll(snacks.toByteArray());
    assertThat(peer.isClosing()).isFalse();
    assertThat(peer.receiveAll()).extracting(Pdu::statSn).containsAll(sent);
  }

  @Test
  void keepsAPieceUntilTheInitiatorAcknowledgesIt() {
    Peer peer = peer("MaxRecvDataSegmentLength=1024");
    peer.send(Pdu.command(Pdu.F | Pdu.R, 5, 1, 8192, 0x28));
    scsi.sendPiece(bench.nowNs, scsi.last(), pattern(4096), 0);
    List<Pdu> sent = peer.receiveAll();
    assertThat(sent).hasSize(4);
    assertThat(DataInPdu.isAcknowledge(sent.get(3).header, 0)).isTrue();
    assertThat(DataInPdu.isAcknowledge(sent.get(2).header, 0)).isFalse();
    assertThat(scsi.log).doesNotContain("data-in 5 DELIVERED");
    peer.send(snack(SnackPdu.DATA_OR_R2T, 5, -1, 2, 1));
    assertThat(peer.receive().data).isEqualTo(sent.get(2).data);
    peer.send(snack(SnackPdu.DATA_ACK, -1, sent.get(3).transferTag(), 4, 0));
    assertThat(scsi.log).contains("data-in 5 DELIVERED");
    Pdu reject = peer.exchange(snack(SnackPdu.DATA_ACK, -1, 0x7777, 4, 0));
    assertThat(reject.byteAt(2)).isEqualTo(RejectReason.INVALID_DATA_ACK);
    scsi.last().dataIn().clear();
    scsi.last().dataIn().add(java.nio.ByteBuffer.wrap(pattern(8192)), 4096, 4096);
    scsi.last().transfers(0, 8192);
    scsi.last().nexus().transport().sendDataIn(bench.nowNs, scsi.last(), 4096, true);
    scsi.complete(bench.nowNs, scsi.last(), Status.GOOD);
    List<Pdu> rest = peer.receiveAll();
    assertThat(rest).hasSize(5);
    assertThat(DataInPdu.dataSn(rest.get(0).header, 0)).isEqualTo(4);
    assertThat(DataInPdu.bufferOffset(rest.get(0).header, 0)).isEqualTo(4096);
    // What was acknowledged is not sent again.
    assertThat(peer.exchange(snack(SnackPdu.DATA_OR_R2T, 5, -1, 2, 1)).byteAt(2))
        .isEqualTo(RejectReason.SNACK_REJECT);
  }

  @Test
  void cutsDataAnewAfterAChangeOfTheSegmentLength() {
    Peer peer = peer("MaxRecvDataSegmentLength=1024");
    readInFour(peer);
    peer.exchange(Pdu.textRequest(Pdu.F, 7, -1, 2, "MaxRecvDataSegmentLength=2048"));
    peer.send(snack(SnackPdu.R_DATA, 5, 0x55, 0, 0));
    List<Pdu> again = peer.receiveAll();
    assertThat(again).hasSize(3);
    assertThat(again.get(0).data).isEqualTo(Arrays.copyOf(pattern(4096), 2048));
    assertThat(again.get(2).opcode()).isEqualTo(IscsiOpcode.SCSI_RESPONSE);
    assertThat(again.get(2).transferTag()).isEqualTo(0x55);
    assertThat(again.get(2).intAt(36)).isEqualTo(2);
  }

  @Test
  void sendsAnOutstandingR2tAgain() {
    Peer peer = peer();
    peer.send(Pdu.command(Pdu.F | Pdu.W, 5, 1, 1024, 0x2A));
    scsi.receiveDataOut(bench.nowNs, scsi.last(), 0, 1024);
    Pdu r2t = peer.receive();
    Pdu again = peer.exchange(snack(SnackPdu.DATA_OR_R2T, 5, -1, 0, 1));
    assertThat(again.header.array()).isEqualTo(r2t.header.array());
    peer.send(Pdu.dataOut(5, r2t.transferTag(), 0, 0, true, new byte[1024]));
    assertThat(scsi.log).contains("data-out 5 DELIVERED");
  }

  @Test
  void asksAgainForDataOutWithAWrongDigest() {
    Peer peer = peer("DataDigest=CRC32C");
    peer.send(Pdu.command(Pdu.F | Pdu.W, 5, 1, 3072, 0x2A));
    Command command = scsi.last();
    scsi.receiveDataOut(bench.nowNs, command, 0, 3072);
    Pdu r2t = peer.receive();
    byte[] data = pattern(3072);
    peer.send(Pdu.dataOut(5, r2t.transferTag(), 0, 0, false, Arrays.copyOfRange(data, 0, 1024)));
    byte[] bad =
        Pdu.dataOut(5, r2t.transferTag(), 1, 1024, false, Arrays.copyOfRange(data, 1024, 2048))
            .bytes(false, true);
    bad[60] ^= 1;
    peer.sendBytes(bad);
    peer.send(
        Pdu.dataOut(5, r2t.transferTag(), 2, 2048, true, Arrays.copyOfRange(data, 2048, 3072)));
    List<Pdu> answers = peer.receiveAll();
    assertThat(answers.get(0).opcode()).isEqualTo(IscsiOpcode.REJECT);
    assertThat(answers.get(0).byteAt(2)).isEqualTo(RejectReason.DATA_DIGEST_ERROR);
    Pdu recovery = answers.get(1);
    assertThat(recovery.opcode()).isEqualTo(IscsiOpcode.READY_TO_TRANSFER);
    assertThat(recovery.intAt(36)).isEqualTo(1);
    assertThat(recovery.intAt(40)).isEqualTo(1024);
    assertThat(recovery.intAt(44)).isEqualTo(2048);
    peer.send(
        Pdu.dataOut(
            5, recovery.transferTag(), 0, 1024, true, Arrays.copyOfRange(data, 1024, 3072)));
    assertThat(scsi.log).contains("data-out 5 DELIVERED");
    byte[] received = new byte[3072];
    command.dataOutBlock().bytes().get(0, received);
    assertThat(received).isEqualTo(data);
  }

  @Test
  void asksForUnsolicitedDataThatWasBad() {
    Peer peer = peer("DataDigest=CRC32C", "InitialR2T=No", "FirstBurstLength=2048");
    peer.send(Pdu.command(Pdu.W, 5, 1, 2048, 0x2A).data(new byte[512]));
    byte[] bad = Pdu.dataOut(5, -1, 0, 512, true, new byte[1536]).bytes(false, true);
    bad[60] ^= 1;
    peer.sendBytes(bad);
    scsi.receiveDataOut(bench.nowNs, scsi.last(), 0, 2048);
    List<Pdu> answers = peer.receiveAll();
    assertThat(answers.get(0).byteAt(2)).isEqualTo(RejectReason.DATA_DIGEST_ERROR);
    assertThat(answers.get(1).intAt(40)).isEqualTo(512);
    assertThat(answers.get(1).intAt(44)).isEqualTo(1536);
  }

  @Test
  void discardsACommandWhoseImmediateDataIsBadAndTakesItAgain() {
    Peer peer = peer("DataDigest=CRC32C");
    Pdu write = Pdu.command(Pdu.F | Pdu.W, 5, 1, 512, 0x2A).data(pattern(512));
    byte[] bad = write.bytes(false, true);
    bad[60] ^= 1;
    peer.sendBytes(bad);
    Pdu reject = peer.receive();
    assertThat(reject.byteAt(2)).isEqualTo(RejectReason.DATA_DIGEST_ERROR);
    assertThat(reject.expCmdSn()).isEqualTo(1);
    assertThat(scsi.received).isEmpty();
    assertThat(scsi.isIdle()).isTrue();
    peer.send(write);
    assertThat(scsi.last().identifier()).isEqualTo(5);
  }

  @Test
  void asksAnInitiatorThatAcknowledgesNothingToDoSo() {
    Peer peer = peer();
    List<Pdu> answers = new ArrayList<>();
    for (int index = 0; index < 8; index++) {
      peer.send(Pdu.command(Pdu.F, 100 + index, 1 + index, 0, 0));
      scsi.complete(bench.nowNs, scsi.last(), Status.GOOD);
      answers.addAll(peer.receiveAll());
    }
    assertThat(answers).anyMatch(pdu -> pdu.opcode() == IscsiOpcode.NOP_IN);
    assertThat(scsi.pool.inUse()).isLessThanOrEqualTo(ScriptedTarget.COMMANDS / 2);
  }

  @Test
  void takesPdusOfASequenceInAnyOrderWhereThatWasAgreedOn() {
    bench.prefer(IscsiKey.DATA_PDU_IN_ORDER, "No");
    Peer peer = peer("DataPDUInOrder=No");
    peer.send(Pdu.command(Pdu.F | Pdu.W, 5, 1, 2048, 0x2A));
    Command command = scsi.last();
    scsi.receiveDataOut(bench.nowNs, command, 0, 2048);
    int tag = peer.receive().transferTag();
    byte[] data = pattern(2048);
    peer.send(
        Pdu.dataOut(5, tag, 0, 1024, false, Arrays.copyOfRange(data, 1024, 2048)),
        Pdu.dataOut(5, tag, 1, 512, false, Arrays.copyOfRange(data, 512, 1024)),
        Pdu.dataOut(5, tag, 2, 0, true, Arrays.copyOfRange(data, 0, 512)));
    assertThat(scsi.log).contains("data-out 5 DELIVERED");
    byte[] received = new byte[2048];
    command.dataOutBlock().bytes().get(0, received);
    assertThat(received).isEqualTo(data);
  }

  @Test
  void takesNoHoleForDataWhenPdusComeInAnyOrder() {
    bench.prefer(IscsiKey.DATA_PDU_IN_ORDER, "No");
    Peer peer = peer("DataPDUInOrder=No");
    peer.send(Pdu.command(Pdu.F | Pdu.W, 5, 1, 1024, 0x2A));
    scsi.receiveDataOut(bench.nowNs, scsi.last(), 0, 1024);
    int tag = peer.receive().transferTag();
    peer.send(
        Pdu.dataOut(5, tag, 0, 512, false, new byte[512]),
        Pdu.dataOut(5, tag, 1, 512, true, new byte[512]));
    assertThat(scsi.log).doesNotContain("data-out 5 DELIVERED");
    Pdu again = peer.receive();
    assertThat(again.opcode()).isEqualTo(IscsiOpcode.READY_TO_TRANSFER);
    assertThat(again.intAt(40)).isZero();
    assertThat(again.intAt(44)).isEqualTo(1024);
  }

  @Test
  void remembersNothingOfAnEarlierSequenceWhenTheFirstPduOfTheNextIsBad() {
    bench.prefer(IscsiKey.DATA_PDU_IN_ORDER, "No");
    Peer peer = peer("DataPDUInOrder=No", "DataDigest=CRC32C");
    peer.send(Pdu.command(Pdu.F | Pdu.W, 5, 1, 512, 0x2A));
    scsi.receiveDataOut(bench.nowNs, scsi.last(), 0, 512);
    peer.send(Pdu.dataOut(5, peer.receive().transferTag(), 0, 0, true, new byte[512]));
    scsi.complete(bench.nowNs, scsi.last(), Status.GOOD);
    int statSn = peer.receive().statSn();
    peer.send(acknowledging(Pdu.command(Pdu.F | Pdu.W, 6, 2, 1024, 0x2A), statSn + 1));
    scsi.receiveDataOut(bench.nowNs, scsi.last(), 0, 1024);
    int tag = peer.receive().transferTag();
    byte[] bad = Pdu.dataOut(6, tag, 0, 0, false, new byte[512]).bytes(false, true);
    bad[60] ^= 1;
    peer.sendBytes(bad);
    peer.send(Pdu.dataOut(6, tag, 1, 512, true, new byte[512]));
    List<Pdu> answers = peer.receiveAll();
    Pdu again = answers.get(answers.size() - 1);
    assertThat(again.opcode()).isEqualTo(IscsiOpcode.READY_TO_TRANSFER);
    assertThat(again.intAt(40)).isZero();
    assertThat(again.intAt(44)).isEqualTo(1024);
  }

  @Test
  void doesNotReassignTasksBelowLevelTwo() {
    Peer peer = peer();
    Pdu answer = peer.exchange(Pdu.manage(TaskManagementRequestPdu.TASK_REASSIGN, 9, 1, 5, 0));
    assertThat(answer.byteAt(2)).isEqualTo(TaskManagementResponsePdu.REASSIGNMENT_NOT_SUPPORTED);
  }
}
