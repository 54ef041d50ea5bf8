// SPDX-License-Identifier: Apache-2.0
package org.quintain.conformance.iscsi.cases;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.quintain.conformance.bench.CaseEnd;
import org.quintain.conformance.bench.CaseTable;
import org.quintain.conformance.bench.ConformanceCase;
import org.quintain.conformance.bench.Need;
import org.quintain.conformance.bench.TestBench;
import org.quintain.conformance.iscsi.RawLogin;
import org.quintain.conformance.iscsi.RawPdu;
import org.quintain.conformance.iscsi.RawSession;
import org.quintain.conformance.iscsi.TextKeys;

/** IX, second part: text negotiation in full feature phase, over one PDU and several. */
public final class TextExchangeCases {
  private static final String OUTSIDE =
      "RFC 7143 6.4 Operational Parameter Negotiation outside the Login Phase";
  private static final String TAGS =
      "RFC 7143 11.10.4 Target Transfer Tag; 11.11.4 Target Transfer Tag";
  private static final String CONTINUE =
      "RFC 7143 11.10.2 C (Continue) Bit; 11.11.2 C (Continue) Bit; 6.2 Text Mode Negotiation";
  private static final String TEXT =
      "RFC 7143 11.10 Text Request; 11.10.5 Text; 11.11 Text Response";
  private static final String NEGOTIATION = "RFC 7143 6.2 Text Mode Negotiation";

  private TextExchangeCases() {}

  /** The table. */
  public static List<ConformanceCase> all() {
    CaseTable table = new CaseTable(Need.BYTE_STREAM);
    keys(table);
    return table
        .shall(
            "IX-08",
            CONTINUE,
            "A key cut in two by the C bit: an empty response with a tag, then the answer",
            TextExchangeCases::cutRequest)
        .shall(
            "IX-08/response",
            CONTINUE + "; 11.11.6 Text Response Data",
            "An answer longer than MaxRecvDataSegmentLength comes with C in several PDUs, each asked for",
            TextExchangeCases::longAnswer)
        .shall(
            "IX-08/tag",
            TAGS,
            "A continuation with another Target Transfer Tag is rejected",
            TextExchangeCases::wrongTag)
        .shall(
            "IX-08/final",
            CONTINUE + "; 11.10.1 F (Final) Bit",
            "F and C both 1 in a Text Request is rejected",
            TextExchangeCases::finalAndContinue)
        .shall(
            "IX-08/form",
            TEXT + "; 11.11.1 F (Final) Bit; 11.11.3 Initiator Task Tag; 11.11.5 StatSN",
            "The last Text Response: F, the request's tag, tag FFFFFFFFh of the target's, StatSN counted",
            TextExchangeCases::form)
        .shall(
            "IX-08/not-final",
            "RFC 7143 11.10.1 F (Final) Bit; 11.11.1 F (Final) Bit; 11.11.4 Target Transfer Tag",
            "A Text Request without F: the response has no F, and a tag to go on with",
            TextExchangeCases::notFinal)
        .shall(
            "IX-11",
            "RFC 7143 11.10.3 Initiator Task Tag; 6.4 Operational Parameter Negotiation outside the Login Phase",
            "A second negotiation while one is under way is rejected",
            TextExchangeCases::second)
        .shall(
            "IX-12",
            TAGS + "; 6.4 Operational Parameter Negotiation outside the Login Phase",
            "Target Transfer Tag FFFFFFFFh in the middle begins the negotiation anew",
            TextExchangeCases::reset)
        .shall(
            "IX-13/malformed",
            "RFC 7143 6.1 Text Format; 7.7 Format Errors; 7.12 Negotiation Failures",
            "A text that is no list of keys is rejected, the session goes on or ends",
            TextExchangeCases::malformed)
        .list();
  }

  private static void keys(CaseTable table) {
    table
        .shall(
            "IX-10",
            OUTSIDE + "; 13 Login/Text Operational Text Keys",
            "Keys for the login alone get Reject or are refused in full feature phase",
            TextExchangeCases::loginKeys)
        .shall(
            "IX-10/names",
            OUTSIDE + "; 13.5 InitiatorName; 13.21 SessionType",
            "InitiatorName and SessionType in full feature phase are refused",
            bench -> notTaken(bench, "InitiatorName", "iqn.2026-11.org.quintain:other"))
        .shall(
            "IX-13/twice",
            NEGOTIATION,
            "A key twice in one negotiation is refused",
            TextExchangeCases::twice)
        .shall(
            "IX-13/unknown",
            NEGOTIATION + "; 13.22 X- Private Extension Keys",
            "An unknown key of each kind is answered by NotUnderstood, known ones beside it as ever",
            TextExchangeCases::unknown)
        .shall(
            "IX-13/x-hash",
            "RFC 7143 13.26 X#NodeArchitecture; 6.2 Text Mode Negotiation",
            "X#NodeArchitecture is taken or answered by NotUnderstood, the session goes on",
            TextExchangeCases::nodeArchitecture)
        .shall(
            "IX-13/range",
            "RFC 7143 13.12 MaxRecvDataSegmentLength; 6.2.2 Simple-Value Negotiations",
            "MaxRecvDataSegmentLength out of range in full feature phase is refused, the old one holds",
            TextExchangeCases::outOfRange)
        .shall(
            "IX-13/empty",
            TEXT,
            "A Text Request without text is answered by a Text Response without text",
            TextExchangeCases::empty);
  }

  private static RawSession session(TestBench bench) {
    return RawLogin.normal(bench).session();
  }

  private static RawPdu continuation(RawSession session, RawPdu first, long targetTag) {
    return session.request(RawPdu.TEXT, false).tag(first.tag()).set(20, 4, targetTag);
  }

  private static void cutRequest(TestBench bench) {
    RawSession session = session(bench);
    byte[] whole = new TextKeys().add("X-com.example.cut", "in two").encode();
    RawPdu first = session.text(new TextKeys()).flags(0x40).data(Arrays.copyOf(whole, 9));
    session.send(first);
    RawPdu empty = session.next(RawPdu.TEXT_RESPONSE);
    bench.check(
        empty.dataLength() == 0 && empty.targetTag() != RawPdu.NO_TAG && (empty.u8(1) & 0x80) == 0,
        "A Text Request with C is answered by " + empty + ".");
    session.send(
        continuation(session, first, empty.targetTag())
            .data(Arrays.copyOfRange(whole, 9, whole.length)));
    TextKeys keys = TextKeys.parse(session.next(RawPdu.TEXT_RESPONSE).data());
    bench.check(
        keys.first("X-com.example.cut").equals("NotUnderstood"), "The key is answered by " + keys);
  }

  private static void longAnswer(TestBench bench) {
    RawSession session = RawLogin.normal(bench).offer("MaxRecvDataSegmentLength", "512").session();
    TextKeys keys = new TextKeys();
    for (int i = 10; i < 40; i++) {
      keys.add("X-com.example.a-rather-long-name-" + i, "1");
    }
    RawPdu first = session.text(keys);
    session.send(first);
    StringBuilder answer = new StringBuilder();
    int rounds = 0;
    RawPdu pdu = session.next(RawPdu.TEXT_RESPONSE);
    while ((pdu.u8(1) & 0x40) != 0) {
      part(bench, pdu, answer);
      bench.check(
          pdu.targetTag() != RawPdu.NO_TAG && (pdu.u8(1) & 0x80) == 0,
          "A part of an answer has F or no tag: " + pdu + ".");
      bench.check(++rounds < 64, "The answer does not end.");
      session.send(continuation(session, first, pdu.targetTag()));
      pdu = session.next(RawPdu.TEXT_RESPONSE);
    }
    part(bench, pdu, answer);
    bench.check(rounds > 0, "An answer of more than 512 bytes comes in one PDU.");
    TextKeys came = TextKeys.parse(answer.toString().getBytes(StandardCharsets.UTF_8));
    bench.check(came.names().size() == 30, came.names().size() + " of 30 keys are answered.");
  }

  private static void part(TestBench bench, RawPdu pdu, StringBuilder answer) {
    bench.check(pdu.dataLength() <= 512, "A Text Response has " + pdu.dataLength() + " bytes.");
    answer.append(new String(pdu.data(), StandardCharsets.UTF_8));
  }

  private static RawPdu begun(RawSession session) {
    RawPdu first = session.text(new TextKeys().add("X-com.example.k", "1")).flags(0);
    session.send(first);
    return first;
  }

  private static void wrongTag(TestBench bench) {
    RawSession session = session(bench);
    RawPdu first = begun(session);
    RawPdu answer = session.next(RawPdu.TEXT_RESPONSE);
    session.send(continuation(session, first, answer.targetTag() ^ 0x55));
    session.rejected("A continuation with another Target Transfer Tag");
  }

  private static void finalAndContinue(TestBench bench) {
    RawSession session = session(bench);
    session.send(session.text(new TextKeys().add("X-com.example.k", "1")).flags(0xC0));
    session.rejected("F and C both 1");
  }

  private static void form(TestBench bench) {
    RawSession session = session(bench);
    long due = session.expectedStatus();
    RawPdu request = session.text(new TextKeys().add("X-com.example.k", "1"));
    session.send(request);
    RawPdu pdu = session.next(RawPdu.TEXT_RESPONSE);
    bench.check((pdu.u8(1) & 0xC0) == 0x80, "The flags are wrong: " + pdu + ".");
    bench.check(pdu.tag() == request.tag(), "The Initiator Task Tag is another: " + pdu + ".");
    bench.check(pdu.targetTag() == RawPdu.NO_TAG, "F comes with a tag: " + pdu + ".");
    bench.check(pdu.u32(24) == due, "StatSN is " + pdu.u32(24) + ", though " + due + " is due.");
  }

  private static void notFinal(TestBench bench) {
    RawSession session = session(bench);
    RawPdu first = begun(session);
    RawPdu answer = session.next(RawPdu.TEXT_RESPONSE);
    bench.check(
        (answer.u8(1) & 0x80) == 0 && answer.targetTag() != RawPdu.NO_TAG,
        "A request without F is answered by " + answer + ".");
    session.send(continuation(session, first, answer.targetTag()));
    RawPdu last = session.next(RawPdu.TEXT_RESPONSE);
    bench.check((last.u8(1) & 0x80) != 0, "F is answered by " + last + ".");
  }

  private static void second(TestBench bench) {
    RawSession session = session(bench);
    begun(session);
    session.next(RawPdu.TEXT_RESPONSE);
    session.send(session.text(new TextKeys().add("X-com.example.other", "1")));
    session.rejected("A second negotiation");
  }

  private static void reset(TestBench bench) {
    RawSession session = session(bench);
    RawPdu first = begun(session);
    session.next(RawPdu.TEXT_RESPONSE);
    session.send(
        continuation(session, first, RawPdu.NO_TAG)
            .data(new TextKeys().add("X-com.example.anew", "1").encode()));
    TextKeys keys = TextKeys.parse(session.next(RawPdu.TEXT_RESPONSE).data());
    bench.check(
        keys.names().equals(List.of("X-com.example.anew")), "The new one is answered by " + keys);
  }

  private static void malformed(TestBench bench) {
    for (String text : List.of("NoEqualsSign\0", "=value\0", "MaxRecvDataSegmentLength\0=1\0")) {
      RawSession session = session(bench);
      session.send(session.text(new TextKeys()).data(text.getBytes(StandardCharsets.UTF_8)));
      session.rejected("A text that is no list of keys");
    }
    session(bench).isAlive();
  }

  private static void notTaken(TestBench bench, String key, String value) {
    RawSession session = session(bench);
    session.send(session.text(new TextKeys().add(key, value)));
    @Nullable RawPdu pdu = session.poll(bench.commandTimeoutNs());
    if (pdu == null || pdu.opcode() == RawPdu.REJECT) {
      bench.check(pdu != null || session.connection().hasEnded(), key + " is answered by silence.");
      return;
    }
    if (pdu.opcode() != RawPdu.TEXT_RESPONSE) {
      throw CaseEnd.fail(key + " is answered by " + pdu + ".");
    }
    String result = TextKeys.parse(pdu.data()).first(key);
    bench.check(
        List.of("Reject", "Irrelevant", "NotUnderstood").contains(result),
        key + "=" + value + " in full feature phase is answered by \"" + result + "\".");
    session.isAlive();
  }

  private static void loginKeys(TestBench bench) {
    List<List<String>> keys =
        List.of(
            List.of("MaxBurstLength", "1024"),
            List.of("MaxConnections", "2"),
            List.of("HeaderDigest", "CRC32C"),
            List.of("InitialR2T", "Yes"),
            List.of("ErrorRecoveryLevel", "0"),
            List.of("AuthMethod", "None"));
    for (List<String> each : keys) {
      notTaken(bench, each.get(0), each.get(1));
    }
  }

  private static void twice(TestBench bench) {
    RawSession session = session(bench);
    session.send(
        session.text(
            new TextKeys()
                .add("MaxRecvDataSegmentLength", "1024")
                .add("MaxRecvDataSegmentLength", "2048")));
    session.rejected("A key twice");
  }

  private static void unknown(TestBench bench) {
    RawSession session = session(bench);
    List<String> names = List.of("X-com.example.foo", "NoSuchKey", "Y-org.example.bar");
    TextKeys offer = new TextKeys().add("MaxRecvDataSegmentLength", "4096");
    names.forEach(name -> offer.add(name, "1"));
    session.send(session.text(offer));
    TextKeys keys = TextKeys.parse(session.next(RawPdu.TEXT_RESPONSE).data());
    for (String name : names) {
      bench.check(
          keys.all(name).equals(List.of("NotUnderstood")), name + " is answered by " + keys + ".");
    }
  }

  private static void nodeArchitecture(TestBench bench) {
    RawSession session = session(bench);
    session.send(session.text(new TextKeys().add("X#NodeArchitecture", "suite")));
    RawPdu pdu = session.next();
    bench.check(
        pdu.opcode() == RawPdu.TEXT_RESPONSE || pdu.opcode() == RawPdu.REJECT,
        "X#NodeArchitecture is answered by " + pdu + ".");
    session.isAlive();
  }

  private static void outOfRange(TestBench bench) {
    for (String value : List.of("511", "16777216", "yes")) {
      RawSession session = session(bench);
      session.send(session.text(new TextKeys().add("MaxRecvDataSegmentLength", value)));
      @Nullable RawPdu pdu = session.poll(bench.commandTimeoutNs());
      boolean refused =
          pdu == null
              || pdu.opcode() == RawPdu.REJECT
              || TextKeys.parse(pdu.data()).first("MaxRecvDataSegmentLength").equals("Reject");
      bench.check(refused, "MaxRecvDataSegmentLength=" + value + " is answered by " + pdu + ".");
    }
  }

  private static void empty(TestBench bench) {
    RawSession session = session(bench);
    session.send(session.text(new TextKeys()));
    RawPdu pdu = session.next(RawPdu.TEXT_RESPONSE);
    bench.check(pdu.dataLength() == 0, "No text is answered by " + pdu + ".");
  }
}
