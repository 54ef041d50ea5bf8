// SPDX-License-Identifier: Apache-2.0
package org.quintain.iscsi.initiator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.quintain.iscsi.initiator.ScriptedTarget.established;
import static org.quintain.iscsi.initiator.ScriptedTarget.options;
import static org.quintain.iscsi.initiator.ScriptedTarget.pattern;
import static org.quintain.iscsi.initiator.ScriptedTarget.read;
import static org.quintain.iscsi.initiator.ScriptedTarget.testUnitReady;
import static org.quintain.iscsi.initiator.ScriptedTarget.write;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.quintain.initiator.ExecuteCommand;
import org.quintain.initiator.ServiceResponse;
import org.quintain.iscsi.negotiation.IscsiKey;
import org.quintain.iscsi.negotiation.KeyPreferences;
import org.quintain.iscsi.wire.Bhs;
import org.quintain.iscsi.wire.IscsiOpcode;
import org.quintain.sam.TaskAttribute;

final class CommandExchangeTest {
  private static final int FINAL_WITH_STATUS = 0x81;

  @Test
  void commandWithoutDataIsFinalAndEndsWithItsStatus() {
    ScriptedTarget target = established();
    ExecuteCommand command =
        target.submit(testUnitReady().lun(0x0007_0000_0000_0000L).attribute(TaskAttribute.ORDERED));
    TestPdu pdu = target.next(IscsiOpcode.SCSI_COMMAND);
    assertThat(pdu.flags()).isEqualTo(0x82);
    assertThat(Bhs.lun(pdu.header, 0)).isEqualTo(0x0007_0000_0000_0000L);
    assertThat(pdu.getInt(20)).isZero();
    assertThat(Bhs.expStatSn(pdu.header, 0)).isEqualTo(target.statSn);
    assertThat(command.identifier()).isEqualTo(Integer.toUnsignedLong(pdu.tag()));
    byte[] sense = {0, 4, 0x70, 0, 5, 0};
    target.send(target.response(pdu, 2, sense));
    assertThat(command.isDone()).isTrue();
    assertThat(command.serviceResponse()).isEqualTo(ServiceResponse.COMMAND_COMPLETE);
    assertThat(command.status()).isEqualTo(2);
    assertThat(Arrays.copyOf(command.sense(), command.senseLength()))
        .containsExactly(0x70, 0, 5, 0);
    assertThat(target.session.counters().statSnGaps()).isZero();
    assertThat(target.session.counters().expDataSnMismatches()).isZero();
  }

  @ParameterizedTest
  @CsvSource({"1", "7", "48", "1000000"})
  void dataInLandsInTheCommandsBufferHoweverTheStreamIsCut(int pieceBytes) {
    ScriptedTarget target = established();
    target.pieceBytes = pieceBytes;
    byte[] data = pattern(20_000);
    ExecuteCommand command = target.submit(read(32_768));
    TestPdu pdu = target.next(IscsiOpcode.SCSI_COMMAND);
    assertThat(pdu.flags()).isEqualTo(0xC1);
    assertThat(pdu.getInt(20)).isEqualTo(32_768);
    target.send(target.dataIn(pdu, 0, 0, 0, Arrays.copyOfRange(data, 0, 12_001)));
    target.send(
        target
            .numbered(
                target.dataIn(
                    pdu,
                    FINAL_WITH_STATUS | 0x02,
                    1,
                    12_001,
                    Arrays.copyOfRange(data, 12_001, 20_000)))
            .putInt(44, 12_768));
    assertThat(command.isDone()).isTrue();
    assertThat(command.status()).isZero();
    assertThat(command.dataInTransferred()).isEqualTo(20_000);
    assertThat(command.residual()).isEqualTo(12_768);
    assertThat(command.isOverflow()).isFalse();
    byte[] got = new byte[20_000];
    command.dataIn().get(0, got);
    assertThat(got).isEqualTo(data);
  }

  @Test
  void writeSendsImmediateThenUnsolicitedThenSolicitedData() {
    KeyPreferences wishes =
        KeyPreferences.ofTarget()
            .with(IscsiKey.FIRST_BURST_LENGTH, "2048")
            .with(IscsiKey.MAX_RECV_DATA_SEGMENT_LENGTH, "1024")
            .with(IscsiKey.MAX_BURST_LENGTH, "4096");
    ScriptedTarget target = established(options(), wishes);
    byte[] data = pattern(5001);
    ExecuteCommand command = target.submit(write(data));
    TestPdu pdu = target.next(IscsiOpcode.SCSI_COMMAND);
    assertThat(pdu.flags()).isEqualTo(0x21);
    assertThat(pdu.data).isEqualTo(Arrays.copyOf(data, 1024));
    TestPdu unsolicited = target.next(IscsiOpcode.DATA_OUT);
    checkDataOut(unsolicited, pdu, 0x80, -1, 0, 1024, Arrays.copyOfRange(data, 1024, 2048));
    target.assertSilent();
    target.send(target.r2t(pdu, 0x55, 0, 2048, 2953));
    checkDataOut(
        target.next(IscsiOpcode.DATA_OUT),
        pdu,
        0,
        0x55,
        0,
        2048,
        Arrays.copyOfRange(data, 2048, 3072));
    checkDataOut(
        target.next(IscsiOpcode.DATA_OUT),
        pdu,
        0,
        0x55,
        1,
        3072,
        Arrays.copyOfRange(data, 3072, 4096));
    checkDataOut(
        target.next(IscsiOpcode.DATA_OUT),
        pdu,
        0x80,
        0x55,
        2,
        4096,
        Arrays.copyOfRange(data, 4096, 5001));
    target.assertSilent();
    target.send(target.response(pdu, 0).putInt(36, 1));
    assertThat(command.isDone()).isTrue();
    assertThat(target.session.counters().expDataSnMismatches()).isZero();
  }

  @ParameterizedTest
  @CsvSource({"Yes, Yes, 1024, 1024", "Yes, No, 0, 0", "No, Yes, 1024, 2048", "No, No, 0, 2048"})
  void unsolicitedDataFollowsInitialR2tAndImmediateData(
      String initialR2t, String immediateData, int immediate, int unsolicited) {
    KeyPreferences offers =
        KeyPreferences.ofInitiator()
            .with(IscsiKey.INITIAL_R2T, initialR2t)
            .with(IscsiKey.IMMEDIATE_DATA, immediateData)
            .with(IscsiKey.FIRST_BURST_LENGTH, "2048");
    KeyPreferences wishes =
        KeyPreferences.ofTarget().with(IscsiKey.MAX_RECV_DATA_SEGMENT_LENGTH, "1024");
    ScriptedTarget target = established(options().withPreferences(offers), wishes);
    target.submit(write(pattern(4096)));
    TestPdu pdu = target.next(IscsiOpcode.SCSI_COMMAND);
    assertThat(pdu.data).hasSize(immediate);
    assertThat(Bhs.isFinal(pdu.header, 0)).isEqualTo(unsolicited == immediate);
    int sent = immediate;
    while (!target.received.isEmpty()) {
      sent += target.next(IscsiOpcode.DATA_OUT).data.length;
    }
    assertThat(sent).isEqualTo(unsolicited);
  }

  @Test
  void digestsCoverEveryPduBothWays() {
    KeyPreferences offers =
        KeyPreferences.ofInitiator()
            .with(IscsiKey.HEADER_DIGEST, "CRC32C,None")
            .with(IscsiKey.DATA_DIGEST, "CRC32C,None");
    ScriptedTarget target =
        established(options().withPreferences(offers), KeyPreferences.ofTarget());
    assertThat(target.headerDigest && target.dataDigest).isTrue();
    target.submit(write(pattern(333)));
    TestPdu pdu = target.next(IscsiOpcode.SCSI_COMMAND);
    target.send(target.response(pdu, 0));
    ExecuteCommand reading = target.submit(read(33));
    target.send(
        target.numbered(
            target.dataIn(target.next(IscsiOpcode.SCSI_COMMAND), 0x81, 0, 0, pattern(33))));
    assertThat(reading.status()).isZero();
    assertThat(reading.dataInTransferred()).isEqualTo(33);
    byte[] bad = target.response(pdu, 0).encode(true, true);
    bad[50] ^= 1;
    target.sendBytes(bad);
    assertThat(target.events).contains("ended: a header digest of the target was wrong");
  }

  @Test
  void wrongDataDigestEndsTheSession() {
    KeyPreferences offers = KeyPreferences.ofInitiator().with(IscsiKey.DATA_DIGEST, "CRC32C");
    ScriptedTarget target =
        established(options().withPreferences(offers), KeyPreferences.ofTarget());
    ExecuteCommand reading = target.submit(read(64));
    byte[] bad =
        target
            .dataIn(target.next(IscsiOpcode.SCSI_COMMAND), 0x81, 0, 0, pattern(64))
            .encode(false, true);
    bad[60] ^= 1;
    target.sendBytes(bad);
    assertThat(reading.serviceResponse()).isEqualTo(ServiceResponse.NEXUS_LOST);
    assertThat(target.events).contains("ended: a data digest of the target was wrong");
  }

  @Test
  void commandsWaitForTheWindowAndForSlots() {
    ScriptedTarget target =
        new ScriptedTarget(options().withCommandsMax(3).withLogin(0xFFFF_FFFF, true));
    target.window = 2;
    target.connect();
    target.completeLogin(KeyPreferences.ofTarget());
    List<ExecuteCommand> commands = new ArrayList<>();
    for (int index = 0; index < 5; index++) {
      commands.add(target.submit(testUnitReady()));
    }
    TestPdu first = target.next(IscsiOpcode.SCSI_COMMAND);
    TestPdu second = target.next(IscsiOpcode.SCSI_COMMAND);
    target.assertSilent();
    target.window = 8;
    target.send(target.unnumbered(TestPdu.of(IscsiOpcode.NOP_IN, 0x80, -1)));
    TestPdu third = target.next(IscsiOpcode.SCSI_COMMAND);
    target.assertSilent();
    for (TestPdu pdu : List.of(third, first, second)) {
      target.send(target.response(pdu, 0));
    }
    target.send(target.response(target.next(IscsiOpcode.SCSI_COMMAND), 0));
    target.send(target.response(target.next(IscsiOpcode.SCSI_COMMAND), 0));
    assertThat(commands).allMatch(ExecuteCommand::isDone);
    assertThat(target.session.commandsUnderWay()).isZero();
  }

  @Test
  void listenersMaySubmitAgainFromWithin() {
    ScriptedTarget target = established();
    int[] ends = new int[1];
    ExecuteCommand command = testUnitReady();
    command.listener(
        (nowNs, ended) -> {
          if (++ends[0] < 100) {
            ended.begin(nowNs);
            target.session.submit(nowNs, ended);
          }
        });
    target.submit(command);
    while (!target.received.isEmpty()) {
      target.send(target.response(target.next(IscsiOpcode.SCSI_COMMAND), 0));
    }
    assertThat(ends[0]).isEqualTo(100);
  }

  @Test
  void longCdbAndBidirectionalLengthTravelInAdditionalHeaders() {
    ScriptedTarget target = established();
    byte[] cdb = pattern(33);
    ExecuteCommand command =
        new ExecuteCommand()
            .cdb(cdb, 33)
            .dataOut(ByteBuffer.wrap(pattern(512)), 512)
            .dataIn(ByteBuffer.allocate(1024), 1024);
    target.submit(command);
    TestPdu pdu = target.next(IscsiOpcode.SCSI_COMMAND);
    assertThat(pdu.flags()).isEqualTo(0xE1);
    assertThat(pdu.getInt(20)).isEqualTo(512);
    assertThat(pdu.header.capacity()).isEqualTo(48 + 24 + 8);
    byte[] inBasic = new byte[16];
    pdu.header.get(32, inBasic);
    assertThat(inBasic).isEqualTo(Arrays.copyOf(cdb, 16));
    assertThat(pdu.getInt(48)).isEqualTo(18 << 16 | 1 << 8);
    byte[] inAhs = new byte[17];
    pdu.header.get(52, inAhs);
    assertThat(inAhs).isEqualTo(Arrays.copyOfRange(cdb, 16, 33));
    assertThat(pdu.getInt(72)).isEqualTo(5 << 16 | 2 << 8);
    assertThat(pdu.getInt(76)).isEqualTo(1024);
  }

  @Test
  void commandEndsOnlyWhenItsQueuedDataIsGone() {
    ScriptedTarget target = established();
    ExecuteCommand command = write(pattern(4096));
    command.begin(target.nowNs);
    target.session.submit(target.nowNs, command);
    assertThat(target.readyMarks).isPositive();
    // The status comes though the command's bytes were not taken from us yet.
    TestPdu unseen = TestPdu.of(IscsiOpcode.SCSI_COMMAND, 0, (int) command.identifier());
    byte[] early = target.response(unseen, 8).encode(false, false);
    ByteBuffer space = target.session.connection().receiveSpace();
    space.put(space.position(), early);
    target.session.connection().onReceived(target.nowNs, early.length);
    assertThat(command.isDone()).isFalse();
    target.drain();
    assertThat(command.isDone()).isTrue();
    assertThat(command.status()).isEqualTo(8);
  }

  @Test
  void everyCommandEndsOnceWhenTheNexusIsLost() {
    ScriptedTarget target = established();
    target.window = 1;
    int[] ends = new int[1];
    List<ExecuteCommand> commands = new ArrayList<>();
    for (int index = 0; index < 70; index++) {
      ExecuteCommand command = write(pattern(8192));
      command.listener((nowNs, ended) -> ends[0]++);
      command.begin(target.nowNs);
      target.session.submit(target.nowNs, command);
      commands.add(command);
    }
    target.session.connection().onDisconnected(target.nowNs, "reset by peer");
    assertThat(ends[0]).isEqualTo(70);
    assertThat(commands).allMatch(c -> c.serviceResponse() == ServiceResponse.NEXUS_LOST);
    assertThat(target.events).contains("ended: the connection was lost: reset by peer");
    ExecuteCommand late = target.submit(testUnitReady());
    assertThat(late.serviceResponse()).isEqualTo(ServiceResponse.NEXUS_LOST);
  }

  private static void checkDataOut(
      TestPdu pdu,
      TestPdu command,
      int flags,
      int transferTag,
      int dataSn,
      int offset,
      byte[] data) {
    assertThat(pdu.tag()).isEqualTo(command.tag());
    assertThat(pdu.flags()).isEqualTo(flags);
    assertThat(pdu.getInt(20)).isEqualTo(transferTag);
    assertThat(pdu.getInt(36)).isEqualTo(dataSn);
    assertThat(pdu.getInt(40)).isEqualTo(offset);
    assertThat(pdu.data).isEqualTo(data);
  }
}
