// SPDX-License-Identifier: Apache-2.0
package org.quintain.iscsi.authentication;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.quintain.iscsi.negotiation.TextValues;

/** Responses against digests that OpenSSL made of the same bytes, and what is shown of secrets. */
final class ChapVectorsTest {
  private static final byte[] CHALLENGE = bytes("0x000102030405060708090a0b0c0d0e0f");

  private static byte[] bytes(String text) {
    byte[] bytes = TextValues.binary(text);
    assertThat(bytes).isNotNull();
    return bytes;
  }

  @ParameterizedTest
  @CsvSource({
    "5, a70a047a4783ff6e604e8f903eaf39e1",
    "6, 1566d6754e8ff500d738b3c6177d910dce262879",
    "7, b731d0499de527cfb8f52bae25b585c418912fe32224efa3891f2a3237b41cf6",
    "8, d999fa0c1882ddbc9c3d66406ff414ae8043a5ee167f726f84ddf22a217759cb"
  })
  void responseIsTheHashOverIdentifierSecretAndChallenge(int number, String expected) {
    ChapAlgorithm algorithm = ChapAlgorithm.ofNumber(number);
    assertThat(algorithm).isNotNull();
    byte[] response = algorithm.response(0x27, ChapSecret.of("12charsecret"), CHALLENGE);
    assertThat(TextValues.ofBinary(response)).isEqualTo("0x" + expected);
    assertThat(response).hasSize(algorithm.lengthBytes());
  }

  @Test
  void knowsNoOtherAlgorithms() {
    for (int number = 0; number < 256; number++) {
      assertThat(ChapAlgorithm.ofNumber(number) != null).isEqualTo(number >= 5 && number <= 8);
    }
    assertThat(ChapAlgorithm.ofNumber(-1)).isNull();
  }

  @Test
  void neverShowsASecret() {
    ChapUser user = ChapUser.of("joe", "12charsecret");
    ChapUser target = ChapUser.of("disk", "another secret");
    List<Object> holders =
        List.of(
            user,
            user.secret(),
            new TargetAuthentication(List.of(user), target),
            InitiatorAuthentication.mutual(user, target, ChallengeSource.NONE));
    assertThat(holders)
        .allSatisfy(
            each -> assertThat(each.toString()).doesNotContain("12char").doesNotContain("another"));
  }

  @Test
  void comparesSecretsByTheirBytes() {
    assertThat(ChapSecret.of("abc")).isEqualTo(ChapSecret.of("abc"));
    assertThat(ChapSecret.of("abc")).isNotEqualTo(ChapSecret.of("abd"));
    assertThat(ChapSecret.of("abc")).isNotEqualTo(ChapSecret.of("ab"));
    assertThat(ChapSecret.of("eleven char").isStrong()).isFalse();
    assertThat(ChapSecret.of("twelve chars").isStrong()).isTrue();
  }

  @Test
  void refusesTheSameSecretForBothDirectionsAndUsersNamedTwice() {
    ChapUser joe = ChapUser.of("joe", "12charsecret");
    ChapUser disk = ChapUser.of("disk", "12charsecret");
    assertThatThrownBy(() -> new TargetAuthentication(List.of(joe), disk))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("9.2.1")
        .hasMessageNotContaining("12char");
    assertThatThrownBy(() -> InitiatorAuthentication.mutual(joe, disk, ChallengeSource.NONE))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageNotContaining("12char");
    assertThatThrownBy(
            () -> new TargetAuthentication(List.of(joe, ChapUser.of("joe", "other secret")), null))
        .hasMessageContaining("twice");
    assertThatThrownBy(() -> ChapUser.of("", "secret")).hasMessageContaining("name");
    assertThatThrownBy(() -> ChapUser.of("joe", "")).hasMessageContaining("secret");
  }
}
