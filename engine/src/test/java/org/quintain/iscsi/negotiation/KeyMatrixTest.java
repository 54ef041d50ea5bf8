// SPDX-License-Identifier: Apache-2.0
package org.quintain.iscsi.negotiation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.quintain.iscsi.negotiation.Negotiator.Role;

/** Every key against every class of value, as a target answers it; the rows come from the table. */
final class KeyMatrixTest {
  private static final String[] NO_NUMBERS = {
    "-5",
    "99999999999999999999",
    "5k",
    "",
    "512,1024",
    "512~1024",
    "0512",
    "512 ",
    " 512",
    "0x",
    "Reject",
    "None"
  };
  private static final String[] NO_BOOLEANS = {
    "yes", "YES", "1", "true", "Yes ", "", "Yes,No", "Reject", "Irrelevant", "None"
  };
  private static final LoginStage OPERATIONAL = LoginStage.LOGIN_OPERATIONAL_NEGOTIATION;

  @ParameterizedTest
  @MethodSource("negotiatedNumbers")
  void numbersWithinTheRangeGetTheResultFunction(IscsiKey key) {
    long own = TextValues.number(KeyPreferences.ofTarget().value(key));
    boolean minimum = key.type() == KeyType.NUMBER_MINIMUM;
    for (long offer :
        new long[] {key.minimum(), (key.minimum() + key.maximum()) / 2, key.maximum()}) {
      long expected = minimum ? Math.min(offer, own) : Math.max(offer, own);
      assertThat(answer(key, Long.toString(offer))).isEqualTo(Long.toString(expected));
      assertThat(answer(key, "0x" + Long.toHexString(offer))).isEqualTo(Long.toString(expected));
      assertThat(answer(key, "0X" + Long.toHexString(offer))).isEqualTo(Long.toString(expected));
    }
  }

  @ParameterizedTest
  @MethodSource("negotiatedNumbers")
  void numbersOutsideTheRangeAreRejectedAndTheDefaultStays(IscsiKey key) {
    List<String> offers = new ArrayList<>(List.of(NO_NUMBERS));
    offers.add(Long.toString(key.maximum() + 1));
    offers.add(Long.toString(key.minimum() - 1));
    for (String offer : offers) {
      Negotiator target = target();
      assertThat(answer(target, key, offer)).as("%s=%s", key.keyName(), offer).isEqualTo("Reject");
      assertThat(target.result(key)).isEqualTo(key.defaultValue());
      assertThat(target.rejectedKeys()).containsExactly(key);
    }
  }

  @ParameterizedTest
  @MethodSource("booleans")
  void booleansGetTheResultFunction(IscsiKey key) {
    for (String own : new String[] {"Yes", "No"}) {
      for (String offer : new String[] {"Yes", "No"}) {
        Negotiator target =
            new Negotiator(Role.TARGET, KeyPreferences.ofTarget().with(key, own), true);
        boolean both = own.equals("Yes") && offer.equals("Yes");
        boolean either = own.equals("Yes") || offer.equals("Yes");
        String expected = TextValues.ofBoolean(key.type() == KeyType.BOOLEAN_AND ? both : either);
        assertThat(answer(target, key, offer)).isEqualTo(expected);
        assertThat(target.result(key)).isEqualTo(expected);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("booleans")
  void booleansSpelledOtherwiseAreRejected(IscsiKey key) {
    for (String offer : NO_BOOLEANS) {
      assertThat(answer(key, offer)).as("%s=%s", key.keyName(), offer).isEqualTo("Reject");
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = IscsiKey.class,
      names = {"HEADER_DIGEST", "DATA_DIGEST"})
  void digestsTakeTheFirstThatIsSupported(IscsiKey key) {
    assertThat(answer(key, "CRC32C")).isEqualTo("CRC32C");
    assertThat(answer(key, "None")).isEqualTo("None");
    assertThat(answer(key, "CRC32C,None")).isEqualTo("CRC32C");
    assertThat(answer(key, "None,CRC32C")).isEqualTo("None");
    assertThat(answer(key, "Foo,CRC32C")).isEqualTo("CRC32C");
    assertThat(answer(key, "X-com.example.alg,None")).isEqualTo("None");
    assertThat(answer(key, "Foo")).isEqualTo("Reject");
    assertThat(answer(key, "crc32c")).isEqualTo("Reject");
    assertThat(answer(key, "")).isEqualTo("Reject");
  }

  @Test
  void taskReportingTakesTheFirstThatIsSupported() {
    IscsiKey key = IscsiKey.TASK_REPORTING;
    assertThat(answer(key, "FastAbort,ResponseFence,RFC3720")).isEqualTo("ResponseFence");
    assertThat(answer(key, "FastAbort,RFC3720,ResponseFence")).isEqualTo("RFC3720");
    assertThat(answer(key, "FastAbort")).isEqualTo("Reject");
  }

  @Test
  void segmentLengthIsDeclaredWithinItsRange() {
    IscsiKey key = IscsiKey.MAX_RECV_DATA_SEGMENT_LENGTH;
    for (String good : new String[] {"512", "16777215", "0x200"}) {
      Negotiator target = target();
      assertThat(answer(target, key, good)).isNull();
      assertThat(target.connectionParameters().sendDataSegmentMax())
          .isEqualTo(TextValues.number(good));
    }
    for (String bad :
        new String[] {"511", "16777216", "0", "-5", "99999999999999999999", "5k", ""}) {
      Negotiator target = target();
      assertThat(
              target
                  .onKeys(OPERATIONAL, new TextKeyList().add(key, bad), new TextKeyList())
                  .status())
          .isEqualTo(0x0200);
    }
    assertThat(target().connectionParameters().sendDataSegmentMax()).isEqualTo(8192);
  }

  @ParameterizedTest
  @MethodSource("irrelevantInDiscovery")
  void discoveryMakesKeysIrrelevant(IscsiKey key) {
    Negotiator target = target();
    TextKeyList in =
        new TextKeyList().add(key, key.defaultValue()).add(IscsiKey.SESSION_TYPE, "Discovery");
    TextKeyList out = new TextKeyList();
    assertThat(target.onKeys(OPERATIONAL, in, out).isOk()).isTrue();
    assertThat(out.valueOf(key)).isEqualTo("Irrelevant");
  }

  @ParameterizedTest
  @MethodSource("negotiated")
  void noNegotiatedKeyChangesInFullFeaturePhase(IscsiKey key) {
    Negotiator target = target();
    target.beginTextNegotiation();
    TextKeyList out = new TextKeyList();
    TextKeyList in = new TextKeyList().add(key, key.defaultValue());
    assertThat(target.onKeys(LoginStage.FULL_FEATURE_PHASE, in, out).isOk()).isTrue();
    assertThat(out.valueOf(key)).isEqualTo("Reject");
    assertThat(target.result(key)).isEqualTo(key.defaultValue());
  }

  @ParameterizedTest
  @EnumSource(IscsiKey.class)
  void everyKeyThatComesTwiceIsAnErrorUnlessItMay(IscsiKey key) {
    if (key.sender() == IscsiKey.Sender.TARGET || key.type() == KeyType.AUTHENTICATION) {
      assertThat(key.sender() == IscsiKey.Sender.TARGET || key.use() == KeyUse.SECURITY_ONLY)
          .isTrue();
      return;
    }
    LoginStage stage =
        key.use() == KeyUse.SECURITY_ONLY ? LoginStage.SECURITY_NEGOTIATION : OPERATIONAL;
    String value = valid(key);
    TextKeyList twice = new TextKeyList().add(key, value).add(key, value);
    assertThat(target().onKeys(stage, twice, new TextKeyList()).status()).isEqualTo(0x0200);
  }

  @ParameterizedTest
  @EnumSource(IscsiKey.class)
  void everyOfferIsAnsweredOnceAndNoDeclarationIs(IscsiKey key) {
    LoginStage stage =
        key.use() == KeyUse.SECURITY_ONLY ? LoginStage.SECURITY_NEGOTIATION : OPERATIONAL;
    TextKeyList out = new TextKeyList();
    NegotiationResult result = target().onKeys(stage, new TextKeyList().add(key, valid(key)), out);
    if (key.type() == KeyType.AUTHENTICATION && key.sender() != IscsiKey.Sender.TARGET) {
      assertThat(result.status()).isEqualTo(0x0201);
      return;
    }
    assertThat(result.isOk()).as(key.keyName()).isTrue();
    boolean declared =
        switch (key.type()) {
          case DECLARED_NUMBER, DECLARED_TEXT, DECLARED_NAME, DECLARED_CHOICE -> true;
          default -> false;
        };
    boolean silent = declared && key.sender() != IscsiKey.Sender.TARGET;
    assertThat(out.size()).as(key.keyName()).isEqualTo(silent ? 0 : 1);
    assertThat(out.valueOf(key)).isNotEqualTo("NotUnderstood");
  }

  @ParameterizedTest
  @MethodSource("obsolete")
  void obsoleteKeysAreNeverNotUnderstood(IscsiKey key) {
    boolean marker = key.type() == KeyType.OBSOLETE_BOOLEAN;
    assertThat(answer(key, "Yes")).isEqualTo(marker ? "No" : "Reject");
    assertThat(answer(key, "No")).isEqualTo(marker ? "No" : "Reject");
    assertThat(answer(key, "2048~65535")).isEqualTo("Reject");
  }

  @Test
  void theTableHasEveryKeyOfTheRfcOnce() {
    assertThat(Stream.of(IscsiKey.values()).map(IscsiKey::keyName)).doesNotHaveDuplicates();
    assertThat(
            Stream.of(IscsiKey.values())
                .map(IscsiKey::clause)
                .filter(c -> c.startsWith("13."))
                .distinct())
        .hasSize(25);
    for (IscsiKey key : IscsiKey.values()) {
      assertThat(IscsiKey.ofName(key.keyName())).isSameAs(key);
      assertThat(key.keyName().length()).isLessThanOrEqualTo(TextKeyList.NAME_MAX);
    }
  }

  static Stream<IscsiKey> negotiated() {
    return Stream.of(IscsiKey.values()).filter(key -> key.type().isNegotiated());
  }

  static Stream<IscsiKey> negotiatedNumbers() {
    return negotiated().filter(key -> key.type().isNumber());
  }

  static Stream<IscsiKey> booleans() {
    return negotiated().filter(key -> key.type().isBoolean());
  }

  static Stream<IscsiKey> obsolete() {
    return Stream.of(
        IscsiKey.IF_MARKER, IscsiKey.OF_MARKER, IscsiKey.IF_MARK_INT, IscsiKey.OF_MARK_INT);
  }

  static Stream<Arguments> irrelevantInDiscovery() {
    return negotiated()
        .filter(key -> key.irrelevance() != IscsiKey.Irrelevance.NEVER)
        .map(Arguments::of);
  }

  private static String valid(IscsiKey key) {
    return switch (key.type()) {
      case DECLARED_NUMBER -> "512";
      case DECLARED_NAME -> "iqn.2026-11.org.quintain:x";
      case DECLARED_TEXT, QUERY, AUTHENTICATION -> "5";
      case OBSOLETE_RANGE -> "2048~65535";
      case LIST,
          BOOLEAN_AND,
          BOOLEAN_OR,
          NUMBER_MINIMUM,
          NUMBER_MAXIMUM,
          DECLARED_CHOICE,
          OBSOLETE_BOOLEAN ->
          key.defaultValue();
    };
  }

  private static Negotiator target() {
    return new Negotiator(Role.TARGET, KeyPreferences.ofTarget(), true);
  }

  private static String answer(IscsiKey key, String offer) {
    return answer(target(), key, offer);
  }

  private static String answer(Negotiator target, IscsiKey key, String offer) {
    TextKeyList out = new TextKeyList();
    assertThat(target.onKeys(OPERATIONAL, new TextKeyList().add(key, offer), out).isOk()).isTrue();
    return out.valueOf(key);
  }
}
