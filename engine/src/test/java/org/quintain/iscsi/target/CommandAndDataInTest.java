// SPDX-License-Identifier: Apache-2.0
package org.quintain.iscsi.target;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.quintain.fabric.Command;
import org.quintain.iscsi.target.TargetBench.Peer;
import org.quintain.iscsi.wire.DataInPdu;
import org.quintain.iscsi.wire.IscsiOpcode;
import org.quintain.iscsi.wire.RejectPdu;
import org.quintain.iscsi.wire.RejectReason;
import org.quintain.iscsi.wire.ScsiResponsePdu;
import org.quintain.sam.Status;
import org.quintain.sam.TaskAttribute;

/** SCSI commands, their order, Data-In and responses (RFC 7143 4.2.2, 11.3, 11.4, 11.7). */
final class CommandAndDataInTest {
  private static final int R = Pdu.F | Pdu.R;
  private static final int BOTH = Pdu.F | Pdu.R | Pdu.W;
  private static final int NO_DATA = Pdu.F;

  private final ScriptedTarget scsi = new ScriptedTarget();
  private final TargetBench bench = new TargetBench(scsi, 13);

  private static byte[] bytes(int length) {
    byte[] bytes = new byte[length];
    for (int index = 0; index < length; index++) {
      bytes[index] = (byte) (index * 7 + (index >> 9));
    }
    return bytes;
  }

  private static int rejectReason(Pdu pdu) {
    assertThat(pdu.opcode()).isEqualTo(IscsiOpcode.REJECT);
    assertThat(pdu.tag()).isEqualTo(-1);
    return RejectPdu.reason(pdu.header, 0);
  }

  @Test
  void carriesGoodStatusWithTheLastData() {
    Peer peer = bench.loggedIn("MaxRecvDataSegmentLength=1024", "MaxBurstLength=2560");
    byte[] data = bytes(6000);
    peer.send(Pdu.command(R, 9, 1, 6000, 0x28));
    scsi.sendAndComplete(bench.nowNs, scsi.last(), data, Status.GOOD);
    List<Pdu> pdus = peer.receiveAll();
    ByteArrayOutputStream got = new ByteArrayOutputStream();
    int burst = 0;
    for (int index = 0; index < pdus.size(); index++) {
      Pdu pdu = pdus.get(index);
      boolean last = index == pdus.size() - 1;
      assertThat(pdu.opcode()).isEqualTo(IscsiOpcode.DATA_IN);
      assertThat(pdu.tag()).isEqualTo(9);
      assertThat(pdu.transferTag()).isEqualTo(-1);
      assertThat(DataInPdu.dataSn(pdu.header, 0)).isEqualTo(index);
      assertThat(DataInPdu.bufferOffset(pdu.header, 0)).isEqualTo(got.size());
      assertThat(pdu.data.length).isLessThanOrEqualTo(1024);
      got.writeBytes(pdu.data);
      burst += pdu.data.length;
      assertThat((pdu.flags() & 0x80) != 0).isEqualTo(burst == 2560 || last);
      assertThat(pdu.hasStatus()).isEqualTo(last);
      if (burst == 2560) {
        burst = 0;
      }
    }
    assertThat(got.toByteArray()).isEqualTo(data);
    assertThat(DataInPdu.status(pdus.get(pdus.size() - 1).header, 0)).isZero();
    assertThat(scsi.isIdle()).isTrue();
  }

  @Test
  void tellsOverflowAndUnderflowWithTheData() {
    Peer peer = bench.loggedIn();
    peer.send(Pdu.command(R, 9, 1, 100, 0x12), Pdu.command(R, 10, 2, 100, 0x12));
    scsi.sendAndComplete(bench.nowNs, scsi.received.get(0), bytes(36), Status.GOOD);
    Pdu under = peer.receive();
    assertThat(under.flags()).isEqualTo(0x80 | DataInPdu.STATUS | DataInPdu.UNDERFLOW);
    assertThat(DataInPdu.residualCount(under.header, 0)).isEqualTo(64);
    scsi.sendAndComplete(bench.nowNs, scsi.last(), bytes(512), Status.GOOD);
    Pdu over = peer.receive();
    assertThat(over.data).hasSize(100);
    assertThat(over.flags()).isEqualTo(0x80 | DataInPdu.STATUS | DataInPdu.OVERFLOW);
    assertThat(DataInPdu.residualCount(over.header, 0)).isEqualTo(412);
  }

  @Test
  void neverCarriesAnErrorWithData() {
    Peer peer = bench.loggedIn();
    peer.send(Pdu.command(R, 9, 1, 512, 0x28));
    Command command = scsi.last();
    command.sense()[0] = 0x70;
    command.senseLength(18);
    scsi.sendAndComplete(bench.nowNs, command, bytes(512), Status.CHECK_CONDITION);
    List<Pdu> pdus = peer.receiveAll();
    assertThat(pdus).hasSize(2);
    assertThat(pdus.get(0).hasStatus()).isFalse();
    Pdu response = pdus.get(1);
    assertThat(ScsiResponsePdu.status(response.header, 0)).isEqualTo(2);
    assertThat(ScsiResponsePdu.expDataSn(response.header, 0)).isEqualTo(1);
    assertThat(response.data).hasSize(20);
    assertThat(response.data[1]).isEqualTo((byte) 18);
    assertThat(response.data[2]).isEqualTo((byte) 0x70);
    assertThat(scsi.isIdle()).isTrue();
  }

  @Test
  void deliversDataInPiecesAndSaysWhenEachIsGone() {
    Peer peer = bench.loggedIn("DataDigest=CRC32C");
    peer.send(Pdu.command(R, 9, 1, 1000, 0x28));
    scsi.sendPiece(bench.nowNs, scsi.last(), bytes(600), 0);
    assertThat(scsi.log).endsWith("command 9");
    Pdu first = peer.receive();
    assertThat(scsi.log).endsWith("data-in 9 DELIVERED");
    scsi.sendAndComplete(bench.nowNs, scsi.last(), bytes(10), Status.GOOD);
    assertThat(first.data).hasSize(600);
    assertThat(peer.receive().hasStatus()).isTrue();
  }

  @Test
  void runsCommandsInTheirOrderWhateverOrderTheyComeIn() {
    Peer peer = bench.loggedIn();
    peer.send(
        Pdu.command(NO_DATA, 3, 3, 0, 0),
        Pdu.command(NO_DATA, 2, 2, 0, 0),
        Pdu.nopOut(50, -1, 4, new byte[] {1, 2}).numbered());
    assertThat(scsi.received).isEmpty();
    peer.send(Pdu.command(NO_DATA, 1, 1, 0, 0));
    assertThat(scsi.log).endsWith("command 1", "command 2", "command 3");
    Pdu ping = peer.receive();
    assertThat(ping.opcode()).isEqualTo(IscsiOpcode.NOP_IN);
    assertThat(ping.data).containsExactly(1, 2);
    assertThat(ping.expCmdSn()).isEqualTo(5);
  }

  @Test
  void ignoresNumbersOutsideTheWindowAndDuplicates() {
    Peer peer = bench.loggedIn();
    peer.send(
        Pdu.command(NO_DATA, 1, 0, 0, 0),
        Pdu.command(NO_DATA, 2, 1 + ScriptedTarget.COMMANDS, 0, 0),
        Pdu.command(NO_DATA, 3, 2, 0, 0),
        Pdu.command(NO_DATA, 4, 2, 0, 0));
    assertThat(scsi.received).isEmpty();
    peer.send(Pdu.command(NO_DATA, 5, 1, 0, 0), Pdu.command(NO_DATA, 6, 1, 0, 0));
    assertThat(scsi.log).endsWith("command 5", "command 3");
    assertThat(peer.receive()).isNull();
    assertThat(bench.node.counters().value(IscsiCounter.COMMANDS_OUT_OF_WINDOW)).isEqualTo(4);
  }

  @Test
  void countsAcrossTheEndOfTheNumbers() {
    Peer peer = bench.connect();
    peer.exchange(Pdu.login(0x87, TargetBench.NAMES).cmdSn(-2));
    for (int number = -2; number < 3; number++) {
      peer.send(Pdu.command(NO_DATA, number + 10, number, 0, 0));
      scsi.complete(bench.nowNs, scsi.last(), Status.GOOD);
      Pdu response = peer.receive();
      assertThat(response.tag()).isEqualTo(number + 10);
      assertThat(response.expCmdSn()).isEqualTo(number + 1);
    }
  }

  @Test
  void closesTheWindowWhenAllSlotsAreTakenAndOpensItWithResponses() {
    Peer peer = bench.loggedIn();
    int window = ScriptedTarget.COMMANDS - ScriptedTarget.COMMANDS / 8;
    for (int number = 1; number <= window; number++) {
      peer.send(Pdu.command(NO_DATA, number, number, 0, 0));
    }
    Pdu ping = peer.exchange(Pdu.nopOut(90, -1, window + 1, new byte[0]));
    assertThat(ping.maxCmdSn() - ping.expCmdSn()).isEqualTo(-1);
    peer.send(Pdu.command(NO_DATA, 70, window + 1, 0, 0));
    assertThat(scsi.received).hasSize(window);
    scsi.complete(bench.nowNs, scsi.received.get(4), Status.GOOD);
    Pdu response = peer.receive();
    assertThat(response.maxCmdSn()).isEqualTo(window + 1);
    peer.send(Pdu.command(NO_DATA, 71, window + 1, 0, 0));
    assertThat(scsi.last().identifier()).isEqualTo(71);
  }

  @Test
  void runsImmediateCommandsBesideTheWindowUpToALimit() {
    Peer peer = bench.loggedIn();
    for (int index = 0; index < 8; index++) {
      peer.send(Pdu.command(NO_DATA, index, 1, 0, 0).immediate());
    }
    assertThat(scsi.received).hasSize(8);
    Pdu reject = peer.exchange(Pdu.command(NO_DATA, 20, 1, 0, 0).immediate());
    assertThat(rejectReason(reject)).isEqualTo(RejectReason.TOO_MANY_IMMEDIATE_COMMANDS);
    assertThat(reject.expCmdSn()).isEqualTo(1);
  }

  @Test
  void answersTaskSetFullWhenTheEngineHasNoSlot() {
    scsi.commandsPerNexus = 16;
    scsi.openPerNexus = 16;
    Peer peer = bench.loggedIn();
    Pdu response = peer.exchange(Pdu.command(Pdu.F | Pdu.W, 9, 1, 512, 0x2A).data(bytes(512)));
    assertThat(ScsiResponsePdu.status(response.header, 0)).isEqualTo(0x28);
    assertThat(ScsiResponsePdu.isUnderflow(response.header, 0)).isTrue();
    assertThat(ScsiResponsePdu.residualCount(response.header, 0)).isEqualTo(512);
    assertThat(response.expCmdSn()).isEqualTo(2);
  }

  @Test
  void rejectsCommandsThatBreakARuleAndGoesOn() {
    Peer peer = bench.loggedIn();
    Pdu[] wrong = {
      Pdu.command(NO_DATA, -1, 1, 0, 0),
      Pdu.command(NO_DATA, 1, 2, 0, 0).flags(0x85),
      Pdu.command(NO_DATA, 1, 3, 8, 0),
      Pdu.command(R, 1, 4, 8, 0).data(new byte[4]),
      Pdu.command(Pdu.F | Pdu.W, 1, 5, 2, 0).data(new byte[4]),
      Pdu.command(Pdu.F | Pdu.W, 1, 6, 2, 0).ahs(new byte[] {0, 5, 9, 0, 0, 0, 0, 0}),
      Pdu.command(Pdu.F | Pdu.W, 1, 7, 2, 0).ahs(new byte[] {1, 0, 1, 0}),
      Pdu.command(Pdu.F | Pdu.W, 1, 8, 2, 0).ahs(new byte[] {0, 0, 1, 0}),
      Pdu.command(Pdu.F | Pdu.W, 1, 9, 2, 0).ahs(readLength(2)),
      Pdu.command(BOTH, 1, 10, 2, 0).ahs(new byte[] {0, 4, 2, 0, 0, 0, 0, 0}),
      Pdu.command(BOTH, 1, 11, 2, 0)
          .ahs(ByteBuffer.allocate(16).put(readLength(2)).put(readLength(2)).array())
    };
    for (Pdu pdu : wrong) {
      assertThat(rejectReason(peer.exchange(pdu))).isEqualTo(RejectReason.INVALID_PDU_FIELD);
    }
    assertThat(scsi.log).hasSize(1);
    peer.send(Pdu.command(NO_DATA, 1, 12, 0, 0));
    assertThat(scsi.log).endsWith("command 1");
  }

  /** An additional header segment with the Data-In Buffer's length (RFC 7143 11.2.2.4). */
  private static byte[] readLength(int lengthBytes) {
    return ByteBuffer.allocate(8).put(new byte[] {0, 5, 2, 0}).putInt(lengthBytes).array();
  }

  /** SAM-5 5.4.2: the transport offers both buffers; RFC 7143 11.4.5: it tells what is left. */
  @Test
  void tellsWhatIsLeftOfEachBufferOfACommandWithBoth() {
    Peer peer = bench.loggedIn();
    peer.send(Pdu.command(BOTH, 5, 1, 512, 0x28).ahs(readLength(1024)).data(new byte[512]));
    Command read = scsi.last();
    assertThat(read.expectedDataOutBytes()).isEqualTo(512);
    assertThat(read.expectedDataInBytes()).isEqualTo(1024);
    scsi.sendAndComplete(bench.nowNs, read, new byte[1000], Status.GOOD);
    List<Pdu> sent = peer.receiveAll();
    assertThat(sent).hasSize(2);
    assertThat(sent.get(0).data).hasSize(1000);
    Pdu response = sent.get(1);
    assertThat(response.opcode()).isEqualTo(IscsiOpcode.SCSI_RESPONSE);
    assertThat(response.flags() & 0x1E).isEqualTo(0x0A);
    assertThat(ScsiResponsePdu.residualCount(response.header, 0)).isEqualTo(512);
    assertThat(ScsiResponsePdu.bidirectionalReadResidualCount(response.header, 0)).isEqualTo(24);
    assertThat(ScsiResponsePdu.expDataSn(response.header, 0)).isEqualTo(1);
  }

  @Test
  void takesAReadWithoutABufferOfItsOwnForAnOverflow() {
    Peer peer = bench.loggedIn();
    peer.send(Pdu.command(BOTH, 5, 1, 512, 0x28));
    scsi.sendAndComplete(bench.nowNs, scsi.last(), new byte[1000], Status.GOOD);
    Pdu response = peer.receive();
    assertThat(response.flags() & 0x1E).isEqualTo(0x12);
    assertThat(ScsiResponsePdu.residualCount(response.header, 0)).isEqualTo(512);
    assertThat(ScsiResponsePdu.bidirectionalReadResidualCount(response.header, 0)).isEqualTo(1000);
    assertThat(scsi.isIdle()).isTrue();
  }

  /** The status waits for Data-Out that is still announced, however little it is wanted. */
  @Test
  void letsTheStatusOfACommandWithBothBuffersWaitForWhatIsAnnounced() {
    Peer peer = bench.loggedIn("InitialR2T=No", "FirstBurstLength=1024");
    Pdu command = Pdu.command(BOTH & ~Pdu.F, 5, 1, 1024, 0x28).ahs(readLength(64));
    peer.send(command.data(new byte[512]));
    scsi.sendAndComplete(bench.nowNs, scsi.last(), new byte[64], Status.GOOD);
    assertThat(peer.receive().opcode()).isEqualTo(IscsiOpcode.DATA_IN);
    assertThat(peer.receive()).isNull();
    peer.send(Pdu.dataOut(5, -1, 0, 512, true, new byte[512]));
    Pdu response = peer.receive();
    assertThat(response.opcode()).isEqualTo(IscsiOpcode.SCSI_RESPONSE);
    assertThat(response.flags() & 0x1E).isEqualTo(0x02);
    assertThat(ScsiResponsePdu.residualCount(response.header, 0)).isEqualTo(1024);
    assertThat(scsi.isIdle()).isTrue();
  }

  @Test
  void rejectsATagThatIsInUse() {
    Peer peer = bench.loggedIn();
    peer.send(Pdu.command(NO_DATA, 5, 1, 0, 0));
    Pdu reject = peer.exchange(Pdu.command(NO_DATA, 5, 2, 0, 0));
    assertThat(rejectReason(reject)).isEqualTo(RejectReason.TASK_IN_PROGRESS);
    scsi.complete(bench.nowNs, scsi.last(), Status.GOOD);
    assertThat(peer.receive().tag()).isEqualTo(5);
    peer.send(Pdu.command(NO_DATA, 5, 3, 0, 0));
    assertThat(scsi.last().identifier()).isEqualTo(5);
  }

  @Test
  void takesLongCdbsFromAdditionalHeaders() {
    Peer peer = bench.loggedIn();
    byte[] ahs = new byte[20];
    ahs[1] = 17;
    ahs[2] = 1;
    for (int index = 4; index < 20; index++) {
      ahs[index] = (byte) index;
    }
    peer.send(Pdu.command(NO_DATA, 5, 1, 0, 0x7F).ahs(ahs));
    Command command = scsi.last();
    assertThat(command.cdbLength()).isEqualTo(32);
    assertThat(command.cdb()[16]).isEqualTo((byte) 4);
    assertThat(command.cdb()[31]).isEqualTo((byte) 19);
  }

  @Test
  void knowsTheTaskAttributes() {
    Peer peer = bench.loggedIn();
    TaskAttribute[] expected = {
      TaskAttribute.SIMPLE,
      TaskAttribute.SIMPLE,
      TaskAttribute.ORDERED,
      TaskAttribute.HEAD_OF_QUEUE,
      TaskAttribute.ACA
    };
    for (int code = 0; code < expected.length; code++) {
      peer.send(Pdu.command(NO_DATA, code, code + 1, 0, 0).flags(0x80 | code));
      assertThat(scsi.last().attribute()).isEqualTo(expected[code]);
    }
  }

  @Test
  void stopsReadingFromAPeerThatDoesNotReadAndGoesOnLater() {
    Peer peer = bench.loggedIn();
    int sent = 0;
    byte[] ping = Pdu.nopOut(3, -1, 1, bytes(4000)).bytes(false, false);
    while (peer.sendBytes(ping) == ping.length && sent < 1000) {
      sent++;
    }
    assertThat(sent).isLessThan(200);
    assertThat(peer.endpoint.receiveSpace().hasRemaining()).isFalse();
    int answered = peer.receiveAll().size();
    assertThat(answered).isGreaterThan(0);
    assertThat(peer.endpoint.receiveSpace().hasRemaining()).isTrue();
    assertThat(peer.isClosing()).isFalse();
  }
}
