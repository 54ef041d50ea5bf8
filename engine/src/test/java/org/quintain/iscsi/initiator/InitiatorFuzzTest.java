// SPDX-License-Identifier: Apache-2.0
package org.quintain.iscsi.initiator;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.quintain.initiator.ExecuteCommand;
import org.quintain.initiator.ManageTask;
import org.quintain.iscsi.negotiation.IscsiKey;
import org.quintain.iscsi.negotiation.KeyPreferences;
import org.quintain.iscsi.negotiation.TextKeyList;
import org.quintain.iscsi.wire.Bhs;
import org.quintain.iscsi.wire.IscsiOpcode;
import org.quintain.sam.TaskManagementFunction;

/**
 * Whatever bytes come from a target, nothing throws, and each command and function ends exactly
 * once.
 */
final class InitiatorFuzzTest {
  private static final int[] OPCODES = {
    IscsiOpcode.NOP_IN,
    IscsiOpcode.SCSI_RESPONSE,
    IscsiOpcode.TASK_MANAGEMENT_RESPONSE,
    IscsiOpcode.LOGIN_RESPONSE,
    IscsiOpcode.TEXT_RESPONSE,
    IscsiOpcode.DATA_IN,
    IscsiOpcode.LOGOUT_RESPONSE,
    IscsiOpcode.READY_TO_TRANSFER,
    IscsiOpcode.ASYNCHRONOUS_MESSAGE,
    IscsiOpcode.REJECT
  };

  @Property(seed = "2144578268", tries = 2000)
  void mutatedAnswersNeverBreakTheInitiator(@ForAll long seed) {
    Random random = new Random(seed);
    ScriptedTarget target = established(random);
    List<ExecuteCommand> commands = new ArrayList<>();
    List<ManageTask> functions = new ArrayList<>();
    int[] ends = new int[1];
    int rounds = 1 + random.nextInt(12);
    for (int round = 0; round < rounds; round++) {
      submit(random, target, commands, functions, ends);
      List<TestPdu> requests = new ArrayList<>(target.received);
      target.received.clear();
      for (TestPdu request : requests) {
        byte[] answer =
            answer(random, target, request).encode(target.headerDigest, target.dataDigest);
        mutate(random, answer);
        feed(random, target, answer);
      }
      if (random.nextInt(6) == 0) {
        byte[] noise = new byte[random.nextInt(200)];
        random.nextBytes(noise);
        feed(random, target, noise);
      }
    }
    target.session.connection().onDisconnected(target.nowNs, "the test is over");
    assertThat(commands).allMatch(ExecuteCommand::isDone);
    assertThat(functions).allMatch(ManageTask::isDone);
    assertThat(ends[0]).isEqualTo(commands.size());
    assertThat(target.session.commandsUnderWay()).isZero();
    assertThat(target.events.stream().filter(event -> event.startsWith("ended"))).hasSize(1);
    assertThat(target.session.connection().hasOutput()).isFalse();
  }

  @Property(seed = "2471807321", tries = 1000)
  void mutatedLoginsNeverBreakTheInitiator(@ForAll long seed) {
    Random random = new Random(seed);
    ScriptedTarget target = new ScriptedTarget(ScriptedTarget.options().withCommandsMax(4));
    target.connect();
    for (int round = 0; round < 6; round++) {
      TextKeyList keys = new TextKeyList();
      keys.add(
          IscsiKey.values()[random.nextInt(IscsiKey.values().length)],
          random.nextBoolean() ? "Yes" : "512");
      int flags = random.nextInt(256);
      TestPdu pdu = target.login(random.nextInt(4) == 0 ? flags : 0x81 + 6 * (round & 1), keys, 1);
      byte[] bytes = pdu.encode(false, false);
      mutate(random, bytes);
      feed(random, target, bytes);
    }
    target.session.connection().onDisconnected(target.nowNs, "the test is over");
    assertThat(target.session.state()).isEqualTo(SessionState.ENDED);
  }

  private static ScriptedTarget established(Random random) {
    String digest = random.nextInt(4) == 0 ? "CRC32C" : "None";
    KeyPreferences offers =
        KeyPreferences.ofInitiator()
            .with(IscsiKey.HEADER_DIGEST, digest)
            .with(IscsiKey.DATA_DIGEST, digest)
            .with(IscsiKey.INITIAL_R2T, random.nextBoolean() ? "Yes" : "No")
            .with(IscsiKey.IMMEDIATE_DATA, random.nextBoolean() ? "Yes" : "No")
            .with(IscsiKey.MAX_OUTSTANDING_R2T, "3")
            .with(IscsiKey.FIRST_BURST_LENGTH, "1024");
    KeyPreferences wishes =
        KeyPreferences.ofTarget()
            .with(IscsiKey.MAX_RECV_DATA_SEGMENT_LENGTH, "512")
            .with(IscsiKey.MAX_OUTSTANDING_R2T, "2");
    InitiatorOptions options = ScriptedTarget.options().withPreferences(offers).withCommandsMax(5);
    return ScriptedTarget.established(options, wishes);
  }

  private static void submit(
      Random random,
      ScriptedTarget target,
      List<ExecuteCommand> commands,
      List<ManageTask> functions,
      int[] ends) {
    for (int count = random.nextInt(6); count > 0; count--) {
      ExecuteCommand command =
          switch (random.nextInt(3)) {
            case 0 -> ScriptedTarget.testUnitReady();
            case 1 -> ScriptedTarget.read(512 * (1 + random.nextInt(8)));
            default -> ScriptedTarget.write(new byte[1 + random.nextInt(4096)]);
          };
      command.listener((nowNs, ended) -> ends[0]++);
      commands.add(target.submit(command));
    }
    if (random.nextInt(4) == 0) {
      TaskManagementFunction[] all = TaskManagementFunction.values();
      long named = commands.isEmpty() ? 1 : commands.get(commands.size() - 1).identifier();
      ManageTask function = new ManageTask(all[random.nextInt(all.length)], 0, named);
      functions.add(function);
      target.session.submit(target.nowNs, function);
      target.drain();
    }
    if (random.nextInt(8) == 0) {
      target.session.requestText(
          target.nowNs,
          new TextKeyList().add("X-com.example.k", "1"),
          (nowNs, keys, problem) -> {});
      target.drain();
    }
    if (random.nextInt(40) == 0) {
      target.session.logOut(target.nowNs);
      target.drain();
    }
  }

  private static TestPdu answer(Random random, ScriptedTarget target, TestPdu request) {
    byte[] data = random.nextInt(3) == 0 ? new byte[random.nextInt(700)] : new byte[0];
    random.nextBytes(data);
    TestPdu likely =
        switch (request.opcode()) {
          case IscsiOpcode.SCSI_COMMAND ->
              switch (random.nextInt(3)) {
                case 0 -> target.response(request, random.nextInt(256), data);
                case 1 -> target.dataIn(request, random.nextInt(2) * 0x81, 0, 0, data);
                default -> target.r2t(request, random.nextInt(), 0, 0, 1 + random.nextInt(2048));
              };
          case IscsiOpcode.TASK_MANAGEMENT_REQUEST ->
              target.numbered(
                  TestPdu.of(IscsiOpcode.TASK_MANAGEMENT_RESPONSE, 0x80, request.tag()));
          case IscsiOpcode.TEXT_REQUEST ->
              target.numbered(TestPdu.of(IscsiOpcode.TEXT_RESPONSE, 0x80, request.tag(), data));
          case IscsiOpcode.LOGOUT_REQUEST ->
              target.numbered(TestPdu.of(IscsiOpcode.LOGOUT_RESPONSE, 0x80, request.tag()));
          default -> target.response(request, 0);
        };
    if (random.nextInt(5) != 0) {
      return likely;
    }
    byte[] payload = random.nextBoolean() ? request.headerBytes() : data;
    int opcode = OPCODES[random.nextInt(OPCODES.length)];
    int tag = random.nextBoolean() ? request.tag() : Bhs.RESERVED_TAG;
    return target
        .numbered(TestPdu.of(opcode, random.nextInt(256), tag, payload))
        .putInt(20, random.nextInt());
  }

  private static void mutate(Random random, byte[] bytes) {
    if (random.nextInt(3) != 0) {
      return;
    }
    for (int count = 1 + random.nextInt(3); count > 0; count--) {
      int at = random.nextInt(Math.min(bytes.length, random.nextBoolean() ? 48 : bytes.length));
      bytes[at] =
          random.nextBoolean()
              ? (byte) random.nextInt()
              : (byte) (bytes[at] ^ 1 << random.nextInt(8));
    }
  }

  private static void feed(Random random, ScriptedTarget target, byte[] bytes) {
    int sent = 0;
    while (sent < bytes.length && !target.session.connection().wantsClose()) {
      ByteBuffer space = target.session.connection().receiveSpace();
      int length =
          Math.min(1 + random.nextInt(300), Math.min(bytes.length - sent, space.remaining()));
      if (length == 0) {
        return;
      }
      space.put(space.position(), bytes, sent, length);
      sent += length;
      target.session.connection().onReceived(target.nowNs, length);
    }
    target.drain();
  }
}
