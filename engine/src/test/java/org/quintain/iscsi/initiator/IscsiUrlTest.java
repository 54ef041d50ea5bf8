// SPDX-License-Identifier: Apache-2.0
package org.quintain.iscsi.initiator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.quintain.iscsi.authentication.ChallengeSource;
import org.quintain.iscsi.authentication.ChapAlgorithm;
import org.quintain.iscsi.authentication.ChapUser;
import org.quintain.iscsi.authentication.InitiatorAuthentication;
import org.quintain.iscsi.negotiation.IscsiKey;
import org.quintain.iscsi.negotiation.KeyPreferences;

final class IscsiUrlTest {
  private static final String TARGET = "iqn.2026-11.org.quintain:disk0";

  @Test
  void readsHostTargetAndLunWithTheDefaultPort() {
    IscsiUrl url = IscsiUrl.parse("iscsi://127.0.0.1/" + TARGET + "/7");
    assertThat(url.host()).isEqualTo("127.0.0.1");
    assertThat(url.port()).isEqualTo(3260);
    assertThat(url.targetName()).isEqualTo(TARGET);
    assertThat(url.lunIndex()).isEqualTo(7);
    assertThat(url.user()).isEmpty();
  }

  @Test
  void readsUserSecretPortAndArguments() {
    IscsiUrl url =
        IscsiUrl.parse(
            "iscsi://joe%top%secret@array:3261/"
                + TARGET
                + "/0?initiator=iqn.2026-11.org.quintain:one&header_digest=crc32c&MaxBurstLength=65536");
    assertThat(url.user()).isEqualTo("joe");
    assertThat(url.secret()).isEqualTo("top%secret");
    assertThat(url.port()).isEqualTo(3261);
    assertThat(url.initiatorName()).isEqualTo("iqn.2026-11.org.quintain:one");
    KeyPreferences preferences = url.preferences(KeyPreferences.ofInitiator());
    assertThat(preferences.value(IscsiKey.HEADER_DIGEST)).isEqualTo("CRC32C");
    assertThat(preferences.value(IscsiKey.MAX_BURST_LENGTH)).isEqualTo("65536");
    assertThat(url.toString()).doesNotContain("secret").contains("joe%***@array:3261");
  }

  @Test
  void readsIpv6InBrackets() {
    IscsiUrl url = IscsiUrl.parse("iscsi://[fe80::1]:3262/" + TARGET + "/1");
    assertThat(url.host()).isEqualTo("fe80::1");
    assertThat(url.portal()).isEqualTo("[fe80::1]:3262");
  }

  @Test
  void readsAPortalAlone() {
    assertThat(IscsiUrl.parsePortal("iscsi://h").targetName()).isEmpty();
    assertThat(IscsiUrl.parsePortal("iscsi://h:1/").port()).isEqualTo(1);
  }

  @Test
  void decodesPercentSigns() {
    assertThat(IscsiUrl.parse("iscsi://h/iqn.2026-11.org%3ax/0").targetName())
        .isEqualTo("iqn.2026-11.org:x");
  }

  @ParameterizedTest
  @CsvSource({
    "http://h/t/0, does not begin with iscsi://",
    "iscsi://, has no host",
    "iscsi:///iqn.2026-11.org:x/0, has no host",
    "iscsi://h, has no target name",
    "iscsi://h/, has no target name",
    "iscsi://h/iqn.2026-11.org:x, has no LUN",
    "iscsi://h/iqn.2026-11.org:x/, has no LUN",
    "iscsi://h/disk/0, 'has the target name \"disk\", which is no iqn., eui. or naa. name'",
    "iscsi://h/iqn.2026-11.org:x/a, has a LUN that is not 0 to 16383",
    "iscsi://h/iqn.2026-11.org:x/16384, has a LUN that is not 0 to 16383",
    "iscsi://h:0/iqn.2026-11.org:x/0, has a port that is not 1 to 65535",
    "iscsi://h:65536/iqn.2026-11.org:x/0, has a port that is not 1 to 65535",
    "iscsi://::1/iqn.2026-11.org:x/0, has an IPv6 address that is not in brackets",
    "iscsi://[::1/iqn.2026-11.org:x/0, 'has no \"]\" after the IPv6 address'",
    "iscsi://@h/iqn.2026-11.org:x/0, 'has no user before \"@\"'",
    "iscsi://h/iqn.2026-11.org:x/0?foo=1, 'has the unknown argument \"foo\"'",
    "iscsi://h/iqn.2026-11.org:x/0?header_digest=md5, which is neither none nor crc32c",
    "iscsi://h/iqn.2026-11.org:x/0?MaxBurstLength=1, it is a number from 512 to 16777215",
    "iscsi://h/iqn.2026-11.org%3/0, 'has a \"%\" without two hexadecimal digits'"
  })
  void saysInOneSentenceWhatIsWrong(String url, String problem) {
    assertThatThrownBy(() -> IscsiUrl.parse(url))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(problem)
        .hasMessageContaining(url.replace("//@", "//...@"))
        .hasMessageEndingWith(".");
  }

  @Test
  void neverShowsASecretInAMessage() {
    assertThatThrownBy(() -> IscsiUrl.parse("iscsi://joe%hidden@h/" + TARGET))
        .hasMessageNotContaining("hidden")
        .hasMessageContaining("has no LUN");
  }

  @Test
  void readsTheUsersOfMutualChap() {
    IscsiUrl url =
        IscsiUrl.parse(
            "iscsi://joe%12charsecret@h/"
                + TARGET
                + "/0?target_user=disk&target_password=another%20secret&auth=sha-256");
    InitiatorAuthentication users = url.authentication(ChallengeSource.NONE);
    assertThat(users.user()).isEqualTo(ChapUser.of("joe", "12charsecret"));
    assertThat(users.target()).isEqualTo(ChapUser.of("disk", "another secret"));
    assertThat(users.algorithms()).containsExactly(ChapAlgorithm.SHA256);
    assertThat(users.methods()).isEqualTo("CHAP");
    assertThat(url.toString())
        .contains("target_user=disk")
        .doesNotContain("12char")
        .doesNotContain("another");
    assertThat(IscsiUrl.parse("iscsi://h/" + TARGET + "/0").authentication(ChallengeSource.NONE))
        .isEqualTo(InitiatorAuthentication.NONE);
  }

  @Test
  void takesUsersFromElsewhereWhereItHasNone() {
    IscsiUrl plain = IscsiUrl.parse("iscsi://h/" + TARGET + "/0");
    assertThat(plain.orUsers("joe", "12charsecret", "", "").user()).isEqualTo("joe");
    IscsiUrl own = IscsiUrl.parse("iscsi://ann%ann's own secret@h/" + TARGET + "/0");
    assertThat(own.orUsers("joe", "12charsecret", "disk", "x").user()).isEqualTo("ann");
    assertThat(own.orUsers("joe", "12charsecret", "disk", "x").targetUser()).isEmpty();
  }

  @Test
  void refusesUsersThatCannotBe() {
    String base = "iscsi://joe%12charsecret@h/" + TARGET + "/0";
    assertThatThrownBy(() -> IscsiUrl.parse(base + "?target_user=disk"))
        .hasMessageContaining("without the other");
    assertThatThrownBy(() -> IscsiUrl.parse(base + "?target_password=hidden&foo=1"))
        .hasMessageContaining("foo")
        .hasMessageNotContaining("hidden");
    assertThatThrownBy(() -> IscsiUrl.parse(base + "?auth=md4")).hasMessageContaining("sha3-256");
    assertThatThrownBy(
            () ->
                IscsiUrl.parse(base + "?target_user=disk&target_password=12charsecret")
                    .authentication(ChallengeSource.NONE))
        .hasMessageContaining("9.2.1");
  }
}
