// SPDX-License-Identifier: Apache-2.0
package org.quintain.fc.wire;

import java.nio.ByteBuffer;

/**
 * RSCN and SCR (FC-LS-4 4.3.31, 4.3.32). RSCN: command, page length 4, payload length, pages of a
 * byte with qualifier and format and a 24-bit address. SCR: command, registration function.
 */
public final class StateChangePayload {
  /** How long SCR is. */
  public static final int REGISTRATION_BYTES = 8;

  /** SCR: tell of what the fabric detected. */
  public static final int REGISTER_FABRIC = 1;

  /** SCR: tell of what N_Ports detected. */
  public static final int REGISTER_PORT = 2;

  /** SCR: tell of both. */
  public static final int REGISTER_FULL = 3;

  /** RSCN: one port is affected. */
  public static final int PORT = 0;

  /** RSCN: all ports of an area. */
  public static final int AREA = 1;

  /** RSCN: all ports of a domain. */
  public static final int DOMAIN = 2;

  /** RSCN: all ports. */
  public static final int FABRIC = 3;

  private static final int PAGE_BYTES = 4;

  private StateChangePayload() {}

  /** Writes SCR. */
  public static void writeRegistration(ByteBuffer bytes, int at, int function) {
    bytes.putInt(at, ElsCommand.SCR << 24);
    bytes.putInt(at + 4, function);
  }

  /** The registration function of SCR. */
  public static int function(ByteBuffer bytes, int at) {
    return bytes.get(at + 7) & 0xFF;
  }

  /** How long RSCN with {@code pages} pages is. */
  public static int lengthBytes(int pages) {
    return 4 + pages * PAGE_BYTES;
  }

  /** Writes the head of RSCN. */
  public static void writeHead(ByteBuffer bytes, int at, int pages) {
    bytes.putInt(at, ElsCommand.RSCN << 24 | PAGE_BYTES << 16 | lengthBytes(pages));
  }

  /** Writes page {@code page} of RSCN. */
  public static void writePage(ByteBuffer bytes, int at, int page, int format, int portId) {
    bytes.putInt(at + 4 + page * PAGE_BYTES, format << 24 | (portId & 0xFFFFFF));
  }

  /** Whether the head of RSCN fits {@code lengthBytes} bytes of payload. */
  public static boolean isSound(ByteBuffer bytes, int at, int lengthBytes) {
    if (lengthBytes < lengthBytes(1) || (bytes.get(at + 1) & 0xFF) != PAGE_BYTES) {
      return false;
    }
    int length = bytes.getShort(at + 2) & 0xFFFF;
    return length >= lengthBytes(1) && length <= lengthBytes && length % PAGE_BYTES == 0;
  }

  /** How many pages RSCN has. */
  public static int pages(ByteBuffer bytes, int at) {
    return ((bytes.getShort(at + 2) & 0xFFFF) - 4) / PAGE_BYTES;
  }

  /** The address format of page {@code page}. */
  public static int format(ByteBuffer bytes, int at, int page) {
    return bytes.get(at + 4 + page * PAGE_BYTES) & 3;
  }

  /** The address of page {@code page}; what the format leaves out is not meant. */
  public static int portId(ByteBuffer bytes, int at, int page) {
    return bytes.getInt(at + 4 + page * PAGE_BYTES) & 0xFFFFFF;
  }

  /** Whether {@code portId} is one that a page of this format and address means. */
  public static boolean covers(int format, int affected, int portId) {
    return switch (format) {
      case PORT -> portId == affected;
      case AREA -> (portId ^ affected) >>> 8 == 0;
      case DOMAIN -> (portId ^ affected) >>> 16 == 0;
      default -> true;
    };
  }
}
