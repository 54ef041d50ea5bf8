// SPDX-License-Identifier: Apache-2.0
package org.quintain.conformance.iscsi.fuzz;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.quintain.conformance.iscsi.TextKeys;

/** What the connections of one session share: its identity, its numbers, and all that was sent. */
final class FuzzSession {
  private final String initiatorName;
  private final String targetName;
  private final long isid;
  private final Map<Long, Long> expectedLengths = new HashMap<>();
  private final Set<Long> tags = new HashSet<>();
  private final Set<String> headers = new HashSet<>();
  private boolean isFramed = true;
  private int tsih;
  private long cmdSn = 1;
  private long nextTag;
  private int errorRecoveryLevel;

  FuzzSession(String initiatorName, String targetName, long isid) {
    this.initiatorName = initiatorName;
    this.targetName = targetName;
    this.isid = isid;
    this.nextTag = 0x1000 + (isid & 0xFF) * 0x1_0001L;
  }

  long isid() {
    return isid;
  }

  int tsih() {
    return tsih;
  }

  void tsih(int handle) {
    tsih = handle;
  }

  long cmdSn() {
    return cmdSn;
  }

  /** Goes on with {@code number}, which the target says is next. */
  void cmdSn(long number) {
    cmdSn = number;
  }

  /** The number of a command that is not immediate. */
  long takeCmdSn() {
    long taken = cmdSn;
    cmdSn = (cmdSn + 1) & 0xFFFF_FFFFL;
    return taken;
  }

  long newTag() {
    return nextTag++;
  }

  int errorRecoveryLevel() {
    return errorRecoveryLevel;
  }

  void errorRecoveryLevel(int level) {
    errorRecoveryLevel = level;
  }

  /** Whether the target could tell where each PDU that was sent begins. */
  boolean isFramed() {
    return isFramed;
  }

  void onFramingLost() {
    isFramed = false;
  }

  /** The keys that a login begins with (RFC 7143 6.3). */
  TextKeys identity(boolean discovery) {
    TextKeys keys = new TextKeys().add("InitiatorName", initiatorName);
    keys.add("SessionType", discovery ? "Discovery" : "Normal");
    return discovery ? keys : keys.add("TargetName", targetName);
  }

  void onSent(FuzzPdu pdu) {
    tags.add(pdu.tag());
    headers.add(text(pdu.header(), pdu.header().length));
    if (pdu.opcode() == FuzzKind.SCSI_COMMAND.opcode()) {
      expectedLengths.merge(pdu.tag(), pdu.u32(20), Math::max);
    }
  }

  boolean hasSentTag(long tag) {
    return tags.contains(tag);
  }

  boolean hasSentHeader(byte[] bytes) {
    return headers.contains(text(bytes, FuzzPdu.HEADER_BYTES));
  }

  /** The longest transfer that was ever expected under {@code tag}. */
  long expectedLength(long tag) {
    return expectedLengths.getOrDefault(tag, 0L);
  }

  private static String text(byte[] bytes, int length) {
    return new String(bytes, 0, Math.min(length, bytes.length), StandardCharsets.ISO_8859_1);
  }
}
