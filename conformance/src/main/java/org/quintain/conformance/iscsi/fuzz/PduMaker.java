// SPDX-License-Identifier: Apache-2.0
package org.quintain.conformance.iscsi.fuzz;

import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.quintain.conformance.iscsi.TextKeys;
import org.quintain.conformance.scsi.Cdb;

/**
 * Makes a PDU of each kind that fits where the scene stands, as far as one does: it refers to the
 * commands, exchanges and tags that are under way.
 */
final class PduMaker {
  private static final int BLOCKS = 64;
  private static final int FUNCTION_CODES = 13;
  private static final int[] VENDOR_OPCODES = {0x1C, 0x1D, 0x1E, 0x3C, 0x3D, 0x3E};

  private final FuzzScene scene;
  private final FuzzConnection connection;
  private final Random random;

  PduMaker(FuzzScene scene) {
    this.scene = scene;
    this.connection = scene.main();
    this.random = scene.random();
  }

  FuzzPdu make(FuzzKind kind) {
    return switch (kind) {
      case NOP_OUT -> nopOut();
      case SCSI_COMMAND -> scsiCommand();
      case TASK_MANAGEMENT -> taskManagement();
      case LOGIN -> login();
      case TEXT -> text();
      case DATA_OUT -> dataOut();
      case LOGOUT ->
          request(kind)
              .flags(CommandSteps.FINAL | random.nextInt(3))
              .set(20, 2, random.nextInt(4) == 0 ? random.nextInt(5) : connection.cid());
      case SNACK -> snack();
      case NOP_IN,
          SCSI_RESPONSE,
          TASK_MANAGEMENT_RESPONSE,
          LOGIN_RESPONSE,
          TEXT_RESPONSE,
          DATA_IN,
          LOGOUT_RESPONSE,
          R2T,
          ASYNC,
          REJECT ->
          ofTarget(kind);
      case VENDOR -> ofTarget(kind).set(0, 1, VENDOR_OPCODES[random.nextInt(6)]);
      case RESERVED -> reserved();
    };
  }

  private FuzzPdu request(FuzzKind kind) {
    return random.nextBoolean()
        ? CommandSteps.request(connection, kind)
        : CommandSteps.immediate(connection, kind);
  }

  byte[] bytes(int most) {
    byte[] bytes = new byte[random.nextInt(most + 1)];
    random.nextBytes(bytes);
    return bytes;
  }

  private FuzzPdu nopOut() {
    FuzzPdu pdu = request(FuzzKind.NOP_OUT).set(20, 4, FuzzPdu.NO_TAG);
    if (random.nextInt(3) == 0) {
      pdu.data(bytes(600));
    }
    if (scene.pingTag() != FuzzPdu.NO_TAG && random.nextBoolean()) {
      return pdu.tag(FuzzPdu.NO_TAG).set(20, 4, scene.pingTag());
    }
    return pdu;
  }

  private FuzzPdu scsiCommand() {
    int blocks = 1 + random.nextInt(24);
    int block = random.nextInt(BLOCKS);
    FuzzPdu pdu =
        switch (random.nextInt(6)) {
          case 0 -> CommandSteps.command(connection, Cdb.testUnitReady(), 0, 0);
          case 1, 2 -> CommandSteps.read(connection, block, blocks);
          case 3 -> CommandSteps.write(connection, block, blocks);
          case 4 -> CommandSteps.write(connection, block, blocks).data(new byte[512]);
          default -> CommandSteps.command(connection, Cdb.inquiry(255), CommandSteps.READ, 255);
        };
    if (random.nextInt(8) == 0) {
      pdu.set(1, 1, (pdu.u8(1) & ~7) | random.nextInt(8));
    }
    return pdu;
  }

  private FuzzPdu taskManagement() {
    return request(FuzzKind.TASK_MANAGEMENT)
        .flags(CommandSteps.FINAL | random.nextInt(FUNCTION_CODES))
        .set(20, 4, scene.commandTag())
        .set(32, 4, scene.session().cmdSn() - random.nextInt(3) & 0xFFFF_FFFFL)
        .set(36, 4, random.nextInt(3));
  }

  private FuzzPdu login() {
    int current = scene.loginStage();
    int next = current == LoginSteps.SECURITY ? 1 + 2 * random.nextInt(2) : LoginSteps.FULL_FEATURE;
    int transit = random.nextInt(3) == 0 ? 0 : 0x80 | next;
    TextKeys keys = new TextKeys();
    if (!scene.isLoginBegun()) {
      keys.addAll(scene.session().identity(random.nextInt(8) == 0));
    }
    switch (scene.stage()) {
      case CHAP_AGREED -> keys.add("CHAP_A", random.nextBoolean() ? "5" : "7,5,6,8");
      case CHAP_CHALLENGED -> {
        keys.addAll(LoginSteps.chapAnswer(scene.challenge()));
        if (random.nextBoolean()) {
          keys.add("CHAP_I", "7").add("CHAP_C", "0x00112233445566778899aabbccddeeff");
        }
      }
      default -> keys.add("MaxRecvDataSegmentLength", "8192").add("FirstBurstLength", "4096");
    }
    scene.loginStage(current);
    return LoginSteps.request(connection, transit | current << 2, keys.encode());
  }

  private FuzzPdu text() {
    boolean goesOn = scene.textTransferTag() != FuzzPdu.NO_TAG && random.nextInt(3) != 0;
    FuzzPdu pdu =
        request(FuzzKind.TEXT)
            .flags(random.nextInt(4) == 0 ? 0x40 : random.nextInt(3) == 0 ? 0 : 0x80)
            .set(20, 4, goesOn ? scene.textTransferTag() : FuzzPdu.NO_TAG);
    if (goesOn) {
      return pdu.tag(scene.textTag()).data("gets=All\0".getBytes(US_ASCII));
    }
    String keys =
        switch (random.nextInt(4)) {
          case 0 -> "SendTargets=All\0";
          case 1 -> "MaxRecvDataSegmentLength=16384\0";
          case 2 -> "X-com.example.key=1\0";
          default -> "SendTargets=\0";
        };
    if (keys.startsWith("Max")) {
      connection.judge().onTextMutated();
    }
    return pdu.data(keys.getBytes(US_ASCII));
  }

  private static final java.nio.charset.Charset US_ASCII =
      java.nio.charset.StandardCharsets.US_ASCII;

  private FuzzPdu dataOut() {
    FuzzPdu pdu =
        FuzzPdu.of(FuzzKind.DATA_OUT.opcode())
            .flags(CommandSteps.FINAL)
            .set(28, 4, connection.expStatSn());
    @Nullable FuzzPdu r2t = scene.readyToTransfer();
    if (r2t != null) {
      int wanted = (int) Math.min(r2t.u32(44), 8192);
      return pdu.tag(r2t.tag())
          .set(20, 4, r2t.u32(20))
          .set(40, 4, r2t.u32(40))
          .data(new byte[wanted]);
    }
    pdu.set(20, 4, FuzzPdu.NO_TAG);
    if (scene.unsolicitedTag() != FuzzPdu.NO_TAG) {
      return pdu.tag(scene.unsolicitedTag()).set(40, 4, 512).data(new byte[512]);
    }
    return pdu.tag(scene.commandTag()).data(bytes(600));
  }

  private FuzzPdu snack() {
    return FuzzPdu.of(FuzzKind.SNACK.opcode())
        .flags(CommandSteps.FINAL | random.nextInt(4))
        .tag(random.nextBoolean() ? scene.commandTag() : scene.commandTag() - 1)
        .set(20, 4, random.nextBoolean() ? FuzzPdu.NO_TAG : 1 + random.nextInt(9))
        .set(28, 4, connection.expStatSn())
        .set(40, 4, random.nextBoolean() ? 0 : connection.expStatSn())
        .set(44, 4, random.nextInt(3));
  }

  private FuzzPdu ofTarget(FuzzKind kind) {
    FuzzPdu pdu =
        FuzzPdu.of(kind.opcode())
            .flags(CommandSteps.FINAL)
            .tag(random.nextBoolean() ? scene.commandTag() : FuzzPdu.NO_TAG)
            .set(20, 4, random.nextBoolean() ? FuzzPdu.NO_TAG : random.nextInt(9))
            .set(24, 4, connection.judge().nextStatSn())
            .set(28, 4, scene.session().cmdSn())
            .set(32, 4, scene.session().cmdSn() + 8);
    return random.nextInt(3) == 0 ? pdu.data(bytes(96)) : pdu;
  }

  private FuzzPdu reserved() {
    FuzzPdu pdu = ofTarget(FuzzKind.RESERVED);
    int opcode;
    do {
      opcode = random.nextInt(64);
    } while (FuzzKind.of(opcode) != FuzzKind.RESERVED);
    return pdu.set(0, 1, opcode | random.nextInt(2) << 6);
  }
}
