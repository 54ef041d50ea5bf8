// SPDX-License-Identifier: Apache-2.0
package org.quintain.ib.wire;

/**
 * The codes of a packet's operation (IBA table 38) that Quintain speaks or answers: those of the
 * reliable connection, and of the unreliable datagram that management uses.
 */
public final class PacketOpcode {
  /** SEND First. */
  public static final int SEND_FIRST = 0x00;

  /** SEND Middle. */
  public static final int SEND_MIDDLE = 0x01;

  /** SEND Last. */
  public static final int SEND_LAST = 0x02;

  /** SEND Last with Immediate. */
  public static final int SEND_LAST_WITH_IMMEDIATE = 0x03;

  /** SEND Only. */
  public static final int SEND_ONLY = 0x04;

  /** SEND Only with Immediate. */
  public static final int SEND_ONLY_WITH_IMMEDIATE = 0x05;

  /** RDMA WRITE First. */
  public static final int WRITE_FIRST = 0x06;

  /** RDMA WRITE Middle. */
  public static final int WRITE_MIDDLE = 0x07;

  /** RDMA WRITE Last. */
  public static final int WRITE_LAST = 0x08;

  /** RDMA WRITE Last with Immediate. */
  public static final int WRITE_LAST_WITH_IMMEDIATE = 0x09;

  /** RDMA WRITE Only. */
  public static final int WRITE_ONLY = 0x0A;

  /** RDMA WRITE Only with Immediate. */
  public static final int WRITE_ONLY_WITH_IMMEDIATE = 0x0B;

  /** RDMA READ Request. */
  public static final int READ_REQUEST = 0x0C;

  /** RDMA READ response First. */
  public static final int READ_RESPONSE_FIRST = 0x0D;

  /** RDMA READ response Middle. */
  public static final int READ_RESPONSE_MIDDLE = 0x0E;

  /** RDMA READ response Last. */
  public static final int READ_RESPONSE_LAST = 0x0F;

  /** RDMA READ response Only. */
  public static final int READ_RESPONSE_ONLY = 0x10;

  /** Acknowledge. */
  public static final int ACKNOWLEDGE = 0x11;

  /** ATOMIC Acknowledge. */
  public static final int ATOMIC_ACKNOWLEDGE = 0x12;

  /** CmpSwap. */
  public static final int COMPARE_AND_SWAP = 0x13;

  /** FetchAdd. */
  public static final int FETCH_AND_ADD = 0x14;

  /** SEND Last with Invalidate. */
  public static final int SEND_LAST_WITH_INVALIDATE = 0x16;

  /** SEND Only with Invalidate. */
  public static final int SEND_ONLY_WITH_INVALIDATE = 0x17;

  /** Unreliable datagram: SEND only. */
  public static final int DATAGRAM_SEND_ONLY = 0x64;

  /** Unreliable datagram: SEND only with Immediate. */
  public static final int DATAGRAM_SEND_ONLY_WITH_IMMEDIATE = 0x65;

  /** What stands in {@link #headerBytes} for a code that is none of these. */
  public static final int UNKNOWN = -1;

  private static final int FIRST = 1;
  private static final int LAST = 2;
  private static final int ONLY = FIRST | LAST;
  private static final int REQUEST = 4;
  private static final int RESPONSE = 8;
  private static final int PAYLOAD = 16;
  private static final int DATAGRAM = 32;

  private static final int RETH = RdmaHeader.LENGTH_BYTES;
  private static final int AETH = AcknowledgeHeader.LENGTH_BYTES;
  private static final int WORD = ExtendedWord.LENGTH_BYTES;
  private static final int DETH = DatagramHeader.LENGTH_BYTES;
  private static final int ATOMIC_BYTES = 28;
  private static final int ATOMIC_ANSWER_BYTES = 8;

  private static final int[] FLAGS = new int[256];
  private static final int[] EXTENDED_BYTES = new int[256];

  static {
    row(SEND_FIRST, 0, REQUEST | PAYLOAD | FIRST);
    row(SEND_MIDDLE, 0, REQUEST | PAYLOAD);
    row(SEND_LAST, 0, REQUEST | PAYLOAD | LAST);
    row(SEND_LAST_WITH_IMMEDIATE, WORD, REQUEST | PAYLOAD | LAST);
    row(SEND_ONLY, 0, REQUEST | PAYLOAD | ONLY);
    row(SEND_ONLY_WITH_IMMEDIATE, WORD, REQUEST | PAYLOAD | ONLY);
    row(WRITE_FIRST, RETH, REQUEST | PAYLOAD | FIRST);
    row(WRITE_MIDDLE, 0, REQUEST | PAYLOAD);
    row(WRITE_LAST, 0, REQUEST | PAYLOAD | LAST);
    row(WRITE_LAST_WITH_IMMEDIATE, WORD, REQUEST | PAYLOAD | LAST);
    row(WRITE_ONLY, RETH, REQUEST | PAYLOAD | ONLY);
    row(WRITE_ONLY_WITH_IMMEDIATE, RETH + WORD, REQUEST | PAYLOAD | ONLY);
    row(READ_REQUEST, RETH, REQUEST | ONLY);
    row(READ_RESPONSE_FIRST, AETH, RESPONSE | PAYLOAD | FIRST);
    row(READ_RESPONSE_MIDDLE, 0, RESPONSE | PAYLOAD);
    row(READ_RESPONSE_LAST, AETH, RESPONSE | PAYLOAD | LAST);
    row(READ_RESPONSE_ONLY, AETH, RESPONSE | PAYLOAD | ONLY);
    row(ACKNOWLEDGE, AETH, RESPONSE | ONLY);
    row(ATOMIC_ACKNOWLEDGE, AETH + ATOMIC_ANSWER_BYTES, RESPONSE | ONLY);
    row(COMPARE_AND_SWAP, ATOMIC_BYTES, REQUEST | ONLY);
    row(FETCH_AND_ADD, ATOMIC_BYTES, REQUEST | ONLY);
    row(SEND_LAST_WITH_INVALIDATE, WORD, REQUEST | PAYLOAD | LAST);
    row(SEND_ONLY_WITH_INVALIDATE, WORD, REQUEST | PAYLOAD | ONLY);
    row(DATAGRAM_SEND_ONLY, DETH, DATAGRAM | PAYLOAD | ONLY);
    row(DATAGRAM_SEND_ONLY_WITH_IMMEDIATE, DETH + WORD, DATAGRAM | PAYLOAD | ONLY);
  }

  private PacketOpcode() {}

  private static void row(int opcode, int extendedBytes, int flags) {
    FLAGS[opcode] = flags;
    EXTENDED_BYTES[opcode] = extendedBytes;
  }

  /**
   * How long BTH and the extended headers behind it are together, or {@link #UNKNOWN}.
   *
   * @param opcode 0 to 255
   */
  public static int headerBytes(int opcode) {
    return FLAGS[opcode] == 0 ? UNKNOWN : BaseTransportHeader.LENGTH_BYTES + EXTENDED_BYTES[opcode];
  }

  /** Whether a requester of a reliable connection sends it. */
  public static boolean isRequest(int opcode) {
    return (FLAGS[opcode] & REQUEST) != 0;
  }

  /** Whether a responder of a reliable connection sends it. */
  public static boolean isResponse(int opcode) {
    return (FLAGS[opcode] & RESPONSE) != 0;
  }

  /** Whether it is a packet of an unreliable datagram. */
  public static boolean isDatagram(int opcode) {
    return (FLAGS[opcode] & DATAGRAM) != 0;
  }

  /** Whether a payload may stand behind the headers. */
  public static boolean hasPayload(int opcode) {
    return (FLAGS[opcode] & PAYLOAD) != 0;
  }

  /** Whether its message begins with it. */
  public static boolean isFirst(int opcode) {
    return (FLAGS[opcode] & FIRST) != 0;
  }

  /** Whether its message ends with it. */
  public static boolean isLast(int opcode) {
    return (FLAGS[opcode] & LAST) != 0;
  }
}
