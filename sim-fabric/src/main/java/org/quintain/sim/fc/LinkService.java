// SPDX-License-Identifier: Apache-2.0
package org.quintain.sim.fc;

import java.nio.ByteBuffer;

/**
 * The fabric's own reading and writing of extended link services (FC-LS-5 clause 4), apart from the
 * codecs that ports use, so that a mistake of either is seen by the other.
 */
final class LinkService {
  static final int LS_RJT = 0x01;
  static final int LS_ACC = 0x02;
  static final int PLOGI = 0x03;
  static final int FLOGI = 0x04;
  static final int LOGO = 0x05;
  static final int RTV = 0x0E;
  static final int ECHO = 0x10;
  static final int FDISC = 0x51;
  static final int ADISC = 0x52;
  static final int RSCN = 0x61;
  static final int SCR = 0x62;

  /** LS_RJT reason codes and explanations (FC-LS-5 tables 13 and 14). */
  static final int LOGICAL_ERROR = 0x03;

  static final int UNABLE = 0x09;
  static final int NOT_SUPPORTED = 0x0B;
  static final int NO_EXPLANATION = 0x00;
  static final int LOGIN_REQUIRED = 0x1E;
  static final int INSUFFICIENT_RESOURCES = 0x29;

  /** How long FLOGI, FDISC, PLOGI and their LS_ACC are. */
  static final int LOGIN_BYTES = 116;

  /** What a fabric tells of its time-outs (FC-FS-6 20.2.1). */
  static final int R_A_TOV_MS = 10_000;

  static final int E_D_TOV_MS = 2_000;

  private static final int COMMON_FEATURES = 8;
  private static final int PORT_NAME = 20;
  private static final int NODE_NAME = 28;
  private static final int CLASS_3 = 68;
  private static final int CLASS_VALID = 0x8000;
  private static final int VERSION = 0x2020;
  private static final int PAYLOAD_MAX = 2112;

  private LinkService() {}

  static byte[] reject(int reason, int explanation) {
    return new byte[] {LS_RJT, 0, 0, 0, 0, (byte) reason, (byte) explanation, 0};
  }

  static byte[] accept() {
    return new byte[] {LS_ACC, 0, 0, 0};
  }

  static long portName(ByteBuffer login, int at) {
    return login.getLong(at + PORT_NAME);
  }

  static long nodeName(ByteBuffer login, int at) {
    return login.getLong(at + NODE_NAME);
  }

  /** The longest frame payload that the port of {@code login} takes. */
  static int payloadMax(ByteBuffer login, int at) {
    return login.getShort(at + 10) & 0xFFF;
  }

  /**
   * LS_ACC of FLOGI and FDISC (FC-LS-5 4.3.7): the F_Port's parameters, which say that this is a
   * fabric, that it gives virtual ports addresses, and its time-outs.
   */
  static byte[] acceptFabricLogin(
      long fabricPortName, long fabricName, int credit, int recoveryExponent) {
    ByteBuffer payload = ByteBuffer.allocate(LOGIN_BYTES);
    payload.put(0, (byte) LS_ACC);
    payload.putShort(4, (short) VERSION).putShort(6, (short) credit);
    // F_Port (bit 28 of the word), N_Port_ID virtualisation (bit 29).
    payload.putShort(COMMON_FEATURES, (short) 0x3000);
    payload.putShort(10, (short) (recoveryExponent << 12 | PAYLOAD_MAX));
    payload.putInt(12, R_A_TOV_MS).putInt(16, E_D_TOV_MS);
    payload.putLong(PORT_NAME, fabricPortName).putLong(NODE_NAME, fabricName);
    // Class 3 in order (FC-LS-5 6.6.5): sequential delivery is granted.
    payload.putShort(CLASS_3, (short) (CLASS_VALID | 0x0800));
    return payload.array();
  }

  /** LS_ACC of PLOGI with a server of the fabric. */
  static byte[] acceptPortLogin(long portName, long nodeName) {
    ByteBuffer payload = ByteBuffer.allocate(LOGIN_BYTES);
    payload.put(0, (byte) LS_ACC);
    payload.putShort(4, (short) VERSION);
    // Continuously increasing relative offset.
    payload.putShort(COMMON_FEATURES, (short) 0x8000).putShort(10, (short) PAYLOAD_MAX);
    payload.putShort(12, (short) 255).putShort(14, (short) 0x1F).putInt(16, E_D_TOV_MS);
    payload.putLong(PORT_NAME, portName).putLong(NODE_NAME, nodeName);
    payload.putShort(CLASS_3, (short) CLASS_VALID);
    payload.putShort(CLASS_3 + 6, (short) PAYLOAD_MAX).putShort(CLASS_3 + 8, (short) 255);
    payload.putShort(CLASS_3 + 12, (short) 1);
    return payload.array();
  }

  static byte[] acceptReadTimeouts() {
    return ByteBuffer.allocate(16)
        .putInt(LS_ACC << 24)
        .putInt(R_A_TOV_MS)
        .putInt(E_D_TOV_MS)
        .putInt(0)
        .array();
  }

  static byte[] logout(int portId, long portName) {
    return ByteBuffer.allocate(16).putInt(LOGO << 24).putInt(portId).putLong(portName).array();
  }

  /** RSCN (FC-LS-5 4.3.31) with one page for each of {@code pages}: format and address. */
  static byte[] stateChanges(Iterable<Integer> pages, int count) {
    int length = 4 + 4 * count;
    ByteBuffer payload = ByteBuffer.allocate(length);
    payload.put((byte) RSCN).put((byte) 4).putShort((short) length);
    for (int page : pages) {
      payload.putInt(page);
    }
    return payload.array();
  }
}
