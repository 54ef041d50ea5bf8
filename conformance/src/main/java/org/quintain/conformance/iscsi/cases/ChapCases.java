// SPDX-License-Identifier: Apache-2.0
package org.quintain.conformance.iscsi.cases;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.quintain.conformance.bench.CaseTable;
import org.quintain.conformance.bench.ConformanceCase;
import org.quintain.conformance.bench.Need;
import org.quintain.conformance.bench.TestBench;
import org.quintain.conformance.iscsi.Chap;
import org.quintain.conformance.iscsi.Chap.Algorithm;
import org.quintain.conformance.iscsi.ChapExchange;
import org.quintain.conformance.iscsi.LoginReply;
import org.quintain.conformance.iscsi.RawLogin;
import org.quintain.conformance.iscsi.RawSession;
import org.quintain.conformance.iscsi.TextKeys;

/** IC, first part: AuthMethod, and CHAP that goes as it should. */
public final class ChapCases {
  private static final String METHOD =
      "RFC 7143 12 iSCSI Security Text Keys and Authentication Methods; 12.1 AuthMethod";
  private static final String CHAP = "RFC 7143 12.1.3 Challenge Handshake Authentication Protocol";
  private static final String SECURITY = "RFC 7143 6.3.2 iSCSI Security Negotiation";
  private static final String CONSIDERATIONS = "RFC 7143 9.2.1 CHAP Considerations";
  private static final int ALL_BYTES = 1024;

  private ChapCases() {}

  /** The table. */
  public static List<ConformanceCase> all() {
    CaseTable table = new CaseTable(Need.BYTE_STREAM);
    for (Algorithm each : Algorithm.values()) {
      table
          .shall(
              "IC-03/" + each.word(),
              CHAP + "; 9.2.1 CHAP Considerations",
              "The right response by " + each.word() + " leads to full feature phase",
              bench -> oneWay(bench, each))
          .shall(
              "IC-11/" + each.word(),
              CHAP,
              "Asked who it is, the target answers the initiator's challenge by " + each.word(),
              bench -> mutual(bench, each));
    }
    table
        .shall(
            "IC-01/beside",
            METHOD + "; 6.2.1 List Negotiations",
            "AuthMethod=CHAP,None and None,CHAP are answered by CHAP where CHAP is required",
            ChapCases::beside)
        .shall(
            "IC-01/none",
            METHOD + "; 11.13.5 Status-Class and Status-Detail",
            "AuthMethod=None where CHAP is required: Reject or 0201h",
            ChapCases::none)
        .shall(
            "IC-02",
            METHOD + "; 12.1.1 Kerberos; 12.1.2 Secure Remote Password (SRP)",
            "AuthMethod=KRB5 and SRP where CHAP is required: a method of the list, Reject or a refusal",
            ChapCases::otherMethods)
        .shall(
            "IC-03/keys",
            CHAP,
            "CHAP_A, CHAP_I of 8 bits and CHAP_C of up to 1024 bytes come together",
            ChapCases::challenge)
        .shall(
            "IC-04",
            CHAP + "; 6.2.1 List Negotiations",
            "Of the algorithms in CHAP_A one is chosen; unknown ones before it are passed over",
            ChapCases::choice)
        .shall(
            "IC-07",
            CHAP + "; 6.1 Text Format",
            "The response in upper-case and lower-case hexadecimal and in base64 is taken",
            ChapCases::spellings)
        .should(
            "IC-09",
            CONSIDERATIONS,
            "Challenges of eight logins all differ, and have 16 bytes or more",
            ChapCases::fresh);
    stages(table);
    return table.list();
  }

  private static void stages(CaseTable table) {
    table
        .shall(
            "IC-11/long",
            CHAP,
            "A challenge of the initiator's of 1024 bytes is answered",
            bench -> answered(bench, pattern(ALL_BYTES), true))
        .shall(
            "IC-11/base64",
            CHAP + "; 6.1 Text Format",
            "A challenge of the initiator's in base64 is answered",
            bench -> answered(bench, pattern(33), false))
        .shall(
            "IC-15",
            SECURITY + "; 11.12.1 T (Transit) Bit",
            "T with the method or the algorithm alone grants no transition",
            ChapCases::earlyTransit)
        .shall(
            "IC-15/later",
            SECURITY + "; 6.3.3 Operational Parameter Negotiation during the Login Phase",
            "T after the response was taken leads on, and operational keys are negotiated then",
            ChapCases::laterTransit)
        .shall(
            "IC-16",
            SECURITY + "; 6.3.1 Login Phase Start",
            "A login that begins in the operational stage where CHAP is required: 0201h",
            ChapCases::skipped)
        .shall(
            "IC-16/left-out",
            SECURITY,
            "A transition out of the security stage before CHAP is over is not granted",
            ChapCases::leftOut)
        .shall(
            "IC-17",
            "RFC 7143 4.3 iSCSI Session Types; 9.2 In-Band Initiator-Target Authentication",
            "A discovery session needs no CHAP because a target does",
            ChapCases::discoveryApart)
        .shall(
            "IC-17/own",
            "RFC 7143 4.3 iSCSI Session Types; 9.2 In-Band Initiator-Target Authentication",
            "A user of the target's is no user of discovery: 0201h; discovery's own gets in",
            ChapCases::discoveryOwn)
        .shall(
            "IC-18",
            "RFC 7143 4.2.4 iSCSI Login; 6.3.1 Login Phase Start",
            "A second connection authenticates itself anew; without CHAP it is refused",
            ChapCases::secondConnection);
  }

  private static byte[] pattern(int length) {
    byte[] bytes = new byte[length];
    for (int i = 0; i < length; i++) {
      bytes[i] = (byte) (i * 7 + 3);
    }
    return bytes;
  }

  private static void oneWay(TestBench bench, Algorithm algorithm) {
    Guarded guarded = Guarded.of(bench);
    ChapExchange chap = guarded.challenged(algorithm);
    guarded.enter(chap.stepOn(chap.answer(guarded.user(), guarded.secret())), "The right response");
  }

  private static void mutual(TestBench bench, Algorithm algorithm) {
    Guarded guarded = Guarded.of(bench).mutual();
    ChapExchange chap = guarded.challenged(algorithm);
    byte[] ours = pattern(algorithm.responseBytes());
    guarded.expectAnswer(chap, 0xA7, ours, Chap.hex(ours));
  }

  private static void answered(TestBench bench, byte[] ours, boolean isHex) {
    Guarded guarded = Guarded.of(bench).mutual();
    ChapExchange chap = guarded.challenged(Algorithm.MD5);
    guarded.expectAnswer(chap, 1, ours, isHex ? Chap.hex(ours) : Chap.base64(ours));
  }

  private static void beside(TestBench bench) {
    for (String methods : List.of("CHAP,None", "None,CHAP")) {
      ChapExchange.begin(Guarded.of(bench).login(), methods);
    }
  }

  private static void none(TestBench bench) {
    RawLogin login = Guarded.of(bench).login();
    TextKeys keys = new TextKeys().addAll(login.allKeys()).add("AuthMethod", "None");
    LoginReply reply =
        login.step(
            login.request(true, false, RawLogin.SECURITY, RawLogin.OPERATIONAL, keys.encode()));
    if (!reply.keys().first("AuthMethod").equals("Reject")) {
      reply.refusedWith("AuthMethod=None", 0x01);
    }
  }

  private static void otherMethods(TestBench bench) {
    for (String method : List.of("KRB5", "SRP", "X-com.example.method")) {
      RawLogin login = Guarded.of(bench).login();
      TextKeys keys = new TextKeys().addAll(login.allKeys()).add("AuthMethod", method);
      LoginReply reply =
          login.step(login.request(false, false, RawLogin.SECURITY, 0, keys.encode()));
      String chosen = reply.keys().first("AuthMethod");
      if (!chosen.equals("Reject") && !chosen.equals(method)) {
        reply.refused("AuthMethod=" + method);
      }
    }
  }

  private static void challenge(TestBench bench) {
    ChapExchange chap = Guarded.of(bench).challenged(Algorithm.MD5);
    bench.check(
        chap.identifier() >= 0 && chap.identifier() <= 255,
        "CHAP_I is " + chap.identifier() + ", which is no byte.");
    int length = chap.challenge().length;
    bench.check(length >= 1 && length <= ALL_BYTES, "CHAP_C has " + length + " bytes.");
  }

  private static void choice(TestBench bench) {
    for (String list : List.of("5,6,7,8", "8,7,6,5", "99,5", "5")) {
      Guarded guarded = Guarded.of(bench);
      ChapExchange chap = ChapExchange.begin(guarded.login(), "CHAP").challenged(list);
      bench.check(
          List.of(list.split(",")).contains(String.valueOf(chap.algorithm().number())),
          "CHAP_A=" + list + " is answered by " + chap.algorithm().number() + ".");
    }
  }

  private static void spellings(TestBench bench) {
    for (int spelling = 0; spelling < 3; spelling++) {
      Guarded guarded = Guarded.of(bench);
      ChapExchange chap = guarded.challenged(Algorithm.MD5);
      byte[] right = chap.response(guarded.secret());
      String hex = Chap.hex(right);
      String text =
          switch (spelling) {
            case 0 -> "0x" + hex.substring(2).toUpperCase(java.util.Locale.ROOT);
            case 1 -> "0X" + hex.substring(2);
            default -> Chap.base64(right);
          };
      TextKeys keys = new TextKeys().add("CHAP_N", guarded.user()).add("CHAP_R", text);
      guarded.enter(chap.stepOn(keys), "CHAP_R=" + text);
    }
  }

  private static void fresh(TestBench bench) {
    Set<String> seen = new HashSet<>();
    for (int i = 0; i < 8; i++) {
      byte[] challenge = Guarded.of(bench).challenged(Algorithm.MD5).challenge();
      bench.check(challenge.length >= 16, "A challenge has " + challenge.length + " bytes.");
      bench.check(seen.add(Chap.hex(challenge)), "A challenge comes twice.");
    }
  }

  private static void earlyTransit(TestBench bench) {
    RawLogin login = Guarded.of(bench).login();
    TextKeys keys = new TextKeys().addAll(login.allKeys()).add("AuthMethod", "CHAP");
    LoginReply reply =
        login.step(
            login.request(true, false, RawLogin.SECURITY, RawLogin.OPERATIONAL, keys.encode()));
    bench.check(!isTransit(reply), "T with AuthMethod alone is granted: " + reply + ".");
    ChapExchange chap = ChapExchange.begin(Guarded.of(bench).login(), "CHAP");
    LoginReply second = chap.stepOn(new TextKeys().add("CHAP_A", "5"));
    bench.check(!isTransit(second), "T with CHAP_A alone is granted: " + second + ".");
  }

  private static boolean isTransit(LoginReply reply) {
    return reply.isAccepted() && (reply.expectResponse().u8(1) & 0x80) != 0;
  }

  private static void laterTransit(TestBench bench) {
    Guarded guarded = Guarded.of(bench);
    ChapExchange chap = guarded.challenged(Algorithm.MD5);
    LoginReply taken = chap.step(chap.answer(guarded.user(), guarded.secret()));
    bench.check(
        !isTransit(taken.accepted("The right response with T 0")),
        "The target set T without being asked: " + taken + ".");
    chap.stepOn(new TextKeys()).accepted("T after the response");
    TextKeys keys = new TextKeys().add("MaxBurstLength", "8192");
    LoginReply last =
        guarded
            .login()
            .step(
                guarded
                    .login()
                    .request(
                        true, false, RawLogin.OPERATIONAL, RawLogin.FULL_FEATURE, keys.encode()))
            .finished("The operational stage after CHAP");
    bench.check(
        last.keys().first("MaxBurstLength").equals("8192"),
        "MaxBurstLength=8192 after CHAP is answered by " + last + ".");
  }

  private static void skipped(TestBench bench) {
    RawLogin login = Guarded.of(bench).login();
    login
        .step(
            login.request(
                true, false, RawLogin.OPERATIONAL, RawLogin.FULL_FEATURE, login.allKeys().encode()))
        .refusedWith("A login without security stage", 0x01);
  }

  private static void leftOut(TestBench bench) {
    ChapExchange chap = Guarded.of(bench).challenged(Algorithm.MD5);
    LoginReply reply = chap.stepOn(new TextKeys());
    bench.check(!isTransit(reply), "CHAP can be left out: " + reply + ".");
    Guarded guarded = Guarded.of(bench);
    ChapExchange other = guarded.challenged(Algorithm.MD5);
    LoginReply answer =
        guarded
            .login()
            .step(
                guarded
                    .login()
                    .request(
                        true, false, RawLogin.OPERATIONAL, RawLogin.FULL_FEATURE, new byte[0]));
    bench.check(
        !answer.isFinal(), other.algorithm() + " can be left out by another CSG: " + answer + ".");
  }

  private static void discoveryApart(TestBench bench) {
    Guarded guarded = Guarded.of(bench);
    bench.require(!guarded.isDiscoveryGuarded(), "Discovery wants CHAP of its own.");
    RawLogin.discovery(bench).run().finished("A discovery session without CHAP");
  }

  private static void discoveryOwn(TestBench bench) {
    Guarded guarded = Guarded.of(bench);
    bench.require(guarded.isDiscoveryGuarded(), "Discovery wants no CHAP of its own.");
    RawLogin.discovery(bench)
        .runAs(guarded.user(), guarded.secret())
        .refusedWith("A user of the target's in discovery", 0x01);
    RawLogin.discovery(bench).run().finished("A user of discovery's");
  }

  private static void secondConnection(TestBench bench) {
    Guarded guarded = Guarded.of(bench);
    RawLogin login = guarded.login().offer("MaxConnections", "2");
    RawSession session = login.session(login.runAs(guarded.user(), guarded.secret()));
    bench.require(session.key("MaxConnections", 1) > 1, "The target takes one connection only.");
    joining(bench, session, 1).run().refusedWith("A second connection without CHAP", 0x01);
    joining(bench, session, 2)
        .runAs(guarded.user(), guarded.secret())
        .finished("A second connection with CHAP");
    session.isAlive();
  }

  private static RawLogin joining(TestBench bench, RawSession session, int cid) {
    return Guarded.of(bench).login().isid(session.isid()).tsih(session.tsih()).cid(cid);
  }
}
