// SPDX-License-Identifier: Apache-2.0
package org.quintain.iscsi.initiator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.quintain.iscsi.initiator.ScriptedTarget.options;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.quintain.iscsi.authentication.ChapTarget;
import org.quintain.iscsi.authentication.ChapUser;
import org.quintain.iscsi.authentication.InitiatorAuthentication;
import org.quintain.iscsi.authentication.TargetAuthentication;
import org.quintain.iscsi.negotiation.IscsiKey;
import org.quintain.iscsi.negotiation.TextKeyList;
import org.quintain.iscsi.wire.IscsiOpcode;
import org.quintain.iscsi.wire.LoginRequestPdu;

/** The initiator's login with CHAP against targets that play fair and foul (RFC 7143 12.1.3). */
final class ChapLoginTest {
  private static final int STAY = LoginRequestPdu.flags(false, false, 0, 0);
  private static final int TO_OPERATIONAL = LoginRequestPdu.flags(true, false, 0, 1);
  private static final ChapUser JOE = ChapUser.of("joe", "12charsecret");
  private static final ChapUser DISK = ChapUser.of("disk", "another secret");

  private final Random random = new Random(9);
  private final InitiatorAuthentication mutual =
      InitiatorAuthentication.mutual(JOE, DISK, random::nextBytes);
  private final TextKeyList chap = new TextKeyList().add(IscsiKey.AUTH_METHOD, "CHAP");
  private final TextKeyList challenge =
      new TextKeyList().add("CHAP_A", "5").add("CHAP_I", "9").add("CHAP_C", "0x010203");

  private static ScriptedTarget connected(InitiatorAuthentication user) {
    ScriptedTarget target = new ScriptedTarget(options().withAuthentication(user));
    target.connect();
    return target;
  }

  private static TextKeyList keys(TestPdu request) {
    TextKeyList keys = new TextKeyList();
    for (String pair : request.text().split(",")) {
      int equals = pair.indexOf('=');
      if (equals > 0 && pair.startsWith("CHAP_") && !pair.startsWith("CHAP_A")) {
        keys.add(pair.substring(0, equals), pair.substring(equals + 1));
      }
    }
    return keys;
  }

  @Test
  void asksForTheNextStageOnlyWithItsProof() {
    ScriptedTarget target = connected(InitiatorAuthentication.oneWay(JOE));
    assertThat(target.next(IscsiOpcode.LOGIN_REQUEST).text()).contains("AuthMethod=CHAP,None,");
    target.send(target.login(STAY, chap, 0));
    TestPdu offer = target.next(IscsiOpcode.LOGIN_REQUEST);
    assertThat(offer.text()).isEqualTo("CHAP_A=8,7,6,5,");
    assertThat(offer.flags()).isEqualTo(STAY);
    target.send(target.login(STAY, challenge, 0));
    TestPdu proof = target.next(IscsiOpcode.LOGIN_REQUEST);
    assertThat(proof.flags()).isEqualTo(TO_OPERATIONAL);
    assertThat(proof.text()).startsWith("CHAP_N=joe,CHAP_R=0x").doesNotContain("CHAP_C");
    target.send(target.login(TO_OPERATIONAL, new TextKeyList(), 0));
    assertThat(target.next(IscsiOpcode.LOGIN_REQUEST).text()).contains("MaxBurstLength");
  }

  @Test
  void goesOnWithoutChapWhereTheTargetDoesNotAskForIt() {
    ScriptedTarget target = connected(InitiatorAuthentication.oneWay(JOE));
    target.next(IscsiOpcode.LOGIN_REQUEST);
    target.send(
        target.login(TO_OPERATIONAL, new TextKeyList().add(IscsiKey.AUTH_METHOD, "None"), 0));
    assertThat(target.next(IscsiOpcode.LOGIN_REQUEST).text()).contains("MaxBurstLength");
  }

  @Test
  void takesATargetThatProvesItself() {
    ScriptedTarget target = connected(mutual);
    assertThat(target.next(IscsiOpcode.LOGIN_REQUEST).text()).contains("AuthMethod=CHAP,");
    target.send(target.login(STAY, chap, 0));
    ChapTarget half =
        new ChapTarget(new TargetAuthentication(List.of(JOE), DISK), random::nextBytes);
    target.next(IscsiOpcode.LOGIN_REQUEST);
    TextKeyList asked = new TextKeyList();
    assertThat(half.onKeys(new TextKeyList().add("CHAP_A", "7"), asked)).isEmpty();
    target.send(target.login(STAY, asked, 0));
    TextKeyList proof = new TextKeyList();
    assertThat(half.onKeys(keys(target.next(IscsiOpcode.LOGIN_REQUEST)), proof)).isEmpty();
    target.send(target.login(TO_OPERATIONAL, proof, 0));
    assertThat(target.next(IscsiOpcode.LOGIN_REQUEST).text()).contains("MaxBurstLength");
  }

  @Test
  void refusesATargetThatLeavesTheStageWithoutProof() {
    ScriptedTarget early = connected(mutual);
    early.next(IscsiOpcode.LOGIN_REQUEST);
    early.send(early.login(TO_OPERATIONAL, chap, 0));
    assertThat(early.events.toString()).contains("in the middle of CHAP");
    ScriptedTarget none = connected(mutual);
    none.next(IscsiOpcode.LOGIN_REQUEST);
    none.send(none.login(TO_OPERATIONAL, new TextKeyList(), 0));
    assertThat(none.events.toString()).contains("leaves CHAP out");
    ScriptedTarget silent = connected(mutual);
    silent.next(IscsiOpcode.LOGIN_REQUEST);
    silent.send(silent.login(STAY, chap, 0));
    silent.next(IscsiOpcode.LOGIN_REQUEST);
    silent.send(silent.login(STAY, challenge, 0));
    silent.next(IscsiOpcode.LOGIN_REQUEST);
    silent.send(silent.login(TO_OPERATIONAL, new TextKeyList(), 0));
    assertThat(silent.events.toString())
        .contains("does not say who it is")
        .doesNotContain("12char");
  }
}
