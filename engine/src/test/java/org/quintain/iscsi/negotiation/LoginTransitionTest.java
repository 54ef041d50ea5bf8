// SPDX-License-Identifier: Apache-2.0
package org.quintain.iscsi.negotiation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumSet;
import org.junit.jupiter.api.Test;

/** Every stage that a login can stand in with every T, C, CSG and NSG (RFC 7143 6.3, 11.12.3). */
final class LoginTransitionTest {
  private static final LoginStage[] STANDING = {
    null, LoginStage.SECURITY_NEGOTIATION, LoginStage.LOGIN_OPERATIONAL_NEGOTIATION
  };

  @Test
  void saysOfEveryFlagWhatTheStandardSays() {
    EnumSet<LoginTransition> seen = EnumSet.noneOf(LoginTransition.class);
    for (LoginStage standing : STANDING) {
      for (int bits = 0; bits < 64; bits++) {
        boolean transit = (bits & 0x20) != 0;
        boolean goesOn = (bits & 0x10) != 0;
        int current = bits >> 2 & 3;
        int next = bits & 3;
        LoginTransition said = LoginTransition.of(standing, transit, goesOn, current, next);
        seen.add(said);
        assertThat(said)
            .as("%s, T %s, C %s, CSG %d, NSG %d", standing, transit, goesOn, current, next)
            .isEqualTo(expected(standing, transit, goesOn, current, next));
      }
    }
    assertThat(seen).containsExactlyInAnyOrder(LoginTransition.values());
  }

  /** The clauses one after the other, the first that is broken telling. */
  private static LoginTransition expected(
      LoginStage standing, boolean transit, boolean goesOn, int current, int next) {
    if (current > 1) {
      return LoginTransition.NO_STAGE;
    }
    if (standing != null && standing.code() != current) {
      return LoginTransition.OTHER_STAGE;
    }
    if (transit && goesOn) {
      return LoginTransition.TRANSIT_WITHIN_TEXT;
    }
    if (!transit) {
      return goesOn ? LoginTransition.PART_OF_TEXT : LoginTransition.STAY;
    }
    if (next == 3) {
      return LoginTransition.TO_FULL_FEATURE;
    }
    return next == 1 && current == 0
        ? LoginTransition.TO_OPERATIONAL
        : LoginTransition.NO_NEXT_STAGE;
  }

  @Test
  void leadsToTheStageItNames() {
    for (LoginTransition each : LoginTransition.values()) {
      LoginStage after = each.from(LoginStage.SECURITY_NEGOTIATION);
      assertThat(after != LoginStage.SECURITY_NEGOTIATION).isEqualTo(each.isTransit());
      assertThat(each.isTransit() && !each.violation().isEmpty()).isFalse();
    }
    assertThat(LoginTransition.TO_OPERATIONAL.from(LoginStage.SECURITY_NEGOTIATION))
        .isEqualTo(LoginStage.LOGIN_OPERATIONAL_NEGOTIATION);
    assertThat(LoginTransition.TO_FULL_FEATURE.from(LoginStage.LOGIN_OPERATIONAL_NEGOTIATION))
        .isEqualTo(LoginStage.FULL_FEATURE_PHASE);
  }
}
