// SPDX-License-Identifier: Apache-2.0
package org.quintain.iscsi.authentication;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.quintain.iscsi.negotiation.IscsiKey;
import org.quintain.iscsi.negotiation.TextKeyList;
import org.quintain.iscsi.negotiation.TextValues;

/**
 * Both halves of CHAP, against each other and against hands that cheat (RFC 7143 12.1.3, 9.2.1).
 */
final class ChapExchangeTest {
  private static final ChapUser JOE = ChapUser.of("joe", "12charsecret");
  private static final ChapUser DISK = ChapUser.of("disk", "other secret of 24 chars");
  private static final TargetAuthentication USERS =
      new TargetAuthentication(List.of(ChapUser.of("ann", "ann's own secret"), JOE), DISK);

  private final Random random = new Random(5);
  private final ChallengeSource source = random::nextBytes;
  private final ChapTarget target = new ChapTarget(USERS, source);

  private static TextKeyList keys(String... pairs) {
    TextKeyList list = new TextKeyList();
    for (String pair : pairs) {
      int equals = pair.indexOf('=');
      list.add(pair.substring(0, equals), pair.substring(equals + 1));
    }
    return list;
  }

  /** Sends CHAP_A and answers what the target challenges with. */
  private TextKeyList challenge(String algorithms) {
    TextKeyList out = new TextKeyList();
    assertThat(target.onKeys(keys("CHAP_A=" + algorithms), out)).isEmpty();
    assertThat(out.size()).isEqualTo(3);
    return out;
  }

  private static byte[] response(TextKeyList challenge, ChapUser user) {
    ChapKeys read = new ChapKeys(challenge);
    ChapAlgorithm algorithm =
        ChapAlgorithm.ofNumber(TextValues.number(read.value(IscsiKey.CHAP_A)));
    assertThat(algorithm).isNotNull();
    byte[] bytes = read.challenge();
    assertThat(bytes).isNotNull();
    return algorithm.response(read.identifier(), user.secret(), bytes);
  }

  private String answer(String... pairs) {
    return target.onKeys(keys(pairs), new TextKeyList());
  }

  @ParameterizedTest
  @EnumSource(ChapAlgorithm.class)
  void bothHalvesAgreeMutuallyWithEachAlgorithm(ChapAlgorithm algorithm) {
    ChapInitiator initiator =
        new ChapInitiator(
            InitiatorAuthentication.mutual(JOE, DISK, source).withAlgorithms(List.of(algorithm)));
    TextKeyList question = new TextKeyList();
    initiator.begin(question);
    TextKeyList challenge = new TextKeyList();
    assertThat(target.onKeys(question, challenge)).isEmpty();
    TextKeyList response = new TextKeyList();
    assertThat(initiator.onKeys(challenge, response)).isEmpty();
    assertThat(initiator.isDone()).isFalse();
    TextKeyList proof = new TextKeyList();
    assertThat(target.onKeys(response, proof)).isEmpty();
    assertThat(target.isDone()).isTrue();
    assertThat(target.userName()).isEqualTo("joe");
    assertThat(initiator.onKeys(proof, new TextKeyList())).isEmpty();
    assertThat(initiator.isDone()).isTrue();
    assertThat(proof.toString() + response + challenge)
        .doesNotContain("12charsecret")
        .doesNotContain("other secret");
  }

  @Test
  void takesTheFirstAlgorithmOfTheListThatItKnows() {
    assertThat(challenge("99,0x7,5").valueOf("CHAP_A")).isEqualTo("7");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "x", "5,", "-5", "05", "4,9", "5 ,6", "MD5"})
  void refusesListsThatHoldNothingKnown(String list) {
    assertThat(answer("CHAP_A=" + list)).isNotEmpty();
    assertThat(answer("CHAP_A=5")).isNotEmpty();
  }

  @Test
  void takesBinaryValuesInBothBasesAndBothCases() {
    for (int form = 0; form < 4; form++) {
      ChapTarget one = new ChapTarget(USERS, source);
      TextKeyList out = new TextKeyList();
      one.onKeys(keys("CHAP_A=5"), out);
      byte[] response = response(out, JOE);
      String hex = TextValues.ofBinary(response).substring(2);
      String text =
          switch (form) {
            case 0 -> "0x" + hex;
            case 1 -> "0X" + hex.toUpperCase(Locale.ROOT);
            case 2 -> "0b" + Base64.getEncoder().encodeToString(response);
            default -> "0B" + Base64.getEncoder().withoutPadding().encodeToString(response);
          };
      assertThat(one.onKeys(keys("CHAP_N=joe", "CHAP_R=" + text), new TextKeyList())).isEmpty();
      assertThat(one.isDone()).isTrue();
    }
  }

  @Test
  void saysTheSameOfAWrongSecretAndOfAnUnknownName() {
    TextKeyList first = challenge("5");
    String wrongSecret =
        answer("CHAP_N=joe", "CHAP_R=" + TextValues.ofBinary(response(first, DISK)));
    ChapTarget second = new ChapTarget(USERS, source);
    TextKeyList out = new TextKeyList();
    second.onKeys(keys("CHAP_A=5"), out);
    String unknown =
        second.onKeys(
            keys("CHAP_N=jim", "CHAP_R=" + TextValues.ofBinary(response(out, JOE))),
            new TextKeyList());
    assertThat(unknown).isEqualTo(wrongSecret).isNotEmpty().doesNotContain("jim");
    assertThat(second.isDone()).isFalse();
  }

  @Test
  void refusesResponsesThatAreNone() {
    for (String response :
        List.of("", "0x", "0b", "0xZZ", "12", "0x00", "0x" + "00".repeat(2000), "0b====")) {
      ChapTarget one = new ChapTarget(USERS, source);
      one.onKeys(keys("CHAP_A=5"), new TextKeyList());
      assertThat(one.onKeys(keys("CHAP_N=joe", "CHAP_R=" + response), new TextKeyList()))
          .isNotEmpty();
      assertThat(one.isDone()).isFalse();
    }
  }

  @Test
  void refusesTheResponseToAnEarlierChallenge() {
    String old = TextValues.ofBinary(response(challenge("7"), JOE));
    ChapTarget second = new ChapTarget(USERS, source);
    second.onKeys(keys("CHAP_A=7"), new TextKeyList());
    assertThat(second.onKeys(keys("CHAP_N=joe", "CHAP_R=" + old), new TextKeyList())).isNotEmpty();
  }

  @Test
  void refusesItsOwnChallengeSentBack() {
    TextKeyList challenge = challenge("8");
    TextKeyList out = new TextKeyList();
    String problem =
        target.onKeys(
            keys(
                "CHAP_N=joe",
                "CHAP_R=" + TextValues.ofBinary(response(challenge, JOE)),
                "CHAP_I=" + challenge.valueOf("CHAP_I"),
                "CHAP_C=" + challenge.valueOf("CHAP_C")),
            out);
    assertThat(problem).contains("back");
    assertThat(out.isEmpty()).isTrue();
    assertThat(target.isDone()).isFalse();
  }

  @Test
  void refusesHalfAMutualQuestionAndOneTooLong() {
    String long1025 = "0x" + "11".repeat(1025);
    for (String[] more :
        List.of(
            new String[] {"CHAP_I=1"},
            new String[] {"CHAP_C=0x0102"},
            new String[] {"CHAP_I=256", "CHAP_C=0x0102"},
            new String[] {"CHAP_I=1", "CHAP_C=zz"},
            new String[] {"CHAP_I=1", "CHAP_C=" + long1025},
            new String[] {"CHAP_A=5"})) {
      ChapTarget one = new ChapTarget(USERS, source);
      TextKeyList challenge = new TextKeyList();
      one.onKeys(keys("CHAP_A=5"), challenge);
      TextKeyList all =
          keys("CHAP_N=joe", "CHAP_R=" + TextValues.ofBinary(response(challenge, JOE)));
      TextKeyList extra = keys(more);
      for (int index = 0; index < extra.size(); index++) {
        all.add(extra.name(index), extra.value(index));
      }
      TextKeyList out = new TextKeyList();
      assertThat(one.onKeys(all, out)).as(String.join(" ", more)).isNotEmpty();
      assertThat(out.isEmpty()).isTrue();
    }
  }

  @Test
  void answersAChallengeOfTheGreatestLength() {
    TextKeyList challenge = challenge("5");
    TextKeyList out = new TextKeyList();
    String problem =
        target.onKeys(
            keys(
                "CHAP_N=joe",
                "CHAP_R=" + TextValues.ofBinary(response(challenge, JOE)),
                "CHAP_I=0xff",
                "CHAP_C=0x" + "a5".repeat(1024)),
            out);
    assertThat(problem).isEmpty();
    assertThat(out.valueOf("CHAP_N")).isEqualTo("disk");
  }

  @Test
  void refusesToSayWhoItIsWhereItHasNoName() {
    ChapTarget nameless = new ChapTarget(new TargetAuthentication(List.of(JOE), null), source);
    TextKeyList challenge = new TextKeyList();
    nameless.onKeys(keys("CHAP_A=5"), challenge);
    String proof = TextValues.ofBinary(response(challenge, JOE));
    assertThat(
            nameless.onKeys(
                keys("CHAP_N=joe", "CHAP_R=" + proof, "CHAP_I=1", "CHAP_C=0x010203"),
                new TextKeyList()))
        .isNotEmpty();
  }

  @Test
  void refusesKeysOutOfTheirOrder() {
    assertThat(answer("CHAP_N=joe", "CHAP_R=0x00")).isNotEmpty();
    ChapTarget two = new ChapTarget(USERS, source);
    assertThat(two.onKeys(keys("CHAP_A=5", "CHAP_N=joe"), new TextKeyList())).isNotEmpty();
    ChapTarget three = new ChapTarget(USERS, source);
    three.onKeys(keys("CHAP_A=5"), new TextKeyList());
    assertThat(three.onKeys(keys("CHAP_R=0x00"), new TextKeyList())).isNotEmpty();
    ChapTarget four = new ChapTarget(USERS, source);
    four.onKeys(keys("CHAP_A=5"), new TextKeyList());
    assertThat(four.onKeys(keys(), new TextKeyList())).isNotEmpty();
  }

  @Test
  void drawsANewChallengeForEveryLogin() {
    List<String> seen = new java.util.ArrayList<>();
    for (int login = 0; login < 200; login++) {
      TextKeyList out = new TextKeyList();
      new ChapTarget(USERS, source).onKeys(keys("CHAP_A=5"), out);
      seen.add(out.valueOf("CHAP_C"));
    }
    assertThat(seen).doesNotHaveDuplicates();
  }

  @Test
  void initiatorRefusesTargetsThatCannotProveThemselves() {
    for (ChapUser liar :
        List.of(ChapUser.of("disk", "a wrong secret"), ChapUser.of("disc", "any"), JOE)) {
      ChapInitiator initiator =
          new ChapInitiator(InitiatorAuthentication.mutual(JOE, DISK, source));
      TextKeyList out = new TextKeyList();
      assertThat(initiator.onKeys(keys("CHAP_A=5", "CHAP_I=1", "CHAP_C=0x0102"), out)).isEmpty();
      TextKeyList asked = keys("CHAP_A=5");
      asked.add("CHAP_I", String.valueOf(out.valueOf("CHAP_I")));
      asked.add("CHAP_C", String.valueOf(out.valueOf("CHAP_C")));
      String proof = TextValues.ofBinary(response(asked, liar));
      assertThat(
              initiator.onKeys(keys("CHAP_N=" + liar.name(), "CHAP_R=" + proof), new TextKeyList()))
          .isNotEmpty();
      assertThat(initiator.isDone()).isFalse();
    }
  }

  @Test
  void initiatorRefusesAlgorithmsThatItDidNotOffer() {
    for (String chosen : List.of("7", "", "x", "5,6")) {
      ChapInitiator initiator =
          new ChapInitiator(
              InitiatorAuthentication.oneWay(JOE).withAlgorithms(List.of(ChapAlgorithm.MD5)));
      assertThat(
              initiator.onKeys(
                  keys("CHAP_A=" + chosen, "CHAP_I=1", "CHAP_C=0x01"), new TextKeyList()))
          .isNotEmpty();
    }
  }
}
