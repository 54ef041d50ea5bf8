// SPDX-License-Identifier: Apache-2.0
package org.quintain.conformance.iscsi.fuzz;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;

/** Does one {@link TextMutation} to the text of a PDU. */
final class TextMutator {
  private static final int SEGMENT_MAX = 8192;
  private static final String[] KEYS = {
    "AuthMethod",
    "HeaderDigest",
    "DataDigest",
    "MaxConnections",
    "SendTargets",
    "TargetName",
    "InitiatorName",
    "TargetAlias",
    "InitiatorAlias",
    "TargetAddress",
    "TargetPortalGroupTag",
    "InitialR2T",
    "ImmediateData",
    "MaxRecvDataSegmentLength",
    "MaxBurstLength",
    "FirstBurstLength",
    "DefaultTime2Wait",
    "DefaultTime2Retain",
    "MaxOutstandingR2T",
    "DataPDUInOrder",
    "DataSequenceInOrder",
    "ErrorRecoveryLevel",
    "SessionType",
    "CHAP_A",
    "CHAP_I",
    "CHAP_C",
    "CHAP_N",
    "CHAP_R",
    "TaskReporting",
    "iSCSIProtocolLevel",
    "OFMarker",
    "IFMarkInt"
  };
  private static final String[] NUMBERS = {
    "-1",
    "0",
    "00",
    "1",
    "511",
    "512",
    "513",
    "16777215",
    "16777216",
    "65535",
    "65536",
    "4294967296",
    "18446744073709551616",
    "0x",
    "0xg",
    "0x200",
    "0X200",
    "0b",
    "0bAAAA",
    "1.5",
    "+5",
    " 5",
    "5 ",
    "1~2",
    "2~1",
    "1e3",
    "99999999999999999999999999999999999999"
  };
  private static final String[] WORDS = {
    "Reject",
    "Irrelevant",
    "NotUnderstood",
    "Yes",
    "No",
    "None",
    "CRC32C",
    "CHAP",
    "Normal",
    "Discovery",
    "yes",
    "YES",
    "all",
    "All"
  };

  private final FuzzScene scene;
  private final Random random;

  TextMutator(FuzzScene scene) {
    this.scene = scene;
    this.random = scene.random();
  }

  void change(FuzzPdu pdu) {
    TextMutation[] all = TextMutation.values();
    TextMutation mutation = all[random.nextInt(all.length)];
    scene.onTextMutated(mutation);
    byte[] text = pdu.data();
    if (text.length == 0) {
      text = scene.session().identity(false).encode();
    }
    byte[] changed = change(text, mutation);
    pdu.data(changed.length > SEGMENT_MAX ? Arrays.copyOf(changed, SEGMENT_MAX) : changed);
    if (mutation == TextMutation.CONTINUED_FOR_EVER || mutation == TextMutation.CONTINUED) {
      boolean carriesText =
          pdu.opcode() == FuzzKind.TEXT.opcode() || pdu.opcode() == FuzzKind.LOGIN.opcode();
      if (carriesText) {
        pdu.flags((pdu.u8(1) & ~0x83) | 0x40);
      }
    }
  }

  private byte[] change(byte[] text, TextMutation mutation) {
    return switch (mutation) {
      case NO_NUL_AT_END -> Arrays.copyOf(text, Math.max(0, text.length - 1));
      case NO_EQUALS_SIGN -> replaced(text, '=', random.nextBoolean() ? ' ' : 0);
      case EMPTY_KEY -> with(text, "=" + word());
      case EMPTY_VALUE -> with(text, key() + "=");
      case KEY_TOO_LONG -> with(text, "K".repeat(63 + random.nextInt(200)) + "=1");
      case VALUE_TOO_LONG ->
          with(
              text,
              key() + "=" + "v".repeat(255 + random.nextInt(random.nextBoolean() ? 9000 : 3)));
      case DUPLICATE -> joined(text, text);
      case UNKNOWN_KEYS -> with(text, repeated("Unknown", "=1"));
      case X_KEYS -> with(text, repeated("X-com.example.k", "=" + word()));
      case BINARY_VALUES -> with(text, key() + "=" + binary());
      case NO_UTF8 -> noise(text, 0x80, 0xFF);
      case FULL_LIST -> with(text, key() + "=" + (word() + ",").repeat(random.nextInt(2500)));
      case NUMBERS -> with(text, key() + "=" + NUMBERS[random.nextInt(NUMBERS.length)]);
      case SEPARATORS -> with(text, key() + "=" + ",,=~=,".repeat(1 + random.nextInt(9)));
      case RESERVED_WORDS -> with(text, key() + "=" + word());
      case ONLY_NULS -> new byte[random.nextInt(SEGMENT_MAX)];
      case OTHER_CASE ->
          new String(text, StandardCharsets.ISO_8859_1)
              .toUpperCase(java.util.Locale.ROOT)
              .getBytes(StandardCharsets.ISO_8859_1);
      case BYTE_NOISE -> noise(text, 0, 0xFF);
      case CONTINUED_FOR_EVER -> joined(text, new byte[0]);
      case CONTINUED -> Arrays.copyOf(text, random.nextInt(text.length + 1));
    };
  }

  private String key() {
    return KEYS[random.nextInt(KEYS.length)];
  }

  private String word() {
    return WORDS[random.nextInt(WORDS.length)];
  }

  private String binary() {
    byte[] bytes = new byte[random.nextInt(1100)];
    random.nextBytes(bytes);
    return switch (random.nextInt(4)) {
      case 0 -> "0x" + java.util.HexFormat.of().formatHex(bytes);
      case 1 -> "0b" + java.util.Base64.getEncoder().encodeToString(bytes);
      case 2 -> "0x" + java.util.HexFormat.of().formatHex(bytes) + "f";
      default -> "0b====" + random.nextInt();
    };
  }

  private String repeated(String key, String value) {
    StringBuilder all = new StringBuilder();
    for (int index = 1 + random.nextInt(300); index > 0; index--) {
      all.append(key).append(index).append(value).append('\0');
    }
    return all.toString();
  }

  private static byte[] with(byte[] text, String pair) {
    return joined(text, (pair + "\0").getBytes(StandardCharsets.ISO_8859_1));
  }

  private static byte[] joined(byte[] one, byte[] other) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    all.writeBytes(one);
    all.writeBytes(other);
    return all.toByteArray();
  }

  private static byte[] replaced(byte[] text, int from, int into) {
    byte[] changed = text.clone();
    for (int at = 0; at < changed.length; at++) {
      changed[at] = changed[at] == from ? (byte) into : changed[at];
    }
    return changed;
  }

  private byte[] noise(byte[] text, int from, int to) {
    byte[] changed = text.clone();
    for (int count = 1 + random.nextInt(12); count > 0 && changed.length > 0; count--) {
      changed[random.nextInt(changed.length)] = (byte) (from + random.nextInt(to - from + 1));
    }
    return changed;
  }
}
