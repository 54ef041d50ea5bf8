// SPDX-License-Identifier: Apache-2.0
package org.quintain.sim.iscsi;

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
  private boolean[] covered = new boolean[64 << 10];

  PduFollower(Agreement agreement) {
    this.agreement = agreement;
  }

  /** Bytes leave their sender. */
  void onSegment(byte[] bytes, int offset, int length) {
    if (covered.length < length) {
      covered = new boolean[length];
    }
    for (int index = 0; index < length; index++) {
      covered[index] = step(bytes[offset + index]);
    }
  }

  /** Whether a digest covers byte {@code index} of the last segment. */
  boolean isCovered(int index) {
    return covered[index];
  }

  /** Offset within its PDU of where the next byte goes, 0 between PDUs. */
  int positionInPdu() {
    return at;
  }

  private boolean step(byte next) {
    boolean digestCovers;
    if (at < BHS_BYTES) {
      if (at == 0) {
        digestsHere = agreement.fullFeature;
      }
      header[at] = next;
      digestCovers = digestsHere && agreement.headerDigest;
      at++;
      if (at == BHS_BYTES) {
        measure();
      }
    } else {
      boolean inHeader = at < headerEnd;
      digestCovers = digestsHere && (inHeader ? agreement.headerDigest : agreement.dataDigest);
      if (!inHeader && at < dataEnd && isLoginResponse()) {
        text.append((char) (next & 0xFF));
      }
      at++;
    }
    if (at >= BHS_BYTES && at == pduEnd) {
      onPdu();
      at = 0;
    }
    return digestCovers;
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
