// SPDX-License-Identifier: Apache-2.0
package org.quintain.iscsi.initiator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.quintain.iscsi.initiator.ScriptedTarget.established;
import static org.quintain.iscsi.initiator.ScriptedTarget.pattern;
import static org.quintain.iscsi.initiator.ScriptedTarget.read;
import static org.quintain.iscsi.initiator.ScriptedTarget.testUnitReady;
import static org.quintain.iscsi.initiator.ScriptedTarget.write;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.quintain.initiator.ExecuteCommand;
import org.quintain.initiator.ManageTask;
import org.quintain.initiator.ServiceResponse;
import org.quintain.iscsi.negotiation.IscsiKey;
import org.quintain.iscsi.negotiation.KeyPreferences;
import org.quintain.iscsi.negotiation.TextKeyList;
import org.quintain.iscsi.wire.Bhs;
import org.quintain.iscsi.wire.IscsiOpcode;
import org.quintain.sam.FunctionResponse;
import org.quintain.sam.TaskManagementFunction;

final class SessionExchangeTest {
  private static final long LUN_1 = 0x0001_0000_0000_0000L;

  @Test
  void abortTaskNamesTheTaskAndEndsIt() {
    ScriptedTarget target = established();
    ExecuteCommand aborted = target.submit(read(512));
    ExecuteCommand other = target.submit(read(512));
    TestPdu command = target.next(IscsiOpcode.SCSI_COMMAND);
    target.next(IscsiOpcode.SCSI_COMMAND);
    ManageTask function =
        manage(target, TaskManagementFunction.ABORT_TASK, 0, aborted.identifier());
    TestPdu request = target.next(IscsiOpcode.TASK_MANAGEMENT_REQUEST);
    assertThat(request.header.get(0)).isEqualTo((byte) 0x42);
    assertThat(request.flags()).isEqualTo(0x81);
    assertThat(request.getInt(20)).isEqualTo(command.tag());
    assertThat(request.getInt(32)).isEqualTo(Bhs.cmdSn(command.header, 0));
    target.send(answer(target, request, 0));
    assertThat(function.response()).isEqualTo(FunctionResponse.FUNCTION_COMPLETE);
    assertThat(function.transportCode()).isZero();
    assertThat(aborted.serviceResponse()).isEqualTo(ServiceResponse.ABORTED);
    assertThat(other.isDone()).isFalse();
  }

  @Test
  void resetOfOneLogicalUnitEndsItsOlderCommandsOnly() {
    ScriptedTarget target = established();
    ExecuteCommand onUnit = target.submit(testUnitReady().lun(LUN_1));
    ExecuteCommand elsewhere = target.submit(testUnitReady());
    ManageTask function = manage(target, TaskManagementFunction.LOGICAL_UNIT_RESET, LUN_1, 0);
    ExecuteCommand younger = target.submit(testUnitReady().lun(LUN_1));
    target.next(IscsiOpcode.SCSI_COMMAND);
    target.next(IscsiOpcode.SCSI_COMMAND);
    TestPdu request = target.next(IscsiOpcode.TASK_MANAGEMENT_REQUEST);
    assertThat(Bhs.lun(request.header, 0)).isEqualTo(LUN_1);
    assertThat(request.getInt(20)).isEqualTo(-1);
    target.send(answer(target, request, 0));
    assertThat(function.isDone()).isTrue();
    assertThat(onUnit.serviceResponse()).isEqualTo(ServiceResponse.ABORTED);
    assertThat(elsewhere.isDone() || younger.isDone()).isFalse();
  }

  @Test
  void resetEndsNoCommandThatTheTargetHasNotReceived() {
    ScriptedTarget target = established();
    ExecuteCommand received = target.submit(testUnitReady());
    ExecuteCommand lost = target.submit(testUnitReady());
    ManageTask function = manage(target, TaskManagementFunction.LOGICAL_UNIT_RESET, 0, 0);
    target.next(IscsiOpcode.SCSI_COMMAND);
    target.next(IscsiOpcode.SCSI_COMMAND);
    TestPdu request = target.next(IscsiOpcode.TASK_MANAGEMENT_REQUEST);
    target.expCmdSn--; // As a target has it that never got the second.
    target.send(answer(target, request, 0));
    assertThat(function.isDone()).isTrue();
    assertThat(received.serviceResponse()).isEqualTo(ServiceResponse.ABORTED);
    assertThat(lost.isDone()).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "0, FUNCTION_COMPLETE", "1, FUNCTION_COMPLETE", "2, INCORRECT_LOGICAL_UNIT_NUMBER",
        "3, FUNCTION_REJECTED",
    "5, FUNCTION_REJECTED", "6, FUNCTION_REJECTED", "7, FUNCTION_SUCCEEDED",
        "255, FUNCTION_REJECTED"
  })
  void responseCodesMapAsTheRfcSays(int code, FunctionResponse response) {
    ScriptedTarget target = established();
    ManageTask function = manage(target, TaskManagementFunction.QUERY_TASK, 0, 77);
    TestPdu request = target.next(IscsiOpcode.TASK_MANAGEMENT_REQUEST);
    assertThat(request.flags()).isEqualTo(0x89);
    target.send(answer(target, request, code));
    assertThat(function.response()).isEqualTo(response);
    assertThat(function.transportCode()).isEqualTo(code);
  }

  @Test
  void abortOfACommandThatStillWaitsNeedsNoTarget() {
    ScriptedTarget target = new ScriptedTarget(ScriptedTarget.options());
    target.window = 1;
    target.connect();
    target.completeLogin(KeyPreferences.ofTarget());
    ExecuteCommand sent = target.submit(testUnitReady());
    target.next(IscsiOpcode.SCSI_COMMAND);
    ExecuteCommand waiting = testUnitReady();
    waiting.begin(target.nowNs);
    waiting.identifier(4711);
    target.session.submit(target.nowNs, waiting);
    ManageTask function = manage(target, TaskManagementFunction.ABORT_TASK, 0, 4711);
    target.assertSilent();
    assertThat(function.response()).isEqualTo(FunctionResponse.FUNCTION_COMPLETE);
    assertThat(waiting.serviceResponse()).isEqualTo(ServiceResponse.ABORTED);
    assertThat(sent.isDone()).isFalse();
    ManageTask again = manage(target, TaskManagementFunction.ABORT_TASK, 0, 4711);
    TestPdu request = target.next(IscsiOpcode.TASK_MANAGEMENT_REQUEST);
    assertThat(request.getInt(20)).isEqualTo(RequestTags.NOBODY);
    target.send(answer(target, request, 1));
    assertThat(again.isDone()).isTrue();
  }

  @Test
  void resetTakesWhatStillWaitsForItsLogicalUnit() {
    ScriptedTarget target = new ScriptedTarget(ScriptedTarget.options());
    target.window = 1;
    target.connect();
    target.completeLogin(KeyPreferences.ofTarget());
    target.submit(testUnitReady());
    ExecuteCommand onUnit = target.submit(testUnitReady().lun(LUN_1));
    ExecuteCommand elsewhere = target.submit(testUnitReady());
    manage(target, TaskManagementFunction.LOGICAL_UNIT_RESET, LUN_1, 0);
    assertThat(onUnit.serviceResponse()).isEqualTo(ServiceResponse.ABORTED);
    assertThat(elsewhere.isDone()).isFalse();
  }

  @Test
  void functionsBeyondTheirSlotsWaitAndAreLostWithTheNexus() {
    ScriptedTarget target = established();
    List<ManageTask> functions = new ArrayList<>();
    for (int index = 0; index < 20; index++) {
      functions.add(manage(target, TaskManagementFunction.CLEAR_ACA, 0, 0));
    }
    assertThat(target.received).hasSize(16);
    target.send(answer(target, target.next(IscsiOpcode.TASK_MANAGEMENT_REQUEST), 0));
    assertThat(target.received).hasSize(16);
    target.session.connection().onEndOfStream(target.nowNs);
    assertThat(functions).allMatch(ManageTask::isDone);
    assertThat(functions.get(19).response())
        .isEqualTo(FunctionResponse.SERVICE_DELIVERY_OR_TARGET_FAILURE);
  }

  @Test
  void answersPingsOfTheTarget() {
    ScriptedTarget target = established();
    target.send(target.unnumbered(TestPdu.of(IscsiOpcode.NOP_IN, 0x80, -1)));
    target.assertSilent();
    TestPdu ping = target.unnumbered(TestPdu.of(IscsiOpcode.NOP_IN, 0x80, -1)).putInt(20, 0x1234);
    Bhs.lun(ping.header, 0, LUN_1);
    target.send(ping);
    TestPdu pong = target.next(IscsiOpcode.NOP_OUT);
    assertThat(pong.header.get(0)).isEqualTo((byte) 0x40);
    assertThat(pong.tag()).isEqualTo(-1);
    assertThat(pong.getInt(20)).isEqualTo(0x1234);
    assertThat(Bhs.lun(pong.header, 0)).isEqualTo(LUN_1);
    assertThat(target.session.counters().pingsAnswered()).isEqualTo(1);
    assertThat(target.session.counters().statSnGaps()).isZero();
  }

  @Test
  void pingsASilentTargetAndGivesUpWithoutAnswer() {
    ScriptedTarget target = established();
    deadline(target);
    TestPdu ping = target.next(IscsiOpcode.NOP_OUT);
    assertThat(ping.getInt(20)).isEqualTo(-1);
    target.send(target.numbered(TestPdu.of(IscsiOpcode.NOP_IN, 0x80, ping.tag())));
    deadline(target);
    target.next(IscsiOpcode.NOP_OUT);
    deadline(target);
    assertThat(target.events).contains("ended: the target did not answer a ping");
  }

  @Test
  void logsOutAndEnds() {
    ScriptedTarget target = established();
    ExecuteCommand command = target.submit(testUnitReady());
    target.next(IscsiOpcode.SCSI_COMMAND);
    target.session.logOut(target.nowNs);
    target.drain();
    TestPdu logout = target.next(IscsiOpcode.LOGOUT_REQUEST);
    assertThat(logout.header.get(0)).isEqualTo((byte) 0x46);
    assertThat(logout.flags()).isEqualTo(0x80);
    assertThat(target.submit(testUnitReady()).serviceResponse())
        .isEqualTo(ServiceResponse.NEXUS_LOST);
    target.send(target.numbered(TestPdu.of(IscsiOpcode.LOGOUT_RESPONSE, 0x80, logout.tag())));
    assertThat(target.events).contains("ended: logged out");
    assertThat(command.serviceResponse()).isEqualTo(ServiceResponse.NEXUS_LOST);
    assertThat(target.session.connection().wantsClose()).isTrue();
  }

  @Test
  void logoutWithoutAnswerEndsByForce() {
    ScriptedTarget target = established();
    target.session.logOut(target.nowNs);
    target.drain();
    deadline(target);
    assertThat(target.session.state()).isEqualTo(SessionState.ENDED);
  }

  @Test
  void rejectedCommandEndsAndTheSessionLivesOn() {
    ScriptedTarget target = established();
    ExecuteCommand command = target.submit(testUnitReady());
    TestPdu pdu = target.next(IscsiOpcode.SCSI_COMMAND);
    TestPdu reject = TestPdu.of(IscsiOpcode.REJECT, 0x80, -1, pdu.headerBytes()).putByte(2, 9);
    target.send(target.numbered(reject));
    assertThat(command.serviceResponse())
        .isEqualTo(ServiceResponse.SERVICE_DELIVERY_OR_TARGET_FAILURE);
    assertThat(target.session.state()).isEqualTo(SessionState.LOGGED_IN);
    assertThat(target.session.counters().rejects()).isEqualTo(1);
  }

  @ParameterizedTest
  @CsvSource({
    "2, ended: the target announced that it drops the connection",
    "3, ended: the target announced that it drops the session"
  })
  void asyncMessagesOfDropsEndTheSession(int event, String expected) {
    ScriptedTarget target = established();
    target.send(
        target.numbered(TestPdu.of(IscsiOpcode.ASYNCHRONOUS_MESSAGE, 0x80, -1)).putByte(36, event));
    assertThat(target.events).contains(expected);
  }

  @Test
  void asyncMessagesAskForLogoutOrNegotiation() {
    ScriptedTarget target = established();
    target.send(
        target.numbered(TestPdu.of(IscsiOpcode.ASYNCHRONOUS_MESSAGE, 0x80, -1)).putByte(36, 4));
    TestPdu text = target.next(IscsiOpcode.TEXT_REQUEST);
    assertThat(text.text()).isEqualTo("MaxRecvDataSegmentLength=262144,");
    target.send(target.numbered(TestPdu.of(IscsiOpcode.TEXT_RESPONSE, 0x80, text.tag())));
    target.send(
        target.numbered(TestPdu.of(IscsiOpcode.ASYNCHRONOUS_MESSAGE, 0x80, -1)).putByte(36, 1));
    TestPdu logout = target.next(IscsiOpcode.LOGOUT_REQUEST);
    target.send(target.numbered(TestPdu.of(IscsiOpcode.LOGOUT_RESPONSE, 0x80, logout.tag())));
    assertThat(target.events).contains("ended: the target asked for a logout");
  }

  @Test
  void sendTargetsJoinsAnAnswerOfManyPdus() {
    ScriptedTarget target =
        new ScriptedTarget(InitiatorOptions.discovery("iqn.2026-11.org.quintain:one", 5));
    target.connect();
    target.completeLogin(KeyPreferences.ofTarget());
    List<DiscoveredTarget> found = new ArrayList<>();
    target.session.requestText(
        target.nowNs,
        new TextKeyList().add(IscsiKey.SEND_TARGETS, "All"),
        (nowNs, keys, problem) -> found.addAll(DiscoveredTarget.listOf(keys)));
    target.drain();
    byte[] answer =
        "TargetName=iqn.2026-11.a:1\0TargetAddress=10.0.0.1:3260,1\0TargetAddress=[::1]:3260,2\0TargetName=iqn.2026-11.a:2\0"
            .getBytes(StandardCharsets.UTF_8);
    TestPdu request = target.next(IscsiOpcode.TEXT_REQUEST);
    assertThat(request.text()).isEqualTo("SendTargets=All,");
    for (int at = 0; at < answer.length; at += 30) {
      byte[] part = Arrays.copyOfRange(answer, at, Math.min(answer.length, at + 30));
      boolean last = at + 30 >= answer.length;
      TestPdu pdu = TestPdu.of(IscsiOpcode.TEXT_RESPONSE, last ? 0x80 : 0x40, request.tag(), part);
      target.send(target.numbered(pdu).putInt(20, last ? -1 : 0x99));
      if (!last) {
        TestPdu more = target.next(IscsiOpcode.TEXT_REQUEST);
        assertThat(more.getInt(20)).isEqualTo(0x99);
        assertThat(more.data).isEmpty();
        assertThat(more.flags()).isEqualTo(0x80);
      }
    }
    assertThat(found)
        .containsExactly(
            new DiscoveredTarget("iqn.2026-11.a:1", List.of("10.0.0.1:3260,1", "[::1]:3260,2")),
            new DiscoveredTarget("iqn.2026-11.a:2", List.of()));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 4, 5, 6, 7, 8})
  void protocolViolationsEndTheSession(int violation) {
    ScriptedTarget target = established();
    ExecuteCommand reading = target.submit(read(512));
    TestPdu in = target.next(IscsiOpcode.SCSI_COMMAND);
    ExecuteCommand writing = target.submit(write(pattern(2 << 20)));
    TestPdu out = target.next(IscsiOpcode.SCSI_COMMAND);
    target.received.clear();
    TestPdu bad =
        switch (violation) {
          case 0 -> target.dataIn(in, 0, 0, 1, pattern(512));
          case 1 -> target.dataIn(in, 0, 1, 0, pattern(512));
          case 2 -> target.numbered(target.dataIn(in, 0x01, 0, 0, pattern(512)));
          case 3 -> target.r2t(out, 5, 1, 262_144, 512);
          case 4 -> target.r2t(out, 5, 0, 2 << 20, 512);
          case 5 -> target.r2t(out, 5, 0, 0, (1 << 20) + 1);
          case 6 -> target.r2t(out, -1, 0, 0, 512);
          case 7 -> target.unnumbered(TestPdu.of(0x3E, 0x80, -1));
          default -> target.dataIn(in, 0, 0, -4, pattern(4));
        };
    target.send(bad);
    assertThat(target.session.state()).isEqualTo(SessionState.ENDED);
    assertThat(reading.serviceResponse()).isEqualTo(ServiceResponse.NEXUS_LOST);
    assertThat(writing.serviceResponse()).isEqualTo(ServiceResponse.NEXUS_LOST);
  }

  @Test
  void pdusForUnknownTasksAreCountedAndDropped() {
    ScriptedTarget target = established();
    TestPdu nobody = TestPdu.of(IscsiOpcode.SCSI_COMMAND, 0, 0x7777_0001);
    target.send(target.dataIn(nobody, 0x80, 0, 0, pattern(100)));
    target.send(target.r2t(nobody, 5, 0, 0, 512));
    target.send(target.response(nobody, 0));
    assertThat(target.session.counters().unknownTags()).isEqualTo(3);
    assertThat(target.session.state()).isEqualTo(SessionState.LOGGED_IN);
  }

  private static ManageTask manage(
      ScriptedTarget target, TaskManagementFunction function, long lun, long identifier) {
    ManageTask task = new ManageTask(function, lun, identifier);
    target.session.submit(target.nowNs, task);
    target.drain();
    return task;
  }

  private static TestPdu answer(ScriptedTarget target, TestPdu request, int code) {
    return target.numbered(
        TestPdu.of(IscsiOpcode.TASK_MANAGEMENT_RESPONSE, 0x80, request.tag())
            .putByte(2, code)
            .putInt(20, 0));
  }

  private static void deadline(ScriptedTarget target) {
    target.nowNs = target.session.connection().nextDeadlineNs();
    target.session.connection().onDeadline(target.nowNs);
    target.drain();
  }
}
