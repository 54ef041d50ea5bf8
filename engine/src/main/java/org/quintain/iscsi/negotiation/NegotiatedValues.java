// SPDX-License-Identifier: Apache-2.0
package org.quintain.iscsi.negotiation;

import org.jspecify.annotations.Nullable;

/** The values that a negotiation has come to so far: results, and what each side declared. */
final class NegotiatedValues {
  private final @Nullable String[] result = new @Nullable String[IscsiKey.values().length];
  private final @Nullable String[] declaredByPeer = new @Nullable String[IscsiKey.values().length];
  private final @Nullable String[] declaredByUs = new @Nullable String[IscsiKey.values().length];

  void result(IscsiKey key, String value) {
    result[key.ordinal()] = value;
  }

  /** The value in force for a negotiated key. */
  String result(IscsiKey key) {
    String value = result[key.ordinal()];
    return value == null ? key.defaultValue() : value;
  }

  void peerDeclared(IscsiKey key, String value) {
    declaredByPeer[key.ordinal()] = value;
  }

  /** Takes a declaration back, to what was declared before, or to nothing. */
  void restorePeerDeclared(IscsiKey key, @Nullable String value) {
    declaredByPeer[key.ordinal()] = value;
  }

  @Nullable String peerDeclared(IscsiKey key) {
    return declaredByPeer[key.ordinal()];
  }

  void weDeclared(IscsiKey key, String value) {
    declaredByUs[key.ordinal()] = value;
  }

  @Nullable String weDeclared(IscsiKey key) {
    return declaredByUs[key.ordinal()];
  }

  /** The kind of session that the initiator, whichever end that is, declared. */
  SessionType sessionType() {
    String discovery = SessionType.DISCOVERY.value();
    return discovery.equals(peerDeclared(IscsiKey.SESSION_TYPE))
            || discovery.equals(weDeclared(IscsiKey.SESSION_TYPE))
        ? SessionType.DISCOVERY
        : SessionType.NORMAL;
  }

  boolean isYes(IscsiKey key) {
    return result(key).equals(TextValues.YES);
  }

  long number(IscsiKey key) {
    return TextValues.number(result(key));
  }

  /** Whether {@code key} means nothing, by the values in force. */
  boolean isIrrelevant(IscsiKey key) {
    boolean discovery = sessionType() == SessionType.DISCOVERY;
    return switch (key.irrelevance()) {
      case NEVER -> false;
      case IN_DISCOVERY -> discovery;
      case WITHOUT_UNSOLICITED_DATA ->
          discovery || (isYes(IscsiKey.INITIAL_R2T) && !isYes(IscsiKey.IMMEDIATE_DATA));
    };
  }

  SessionParameters sessionParameters() {
    int maxBurst = (int) number(IscsiKey.MAX_BURST_LENGTH);
    return new SessionParameters(
        sessionType(),
        (int) number(IscsiKey.MAX_CONNECTIONS),
        isYes(IscsiKey.INITIAL_R2T),
        isYes(IscsiKey.IMMEDIATE_DATA),
        maxBurst,
        Math.min(maxBurst, (int) number(IscsiKey.FIRST_BURST_LENGTH)),
        (int) number(IscsiKey.DEFAULT_TIME2WAIT),
        (int) number(IscsiKey.DEFAULT_TIME2RETAIN),
        (int) number(IscsiKey.MAX_OUTSTANDING_R2T),
        isYes(IscsiKey.DATA_PDU_IN_ORDER),
        isYes(IscsiKey.DATA_SEQUENCE_IN_ORDER),
        (int) number(IscsiKey.ERROR_RECOVERY_LEVEL),
        result(IscsiKey.TASK_REPORTING),
        (int) number(IscsiKey.ISCSI_PROTOCOL_LEVEL));
  }

  ConnectionParameters connectionParameters() {
    return new ConnectionParameters(
        DigestAlgorithm.ofValue(result(IscsiKey.HEADER_DIGEST)),
        DigestAlgorithm.ofValue(result(IscsiKey.DATA_DIGEST)),
        segmentMax(weDeclared(IscsiKey.MAX_RECV_DATA_SEGMENT_LENGTH)),
        segmentMax(peerDeclared(IscsiKey.MAX_RECV_DATA_SEGMENT_LENGTH)));
  }

  private static int segmentMax(@Nullable String declared) {
    String value =
        declared == null ? IscsiKey.MAX_RECV_DATA_SEGMENT_LENGTH.defaultValue() : declared;
    return (int) TextValues.number(value);
  }
}
