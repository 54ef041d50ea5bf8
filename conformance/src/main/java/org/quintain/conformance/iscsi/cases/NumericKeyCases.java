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
import org.quintain.conformance.iscsi.RawPdu;
import org.quintain.conformance.iscsi.RawSession;
import org.quintain.conformance.iscsi.TextKeys;

/** IK, numeric keys: one row of a table for each, four or five cases for each row. */
public final class NumericKeyCases {

  /** How a result follows from two values. */
  private enum Result {
    MINIMUM,
    MAXIMUM,
    DECLARED
  }

  /**
   * One numeric key.
   *
   * @param firstRow the number of its first row in the plan
   * @param discovery the number of its row for discovery sessions, 0 where there is none
   * @param fullFeature the number of its row for full feature phase
   */
  private record Key(
      String name,
      String clause,
      long minimum,
      long maximum,
      Result result,
      int firstRow,
      int discovery,
      int fullFeature) {}

  private static final List<Key> KEYS =
      List.of(
          new Key("MaxConnections", "RFC 7143 13.2", 1, 65535, Result.MINIMUM, 1, 5, 6),
          new Key(
              "MaxRecvDataSegmentLength",
              "RFC 7143 13.12",
              512,
              16777215,
              Result.DECLARED,
              7,
              0,
              0),
          new Key("MaxBurstLength", "RFC 7143 13.13", 512, 16777215, Result.MINIMUM, 12, 16, 17),
          new Key("FirstBurstLength", "RFC 7143 13.14", 512, 16777215, Result.MINIMUM, 18, 22, 23),
          new Key("DefaultTime2Wait", "RFC 7143 13.15", 0, 3600, Result.MAXIMUM, 24, 0, 28),
          new Key("DefaultTime2Retain", "RFC 7143 13.16", 0, 3600, Result.MINIMUM, 29, 0, 33),
          new Key("MaxOutstandingR2T", "RFC 7143 13.17", 1, 65535, Result.MINIMUM, 34, 38, 39),
          new Key("ErrorRecoveryLevel", "RFC 7143 13.20", 0, 2, Result.MINIMUM, 40, 0, 44),
          new Key(
              "iSCSIProtocolLevel",
              "RFC 7144 7.1.1; RFC 7143 13.24",
              0,
              31,
              Result.MINIMUM,
              45,
              49,
              50));

  private NumericKeyCases() {}

  /** The table. */
  public static List<ConformanceCase> all() {
    CaseTable table = new CaseTable(Need.BYTE_STREAM);
    for (Key key : KEYS) {
      String clause = key.clause + " " + key.name;
      table.shall(
          id(key.firstRow),
          clause,
          key.name
              + " at both ends of its range: answered once, by the "
              + key.result.name().toLowerCase(java.util.Locale.ROOT)
              + " of both sides",
          bench -> inRange(bench, key));
      table.shall(
          id(key.firstRow + 1),
          "RFC 7143 6.2.2 Simple-Value Negotiations; " + clause,
          key.name
              + " outside its range: Reject, an admissible value, or a refused login, never an answer outside",
          bench -> outOfRange(bench, key));
      table.shall(
          id(key.firstRow + 2),
          "RFC 7143 6.1 Text Format; " + clause,
          key.name + " in hexadecimal is taken; what is no number is rejected or refused",
          bench -> syntax(bench, key));
      if (key.discovery != 0) {
        table.shall(
            id(key.discovery),
            clause,
            key.name + " in a discovery session does no harm",
            bench -> inDiscovery(bench, key));
      }
      if (key.fullFeature != 0) {
        table.shall(
            id(key.fullFeature),
            "RFC 7143 13 Login/Text Operational Text Keys, Use: LO; " + clause,
            key.name + " in full feature phase is rejected",
            bench -> fullFeature(bench, key.name, String.valueOf(key.minimum)));
      }
    }
    return table.list();
  }

  private static String id(int row) {
    return String.format("IK-%02d", row);
  }

  /** The value of a numeric answer (decimal or hexadecimal), or -1 for anything else. */
  static long number(String text) {
    try {
      return Long.decode(text.matches("0[0-9]+") ? text.replaceFirst("^0+(?=.)", "") : text);
    } catch (NumberFormatException e) {
      return -1;
    }
  }

  private static void inRange(TestBench bench, Key key) {
    for (long offered : new long[] {key.minimum, key.maximum}) {
      LoginReply reply = RawLogin.normal(bench).offer(key.name, String.valueOf(offered)).run();
      reply.finished("A login with " + key.name + "=" + offered);
      List<String> answers = reply.keys().all(key.name);
      if (key.result == Result.DECLARED) {
        bench.check(
            answers.size() <= 1,
            key.name + " is declared " + answers.size() + " times by the target.");
        for (String declared : answers) {
          long value = number(declared);
          bench.check(
              value >= key.minimum && value <= key.maximum,
              "The target declares " + key.name + "=" + declared + ".");
        }
        continue;
      }
      bench.check(
          answers.size() == 1,
          key.name + "=" + offered + " is answered " + answers.size() + " times: " + reply + ".");
      if (key.name.equals("iSCSIProtocolLevel") && answers.get(0).equals("NotUnderstood")) {
        throw CaseEnd.skip("The target does not know iSCSIProtocolLevel, as before RFC 7143.");
      }
      long value = number(answers.get(0));
      boolean admissible = value >= key.minimum && value <= key.maximum;
      boolean right = key.result == Result.MINIMUM ? value <= offered : value >= offered;
      bench.check(
          admissible && right,
          key.name + "=" + offered + " is answered by " + answers.get(0) + ".");
    }
  }

  private static void outOfRange(TestBench bench, Key key) {
    for (String offered :
        List.of(
            String.valueOf(key.minimum - 1),
            String.valueOf(key.maximum + 1),
            "-5",
            "99999999999999999999")) {
      judge(bench, key, offered);
    }
  }

  /**
   * Accepts Reject, an admissible value and a refusal; an answer outside the range or none at all
   * fails.
   */
  private static void judge(TestBench bench, Key key, String offered) {
    LoginReply reply = RawLogin.normal(bench).offer(key.name, offered).run();
    if (!reply.isAccepted()) {
      reply.refused(key.name + "=" + offered);
      return;
    }
    if (key.result == Result.DECLARED) {
      boolean rejected = reply.keys().all(key.name).contains("Reject");
      bench.check(
          rejected,
          "The inadmissible declaration " + key.name + "=" + offered + " is taken: " + reply + ".");
      return;
    }
    List<String> answers = reply.keys().all(key.name);
    bench.check(
        answers.size() == 1,
        key.name + "=" + offered + " is answered " + answers.size() + " times: " + reply + ".");
    String answer = answers.get(0);
    if (key.name.equals("iSCSIProtocolLevel") && answer.equals("NotUnderstood")) {
      throw CaseEnd.skip("The target does not know iSCSIProtocolLevel, as before RFC 7143.");
    }
    long value = number(answer);
    bench.check(
        answer.equals("Reject")
            || answer.equals("Irrelevant")
            || (value >= key.minimum && value <= key.maximum),
        key.name + "=" + offered + " is answered by " + answer + ".");
  }

  private static void syntax(TestBench bench, Key key) {
    long value = Math.max(key.minimum, Math.min(key.maximum, 1));
    String hexadecimal = "0x" + Long.toHexString(value);
    LoginReply reply = RawLogin.normal(bench).offer(key.name, hexadecimal).run();
    reply.finished("A login with " + key.name + "=" + hexadecimal);
    if (key.result != Result.DECLARED) {
      String answer = reply.keys().first(key.name);
      bench.check(!answer.isEmpty(), key.name + "=" + hexadecimal + " is not answered.");
      bench.check(
          !answer.equals("Reject"),
          key.name + "=" + hexadecimal + " is answered by Reject, though it is a number.");
    }
    for (String wrong : List.of(value + "k", "abc", value + " ", value + "~" + value)) {
      judge(bench, key, wrong);
    }
  }

  private static void inDiscovery(TestBench bench, Key key) {
    LoginReply reply = RawLogin.discovery(bench).offer(key.name, String.valueOf(key.minimum)).run();
    reply.finished("A discovery login with " + key.name);
    List<String> answers = reply.keys().all(key.name);
    bench.check(
        answers.size() == 1,
        key.name
            + " in a discovery login is answered "
            + answers.size()
            + " times: "
            + reply
            + ".");
  }

  /**
   * Sends a key that is for logins only in a Text Request: a Reject value, a Reject PDU, or the
   * end, but no result.
   */
  static void fullFeature(TestBench bench, String name, String value) {
    RawSession session = RawLogin.normal(bench).session();
    session.send(
        session
            .request(RawPdu.TEXT, false)
            .set(20, 4, RawPdu.NO_TAG)
            .data(new TextKeys().add(name, value).encode()));
    RawPdu pdu = session.poll(bench.commandTimeoutNs());
    if (pdu == null) {
      bench.check(session.connection().hasEnded(), "A Text Request is answered by silence.");
      return;
    }
    if (pdu.opcode() == RawPdu.TEXT_RESPONSE) {
      String answer = TextKeys.parse(pdu.data()).first(name);
      bench.check(
          answer.equals("Reject") || answer.equals("Irrelevant") || answer.equals("NotUnderstood"),
          name + " in full feature phase is answered by \"" + answer + "\".");
    } else {
      bench.check(
          pdu.opcode() == RawPdu.REJECT,
          name + " in full feature phase is answered by " + pdu + ".");
    }
  }
}
