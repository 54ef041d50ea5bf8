// SPDX-License-Identifier: Apache-2.0
package org.quintain.fc.wire;

import java.nio.ByteBuffer;

/**
 * PRLI, PRLO and their LS_ACC (FC-LS-4 4.3.17, 4.3.18): a head and service parameter pages.
 *
 * <pre>
 *     0           1             2        3
 *  0 | command | page length 10h | payload length |
 *  4 | TYPE    | extension       | flags, response code |
 *  8 | originator process associator, obsolete |
 * 12 | responder process associator, obsolete |
 * 16 | service parameters |   further pages behind it
 * </pre>
 */
public final class ProcessLoginPayload {
  /** How long the head is. */
  public static final int HEAD_BYTES = 4;

  /** How long a page is. */
  public static final int PAGE_BYTES = 16;

  /** Flag: an image pair is asked for, or was established. */
  public static final int ESTABLISH_IMAGE_PAIR = 0x2000;

  /** Response code: done. */
  public static final int EXECUTED = 1;

  /** Response code: no resources. */
  public static final int NO_RESOURCES = 2;

  /** Response code: not ready yet. */
  public static final int NOT_INITIALISED = 3;

  /** Response code: there is no such image. */
  public static final int NO_IMAGE = 4;

  /** Response code: done, but not with all parameters asked for. */
  public static final int CONDITIONALLY_EXECUTED = 6;

  /** Response code: several pages in one request are not taken. */
  public static final int MULTIPLE_PAGES = 7;

  /** Response code: the service parameters are not valid, or there is no such FC-4. */
  public static final int PARAMETERS_INVALID = 8;

  private ProcessLoginPayload() {}

  /** Writes a head for {@code pages} pages; how long the payload is. */
  public static int writeHead(ByteBuffer bytes, int at, int command, int pages) {
    int length = HEAD_BYTES + pages * PAGE_BYTES;
    bytes.putInt(at, command << 24 | PAGE_BYTES << 16 | length);
    return length;
  }

  /** Writes page {@code page}. */
  public static void writePage(
      ByteBuffer bytes, int at, int page, int type, int flags, int parameters) {
    int to = pageAt(at, page);
    bytes.putInt(to, type << 24 | flags);
    bytes.putLong(to + 4, 0);
    bytes.putInt(to + 12, parameters);
  }

  /** Writes page {@code page} of an answer. */
  public static void writeAnswer(
      ByteBuffer bytes, int at, int page, int type, int responseCode, int parameters) {
    boolean done = responseCode == EXECUTED || responseCode == CONDITIONALLY_EXECUTED;
    int flags = responseCode << 8 | (done ? ESTABLISH_IMAGE_PAIR : 0);
    writePage(bytes, at, page, type, flags, parameters);
  }

  /** Whether head and lengths fit {@code lengthBytes} bytes of payload, with at least one page. */
  public static boolean isSound(ByteBuffer bytes, int at, int lengthBytes) {
    if (lengthBytes < HEAD_BYTES + PAGE_BYTES || (bytes.get(at + 1) & 0xFF) != PAGE_BYTES) {
      return false;
    }
    int length = bytes.getShort(at + 2) & 0xFFFF;
    return length <= lengthBytes
        && length >= HEAD_BYTES + PAGE_BYTES
        && (length - HEAD_BYTES) % PAGE_BYTES == 0;
  }

  /** How many pages there are. */
  public static int pages(ByteBuffer bytes, int at) {
    return ((bytes.getShort(at + 2) & 0xFFFF) - HEAD_BYTES) / PAGE_BYTES;
  }

  private static int pageAt(int at, int page) {
    return at + HEAD_BYTES + page * PAGE_BYTES;
  }

  /** TYPE of page {@code page}. */
  public static int type(ByteBuffer bytes, int at, int page) {
    return bytes.get(pageAt(at, page)) & 0xFF;
  }

  /** The flags of page {@code page}, the response code among them. */
  public static int flags(ByteBuffer bytes, int at, int page) {
    return bytes.getShort(pageAt(at, page) + 2) & 0xFFFF;
  }

  /** The response code of page {@code page}. */
  public static int responseCode(ByteBuffer bytes, int at, int page) {
    return flags(bytes, at, page) >>> 8 & 0xF;
  }

  /** The service parameters of page {@code page}. */
  public static int parameters(ByteBuffer bytes, int at, int page) {
    return bytes.getInt(pageAt(at, page) + 12);
  }
}
