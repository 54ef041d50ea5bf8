// SPDX-License-Identifier: Apache-2.0
package org.quintain.conformance.iscsi.cases;

import java.util.List;
import org.quintain.conformance.bench.CaseEnd;
import org.quintain.conformance.bench.CaseTable;
import org.quintain.conformance.bench.ConformanceCase;
import org.quintain.conformance.bench.Need;
import org.quintain.conformance.bench.TestBench;
import org.quintain.conformance.iscsi.LoginReply;
import org.quintain.conformance.iscsi.RawLogin;
import org.quintain.conformance.iscsi.TextKeys;

/** IK, the other keys: booleans, lists, declarations, and what concerns all of them. */
public final class ListKeyCases {

  /** One boolean key: name, clause, whether the result is OR (else AND), first row of the plan. */
  private record Bool(String name, String clause, boolean isOr, int firstRow) {}

  private static final List<Bool> BOOLEANS =
      List.of(
          new Bool("InitialR2T", "RFC 7143 13.10", true, 51),
          new Bool("ImmediateData", "RFC 7143 13.11", false, 55),
          new Bool("DataPDUInOrder", "RFC 7143 13.18", true, 59),
          new Bool("DataSequenceInOrder", "RFC 7143 13.19", true, 63));

  private ListKeyCases() {}

  /** The table. */
  public static List<ConformanceCase> all() {
    CaseTable table = new CaseTable(Need.BYTE_STREAM);
    booleans(table);
    digests(table);
    return table
        .shall(
            "IK-76",
            "RFC 7143 13.7 InitiatorAlias; 13.6 TargetAlias",
            "InitiatorAlias of 255 bytes of UTF-8 is taken",
            ListKeyCases::alias)
        .shall(
            "IK-77",
            "RFC 7143 13.8 TargetAddress",
            "TargetAddress offered by the initiator gets no result",
            ListKeyCases::targetAddress)
        .shall(
            "IK-78",
            "RFC 7143 13.3 SendTargets, Use: FFPO",
            "SendTargets in a login is rejected or refused",
            ListKeyCases::sendTargets)
        .shall(
            "IK-79",
            "RFC 7143 13.23 TaskReporting",
            "TaskReporting: one value of the offered list; only unknown ones: Reject",
            ListKeyCases::taskReporting)
        .shall(
            "IK-81",
            "RFC 7143 13.25 Obsoleted Keys",
            "OFMarker, IFMarker: Reject or No, never NotUnderstood",
            bench -> obsolete(bench, List.of("OFMarker", "IFMarker"), "No"))
        .shall(
            "IK-82",
            "RFC 7143 13.25 Obsoleted Keys",
            "OFMarkInt, IFMarkInt: Reject or Irrelevant, never NotUnderstood",
            bench -> obsolete(bench, List.of("OFMarkInt", "IFMarkInt"), "2048~65535"))
        .shall(
            "IK-84",
            "RFC 7143 6.1 Text Format, key-name",
            "An unknown key of 63 bytes is answered by NotUnderstood",
            ListKeyCases::longKey)
        .shall(
            "IK-85",
            "RFC 7143 6.1 Text Format, text-value",
            "An unknown key with a value of 255 bytes is answered by NotUnderstood",
            ListKeyCases::longValue)
        .shall(
            "IK-88",
            "RFC 7143 13.14 FirstBurstLength",
            "FirstBurstLength above MaxBurstLength: its result is not above that of MaxBurstLength",
            ListKeyCases::firstAboveMax)
        .shall(
            "IK-93",
            "RFC 7143 6.2 Text Mode Negotiation",
            "The order of the keys does not change their results",
            ListKeyCases::order)
        .shall(
            "IK-94",
            "RFC 7143 6.2.2 Simple-Value Negotiations; 11.13.8 Login Parameters",
            "Each key that is offered is answered exactly once, and none that was not needs an answer",
            ListKeyCases::onceEach)
        .list();
  }

  private static void booleans(CaseTable table) {
    for (Bool key : BOOLEANS) {
      String clause = key.clause + " " + key.name;
      table.shall(
          id(key.firstRow),
          clause,
          key.name + "=Yes and =No: the result is " + (key.isOr ? "OR" : "AND") + " of both sides",
          bench -> values(bench, key));
      table.shall(
          id(key.firstRow + 1),
          "RFC 7143 6.2.2 Simple-Value Negotiations; " + clause,
          key.name
              + " with anything but Yes and No: Reject, an admissible value, or a refused login",
          bench -> wrongValues(bench, key));
      table.shall(
          id(key.firstRow + 2),
          clause,
          key.name + " in a discovery session does no harm",
          bench -> inDiscovery(bench, key));
      table.shall(
          id(key.firstRow + 3),
          "RFC 7143 13 Login/Text Operational Text Keys, Use: LO; " + clause,
          key.name + " in full feature phase is rejected",
          bench -> NumericKeyCases.fullFeature(bench, key.name, "Yes"));
    }
  }

  private static void digests(CaseTable table) {
    for (String digest : List.of("HeaderDigest", "DataDigest")) {
      int row = digest.equals("HeaderDigest") ? 67 : 70;
      String clause = "RFC 7143 13.1 HeaderDigest and DataDigest; 6.2.1 List negotiations";
      table.shall(
          id(row),
          clause,
          digest + ": the first value of the list that the target supports",
          bench -> digests(bench, digest));
      table.shall(
          id(row + 1),
          clause,
          digest + " with unknown values: the first known one; none known: Reject",
          bench -> unknownDigests(bench, digest));
      table.shall(
          id(row + 2),
          clause + "; Use: IO",
          digest + " in full feature phase is rejected",
          bench -> NumericKeyCases.fullFeature(bench, digest, "None"));
    }
  }

  private static String id(int row) {
    return String.format("IK-%02d", row);
  }

  private static void values(TestBench bench, Bool key) {
    for (String offered : List.of("Yes", "No")) {
      LoginReply reply = RawLogin.normal(bench).offer(key.name, offered).run();
      reply.finished("A login with " + key.name + "=" + offered);
      List<String> answers = reply.keys().all(key.name);
      bench.check(
          answers.size() == 1,
          key.name + " is answered " + answers.size() + " times: " + reply + ".");
      String answer = answers.get(0);
      boolean decided = offered.equals(key.isOr ? "Yes" : "No");
      bench.check(
          decided ? answer.equals(offered) : answer.equals("Yes") || answer.equals("No"),
          key.name + "=" + offered + " is answered by " + answer + ".");
    }
  }

  private static void wrongValues(TestBench bench, Bool key) {
    for (String offered : List.of("yes", "YES", "1", "true", "Yes,No", "")) {
      LoginReply reply = RawLogin.normal(bench).offer(key.name, offered).run();
      if (!reply.isAccepted()) {
        reply.refused(key.name + "=" + offered);
        continue;
      }
      String answer = reply.keys().first(key.name);
      bench.check(
          answer.equals("Reject") || answer.equals("Yes") || answer.equals("No"),
          key.name + "=" + offered + " is answered by \"" + answer + "\".");
    }
  }

  private static void inDiscovery(TestBench bench, Bool key) {
    LoginReply reply = RawLogin.discovery(bench).offer(key.name, "Yes").run();
    reply.finished("A discovery login with " + key.name);
    bench.check(
        reply.keys().all(key.name).size() == 1,
        key.name + " in a discovery login is not answered once: " + reply + ".");
  }

  private static void digests(TestBench bench, String key) {
    String supported = answer(bench, key, "CRC32C");
    boolean crc = supported.equals("CRC32C");
    bench.check(
        crc || supported.equals("Reject"), key + "=CRC32C is answered by " + supported + ".");
    expect(bench, key, "None", "None");
    expect(bench, key, "CRC32C,None", crc ? "CRC32C" : "None");
    expect(bench, key, "None,CRC32C", "None");
  }

  private static String answer(TestBench bench, String key, String offered) {
    LoginReply reply = RawLogin.normal(bench).offer(key, offered).run();
    if (!reply.isAccepted()) {
      return "Reject";
    }
    List<String> answers = reply.keys().all(key);
    bench.check(
        answers.size() == 1,
        key + "=" + offered + " is answered " + answers.size() + " times: " + reply + ".");
    return answers.get(0);
  }

  private static void expect(TestBench bench, String key, String offered, String expected) {
    String came = answer(bench, key, offered);
    bench.check(
        came.equals(expected),
        key + "=" + offered + " is answered by " + came + ", not by " + expected + ".");
  }

  private static void unknownDigests(TestBench bench, String key) {
    expect(bench, key, "Foo,None", "None");
    expect(bench, key, "Foo", "Reject");
    expect(bench, key, "crc32c", "Reject");
  }

  private static void alias(TestBench bench) {
    RawLogin.normal(bench)
        .offer("InitiatorAlias", "ä".repeat(127))
        .run()
        .finished("A login with a long InitiatorAlias");
  }

  private static void targetAddress(TestBench bench) {
    LoginReply reply = RawLogin.normal(bench).offer("TargetAddress", "127.0.0.1:3260,1").run();
    if (reply.isAccepted()) {
      String answer = reply.keys().first("TargetAddress");
      bench.check(
          answer.isEmpty()
              || answer.equals("Reject")
              || answer.equals("NotUnderstood")
              || answer.equals("Irrelevant"),
          "TargetAddress of an initiator is answered by " + answer + ".");
    } else {
      reply.refused("TargetAddress of an initiator");
    }
  }

  private static void sendTargets(TestBench bench) {
    LoginReply reply = RawLogin.normal(bench).offer("SendTargets", "All").run();
    if (reply.isAccepted()) {
      String answer = reply.keys().first("SendTargets");
      bench.check(
          answer.equals("Reject") || answer.equals("NotUnderstood") || answer.equals("Irrelevant"),
          "SendTargets in a login is answered by: " + reply + ".");
    } else {
      reply.refused("SendTargets in a login");
    }
  }

  private static void taskReporting(TestBench bench) {
    LoginReply reply = RawLogin.normal(bench).offer("TaskReporting", "RFC3720").run();
    String answer = reply.keys().first("TaskReporting");
    if (answer.equals("NotUnderstood")) {
      throw CaseEnd.skip("The target does not know TaskReporting, as before RFC 7143.");
    }
    reply.finished("A login with TaskReporting=RFC3720");
    bench.check(answer.equals("RFC3720"), "TaskReporting=RFC3720 is answered by " + answer + ".");
    String chosen = answer(bench, "TaskReporting", "FastAbort,ResponseFence,RFC3720");
    bench.check(
        List.of("FastAbort", "ResponseFence", "RFC3720").contains(chosen),
        "A list of TaskReporting is answered by " + chosen + ".");
    expect(bench, "TaskReporting", "Foo", "Reject");
  }

  private static void obsolete(TestBench bench, List<String> keys, String value) {
    for (String key : keys) {
      LoginReply reply = RawLogin.normal(bench).offer(key, value).run();
      reply.finished("A login with the obsolete " + key);
      String answer = reply.keys().first(key);
      bench.check(
          answer.equals("Reject") || answer.equals("No") || answer.equals("Irrelevant"),
          key + "=" + value + " is answered by \"" + answer + "\".");
    }
  }

  private static void longKey(TestBench bench) {
    String key = "X-" + "a".repeat(61);
    LoginReply reply = RawLogin.normal(bench).offer(key, "1").run();
    reply.finished("A login with a key of 63 bytes");
    bench.check(
        reply.keys().first(key).equals("NotUnderstood"),
        "A key of 63 bytes is not answered by NotUnderstood: " + reply + ".");
  }

  private static void longValue(TestBench bench) {
    LoginReply reply = RawLogin.normal(bench).offer("X-org.example.v", "v".repeat(255)).run();
    reply.finished("A login with a value of 255 bytes");
    bench.check(
        reply.keys().first("X-org.example.v").equals("NotUnderstood"),
        "It is not answered by NotUnderstood: " + reply + ".");
  }

  private static void firstAboveMax(TestBench bench) {
    LoginReply reply =
        RawLogin.normal(bench)
            .offer("MaxBurstLength", "8192")
            .offer("FirstBurstLength", "65536")
            .run();
    if (!reply.isAccepted()) {
      reply.refused("FirstBurstLength above MaxBurstLength");
      return;
    }
    long first = NumericKeyCases.number(reply.keys().first("FirstBurstLength"));
    long max = NumericKeyCases.number(reply.keys().first("MaxBurstLength"));
    bench.check(max > 0 && max <= 8192, "MaxBurstLength=8192 has the result " + max + ".");
    bench.check(
        first <= max,
        "FirstBurstLength has the result " + first + ", above MaxBurstLength " + max + ".");
  }

  private static final String[][] OFFER = {
    {"HeaderDigest", "None"},
    {"MaxBurstLength", "131072"},
    {"FirstBurstLength", "32768"},
    {"InitialR2T", "No"},
    {"ImmediateData", "Yes"},
    {"MaxOutstandingR2T", "4"},
    {"ErrorRecoveryLevel", "0"},
    {"DefaultTime2Wait", "2"},
    {"DefaultTime2Retain", "20"},
    {"DataDigest", "None"},
    {"MaxConnections", "1"}
  };

  private static LoginReply offerFrom(TestBench bench, int start, int step) {
    RawLogin login = RawLogin.normal(bench);
    for (int i = 0; i < OFFER.length; i++) {
      String[] pair = OFFER[(start + i * step) % OFFER.length];
      login.offer(pair[0], pair[1]);
    }
    return login.run().finished("An ordinary offer of all keys");
  }

  private static void order(TestBench bench) {
    TextKeys first = offerFrom(bench, 0, 1).keys();
    for (int[] order : new int[][] {{10, 10}, {3, 2}, {5, 3}, {7, 7}}) {
      TextKeys other = offerFrom(bench, order[0], order[1]).keys();
      for (String[] pair : OFFER) {
        bench.check(
            other.first(pair[0]).equals(first.first(pair[0])),
            pair[0]
                + " has the result "
                + first.first(pair[0])
                + " in one order and "
                + other.first(pair[0])
                + " in another.");
      }
    }
  }

  private static void onceEach(TestBench bench) {
    LoginReply reply = offerFrom(bench, 0, 1);
    for (String[] pair : OFFER) {
      int times = reply.keys().all(pair[0]).size();
      bench.check(times == 1, pair[0] + " is answered " + times + " times: " + reply + ".");
    }
    RawLogin login = RawLogin.normal(bench);
    login.run().finished("A login that offers nothing");
  }
}
