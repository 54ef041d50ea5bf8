// SPDX-License-Identifier: Apache-2.0
package org.quintain.iscsi.negotiation;

import org.jspecify.annotations.Nullable;

/**
 * What T, C, CSG and NSG of a Login Request or Response say to a login that stands in a stage (RFC
 * 7143 6.3, 11.12.3, 11.13.3): one table for both ends, over every value of the four.
 */
public enum LoginTransition {
  /** C: the text goes on in the next PDU. */
  PART_OF_TEXT(""),
  /** Neither T nor C: the stage goes on. */
  STAY(""),
  /** From security to operational negotiation. */
  TO_OPERATIONAL(""),
  /** Into full feature phase. */
  TO_FULL_FEATURE(""),
  /** CSG is 2 or 3. */
  NO_STAGE("the current stage is none of a login"),
  /** CSG is not the stage that was agreed on. */
  OTHER_STAGE("the current stage is not the one agreed on"),
  /** T and C. */
  TRANSIT_WITHIN_TEXT("T and C exclude each other"),
  /** T, and NSG is 2, or no later stage than CSG. */
  NO_NEXT_STAGE("the next stage does not follow the current one");

  /** By CSG, then by NSG: what T without C says. */
  private static final LoginTransition[][] TRANSIT = {
    {NO_NEXT_STAGE, TO_OPERATIONAL, NO_NEXT_STAGE, TO_FULL_FEATURE},
    {NO_NEXT_STAGE, NO_NEXT_STAGE, NO_NEXT_STAGE, TO_FULL_FEATURE},
    {NO_STAGE, NO_STAGE, NO_STAGE, NO_STAGE},
    {NO_STAGE, NO_STAGE, NO_STAGE, NO_STAGE},
  };

  /** By CSG, then by C: what it says without T; NSG is reserved then. */
  private static final LoginTransition[][] NO_TRANSIT = {
    {STAY, PART_OF_TEXT}, {STAY, PART_OF_TEXT}, {NO_STAGE, NO_STAGE}, {NO_STAGE, NO_STAGE},
  };

  private final String violation;

  LoginTransition(String violation) {
    this.violation = violation;
  }

  /** What is wrong, in one clause; empty when nothing is. */
  public String violation() {
    return violation;
  }

  /** Whether it ends the stage. */
  public boolean isTransit() {
    return this == TO_OPERATIONAL || this == TO_FULL_FEATURE;
  }

  /** The stage after it, for a login that stands in {@code stage}. */
  public LoginStage from(LoginStage stage) {
    return switch (this) {
      case TO_OPERATIONAL -> LoginStage.LOGIN_OPERATIONAL_NEGOTIATION;
      case TO_FULL_FEATURE -> LoginStage.FULL_FEATURE_PHASE;
      case PART_OF_TEXT, STAY, NO_STAGE, OTHER_STAGE, TRANSIT_WITHIN_TEXT, NO_NEXT_STAGE -> stage;
    };
  }

  /**
   * What the flags say.
   *
   * @param agreed the stage that the login is in, or null before its first request
   * @param currentStage CSG, 0 to 3
   * @param nextStage NSG, 0 to 3
   */
  public static LoginTransition of(
      @Nullable LoginStage agreed,
      boolean transit,
      boolean goesOn,
      int currentStage,
      int nextStage) {
    LoginTransition said =
        transit ? TRANSIT[currentStage][nextStage] : NO_TRANSIT[currentStage][goesOn ? 1 : 0];
    if (said == NO_STAGE) {
      return said;
    }
    if (agreed != null && agreed.code() != currentStage) {
      return OTHER_STAGE;
    }
    return transit && goesOn ? TRANSIT_WITHIN_TEXT : said;
  }
}
