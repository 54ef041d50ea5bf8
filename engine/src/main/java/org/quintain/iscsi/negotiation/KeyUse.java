// SPDX-License-Identifier: Apache-2.0
package org.quintain.iscsi.negotiation;

/**
 * When a key may be sent (the letters of RFC 7143 clause 13: IO, LO, FFPO, ALL). "Any stage" keys
 * may also come in the security negotiation stage; the others of clause 13 are operational keys.
 */
public enum KeyUse {
  SECURITY_ONLY,
  INITIALIZE_ONLY,
  INITIALIZE_ONLY_ANY_STAGE,
  LEADING_ONLY,
  LEADING_ONLY_ANY_STAGE,
  FULL_FEATURE_ONLY,
  ALL,
  ALL_ANY_STAGE;

  /** Whether the key may come in {@code stage} of a connection. */
  public boolean allows(LoginStage stage) {
    return switch (this) {
      case SECURITY_ONLY -> stage == LoginStage.SECURITY_NEGOTIATION;
      case INITIALIZE_ONLY, LEADING_ONLY -> stage == LoginStage.LOGIN_OPERATIONAL_NEGOTIATION;
      case INITIALIZE_ONLY_ANY_STAGE, LEADING_ONLY_ANY_STAGE ->
          stage != LoginStage.FULL_FEATURE_PHASE;
      case FULL_FEATURE_ONLY -> stage == LoginStage.FULL_FEATURE_PHASE;
      case ALL -> stage != LoginStage.SECURITY_NEGOTIATION;
      case ALL_ANY_STAGE -> true;
    };
  }

  /** Whether only the leading connection of a session may carry the key. */
  public boolean isLeadingOnly() {
    return this == LEADING_ONLY || this == LEADING_ONLY_ANY_STAGE;
  }
}
