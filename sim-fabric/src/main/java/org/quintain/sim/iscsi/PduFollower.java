// SPDX-License-Identifier: Apache-2.0
package org.quintain.sim.iscsi;

import java.util.Arrays;

/**
 * Follows the PDUs of one direction of an iSCSI connection by their lengths alone (RFC 7143 11.2),
 * to know of each byte whether a digest covers it. Written apart from the endpoints, so that it
 * does not share their mistakes.
 *
 * <pre>
 * | BHS 48 | AHS 4·n | header digest 0/4 | data segment | pad | data digest 0/4 |
 *  ←── header digest covers ──────────→   ←── data digest covers ────────────→
 * </pre>
 */
final class PduFollower {
  private static final int BHS_BYTES = 48;

  /** The edges that are known before a header is: that behind the PDU before, and its own. */
  private static final int[] BHS_EDGES = {0, BHS_BYTES};

  private static final int LOGIN_RESPONSE = 0x23;
  private static final int TRANSIT = 0x80;
  private static final int FULL_FEATURE = 3;

  /** What both directions of a connection share: the digests, once the login is through. */
  static final class Agreement {
    private boolean headerDigest;
    private boolean dataDigest;
    private boolean offeredHeader;
    private boolean offeredData;
    private boolean fullFeature;

    boolean isFullFeature() {
      return fullFeature;
    }
  }

  private final Agreement agreement;
  private final byte[] header = new byte[BHS_BYTES];
  private final StringBuilder text = new StringBuilder();
  private int at;
  private int headerEnd;
  private int dataEnd;
  private int pduEnd;
  private boolean digestsHere;

  // The last segment as runs of bytes that a digest covers or does not.
  private int[] runEnd = new int[64];
  private boolean[] runCovered = new boolean[64];
  private int runs;

  PduFollower(Agreement agreement) {
    this.agreement = agreement;
  }

  /** Bytes leave their sender. */
  void onSegment(byte[] bytes, int offset, int length) {
    runs = 0;
    int index = 0;
    while (index < length) {
      int count = step(bytes, offset + index, length - index);
      index += count;
      runEnd[runs - 1] = index;
    }
  }

  /** Whether a digest covers byte {@code index} of the last segment. */
  boolean isCovered(int index) {
    int run = 0;
    while (runEnd[run] <= index) {
      run++;
    }
    return runCovered[run];
  }

  /**
   * How many bytes there are until the next cut, which is {@code beyond} bytes behind an edge of a
   * PDU's parts, as far as these are known.
   */
  int untilCut(int beyond) {
    int nearest = Integer.MAX_VALUE;
    int[] edges = at < BHS_BYTES ? BHS_EDGES : new int[] {BHS_BYTES, headerEnd, dataEnd, pduEnd};
    for (int edge : edges) {
      int until = edge + beyond - at;
      if (until > 0 && until < nearest) {
        nearest = until;
      }
    }
    // What is behind the PDU or the header is not known yet: no cut is left out there.
    int known = at < BHS_BYTES ? BHS_BYTES : pduEnd;
    return Math.min(nearest, Math.max(1, known - at));
  }

  private void addRun(boolean covered) {
    if (runs == runEnd.length) {
      runEnd = Arrays.copyOf(runEnd, 2 * runs);
      runCovered = Arrays.copyOf(runCovered, 2 * runs);
    }
    runCovered[runs++] = covered;
  }

  /** Takes bytes of one region of one PDU; answers how many. */
  private int step(byte[] bytes, int offset, int most) {
    int count;
    if (at < BHS_BYTES) {
      if (at == 0) {
        digestsHere = agreement.fullFeature;
      }
      count = Math.min(BHS_BYTES - at, most);
      System.arraycopy(bytes, offset, header, at, count);
      addRun(digestsHere && agreement.headerDigest);
      at += count;
      if (at == BHS_BYTES) {
        measure();
      }
    } else {
      boolean inHeader = at < headerEnd;
      count = Math.min((inHeader ? headerEnd : pduEnd) - at, most);
      addRun(digestsHere && (inHeader ? agreement.headerDigest : agreement.dataDigest));
      if (!inHeader && isLoginResponse()) {
        keepText(bytes, offset, Math.min(count, dataEnd - at));
      }
      at += count;
    }
    if (at >= BHS_BYTES && at == pduEnd) {
      onPdu();
      at = 0;
    }
    return count;
  }

  private void keepText(byte[] bytes, int offset, int length) {
    for (int index = 0; index < length; index++) {
      text.append((char) (bytes[offset + index] & 0xFF));
    }
  }

  private void measure() {
    int ahs = (header[4] & 0xFF) * 4;
    int data = (header[5] & 0xFF) << 16 | (header[6] & 0xFF) << 8 | (header[7] & 0xFF);
    boolean withHeaderDigest = digestsHere && agreement.headerDigest;
    boolean withDataDigest = digestsHere && agreement.dataDigest && data > 0;
    headerEnd = BHS_BYTES + ahs + (withHeaderDigest ? 4 : 0);
    dataEnd = headerEnd + data;
    pduEnd = headerEnd + (data + 3) / 4 * 4 + (withDataDigest ? 4 : 0);
  }

  private boolean isLoginResponse() {
    return !digestsHere && (header[0] & 0x3F) == LOGIN_RESPONSE;
  }

  private void onPdu() {
    if (!isLoginResponse()) {
      return;
    }
    for (String pair : text.toString().split("\0")) {
      agreement.offeredHeader |= pair.equals("HeaderDigest=CRC32C");
      agreement.offeredData |= pair.equals("DataDigest=CRC32C");
    }
    text.setLength(0);
    boolean succeeded = header[36] == 0;
    if (succeeded && (header[1] & TRANSIT) != 0 && (header[1] & 3) == FULL_FEATURE) {
      agreement.headerDigest = agreement.offeredHeader;
      agreement.dataDigest = agreement.offeredData;
      agreement.fullFeature = true;
    }
  }
}
