// SPDX-License-Identifier: Apache-2.0
package org.quintain.iscsi.negotiation;

import java.util.EnumMap;
import java.util.Map;

/**
 * What one end wants of each negotiated key and of its own MaxRecvDataSegmentLength. Immutable. An
 * initiator offers every key that has a preference; an acceptor answers by it, and by the key's
 * default where there is none.
 */
public final class KeyPreferences {
  /** No preference for anything: nothing is offered, defaults answer. */
  public static final KeyPreferences DEFAULTS = new KeyPreferences(new EnumMap<>(IscsiKey.class));

  private final EnumMap<IscsiKey, String> preferred;

  private KeyPreferences(EnumMap<IscsiKey, String> preferred) {
    this.preferred = preferred;
  }

  /** What our initiator offers unless told otherwise. */
  public static KeyPreferences ofInitiator() {
    return DEFAULTS
        .with(IscsiKey.AUTH_METHOD, TextValues.NONE)
        .with(IscsiKey.HEADER_DIGEST, TextValues.NONE)
        .with(IscsiKey.DATA_DIGEST, TextValues.NONE)
        .with(IscsiKey.MAX_CONNECTIONS, "1")
        .with(IscsiKey.INITIAL_R2T, TextValues.NO)
        .with(IscsiKey.IMMEDIATE_DATA, TextValues.YES)
        .with(IscsiKey.MAX_RECV_DATA_SEGMENT_LENGTH, "262144")
        .with(IscsiKey.MAX_BURST_LENGTH, "16776192")
        .with(IscsiKey.FIRST_BURST_LENGTH, "262144")
        .with(IscsiKey.DEFAULT_TIME2WAIT, "2")
        .with(IscsiKey.DEFAULT_TIME2RETAIN, "0")
        .with(IscsiKey.MAX_OUTSTANDING_R2T, "8")
        .with(IscsiKey.DATA_PDU_IN_ORDER, TextValues.YES)
        .with(IscsiKey.DATA_SEQUENCE_IN_ORDER, TextValues.YES)
        .with(IscsiKey.ERROR_RECOVERY_LEVEL, "0")
        .with(IscsiKey.ISCSI_PROTOCOL_LEVEL, "2");
  }

  /** What our target answers by unless told otherwise. */
  public static KeyPreferences ofTarget() {
    return DEFAULTS
        .with(IscsiKey.AUTH_METHOD, TextValues.NONE)
        .with(IscsiKey.HEADER_DIGEST, "None,CRC32C")
        .with(IscsiKey.DATA_DIGEST, "None,CRC32C")
        .with(IscsiKey.MAX_CONNECTIONS, "8")
        .with(IscsiKey.INITIAL_R2T, TextValues.NO)
        .with(IscsiKey.IMMEDIATE_DATA, TextValues.YES)
        .with(IscsiKey.MAX_RECV_DATA_SEGMENT_LENGTH, "262144")
        .with(IscsiKey.MAX_BURST_LENGTH, "1048576")
        .with(IscsiKey.FIRST_BURST_LENGTH, "262144")
        .with(IscsiKey.DEFAULT_TIME2WAIT, "2")
        .with(IscsiKey.DEFAULT_TIME2RETAIN, "20")
        .with(IscsiKey.MAX_OUTSTANDING_R2T, "1")
        .with(IscsiKey.DATA_PDU_IN_ORDER, TextValues.YES)
        .with(IscsiKey.DATA_SEQUENCE_IN_ORDER, TextValues.YES)
        .with(IscsiKey.ERROR_RECOVERY_LEVEL, "2")
        .with(IscsiKey.TASK_REPORTING, "RFC3720,ResponseFence")
        .with(IscsiKey.ISCSI_PROTOCOL_LEVEL, "2");
  }

  /**
   * These preferences, but {@code value} for {@code key}.
   *
   * @throws IllegalArgumentException with one sentence when the key cannot have it
   */
  public KeyPreferences with(IscsiKey key, String value) {
    if (!isAllowed(key, value)) {
      throw new IllegalArgumentException(
          "The iSCSI key " + key.keyName() + " cannot be \"" + value + "\"; " + allowed(key) + ".");
    }
    EnumMap<IscsiKey, String> changed = new EnumMap<>(preferred);
    changed.put(key, value);
    return new KeyPreferences(changed);
  }

  /** These preferences, but none for {@code key}. */
  public KeyPreferences without(IscsiKey key) {
    EnumMap<IscsiKey, String> changed = new EnumMap<>(preferred);
    changed.remove(key);
    return new KeyPreferences(changed);
  }

  /** Whether there is a preference for {@code key}. */
  public boolean has(IscsiKey key) {
    return preferred.containsKey(key);
  }

  /** The preference for {@code key}, or its default. */
  public String value(IscsiKey key) {
    String value = preferred.get(key);
    return value == null ? key.defaultValue() : value;
  }

  /** All preferences in the table's order. */
  public Map<IscsiKey, String> asMap() {
    return new EnumMap<>(preferred);
  }

  private static boolean isAllowed(IscsiKey key, String value) {
    return switch (key.type()) {
      case BOOLEAN_AND, BOOLEAN_OR -> TextValues.isBoolean(value);
      case NUMBER_MINIMUM, NUMBER_MAXIMUM -> KeyRules.isInRange(key, value);
      case DECLARED_NUMBER ->
          key == IscsiKey.MAX_RECV_DATA_SEGMENT_LENGTH && KeyRules.isInRange(key, value);
      case LIST -> KeyRules.isOfferableList(value);
      case DECLARED_TEXT,
          DECLARED_NAME,
          DECLARED_CHOICE,
          QUERY,
          AUTHENTICATION,
          OBSOLETE_BOOLEAN,
          OBSOLETE_RANGE ->
          false;
    };
  }

  private static String allowed(IscsiKey key) {
    return switch (key.type()) {
      case BOOLEAN_AND, BOOLEAN_OR -> "it is Yes or No";
      case NUMBER_MINIMUM, NUMBER_MAXIMUM, DECLARED_NUMBER ->
          "it is a number from " + key.minimum() + " to " + key.maximum();
      case LIST -> "it is a list of values divided by commas";
      case DECLARED_TEXT,
          DECLARED_NAME,
          DECLARED_CHOICE,
          QUERY,
          AUTHENTICATION,
          OBSOLETE_BOOLEAN,
          OBSOLETE_RANGE ->
          "it is not negotiated by preference";
    };
  }
}
