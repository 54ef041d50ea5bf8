// SPDX-License-Identifier: Apache-2.0
package org.quintain.conformance.iscsi.fuzz;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.quintain.conformance.iscsi.TextKeys;

/** The steps of a login that is right (RFC 7143 6.3, 12.1.3). */
final class LoginSteps {
  static final int SECURITY = 0;
  static final int OPERATIONAL = 1;
  static final int FULL_FEATURE = 3;
  private static final int ROUNDS_MAX = 4;
  private static final int T = 0x80;

  private LoginSteps() {}

  static FuzzPdu request(FuzzConnection connection, int flags, byte[] data) {
    FuzzSession session = connection.session();
    return FuzzPdu.of(FuzzKind.LOGIN.opcode())
        .immediate()
        .flags(flags)
        .set(8, 6, session.isid())
        .set(14, 2, session.tsih())
        .tag(1)
        .set(20, 2, connection.cid())
        .set(24, 4, session.cmdSn())
        .set(28, 4, connection.judge().nextStatSn())
        .data(data);
  }

  /** Sends one request; null when the target refused or ended the connection. */
  static @Nullable FuzzPdu step(FuzzConnection connection, int flags, TextKeys keys) {
    connection.send(request(connection, flags, keys.encode()));
    FuzzPdu response = connection.await(FuzzKind.LOGIN_RESPONSE);
    return response == null || response.u8(36) != 0 ? null : response;
  }

  /** Goes from the operational stage to full feature phase with {@code keys}. */
  static boolean run(FuzzConnection connection, TextKeys keys) {
    TextKeys next = keys;
    for (int round = 0; round < ROUNDS_MAX; round++) {
      FuzzPdu response = step(connection, T | OPERATIONAL << 2 | FULL_FEATURE, next);
      if (response == null) {
        return false;
      }
      if (connection.judge().isFullFeature()) {
        connection.session().tsih(response.u16(14));
        return true;
      }
      next = echo(keys, TextKeys.parse(response.data()));
    }
    return false;
  }

  /** What the target offered by itself is agreed to. */
  private static TextKeys echo(TextKeys offered, TextKeys came) {
    TextKeys answers = new TextKeys();
    for (String key : came.names()) {
      boolean isDeclared =
          key.equals("TargetPortalGroupTag")
              || key.equals("TargetAlias")
              || key.equals("MaxRecvDataSegmentLength");
      if (!offered.has(key) && !isDeclared) {
        answers.add(key, came.first(key));
      }
    }
    return answers;
  }

  /** Keys of a session, drawn: digests, lengths, what may come unasked. */
  static TextKeys draw(FuzzConnection connection, Random random) {
    int segment = 512 << random.nextInt(8);
    connection.judge().declare(segment);
    boolean header = random.nextInt(3) == 0;
    boolean data = random.nextInt(3) == 0;
    return new TextKeys()
        .add("HeaderDigest", header ? "CRC32C,None" : "None")
        .add("DataDigest", data ? "CRC32C" : "None,CRC32C")
        .add("MaxRecvDataSegmentLength", Integer.toString(segment))
        .add("MaxBurstLength", Integer.toString(512 << random.nextInt(9)))
        .add("FirstBurstLength", "512")
        .add("InitialR2T", random.nextBoolean() ? "Yes" : "No")
        .add("ImmediateData", random.nextBoolean() ? "Yes" : "No")
        .add("MaxOutstandingR2T", Integer.toString(1 + random.nextInt(4)))
        .add("DefaultTime2Wait", "0")
        .add("DefaultTime2Retain", "1");
  }

  /** The answer to a challenge by MD5 (RFC 1994 4.1), made of a Login Response's keys. */
  static TextKeys chapAnswer(@Nullable FuzzPdu challenge) {
    TextKeys came = challenge == null ? new TextKeys() : TextKeys.parse(challenge.data());
    byte[] identifier = {(byte) number(came.first("CHAP_I"))};
    byte[] bytes = bytes(came.first("CHAP_C"));
    try {
      MessageDigest digest = MessageDigest.getInstance("MD5");
      digest.update(identifier);
      digest.update(FuzzWorld.CHAP_SECRET.getBytes(StandardCharsets.US_ASCII));
      String answer = "0x" + java.util.HexFormat.of().formatHex(digest.digest(bytes));
      return new TextKeys().add("CHAP_N", FuzzWorld.CHAP_NAME).add("CHAP_R", answer);
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("every Java has MD5", impossible);
    }
  }

  private static int number(String text) {
    try {
      return Integer.decode(text);
    } catch (NumberFormatException none) {
      return 0;
    }
  }

  private static byte[] bytes(String text) {
    boolean isHex = text.matches("0[xX]([0-9a-fA-F]{2})+");
    if (isHex) {
      return java.util.HexFormat.of().parseHex(text.substring(2));
    }
    boolean isBase64 = text.matches("0[bB][0-9a-zA-Z+/]+={0,2}");
    return isBase64 ? java.util.Base64.getDecoder().decode(text.substring(2)) : new byte[0];
  }
}
