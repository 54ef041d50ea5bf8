// SPDX-License-Identifier: Apache-2.0
package org.quintain.conformance.iscsi.cases;

import java.util.List;
import org.quintain.conformance.bench.CaseTable;
import org.quintain.conformance.bench.ConformanceCase;
import org.quintain.conformance.bench.Need;
import org.quintain.conformance.bench.TestBench;
import org.quintain.conformance.iscsi.Chap;
import org.quintain.conformance.iscsi.Chap.Algorithm;
import org.quintain.conformance.iscsi.ChapExchange;
import org.quintain.conformance.iscsi.LoginReply;
import org.quintain.conformance.iscsi.RawLogin;
import org.quintain.conformance.iscsi.TextKeys;

/** IC, second part: CHAP that is not as it should be, none of which may lead on. */
public final class ChapErrorCases {
  private static final String CHAP = "RFC 7143 12.1.3 Challenge Handshake Authentication Protocol";
  private static final String CONSIDERATIONS = "RFC 7143 9.2.1 CHAP Considerations";
  private static final String STATUS =
      CHAP + "; 11.13.5 Status-Class and Status-Detail; 7.12 Negotiation Failures";

  private ChapErrorCases() {}

  /** A right answer, bent. */
  private interface Bent {
    TextKeys keys(Guarded guarded, ChapExchange chap);
  }

  /** The table. */
  public static List<ConformanceCase> all() {
    CaseTable table = new CaseTable(Need.BYTE_STREAM);
    wrongAnswers(table);
    wrongNames(table);
    wrongOrder(table);
    return table
        .shall(
            "IC-05",
            CHAP + "; 6.1 Text Format",
            "CHAP_A that is empty, no number or unknown alone is refused",
            ChapErrorCases::malformedAlgorithms)
        .shall(
            "IC-06/alike",
            CONSIDERATIONS,
            "An unknown user and a wrong secret are refused with the same status",
            ChapErrorCases::alike)
        .shall(
            "IC-11/reflection",
            CONSIDERATIONS,
            "The target's own challenge sent back as the initiator's is refused",
            bench -> reflected(bench, 0))
        .shall(
            "IC-11/reflection-renumbered",
            CONSIDERATIONS,
            "The target's own challenge under another identifier is refused",
            bench -> reflected(bench, 1))
        .shall(
            "IC-11/too-long",
            CHAP,
            "A challenge of the initiator's of 1025 bytes is refused",
            ChapErrorCases::longChallenge)
        .shall(
            "IC-13",
            CONSIDERATIONS,
            "The response to a challenge of another login is refused",
            ChapErrorCases::replayed)
        .shall(
            "IC-19",
            "RFC 7143 9.2 In-Band Initiator-Target Authentication",
            "After 16 wrong responses the right one still gets in",
            ChapErrorCases::afterFailures)
        .list();
  }

  private static void wrongAnswers(CaseTable table) {
    bent(
        table,
        "IC-06/secret",
        STATUS,
        "The response of another secret",
        (guarded, chap) -> chap.answer(guarded.user(), guarded.secret() + "x"));
    bent(
        table,
        "IC-06/user",
        STATUS,
        "An unknown user",
        (guarded, chap) -> chap.answer("nobody-of-that-name", guarded.secret()));
    bent(
        table,
        "IC-07/short",
        STATUS,
        "A response that is a byte short",
        (guarded, chap) -> response(guarded, java.util.Arrays.copyOf(right(guarded, chap), 15)));
    bent(
        table,
        "IC-07/long",
        STATUS,
        "A response with a byte too many",
        (guarded, chap) -> response(guarded, java.util.Arrays.copyOf(right(guarded, chap), 17)));
    bent(
        table,
        "IC-07/huge",
        STATUS,
        "A response of 1024 bytes",
        (guarded, chap) -> response(guarded, new byte[1024]));
    bent(
        table,
        "IC-07/empty",
        STATUS,
        "An empty response",
        (guarded, chap) -> new TextKeys().add("CHAP_N", guarded.user()).add("CHAP_R", ""));
    bent(
        table,
        "IC-07/spelling",
        STATUS,
        "A response that is no binary value",
        (guarded, chap) -> new TextKeys().add("CHAP_N", guarded.user()).add("CHAP_R", "0xQQQQ"));
  }

  private static void wrongNames(CaseTable table) {
    bent(
        table,
        "IC-08/empty",
        STATUS,
        "An empty name",
        (guarded, chap) ->
            new TextKeys().add("CHAP_N", "").add("CHAP_R", Chap.hex(right(guarded, chap))));
    bent(
        table,
        "IC-08/prefix",
        STATUS,
        "The beginning of the user's name",
        (guarded, chap) ->
            chap.answer(
                guarded.user().substring(0, guarded.user().length() - 1), guarded.secret()));
    bent(
        table,
        "IC-08/longer",
        STATUS,
        "The user's name with more behind it",
        (guarded, chap) -> chap.answer(guarded.user() + "x", guarded.secret()));
    bent(
        table,
        "IC-13/identifier",
        STATUS,
        "The response to another identifier",
        (guarded, chap) ->
            response(
                guarded,
                Chap.response(
                    chap.algorithm(), chap.identifier() ^ 1, guarded.secret(), chap.challenge())));
    bent(
        table,
        "IC-13/challenge",
        STATUS,
        "The challenge itself as response",
        (guarded, chap) -> response(guarded, java.util.Arrays.copyOf(chap.challenge(), 16)));
  }

  private static void wrongOrder(CaseTable table) {
    bent(
        table,
        "IC-10/no-name",
        CHAP,
        "A response without a name",
        (guarded, chap) -> new TextKeys().add("CHAP_R", Chap.hex(right(guarded, chap))));
    bent(
        table,
        "IC-10/no-response",
        CHAP,
        "A name without a response",
        (guarded, chap) -> new TextKeys().add("CHAP_N", guarded.user()));
    bent(
        table,
        "IC-10/again",
        CHAP,
        "CHAP_A a second time",
        (guarded, chap) -> chap.answer(guarded.user(), guarded.secret()).add("CHAP_A", "5"));
    bent(
        table,
        "IC-10/twice",
        CHAP + "; 6.2 Text Mode Negotiation",
        "CHAP_R twice",
        (guarded, chap) ->
            chap.answer(guarded.user(), guarded.secret())
                .add("CHAP_R", Chap.hex(right(guarded, chap))));
    bent(
        table,
        "IC-11/no-challenge",
        CHAP,
        "CHAP_I without CHAP_C",
        (guarded, chap) -> chap.answer(guarded.user(), guarded.secret()).add("CHAP_I", "7"));
    bent(
        table,
        "IC-11/no-identifier",
        CHAP,
        "CHAP_C without CHAP_I",
        (guarded, chap) ->
            chap.answer(guarded.user(), guarded.secret()).add("CHAP_C", "0x00112233"));
    bent(
        table,
        "IC-11/identifier",
        CHAP,
        "CHAP_I above 255",
        (guarded, chap) ->
            chap.answer(guarded.user(), guarded.secret())
                .add("CHAP_I", "256")
                .add("CHAP_C", "0x00112233445566778899aabbccddeeff"));
    table.shall(
        "IC-10",
        CHAP,
        "Name and response before CHAP_A, or with it, are refused",
        ChapErrorCases::beforeAlgorithm);
  }

  private static void bent(CaseTable table, String id, String clause, String what, Bent bent) {
    table.shall(
        id,
        clause,
        what + " is refused, and the connection ends",
        bench -> {
          Guarded guarded = Guarded.of(bench);
          ChapExchange chap = guarded.challenged(Algorithm.MD5);
          guarded.refused(chap.stepOn(bent.keys(guarded, chap)), what);
        });
  }

  private static byte[] right(Guarded guarded, ChapExchange chap) {
    return chap.response(guarded.secret());
  }

  private static TextKeys response(Guarded guarded, byte[] response) {
    return new TextKeys().add("CHAP_N", guarded.user()).add("CHAP_R", Chap.hex(response));
  }

  private static void beforeAlgorithm(TestBench bench) {
    for (boolean withAlgorithm : new boolean[] {false, true}) {
      Guarded guarded = Guarded.of(bench);
      ChapExchange chap = ChapExchange.begin(guarded.login(), "CHAP");
      TextKeys keys = response(guarded, new byte[16]);
      if (withAlgorithm) {
        keys.add("CHAP_A", "5");
      }
      guarded.refused(chap.step(keys), keys.names() + " at once");
    }
  }

  private static void malformedAlgorithms(TestBench bench) {
    for (String list : List.of("", "five", "99", "5;6", "-5")) {
      Guarded guarded = Guarded.of(bench);
      LoginReply reply = ChapExchange.begin(guarded.login(), "CHAP").offer(list);
      if (!reply.keys().first("CHAP_A").equals("Reject")) {
        guarded.refused(reply, "CHAP_A=" + list);
      }
    }
  }

  private static void alike(TestBench bench) {
    Guarded one = Guarded.of(bench);
    LoginReply user = one.login().runAs("nobody-of-that-name", one.secret());
    LoginReply secret = Guarded.of(bench).login().runAs(one.user(), "not " + one.secret());
    user.refusedWith("An unknown user", 0x01);
    secret.refusedWith("A wrong secret", 0x01);
  }

  private static void reflected(TestBench bench, int change) {
    Guarded guarded = Guarded.of(bench).mutual();
    ChapExchange chap = guarded.challenged(Algorithm.MD5);
    TextKeys keys =
        chap.answer(guarded.user(), guarded.secret())
            .add("CHAP_I", String.valueOf(chap.identifier() ^ change))
            .add("CHAP_C", Chap.hex(chap.challenge()));
    LoginReply reply = chap.stepOn(keys);
    bench.check(!reply.keys().has("CHAP_R"), "The target answers its own challenge: " + reply);
    guarded.refused(reply, "The target's own challenge");
  }

  private static void longChallenge(TestBench bench) {
    Guarded guarded = Guarded.of(bench).mutual();
    ChapExchange chap = guarded.challenged(Algorithm.MD5);
    TextKeys keys =
        chap.answer(guarded.user(), guarded.secret())
            .add("CHAP_I", "1")
            .add("CHAP_C", Chap.hex(new byte[1025]));
    guarded.refused(chap.stepOn(keys), "A challenge of 1025 bytes");
  }

  private static void replayed(TestBench bench) {
    Guarded earlier = Guarded.of(bench);
    ChapExchange seen = earlier.challenged(Algorithm.MD5);
    TextKeys keys = seen.answer(earlier.user(), earlier.secret());
    earlier.enter(seen.stepOn(keys), "The right response");
    Guarded later = Guarded.of(bench);
    ChapExchange chap = later.challenged(Algorithm.MD5);
    later.refused(chap.stepOn(keys), "A response that was right in another login");
  }

  private static void afterFailures(TestBench bench) {
    for (int i = 0; i < 16; i++) {
      Guarded guarded = Guarded.of(bench);
      guarded
          .login()
          .runAs(guarded.user(), guarded.secret() + i)
          .refusedWith("A wrong secret", 0x01);
    }
    Guarded last = Guarded.of(bench);
    RawLogin login = last.login();
    login.runAs(last.user(), last.secret()).finished("The right secret after 16 wrong ones");
  }
}
