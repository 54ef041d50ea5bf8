// SPDX-License-Identifier: Apache-2.0
package org.quintain.conformance.iscsi.fuzz;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.quintain.conformance.iscsi.TextKeys;

/** Brings a scene to its stage, by requests that are right. */
final class StageDriver {
  private static final long PING_AFTER_NS = 31_000_000_000L;

  private final FuzzScene scene;

  private StageDriver(FuzzScene scene) {
    this.scene = scene;
  }

  /** Whether the stage was reached. */
  static boolean reach(FuzzScene scene) {
    return new StageDriver(scene).reach();
  }

  private boolean reach() {
    return switch (scene.stage()) {
      case CONNECTED -> {
        scene.openMain(0);
        yield true;
      }
      case SECURITY -> begin(LoginSteps.SECURITY, "AuthMethod", "CHAP,None") != null;
      case CHAP_AGREED -> begin(LoginSteps.SECURITY, "AuthMethod", "CHAP") != null;
      case CHAP_CHALLENGED -> challenged();
      case CHAP_DONE -> challenged() && chapStep(LoginSteps.chapAnswer(scene.challenge())) != null;
      case OPERATIONAL -> begin(LoginSteps.OPERATIONAL, "MaxBurstLength", "65536") != null;
      case LOGIN_CONTINUED -> continued();
      case JOINING -> joining();
      case REINSTATING -> reinstating();
      case DISCOVERY -> discovery();
      case FULL_FEATURE -> session(0, "Yes") != null;
      case READS_UNREAD -> reads(96);
      case COMMANDS_UNDER_WAY -> reads(8);
      case R2T_UNANSWERED -> asked(session(0, "Yes"));
      case UNSOLICITED_OPEN -> unsolicited();
      case COMMANDS_HELD -> held();
      case TEXT_OPEN -> text();
      case FUNCTION_WAITING -> function();
      case IN_LOGOUT -> reads(8) && logout();
      case LOGOUT_REQUESTED -> logoutRequested();
      case PINGED -> pinged();
      case RECOVERY_WITHIN_COMMAND -> recovery();
      case CONNECTION_LOST -> lost();
      case SECOND_CONNECTION -> second();
    };
  }

  private @Nullable FuzzPdu begin(int stage, String key, String value) {
    FuzzConnection connection = scene.openMain(0);
    scene.loginStage(stage);
    TextKeys keys = scene.session().identity(false).add(key, value);
    return LoginSteps.step(connection, stage << 2, keys);
  }

  private @Nullable FuzzPdu chapStep(TextKeys keys) {
    return LoginSteps.step(scene.main(), LoginSteps.SECURITY << 2, keys);
  }

  private boolean challenged() {
    if (begin(LoginSteps.SECURITY, "AuthMethod", "CHAP") == null) {
      return false;
    }
    FuzzPdu challenge = chapStep(new TextKeys().add("CHAP_A", "5"));
    if (challenge != null) {
      scene.challenge(challenge);
    }
    return challenge != null;
  }

  private boolean continued() {
    FuzzConnection connection = scene.openMain(0);
    scene.loginStage(LoginSteps.OPERATIONAL);
    byte[] text = scene.session().identity(false).add("MaxBurstLength", "655").encode();
    byte[] part = java.util.Arrays.copyOf(text, 20 + scene.random().nextInt(text.length - 20));
    connection.send(LoginSteps.request(connection, 0x40 | LoginSteps.OPERATIONAL << 2, part));
    FuzzPdu response = connection.await(FuzzKind.LOGIN_RESPONSE);
    return response != null && response.u8(36) == 0;
  }

  private static boolean logIn(FuzzConnection connection, TextKeys keys) {
    return LoginSteps.run(connection, connection.session().identity(false).addAll(keys));
  }

  /** A normal session on the main connection, ready for commands; null when it cannot be had. */
  private @Nullable FuzzConnection session(int errorRecoveryLevel, String initialR2t) {
    FuzzConnection connection = scene.openMain(0);
    return ready(connection, errorRecoveryLevel, initialR2t) ? connection : null;
  }

  private boolean ready(FuzzConnection connection, int errorRecoveryLevel, String initialR2t) {
    TextKeys keys = LoginSteps.draw(connection, scene.random());
    if (initialR2t.equals("No")) {
      connection.judge().declare(AnswerJudge.SEGMENT_DEFAULT);
      keys = new TextKeys().add("InitialR2T", "No").add("ImmediateData", "Yes");
    }
    keys.add("ErrorRecoveryLevel", Integer.toString(errorRecoveryLevel)).add("MaxConnections", "2");
    if (!logIn(connection, keys)) {
      return false;
    }
    scene.session().errorRecoveryLevel(errorRecoveryLevel);
    return CommandSteps.makeReady(connection);
  }

  private boolean discovery() {
    FuzzConnection connection = scene.openMain(0);
    return LoginSteps.run(connection, scene.session().identity(true));
  }

  private boolean asked(@Nullable FuzzConnection connection) {
    FuzzPdu r2t = connection == null ? null : CommandSteps.writeUntilAsked(connection, 8);
    if (r2t == null) {
      return false;
    }
    scene.readyToTransfer(r2t);
    scene.commandTag(r2t.tag());
    return true;
  }

  private boolean reads(int blocks) {
    FuzzConnection connection = session(0, "Yes");
    return connection != null && read(connection, blocks);
  }

  private boolean read(FuzzConnection connection, int blocks) {
    for (int count = 0; count < 4; count++) {
      FuzzPdu read = CommandSteps.read(connection, 0, blocks);
      scene.commandTag(read.tag());
      connection.send(read);
    }
    return !connection.hasEnded();
  }

  private boolean unsolicited() {
    FuzzConnection connection = session(0, "No");
    if (connection == null) {
      return false;
    }
    FuzzPdu write =
        CommandSteps.write(connection, 64, 16)
            .flags(CommandSteps.WRITE | CommandSteps.SIMPLE)
            .data(new byte[CommandSteps.BLOCK_BYTES]);
    connection.send(write);
    scene.unsolicitedTag(write.tag());
    scene.commandTag(write.tag());
    return true;
  }

  private boolean held() {
    FuzzConnection connection = session(0, "Yes");
    if (connection == null) {
      return false;
    }
    scene.session().takeCmdSn();
    read(connection, 1);
    connection.send(
        CommandSteps.request(connection, FuzzKind.NOP_OUT)
            .set(20, 4, FuzzPdu.NO_TAG)
            .data(new byte[64]));
    return true;
  }

  private boolean text() {
    FuzzConnection connection = session(0, "Yes");
    if (connection == null) {
      return false;
    }
    FuzzPdu request =
        CommandSteps.immediate(connection, FuzzKind.TEXT)
            .flags(0x40)
            .set(20, 4, FuzzPdu.NO_TAG)
            .data("SendTar".getBytes(StandardCharsets.US_ASCII));
    connection.send(request);
    FuzzPdu response = connection.await(FuzzKind.TEXT_RESPONSE);
    if (response == null) {
      return false;
    }
    scene.text(request.tag(), response.u32(20));
    return true;
  }

  private boolean function() {
    FuzzConnection connection = session(0, "Yes");
    if (!asked(connection) || connection == null) {
      return false;
    }
    int function = 1 + scene.random().nextInt(2);
    connection.send(
        CommandSteps.immediate(connection, FuzzKind.TASK_MANAGEMENT)
            .flags(CommandSteps.FINAL | function)
            .set(20, 4, scene.commandTag())
            .set(32, 4, scene.session().cmdSn()));
    return true;
  }

  private boolean logout() {
    FuzzConnection connection = scene.main();
    connection.send(CommandSteps.immediate(connection, FuzzKind.LOGOUT));
    scene.onLogoutSent();
    return true;
  }

  private boolean logoutRequested() {
    FuzzConnection connection = session(0, "Yes");
    if (connection == null) {
      return false;
    }
    scene.world().askForLogout();
    return connection.await(FuzzKind.ASYNC) != null;
  }

  private boolean pinged() {
    FuzzConnection connection = session(0, "Yes");
    if (connection == null) {
      return false;
    }
    scene.world().pass(PING_AFTER_NS);
    FuzzPdu ping = connection.await(FuzzKind.NOP_IN);
    if (ping == null) {
      return false;
    }
    scene.pingTag(ping.u32(20));
    return true;
  }

  private boolean recovery() {
    FuzzConnection connection = session(1, "Yes");
    if (connection == null) {
      return false;
    }
    connection.stopAcknowledging();
    FuzzPdu read = CommandSteps.ahead(CommandSteps.read(connection, 0, 4));
    connection.send(read);
    FuzzPdu end =
        connection.await(
            "a read",
            pdu ->
                pdu.opcode() == FuzzKind.SCSI_RESPONSE.opcode()
                    || (pdu.opcode() == FuzzKind.DATA_IN.opcode() && (pdu.u8(1) & 0x01) != 0));
    return end != null && asked(connection);
  }

  /** A second connection, which is the one under fuzz. */
  private boolean join(FuzzConnection first) {
    if (first.hasEnded()) {
      return false;
    }
    FuzzConnection joined = scene.openMain(1);
    TextKeys keys = new TextKeys().add("HeaderDigest", "None").add("DataDigest", "None");
    return logIn(joined, keys);
  }

  private boolean second() {
    FuzzConnection first = scene.openOther(0);
    return ready(first, 0, "Yes") && asked(first) && join(first);
  }

  private boolean lost() {
    FuzzConnection first = scene.openOther(0);
    if (!ready(first, 2, "Yes") || !asked(first) || !join(first)) {
      return false;
    }
    first.close();
    return true;
  }

  private boolean joining() {
    FuzzConnection first = scene.openOther(0);
    if (!ready(first, 0, "Yes")) {
      return false;
    }
    FuzzConnection joining = scene.openMain(1);
    scene.loginStage(LoginSteps.OPERATIONAL);
    TextKeys keys = scene.session().identity(false).add("HeaderDigest", "None");
    return LoginSteps.step(joining, LoginSteps.OPERATIONAL << 2, keys) != null;
  }

  private boolean reinstating() {
    FuzzConnection first = scene.openOther(0);
    if (!ready(first, 0, "Yes") || !read(first, 8)) {
      return false;
    }
    scene.session().tsih(0);
    FuzzConnection again = scene.openMain(0);
    scene.loginStage(LoginSteps.OPERATIONAL);
    int flags = 0x80 | LoginSteps.OPERATIONAL << 2 | LoginSteps.FULL_FEATURE;
    again.send(LoginSteps.request(again, flags, scene.session().identity(false).encode()));
    return true;
  }
}
