// SPDX-License-Identifier: Apache-2.0
package org.quintain.iscsi.negotiation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.Size;
import org.quintain.iscsi.negotiation.Negotiator.Role;

final class NegotiationLawsTest {
  private static final LoginStage OPERATIONAL = LoginStage.LOGIN_OPERATIONAL_NEGOTIATION;

  @Property(seed = "3377433331", tries = 500)
  void bothEndsConcludeTheSame(
      @ForAll("preferences") KeyPreferences offers,
      @ForAll("preferences") KeyPreferences wishes,
      @ForAll boolean discovery,
      @ForAll boolean targetInsists) {
    Negotiator initiator = new Negotiator(Role.INITIATOR, offers, true);
    Negotiator target = new Negotiator(Role.TARGET, wishes, true);
    TextKeyList request = new TextKeyList();
    initiator.declare(IscsiKey.SESSION_TYPE, discovery ? "Discovery" : "Normal", request);
    initiator.offer(OPERATIONAL, request);
    TextKeyList response = new TextKeyList();
    assertThat(target.onKeys(OPERATIONAL, request, response).isOk()).isTrue();
    target.offer(OPERATIONAL, response);
    if (targetInsists) {
      target.offerWhatDefaultsExceed(OPERATIONAL, response);
    }
    TextKeyList answers = new TextKeyList();
    if (!initiator.onKeys(OPERATIONAL, response, answers).isOk()) {
      // The one way to fail: a list without a common value.
      assertThat(target.rejectedKeys()).isNotEmpty();
      return;
    }
    TextKeyList nothing = new TextKeyList();
    if (!target.onKeys(OPERATIONAL, answers, nothing).isOk()) {
      assertThat(initiator.rejectedKeys()).isNotEmpty();
      return;
    }
    assertThat(nothing.isEmpty()).isTrue();
    assertThat(initiator.hasOpenOffers() || target.hasOpenOffers()).isFalse();
    initiator.onStageEnd();
    target.onStageEnd();
    assertThat(initiator.unansweredOffers()).isEmpty();
    assertThat(initiator.sessionParameters()).isEqualTo(target.sessionParameters());
    ConnectionParameters one = initiator.connectionParameters();
    ConnectionParameters other = target.connectionParameters();
    assertThat(one.headerDigest()).isEqualTo(other.headerDigest());
    assertThat(one.dataDigest()).isEqualTo(other.dataDigest());
    assertThat(one.receiveDataSegmentMax()).isEqualTo(other.sendDataSegmentMax());
    assertThat(one.sendDataSegmentMax()).isEqualTo(other.receiveDataSegmentMax());
    assertThat(one.sendDataSegmentMax()).isBetween(512, 16_777_215);
    SessionParameters session = initiator.sessionParameters();
    assertThat(session.firstBurstLength()).isLessThanOrEqualTo(session.maxBurstLength());
  }

  @Property(seed = "2065679515", tries = 300)
  void orderOfKeysAndCutIntoTextsChangeNothing(
      @ForAll("preferences") KeyPreferences offers,
      @ForAll("preferences") KeyPreferences wishes,
      @ForAll long seed) {
    TextKeyList request = new TextKeyList();
    Negotiator initiator = new Negotiator(Role.INITIATOR, offers, true);
    initiator.offer(OPERATIONAL, request);
    Negotiator straight = new Negotiator(Role.TARGET, wishes, true);
    assertThat(straight.onKeys(OPERATIONAL, request, new TextKeyList()).isOk()).isTrue();
    List<Integer> order = new ArrayList<>();
    for (int index = 0; index < request.size(); index++) {
      order.add(index);
    }
    Collections.shuffle(order, new Random(seed));
    TextKeyList shuffled = new TextKeyList();
    order.forEach(index -> shuffled.add(request.name(index), request.value(index)));
    Negotiator other = new Negotiator(Role.TARGET, wishes, true);
    assertThat(other.onKeys(OPERATIONAL, shuffled, new TextKeyList()).isOk()).isTrue();
    assertThat(other.sessionParameters()).isEqualTo(straight.sessionParameters());
    assertThat(other.connectionParameters()).isEqualTo(straight.connectionParameters());
  }

  @Property(seed = "4103120596")
  void noKeysMakeANegotiatorThrow(
      @ForAll("anyPairs") @Size(max = 12) List<String> pairs,
      @ForAll LoginStage stage,
      @ForAll Role role) {
    Negotiator negotiator = new Negotiator(role, KeyPreferences.ofInitiator(), true);
    TextKeyList out = new TextKeyList();
    negotiator.offer(stage, out);
    out.clear();
    TextKeyList in = new TextKeyList();
    for (String pair : pairs) {
      int equals = pair.indexOf('=');
      in.add(pair.substring(0, equals), pair.substring(equals + 1));
    }
    NegotiationResult result = negotiator.onKeys(stage, in, out);
    assertThat(out.size()).isLessThanOrEqualTo(in.size());
    if (result.isOk()) {
      SessionParameters session = negotiator.sessionParameters();
      assertThat(session.maxBurstLength()).isBetween(512, 16_777_215);
      assertThat(session.firstBurstLength()).isBetween(512, session.maxBurstLength());
      assertThat(session.maxOutstandingR2t()).isBetween(1, 65_535);
    }
  }

  @Provide
  Arbitrary<KeyPreferences> preferences() {
    Arbitrary<KeyPreferences> result = Arbitraries.just(KeyPreferences.DEFAULTS);
    for (IscsiKey key : IscsiKey.values()) {
      if ((!key.type().isNegotiated() && key != IscsiKey.MAX_RECV_DATA_SEGMENT_LENGTH)
          || key == IscsiKey.AUTH_METHOD) {
        continue;
      }
      Arbitrary<String> values = valuesOf(key).injectNull(0.2);
      result =
          Combinators.combine(result, values)
              .as(
                  (preferences, value) ->
                      value == null ? preferences : preferences.with(key, value));
    }
    return result;
  }

  private static Arbitrary<String> valuesOf(IscsiKey key) {
    return switch (key.type()) {
      case BOOLEAN_AND, BOOLEAN_OR -> Arbitraries.of("Yes", "No");
      case LIST ->
          key == IscsiKey.TASK_REPORTING
              ? Arbitraries.of("RFC3720", "ResponseFence,RFC3720", "FastAbort,RFC3720", "FastAbort")
              : Arbitraries.of("None", "CRC32C", "CRC32C,None", "None,CRC32C");
      default ->
          Arbitraries.longs()
              .between(key.minimum(), key.maximum())
              .map(number -> Long.toString(number));
    };
  }

  @Provide
  Arbitrary<List<String>> anyPairs() {
    Arbitrary<String> names =
        Arbitraries.oneOf(
            Arbitraries.of(IscsiKey.class).map(IscsiKey::keyName),
            Arbitraries.strings().withCharRange('A', 'Z').ofMinLength(1).ofMaxLength(5));
    Arbitrary<String> values =
        Arbitraries.oneOf(
            Arbitraries.of(
                "Yes",
                "No",
                "None",
                "Reject",
                "Irrelevant",
                "NotUnderstood",
                "Discovery",
                "",
                "CRC32C"),
            Arbitraries.longs().map(number -> Long.toString(number)),
            Arbitraries.of("512", "0x400", "1", "0", "262144"),
            Arbitraries.strings().ascii().ofMaxLength(300));
    return Combinators.combine(names, values)
        .as((name, value) -> name + "=" + value)
        .list()
        .ofMaxSize(12);
  }
}
