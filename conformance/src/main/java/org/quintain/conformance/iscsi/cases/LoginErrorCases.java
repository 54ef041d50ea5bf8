// SPDX-License-Identifier: Apache-2.0
package org.quintain.conformance.iscsi.cases;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.quintain.conformance.bench.CaseEnd;
import org.quintain.conformance.bench.CaseTable;
import org.quintain.conformance.bench.ConformanceCase;
import org.quintain.conformance.bench.Need;
import org.quintain.conformance.bench.TestBench;
import org.quintain.conformance.iscsi.LoginReply;
import org.quintain.conformance.iscsi.RawConnection;
import org.quintain.conformance.iscsi.RawLogin;
import org.quintain.conformance.iscsi.RawPdu;
import org.quintain.conformance.iscsi.RawSession;
import org.quintain.conformance.iscsi.TextKeys;

/** IL, second part: identity, access, malformed logins, and what they leave behind. */
public final class LoginErrorCases {
  private static final String STATUS = "RFC 7143 11.13.5 Status-Class and Status-Detail";
  private static final String TEXT_FORMAT = "RFC 7143 6.1 Text Format";

  private static final List<ConformanceCase> TABLE =
      new CaseTable(Need.BYTE_STREAM)
          .shall(
              "IL-15",
              STATUS,
              "No InitiatorName in the first PDU: 0207h",
              bench ->
                  withKeys(
                          bench,
                          new TextKeys()
                              .add("SessionType", "Normal")
                              .add("TargetName", target(bench)))
                      .refusedWith("A login without InitiatorName", 0x07))
          .shall(
              "IL-16",
              STATUS,
              "No TargetName in a normal session: 0207h",
              bench ->
                  withKeys(
                          bench,
                          new TextKeys()
                              .add("InitiatorName", RawLogin.INITIATOR)
                              .add("SessionType", "Normal"))
                      .refusedWith("A normal login without TargetName", 0x07))
          .shall(
              "IL-17",
              STATUS + "; 13.4 TargetName",
              "An unknown TargetName: 0203h",
              LoginErrorCases::unknownTarget)
          .shall(
              "IL-19",
              "RFC 7143 4.3 iSCSI Session Types",
              "A discovery session needs no TargetName",
              bench ->
                  RawLogin.discovery(bench).run().finished("A discovery login without TargetName"))
          .shall("IL-20", STATUS, "SessionType=Foo is refused", LoginErrorCases::sessionType)
          .shall(
              "IL-24",
              "RFC 7143 6.3 Login Phase",
              "A SCSI Command before full feature phase is refused or ends the connection",
              LoginErrorCases::commandBeforeLogin)
          .shall(
              "IL-25",
              "RFC 7143 7.13 Protocol Errors",
              "A Login Request in full feature phase is rejected or ends the connection",
              LoginErrorCases::loginInFullFeature)
          .shall(
              "IL-26",
              "RFC 7143 6.2 Text Mode Negotiation",
              "A key that is sent twice in one login is refused",
              bench ->
                  RawLogin.normal(bench)
                      .offer("MaxBurstLength", "8192")
                      .offer("MaxBurstLength", "16384")
                      .run()
                      .refused("A key sent twice"))
          .shall(
              "IL-27",
              TEXT_FORMAT,
              "Malformed key=value pairs are refused, and the next login works",
              LoginErrorCases::malformedPairs)
          .shall(
              "IL-28",
              "RFC 7143 11.12.10 Login Parameters; 11.2.4 Data Segment; 6.1 Text Format",
              "More than 8192 bytes of login data in one PDU are refused, and the next login works",
              LoginErrorCases::tooLong)
          .shall(
              "IL-29",
              "RFC 7143 6.2 Text Mode Negotiation, NotUnderstood",
              "An unknown key is answered by NotUnderstood, the login goes on",
              LoginErrorCases::unknownKey)
          .shall(
              "IV-05",
              "RFC 7143 11.2.1.6 DataSegmentLength; 9 Security Considerations",
              "A Login Request that announces 16 MiB of data and sends none does not keep the next login from its session",
              LoginErrorCases::announcedTooLong)
          .vendor(
              "IL-35",
              "RFC 7143 9 Security Considerations",
              "32 logins begun and left alone do not keep another from its session",
              LoginErrorCases::halfOpen)
          .shall(
              "IL-42",
              "RFC 7143 8.1.4 Standard Connection State Diagram for a Target",
              "The connection ended at any step of a login leaves the target fit for the next",
              LoginErrorCases::abandoned)
          .list();

  private LoginErrorCases() {}

  /** The table. */
  public static List<ConformanceCase> all() {
    return TABLE;
  }

  private static String target(TestBench bench) {
    return bench.fabric().targetName();
  }

  private static LoginReply withKeys(TestBench bench, TextKeys keys) {
    return RawLogin.of(bench, keys).run();
  }

  private static void nextLoginWorks(TestBench bench) {
    RawLogin.normal(bench).run().finished("An ordinary login after a bad one");
  }

  private static void unknownTarget(TestBench bench) {
    TextKeys keys =
        new TextKeys()
            .add("InitiatorName", RawLogin.INITIATOR)
            .add("SessionType", "Normal")
            .add("TargetName", "iqn.2026-11.org.quintain:no-such-target");
    withKeys(bench, keys).refusedWith("A login to an unknown target", 0x03, 0x02);
  }

  private static void sessionType(TestBench bench) {
    TextKeys keys =
        new TextKeys()
            .add("InitiatorName", RawLogin.INITIATOR)
            .add("SessionType", "Foo")
            .add("TargetName", target(bench));
    LoginReply reply = withKeys(bench, keys);
    if (reply.isAccepted()) {
      String answer = reply.keys().first("SessionType");
      bench.check(answer.equals("Reject"), "SessionType=Foo is taken: " + reply + ".");
    } else {
      reply.refused("SessionType=Foo");
    }
  }

  private static void commandBeforeLogin(TestBench bench) {
    RawConnection connection = RawConnection.open(bench);
    connection.send(RawPdu.of(RawPdu.SCSI_COMMAND, false).flags(0x81).tag(5).set(24, 4, 1));
    RawPdu pdu = connection.receive(bench.commandTimeoutNs());
    bench.check(
        pdu != null || connection.hasEnded(),
        "A SCSI Command before login is answered by silence.");
    bench.check(
        pdu == null
            || pdu.opcode() == RawPdu.REJECT
            || (pdu.opcode() == RawPdu.LOGIN_RESPONSE && pdu.u8(36) != 0),
        "A SCSI Command before login is answered by " + pdu + ".");
    nextLoginWorks(bench);
  }

  private static void loginInFullFeature(TestBench bench) {
    RawLogin login = RawLogin.normal(bench);
    RawSession session = login.session();
    session.send(login.request(true, false, 1, 3, new byte[0]));
    RawPdu pdu = session.poll(bench.commandTimeoutNs());
    bench.check(
        pdu != null || session.connection().hasEnded(), "A second login is answered by silence.");
    bench.check(
        pdu == null
            || pdu.opcode() == RawPdu.REJECT
            || (pdu.opcode() == RawPdu.LOGIN_RESPONSE && pdu.u8(36) != 0),
        "A Login Request in full feature phase is answered by " + pdu + ".");
    nextLoginWorks(bench);
  }

  /** Data segments that break the text format. */
  private static List<byte[]> malformed() {
    List<byte[]> all = new ArrayList<>();
    for (String text :
        List.of(
            "MaxBurstLength\0",
            "=8192\0",
            "X".repeat(70) + "=1\0",
            "MaxBurstLength=\u0001\u0002\0",
            "9Key=1\0")) {
      all.add(text.getBytes(StandardCharsets.UTF_8));
    }
    return all;
  }

  private static void malformedPairs(TestBench bench) {
    for (byte[] piece : malformed()) {
      RawLogin login = RawLogin.normal(bench);
      ByteArrayOutputStream data = new ByteArrayOutputStream();
      data.writeBytes(login.allKeys().encode());
      data.writeBytes(piece);
      LoginReply reply = login.step(login.request(true, false, 1, 3, data.toByteArray()));
      if (reply.isAccepted()) {
        boolean answered =
            reply.keys().names().stream()
                .map(key -> reply.keys().first(key))
                .anyMatch(value -> value.equals("Reject") || value.equals("NotUnderstood"));
        bench.check(
            answered,
            "The malformed pair \""
                + new String(piece, StandardCharsets.UTF_8).replace('\0', '|').strip()
                + "\" is taken: "
                + reply
                + ".");
      } else {
        reply.refused("A malformed pair");
      }
      nextLoginWorks(bench);
    }
  }

  private static void tooLong(TestBench bench) {
    RawLogin login = RawLogin.normal(bench);
    byte[] data = java.util.Arrays.copyOf(login.allKeys().encode(), 16384);
    java.util.Arrays.fill(data, login.allKeys().encode().length, data.length - 1, (byte) 'X');
    login.step(login.request(true, false, 1, 3, data)).refused("A Login Request of 16384 bytes");
    nextLoginWorks(bench);
  }

  private static void unknownKey(TestBench bench) {
    for (String key : new String[] {"X-com.example.foo", "NoSuchKey"}) {
      LoginReply reply = RawLogin.normal(bench).offer(key, "bar").run();
      reply.finished("A login with the unknown key " + key);
      bench.check(
          reply.keys().all(key).equals(List.of("NotUnderstood")),
          key + " is not answered by NotUnderstood once: " + reply + ".");
    }
  }

  private static void announcedTooLong(TestBench bench) {
    RawLogin login = RawLogin.normal(bench);
    login
        .connection()
        .send(login.request(true, false, 1, 3, login.allKeys().encode()).announcedLength(0xFFFFFF));
    RawPdu pdu = login.connection().receive(1_000_000_000L);
    if (pdu != null) {
      bench.check(
          pdu.opcode() == RawPdu.REJECT
              || (pdu.opcode() == RawPdu.LOGIN_RESPONSE && pdu.u8(36) != 0),
          "A Login Request of announced 16 MiB is answered by " + pdu + ".");
    }
    login.connection().close();
    nextLoginWorks(bench);
  }

  private static void halfOpen(TestBench bench) {
    for (int i = 0; i < 32; i++) {
      RawLogin login = RawLogin.normal(bench);
      login.connection().send(login.request(false, false, 1, 0, login.allKeys().encode()));
    }
    RawLogin.normal(bench).run().finished("A login beside 32 that do not go on");
  }

  private static void abandoned(TestBench bench) {
    for (int step = 0; step < 4; step++) {
      RawLogin login = RawLogin.normal(bench);
      byte[] bytes =
          login
              .connection()
              .encode(
                  login.request(step < 3, false, 1, step < 3 ? 3 : 0, login.allKeys().encode()));
      int sent = step == 0 ? 0 : step == 1 ? 20 : step == 2 ? bytes.length - 3 : bytes.length;
      login.connection().sendBytes(java.util.Arrays.copyOf(bytes, sent));
      if (step == 3) {
        login.reply().accepted("The first PDU");
      }
      login.connection().close();
    }
    LoginReply reply = RawLogin.normal(bench).run();
    if (!reply.isFinal()) {
      throw CaseEnd.fail("After abandoned logins an ordinary one gives " + reply + ".");
    }
  }
}
