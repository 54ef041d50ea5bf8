// SPDX-License-Identifier: Apache-2.0
package org.quintain.iscsi.negotiation;

import static org.quintain.iscsi.negotiation.IscsiKey.Irrelevance.IN_DISCOVERY;
import static org.quintain.iscsi.negotiation.IscsiKey.Irrelevance.NEVER;
import static org.quintain.iscsi.negotiation.IscsiKey.Irrelevance.WITHOUT_UNSOLICITED_DATA;
import static org.quintain.iscsi.negotiation.IscsiKey.Scope.CONNECTION;
import static org.quintain.iscsi.negotiation.IscsiKey.Scope.SESSION;
import static org.quintain.iscsi.negotiation.IscsiKey.Sender.BOTH;
import static org.quintain.iscsi.negotiation.IscsiKey.Sender.INITIATOR;
import static org.quintain.iscsi.negotiation.IscsiKey.Sender.TARGET;
import static org.quintain.iscsi.negotiation.KeyType.BOOLEAN_AND;
import static org.quintain.iscsi.negotiation.KeyType.BOOLEAN_OR;
import static org.quintain.iscsi.negotiation.KeyType.DECLARED_CHOICE;
import static org.quintain.iscsi.negotiation.KeyType.DECLARED_NAME;
import static org.quintain.iscsi.negotiation.KeyType.DECLARED_NUMBER;
import static org.quintain.iscsi.negotiation.KeyType.DECLARED_TEXT;
import static org.quintain.iscsi.negotiation.KeyType.LIST;
import static org.quintain.iscsi.negotiation.KeyType.NUMBER_MAXIMUM;
import static org.quintain.iscsi.negotiation.KeyType.NUMBER_MINIMUM;
import static org.quintain.iscsi.negotiation.KeyType.OBSOLETE_BOOLEAN;
import static org.quintain.iscsi.negotiation.KeyType.OBSOLETE_RANGE;
import static org.quintain.iscsi.negotiation.KeyType.QUERY;
import static org.quintain.iscsi.negotiation.KeyUse.ALL_ANY_STAGE;
import static org.quintain.iscsi.negotiation.KeyUse.FULL_FEATURE_ONLY;
import static org.quintain.iscsi.negotiation.KeyUse.INITIALIZE_ONLY;
import static org.quintain.iscsi.negotiation.KeyUse.INITIALIZE_ONLY_ANY_STAGE;
import static org.quintain.iscsi.negotiation.KeyUse.LEADING_ONLY;
import static org.quintain.iscsi.negotiation.KeyUse.LEADING_ONLY_ANY_STAGE;
import static org.quintain.iscsi.negotiation.KeyUse.SECURITY_ONLY;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The one table of iSCSI text keys (RFC 7143 clauses 12 and 13), in the RFC's order. Parser,
 * negotiation, tests and documents read it; {@link #values()} gives the rows.
 */
public enum IscsiKey {
  // name, type, default, minimum, maximum, sender, use, scope, irrelevance, clause; the short rows
  // are the keys of authentication methods: name, sender, clause
  AUTH_METHOD("AuthMethod", LIST, "None", BOTH, SECURITY_ONLY, CONNECTION, NEVER, "12"),
  CHAP_A("CHAP_A", BOTH, "12.1.3"),
  CHAP_I("CHAP_I", BOTH, "12.1.3"),
  CHAP_C("CHAP_C", BOTH, "12.1.3"),
  CHAP_N("CHAP_N", BOTH, "12.1.3"),
  CHAP_R("CHAP_R", BOTH, "12.1.3"),
  KRB_AP_REQ("KRB_AP_REQ", INITIATOR, "12.1.1"),
  KRB_AP_REP("KRB_AP_REP", TARGET, "12.1.1"),
  SRP_U("SRP_U", INITIATOR, "12.1.2"),
  SRP_N("SRP_N", TARGET, "12.1.2"),
  SRP_G("SRP_g", TARGET, "12.1.2"),
  SRP_S("SRP_s", TARGET, "12.1.2"),
  SRP_A("SRP_A", INITIATOR, "12.1.2"),
  SRP_B("SRP_B", TARGET, "12.1.2"),
  SRP_M("SRP_M", INITIATOR, "12.1.2"),
  SRP_HM("SRP_HM", TARGET, "12.1.2"),
  SRP_GROUP("SRP_GROUP", BOTH, "12.1.2"),
  TARGET_AUTH("TargetAuth", INITIATOR, "12.1.2"),
  HEADER_DIGEST("HeaderDigest", LIST, "None", BOTH, INITIALIZE_ONLY, CONNECTION, NEVER, "13.1"),
  DATA_DIGEST("DataDigest", LIST, "None", BOTH, INITIALIZE_ONLY, CONNECTION, NEVER, "13.1"),
  MAX_CONNECTIONS(
      "MaxConnections", NUMBER_MINIMUM, 1, 1, 65_535, LEADING_ONLY, SESSION, IN_DISCOVERY, "13.2"),
  SEND_TARGETS("SendTargets", QUERY, "", INITIATOR, FULL_FEATURE_ONLY, SESSION, NEVER, "13.3"),
  TARGET_NAME("TargetName", DECLARED_NAME, "", BOTH, ALL_ANY_STAGE, SESSION, NEVER, "13.4"),
  INITIATOR_NAME(
      "InitiatorName",
      DECLARED_NAME,
      "",
      INITIATOR,
      INITIALIZE_ONLY_ANY_STAGE,
      SESSION,
      NEVER,
      "13.5"),
  TARGET_ALIAS("TargetAlias", DECLARED_TEXT, "", TARGET, ALL_ANY_STAGE, SESSION, NEVER, "13.6"),
  INITIATOR_ALIAS(
      "InitiatorAlias", DECLARED_TEXT, "", INITIATOR, ALL_ANY_STAGE, SESSION, NEVER, "13.7"),
  TARGET_ADDRESS("TargetAddress", DECLARED_TEXT, "", TARGET, ALL_ANY_STAGE, SESSION, NEVER, "13.8"),
  TARGET_PORTAL_GROUP_TAG(
      "TargetPortalGroupTag",
      DECLARED_NUMBER,
      "",
      0,
      65_535,
      TARGET,
      INITIALIZE_ONLY_ANY_STAGE,
      SESSION,
      NEVER,
      "13.9"),
  INITIAL_R2T("InitialR2T", BOOLEAN_OR, "Yes", BOTH, LEADING_ONLY, SESSION, IN_DISCOVERY, "13.10"),
  IMMEDIATE_DATA(
      "ImmediateData", BOOLEAN_AND, "Yes", BOTH, LEADING_ONLY, SESSION, IN_DISCOVERY, "13.11"),
  MAX_RECV_DATA_SEGMENT_LENGTH(
      "MaxRecvDataSegmentLength",
      DECLARED_NUMBER,
      8_192,
      512,
      16_777_215,
      ALL_ANY_STAGE,
      CONNECTION,
      NEVER,
      "13.12"),
  MAX_BURST_LENGTH(
      "MaxBurstLength",
      NUMBER_MINIMUM,
      262_144,
      512,
      16_777_215,
      LEADING_ONLY,
      SESSION,
      IN_DISCOVERY,
      "13.13"),
  FIRST_BURST_LENGTH(
      "FirstBurstLength",
      NUMBER_MINIMUM,
      65_536,
      512,
      16_777_215,
      LEADING_ONLY,
      SESSION,
      WITHOUT_UNSOLICITED_DATA,
      "13.14"),
  DEFAULT_TIME2WAIT(
      "DefaultTime2Wait", NUMBER_MAXIMUM, 2, 0, 3_600, LEADING_ONLY, SESSION, NEVER, "13.15"),
  DEFAULT_TIME2RETAIN(
      "DefaultTime2Retain", NUMBER_MINIMUM, 20, 0, 3_600, LEADING_ONLY, SESSION, NEVER, "13.16"),
  MAX_OUTSTANDING_R2T(
      "MaxOutstandingR2T",
      NUMBER_MINIMUM,
      1,
      1,
      65_535,
      LEADING_ONLY,
      SESSION,
      IN_DISCOVERY,
      "13.17"),
  DATA_PDU_IN_ORDER(
      "DataPDUInOrder", BOOLEAN_OR, "Yes", BOTH, LEADING_ONLY, SESSION, IN_DISCOVERY, "13.18"),
  DATA_SEQUENCE_IN_ORDER(
      "DataSequenceInOrder", BOOLEAN_OR, "Yes", BOTH, LEADING_ONLY, SESSION, IN_DISCOVERY, "13.19"),
  ERROR_RECOVERY_LEVEL(
      "ErrorRecoveryLevel", NUMBER_MINIMUM, 0, 0, 2, LEADING_ONLY, SESSION, NEVER, "13.20"),
  SESSION_TYPE(
      "SessionType",
      DECLARED_CHOICE,
      "Normal",
      INITIATOR,
      LEADING_ONLY_ANY_STAGE,
      SESSION,
      NEVER,
      "13.21"),
  TASK_REPORTING(
      "TaskReporting", LIST, "RFC3720", BOTH, LEADING_ONLY, SESSION, IN_DISCOVERY, "13.23"),
  ISCSI_PROTOCOL_LEVEL(
      "iSCSIProtocolLevel", NUMBER_MINIMUM, 1, 0, 31, LEADING_ONLY, SESSION, IN_DISCOVERY, "13.24"),
  NODE_ARCHITECTURE(
      "X#NodeArchitecture",
      DECLARED_TEXT,
      "",
      BOTH,
      LEADING_ONLY_ANY_STAGE,
      SESSION,
      NEVER,
      "13.26"),
  IF_MARKER("IFMarker", OBSOLETE_BOOLEAN, "No", BOTH, INITIALIZE_ONLY, CONNECTION, NEVER, "13.25"),
  OF_MARKER("OFMarker", OBSOLETE_BOOLEAN, "No", BOTH, INITIALIZE_ONLY, CONNECTION, NEVER, "13.25"),
  IF_MARK_INT("IFMarkInt", OBSOLETE_RANGE, "", BOTH, INITIALIZE_ONLY, CONNECTION, NEVER, "13.25"),
  OF_MARK_INT("OFMarkInt", OBSOLETE_RANGE, "", BOTH, INITIALIZE_ONLY, CONNECTION, NEVER, "13.25");

  /** Who may send a key. */
  public enum Sender {
    INITIATOR,
    TARGET,
    BOTH
  }

  /** What a key's result holds for. */
  public enum Scope {
    SESSION,
    CONNECTION
  }

  /** When a key means nothing; without unsolicited data includes discovery. */
  public enum Irrelevance {
    NEVER,
    IN_DISCOVERY,
    WITHOUT_UNSOLICITED_DATA
  }

  private static final Map<String, IscsiKey> BY_NAME = new LinkedHashMap<>();

  static {
    for (IscsiKey key : values()) {
      BY_NAME.put(key.keyName, key);
    }
  }

  private final String keyName;
  private final KeyType type;
  private final String defaultValue;
  private final long minimum;
  private final long maximum;
  private final Sender sender;
  private final KeyUse use;
  private final Scope scope;
  private final Irrelevance irrelevance;
  private final String clause;

  IscsiKey(String keyName, Sender sender, String clause) {
    this(keyName, KeyType.AUTHENTICATION, "", sender, SECURITY_ONLY, CONNECTION, NEVER, clause);
  }

  IscsiKey(
      String keyName,
      KeyType type,
      String defaultValue,
      long minimum,
      long maximum,
      Sender sender,
      KeyUse use,
      Scope scope,
      Irrelevance irrelevance,
      String clause) {
    this.keyName = keyName;
    this.type = type;
    this.defaultValue = defaultValue;
    this.minimum = minimum;
    this.maximum = maximum;
    this.sender = sender;
    this.use = use;
    this.scope = scope;
    this.irrelevance = irrelevance;
    this.clause = clause;
  }

  IscsiKey(
      String keyName,
      KeyType type,
      String defaultValue,
      Sender sender,
      KeyUse use,
      Scope scope,
      Irrelevance irrelevance,
      String clause) {
    this(keyName, type, defaultValue, 0, 0, sender, use, scope, irrelevance, clause);
  }

  IscsiKey(
      String keyName,
      KeyType type,
      long defaultNumber,
      long minimum,
      long maximum,
      KeyUse use,
      Scope scope,
      Irrelevance irrelevance,
      String clause) {
    this(
        keyName,
        type,
        Long.toString(defaultNumber),
        minimum,
        maximum,
        Sender.BOTH,
        use,
        scope,
        irrelevance,
        clause);
  }

  /** The key of a name, spelled exactly (names are case sensitive), or null. */
  public static @Nullable IscsiKey ofName(String name) {
    return BY_NAME.get(name);
  }

  /** The name on the wire. */
  public String keyName() {
    return keyName;
  }

  /** How its value is read and its result is found. */
  public KeyType type() {
    return type;
  }

  /** The value in force without negotiation; empty where the RFC gives none. */
  public String defaultValue() {
    return defaultValue;
  }

  /** The smallest number allowed; meaningful for number types. */
  public long minimum() {
    return minimum;
  }

  /** The largest number allowed; meaningful for number types. */
  public long maximum() {
    return maximum;
  }

  /** Who may send it. */
  public Sender sender() {
    return sender;
  }

  /** When it may be sent. */
  public KeyUse use() {
    return use;
  }

  /** What its result holds for. */
  public Scope scope() {
    return scope;
  }

  /** When it means nothing. */
  public Irrelevance irrelevance() {
    return irrelevance;
  }

  /** The clause of RFC 7143 that defines it. */
  public String clause() {
    return clause;
  }

  /**
   * Whether it may come more than once in one negotiation (answers to SendTargets, RFC 7143
   * Appendix C).
   */
  public boolean isRepeatable() {
    return this == TARGET_ADDRESS;
  }
}
