// SPDX-License-Identifier: Apache-2.0
package org.quintain.conformance.iscsi.fuzz;

import org.quintain.conformance.iscsi.TextKeys;
import org.quintain.conformance.scsi.Bytes;

/**
 * Judges what a target sends by one connection: that it is whole and well-formed, that it may be
 * sent in this phase, that its numbers go on as they must, and that it answers something that was
 * asked (RFC 7143 4.2.2, 11).
 */
final class AnswerJudge {
  /** What a login segment may be long, and any other where nothing was declared. */
  static final int SEGMENT_DEFAULT = 8192;

  private static final long ASSUMED_BURST_MAX = 262_144;
  private static final int REJECT_REASON_MAX = 0x0C;

  private final FuzzSession session;
  private final TextKeys keys = new TextKeys();
  private boolean isFullFeature;
  private boolean isOver;
  private boolean headerDigest;
  private boolean dataDigest;
  private int segmentMax = SEGMENT_DEFAULT;
  private int declaredSegmentMax = SEGMENT_DEFAULT;
  private long burstMax = ASSUMED_BURST_MAX;
  private boolean hasStatSn;
  private int nextStatSn;
  private boolean hasWindow;
  private int expCmdSn;
  private int maxCmdSn;

  AnswerJudge(FuzzSession session) {
    this.session = session;
  }

  boolean isFullFeature() {
    return isFullFeature;
  }

  /** Whether the target said that nothing follows. */
  boolean isOver() {
    return isOver;
  }

  boolean hasHeaderDigest() {
    return headerDigest;
  }

  boolean hasDataDigest() {
    return dataDigest;
  }

  /** The StatSN that is expected next. */
  long nextStatSn() {
    return nextStatSn & 0xFFFF_FFFFL;
  }

  /** The last ExpCmdSN. */
  long expCmdSn() {
    return expCmdSn & 0xFFFF_FFFFL;
  }

  /** The last MaxCmdSN. */
  long maxCmdSn() {
    return maxCmdSn & 0xFFFF_FFFFL;
  }

  /** All keys that the target sent in the login. */
  TextKeys keys() {
    return keys;
  }

  /** The login declares this MaxRecvDataSegmentLength. */
  void declare(int lengthBytes) {
    declaredSegmentMax = lengthBytes;
  }

  /** It does not hold any more: a text that declared another one may have been understood. */
  void onTextMutated() {
    declaredSegmentMax = Integer.MAX_VALUE;
    segmentMax = isFullFeature ? Integer.MAX_VALUE : segmentMax;
    burstMax = Long.MAX_VALUE;
  }

  private static void that(boolean holds, String sentence, FuzzPdu pdu) {
    if (!holds) {
      throw new FuzzFailure(sentence + " Came " + pdu + ".");
    }
  }

  void checkLengths(byte[] header, int dataLength) {
    if (header[4] != 0) {
      throw new FuzzFailure("No PDU of a target has additional headers: " + Bytes.hex(header));
    }
    if (dataLength > segmentMax) {
      throw new FuzzFailure(
          "A data segment is longer than the " + segmentMax + " declared: " + Bytes.hex(header));
    }
  }

  void checkDigest(String which, byte[] bytes, int from, int length) {
    long came = Bytes.u32(bytes, from + length);
    if ((int) came != FuzzPdu.crc(bytes, from, length)) {
      throw new FuzzFailure("The target sent a wrong " + which + " digest (RFC 7143 12.1).");
    }
  }

  void judge(FuzzPdu pdu) {
    FuzzKind kind = FuzzKind.of(pdu.opcode());
    that(kind.isOfTarget(), "A target sends no such opcode.", pdu);
    that((pdu.u8(0) & 0xC0) == 0, "The first two bits of an answer are reserved.", pdu);
    that(!isOver, "Nothing follows the end of login or logout.", pdu);
    boolean isLogin = kind == FuzzKind.LOGIN_RESPONSE;
    that(
        isFullFeature ? !isLogin : isLogin || kind == FuzzKind.REJECT,
        "The phase has no such answer.",
        pdu);
    if (isLogin) {
      judgeLogin(pdu);
    } else {
      judgeNumbers(kind, pdu);
      judgeContent(kind, pdu);
    }
    judgeTag(kind, pdu);
  }

  private void judgeLogin(FuzzPdu pdu) {
    int status = pdu.u8(36);
    that(status <= 3, "Status-Class is 0 to 3 (RFC 7143 11.13.5).", pdu);
    boolean transit = (pdu.u8(1) & 0x80) != 0;
    boolean goesOn = (pdu.u8(1) & 0x40) != 0;
    that(!(transit && goesOn), "T and C exclude each other (RFC 7143 11.13.2).", pdu);
    byte[] data = pdu.data();
    that(
        goesOn || data.length == 0 || data[data.length - 1] == 0,
        "Each pair of a text ends with NUL (RFC 7143 6.1).",
        pdu);
    keys.addAll(TextKeys.parse(data));
    if (status != 0) {
      isOver = true;
      return;
    }
    judgeStatSn(pdu, true);
    judgeWindow(pdu);
    if (transit && (pdu.u8(1) & 0x03) == 3) {
      isFullFeature = true;
      that(pdu.u16(14) != 0, "A session has a TSIH (RFC 7143 11.13.3).", pdu);
      headerDigest = keys.first("HeaderDigest").equals("CRC32C");
      dataDigest = keys.first("DataDigest").equals("CRC32C");
      segmentMax = declaredSegmentMax;
    }
  }

  private void judgeNumbers(FuzzKind kind, FuzzPdu pdu) {
    judgeWindow(pdu);
    switch (kind) {
      case DATA_IN -> {
        if ((pdu.u8(1) & 0x01) != 0) {
          judgeStatSn(pdu, true);
        }
      }
      case R2T -> judgeStatSn(pdu, false);
      case NOP_IN -> judgeStatSn(pdu, pdu.tag() != FuzzPdu.NO_TAG);
      default -> judgeStatSn(pdu, true);
    }
  }

  /** RFC 7143 4.2.2.2: one on with each status; at error recovery level 1, older ones come anew. */
  private void judgeStatSn(FuzzPdu pdu, boolean counts) {
    int came = (int) pdu.u32(24);
    boolean isRepeated = hasStatSn && came - nextStatSn < 0 && session.errorRecoveryLevel() > 0;
    that(
        !hasStatSn || came == nextStatSn || isRepeated,
        "StatSN is " + nextStatSn() + " here (RFC 7143 4.2.2.2).",
        pdu);
    hasStatSn = true;
    if (!isRepeated) {
      nextStatSn = counts ? came + 1 : came;
    }
  }

  /** RFC 7143 4.2.2.1: on one connection neither ExpCmdSN nor MaxCmdSN goes back. */
  private void judgeWindow(FuzzPdu pdu) {
    int exp = (int) pdu.u32(28);
    int max = (int) pdu.u32(32);
    that(max - exp >= -1, "MaxCmdSN is ExpCmdSN - 1 at least (RFC 7143 4.2.2.1).", pdu);
    that(
        !hasWindow || (exp - expCmdSn >= 0 && max - maxCmdSn >= 0),
        "The command window goes back (RFC 7143 4.2.2.1).",
        pdu);
    hasWindow = true;
    expCmdSn = exp;
    maxCmdSn = max;
  }

  private void judgeContent(FuzzKind kind, FuzzPdu pdu) {
    if (kind != FuzzKind.DATA_IN && kind != FuzzKind.TEXT_RESPONSE) {
      that((pdu.u8(1) & 0x80) != 0, "Bit 7 of byte 1 is 1 in this PDU.", pdu);
    }
    switch (kind) {
      case REJECT -> judgeReject(pdu);
      case SCSI_RESPONSE ->
          that(
              pdu.u8(2) <= 1 && isStatus(pdu.u8(3)),
              "A SCSI Response has a response and a status of RFC 7143 11.4.",
              pdu);
      case DATA_IN ->
          that(
              !session.isFramed()
                  || pdu.u32(40) + pdu.data().length <= session.expectedLength(pdu.tag()),
              "Data-In beyond the expected length (RFC 7143 11.7.5).",
              pdu);
      case R2T -> {
        that(pdu.u32(44) > 0, "An R2T asks for something (RFC 7143 11.8.4).", pdu);
        that(pdu.u32(44) <= burstMax, "An R2T beyond MaxBurstLength (RFC 7143 11.8.4).", pdu);
        that(pdu.u32(20) != FuzzPdu.NO_TAG, "An R2T has a tag (RFC 7143 11.8.5).", pdu);
        that(
            !session.isFramed() || pdu.u32(40) + pdu.u32(44) <= session.expectedLength(pdu.tag()),
            "An R2T beyond the expected length (RFC 7143 11.8.4).",
            pdu);
      }
      case TASK_MANAGEMENT_RESPONSE ->
          that(
              pdu.u8(2) <= 7 || pdu.u8(2) == 255,
              "A task management response of RFC 7143 11.6.1, RFC 7144.",
              pdu);
      case LOGOUT_RESPONSE -> that(pdu.u8(2) <= 3, "A response of RFC 7143 11.15.1.", pdu);
      case ASYNC -> that(pdu.u8(36) <= 5 || pdu.u8(36) >= 248, "An event of RFC 7143 11.9.1.", pdu);
      default -> {}
    }
  }

  private static boolean isStatus(int status) {
    return switch (status) {
      case 0x00, 0x02, 0x04, 0x08, 0x18, 0x28, 0x30, 0x40 -> true;
      default -> false;
    };
  }

  private void judgeReject(FuzzPdu pdu) {
    int reason = pdu.u8(2);
    that(reason >= 2 && reason <= REJECT_REASON_MAX, "A reason is of RFC 7143 11.17.1.", pdu);
    that(pdu.tag() == FuzzPdu.NO_TAG, "A Reject names no task (RFC 7143 11.17).", pdu);
    that(
        pdu.data().length >= FuzzPdu.HEADER_BYTES,
        "A Reject shows the header that it rejects (RFC 7143 11.17.3).",
        pdu);
    that(
        !session.isFramed() || session.hasSentHeader(pdu.data()),
        "A Reject shows a header that was sent, not "
            + Bytes.hex(pdu.data(), 0, FuzzPdu.HEADER_BYTES)
            + " (RFC 7143 11.17.3).",
        pdu);
  }

  private void judgeTag(FuzzKind kind, FuzzPdu pdu) {
    if (kind == FuzzKind.REJECT || kind == FuzzKind.ASYNC || !session.isFramed()) {
      return;
    }
    boolean isPing = kind == FuzzKind.NOP_IN && pdu.tag() == FuzzPdu.NO_TAG;
    that(isPing || session.hasSentTag(pdu.tag()), "Nothing was asked under this tag.", pdu);
  }
}
