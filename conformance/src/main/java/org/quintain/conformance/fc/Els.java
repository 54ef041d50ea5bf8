// SPDX-License-Identifier: Apache-2.0
package org.quintain.conformance.fc;

import java.nio.ByteBuffer;
import org.quintain.conformance.scsi.Bytes;

/** Payloads of extended link services (FC-LS-4 clause 4) and of SRR (FCP-4 8.2) as bytes. */
public final class Els {
  public static final int LS_RJT = 0x01;
  public static final int LS_ACC = 0x02;
  public static final int PLOGI = 0x03;
  public static final int FLOGI = 0x04;
  public static final int LOGO = 0x05;
  public static final int RLS = 0x0F;
  public static final int RTV = 0x0E;
  public static final int ECHO = 0x10;
  public static final int RRQ = 0x12;
  public static final int REC = 0x13;
  public static final int SRR = 0x14;
  public static final int PRLI = 0x20;
  public static final int PRLO = 0x21;
  public static final int TPRLO = 0x24;
  public static final int PDISC = 0x50;
  public static final int FDISC = 0x51;
  public static final int ADISC = 0x52;
  public static final int RSCN = 0x61;
  public static final int RNID = 0x78;

  /** How long the payload of a login is. */
  public static final int LOGIN_BYTES = 116;

  private static final int PAGE_BYTES = 16;

  private Els() {}

  /** What messages call a command. */
  static String name(int command) {
    return switch (command) {
      case LS_RJT -> "LS_RJT";
      case LS_ACC -> "LS_ACC";
      case PLOGI -> "PLOGI";
      case FLOGI -> "FLOGI";
      case LOGO -> "LOGO";
      case RLS -> "RLS";
      case RTV -> "RTV";
      case ECHO -> "ECHO";
      case RRQ -> "RRQ";
      case REC -> "REC";
      case PRLI -> "PRLI";
      case PRLO -> "PRLO";
      case TPRLO -> "TPRLO";
      case PDISC -> "PDISC";
      case FDISC -> "FDISC";
      case ADISC -> "ADISC";
      case RSCN -> "RSCN";
      case RNID -> "RNID";
      default -> Bytes.h(command);
    };
  }

  /**
   * FLOGI, FDISC, PLOGI or PDISC of a class 3 port (FC-LS-4 6.6).
   *
   * @param payloadMax the longest frame payload that the port says it takes
   */
  public static byte[] login(int command, long portName, long nodeName, int payloadMax) {
    boolean fabric = command == FLOGI || command == FDISC;
    byte[] bytes = new byte[LOGIN_BYTES];
    bytes[0] = (byte) command;
    Bytes.put(bytes, 4, 2, 0x2020);
    Bytes.put(bytes, 6, 2, 16);
    // Continuously increasing relative offset, which a login with a fabric has no use for.
    Bytes.put(bytes, 8, 2, fabric ? 0 : 0x8000);
    Bytes.put(bytes, 10, 2, payloadMax);
    Bytes.put(bytes, 12, 4, fabric ? 0 : 0x00FF_001F);
    Bytes.put(bytes, 16, 4, fabric ? 0 : 2000);
    Bytes.put(bytes, 20, 8, portName);
    Bytes.put(bytes, 28, 8, nodeName);
    Bytes.put(bytes, 68, 2, 0x8800);
    Bytes.put(bytes, 74, 2, fabric ? 0 : payloadMax);
    Bytes.put(bytes, 76, 2, fabric ? 0 : 255);
    Bytes.put(bytes, 80, 2, fabric ? 0 : 1);
    return bytes;
  }

  /** LOGO (FC-LS-4 4.3). */
  public static byte[] logout(int portId, long portName) {
    return ByteBuffer.allocate(16).putInt(LOGO << 24).putInt(portId).putLong(portName).array();
  }

  /** A page of PRLI, PRLO or TPRLO: TYPE, flags with the response code, the last word. */
  public record Page(int type, int flags, int parameters) {}

  /** PRLI, PRLO or TPRLO with {@code pages}. */
  public static byte[] process(int command, Page... pages) {
    int length = 4 + pages.length * PAGE_BYTES;
    ByteBuffer bytes = ByteBuffer.allocate(length);
    bytes.putInt(command << 24 | PAGE_BYTES << 16 | length);
    for (Page page : pages) {
      bytes.putInt(page.type << 24 | page.flags).putLong(0).putInt(page.parameters);
    }
    return bytes.array();
  }

  /** ADISC of a port without hard address. */
  public static byte[] addressDiscovery(long portName, long nodeName, int portId) {
    return ByteBuffer.allocate(28)
        .putInt(ADISC << 24)
        .putInt(0)
        .putLong(portName)
        .putLong(nodeName)
        .putInt(portId)
        .array();
  }

  /** REC or RRQ: the originator's address and both identifiers. */
  public static byte[] ofExchange(int command, int originator, int oxId, int rxId) {
    return ByteBuffer.allocate(12)
        .putInt(command << 24)
        .putInt(originator)
        .putInt(oxId << 16 | rxId)
        .array();
  }

  /** SRR: the information unit of {@code routing}, from {@code offset} on, once more. */
  public static byte[] retransmission(int oxId, int rxId, long offset, int routing) {
    return ByteBuffer.allocate(16)
        .putInt(SRR << 24)
        .putInt(oxId << 16 | rxId)
        .putInt((int) offset)
        .putInt(routing << 24)
        .array();
  }

  /** RSCN with one page for each of {@code pages}: format in the high byte, address below. */
  public static byte[] stateChange(int... pages) {
    int length = 4 + 4 * pages.length;
    ByteBuffer bytes = ByteBuffer.allocate(length).putInt(RSCN << 24 | 4 << 16 | length);
    for (int page : pages) {
      bytes.putInt(page);
    }
    return bytes.array();
  }

  /** A request that is a word, or begins with one. */
  public static byte[] plain(int command, int length) {
    byte[] bytes = new byte[length];
    bytes[0] = (byte) command;
    return bytes;
  }
}
