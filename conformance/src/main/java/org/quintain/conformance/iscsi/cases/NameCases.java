// SPDX-License-Identifier: Apache-2.0
package org.quintain.conformance.iscsi.cases;

import java.util.List;
import java.util.Locale;
import org.quintain.conformance.bench.Answer;
import org.quintain.conformance.bench.CaseTable;
import org.quintain.conformance.bench.ConformanceCase;
import org.quintain.conformance.bench.Need;
import org.quintain.conformance.bench.TestBench;
import org.quintain.conformance.iscsi.LoginReply;
import org.quintain.conformance.iscsi.RawLogin;
import org.quintain.conformance.iscsi.RawPdu;
import org.quintain.conformance.iscsi.RawSession;
import org.quintain.conformance.iscsi.TextKeys;
import org.quintain.conformance.scsi.Bytes;
import org.quintain.conformance.scsi.Cdb;

/**
 * IL, third part: names, and answers of a login that need several PDUs; IS-14, IS-18: the nexus.
 */
public final class NameCases {
  private static final String NAMES = "RFC 7143 4.2.7 iSCSI Names; 4.2.7.1 iSCSI Name Properties";
  private static final String INITIATOR = "iqn.2026-11.org.quintain:";

  private NameCases() {}

  /** The table. */
  public static List<ConformanceCase> all() {
    return new CaseTable(Need.BYTE_STREAM)
        .shall(
            "IL-21",
            NAMES + "; 13.5 InitiatorName",
            "An InitiatorName of 223 bytes is taken, one of 224 is not",
            NameCases::lengths)
        .shall(
            "IL-21/malformed",
            NAMES + "; 4.2.7.3 iSCSI Name Structure",
            "An InitiatorName of no known type, or without what follows the type, is refused",
            NameCases::malformed)
        .shall(
            "IL-22/iqn",
            "RFC 7143 4.2.7.2 iSCSI Name Encoding; 4.2.7.4 Type \"iqn.\" (iSCSI Qualified Name); 13.4 TargetName",
            "The TargetName in upper case is the same name",
            NameCases::upperCase)
        .shall(
            "IL-22/eui",
            "RFC 7143 4.2.7.5 Type \"eui.\" (IEEE EUI-64 Format)",
            "An InitiatorName of type eui. with 16 digits is taken",
            bench -> named(bench, "eui.02004567A425678D"))
        .shall(
            "IL-22/naa",
            "RFC 7143 4.2.7.6 Type \"naa.\" (Network Address Authority)",
            "InitiatorNames of type naa. with 16 and with 32 digits are taken",
            NameCases::naa)
        .shall(
            "IL-47",
            "RFC 7143 11.13.7 C (Continue) Bit; 11.13.8 Login Parameters; 6.2 Text Mode Negotiation",
            "An answer longer than 8192 bytes comes with C in several Login Responses, each asked for",
            NameCases::longAnswer)
        .shall(
            "IS-17/named",
            "RFC 7143 7.4.2.2 Named Discovery Sessions; 4.3 iSCSI Session Types",
            "A discovery session may name a target, and lists it",
            NameCases::namedDiscovery)
        .destructive(
            "IS-14",
            "RFC 7143 4.4.3.1 I_T Nexus State; 4.4.3.2 Reservations; E.2 Clearing Effects on SCSI Objects",
            "A registration outlives its session and belongs to the next one of the same name and ISID",
            NameCases::registration)
        .shall(
            "IS-18",
            "RFC 7143 6.3.5.1 Loss of Nexus Notification; E.2 Clearing Effects on SCSI Objects",
            "After session reinstatement the logical unit reports the loss of the nexus or a reset",
            NameCases::nexusLoss)
        .list();
  }

  private static RawLogin as(TestBench bench, String initiator, String target) {
    return RawLogin.of(
        bench,
        new TextKeys()
            .add("InitiatorName", initiator)
            .add("SessionType", "Normal")
            .add("TargetName", target));
  }

  private static void named(TestBench bench, String initiator) {
    as(bench, initiator, bench.fabric().targetName()).run().finished("InitiatorName=" + initiator);
  }

  private static void lengths(TestBench bench) {
    String longest = INITIATOR + "a".repeat(223 - INITIATOR.length());
    named(bench, longest);
    as(bench, longest + "a", bench.fabric().targetName())
        .run()
        .refused("An InitiatorName of 224 bytes");
  }

  private static void malformed(TestBench bench) {
    for (String name : List.of("disk.example", "eui.12", "naa.5", "iqn.", "eui.ZZ004567A425678D")) {
      as(bench, name, bench.fabric().targetName()).run().refused("InitiatorName=" + name);
    }
  }

  private static void upperCase(TestBench bench) {
    String name = bench.fabric().targetName();
    bench.require(name.startsWith("iqn."), "The target's name is not of type iqn.");
    as(bench, RawLogin.INITIATOR, name.toUpperCase(Locale.ROOT))
        .run()
        .finished("The TargetName in upper case");
  }

  private static void naa(TestBench bench) {
    named(bench, "naa.52004567BA64678D");
    named(bench, "naa.62004567BA64678D0123456789ABCDEF");
  }

  private static void longAnswer(TestBench bench) {
    RawLogin login = RawLogin.normal(bench);
    TextKeys keys = login.allKeys();
    int count = 360;
    for (int i = 0; i < count; i++) {
      keys.add("X-ab.cd." + (100 + i), "1");
    }
    LoginReply reply =
        login.step(login.request(false, false, RawLogin.OPERATIONAL, 0, keys.encode()));
    StringBuilder answer = new StringBuilder();
    int parts = 0;
    while ((reply.accepted("A login with many keys").expectResponse().u8(1) & 0x40) != 0) {
      RawPdu part = reply.expectResponse();
      bench.check((part.u8(1) & 0x80) == 0, "A Login Response has T and C: " + reply + ".");
      bench.check(
          part.dataLength() <= 8192, "A Login Response has " + part.dataLength() + " bytes.");
      answer.append(new String(part.data(), java.nio.charset.StandardCharsets.UTF_8));
      bench.check(++parts < 16, "The answer does not end.");
      reply = login.step(login.request(false, false, RawLogin.OPERATIONAL, 0, new byte[0]));
    }
    answer.append(
        new String(reply.expectResponse().data(), java.nio.charset.StandardCharsets.UTF_8));
    bench.check(parts > 0, "An answer of more than 8192 bytes comes in one PDU.");
    int answered = answer.toString().split("=NotUnderstood\0", -1).length - 1;
    bench.check(answered == count, answered + " of " + count + " keys are answered.");
    login.run().finished("A login with many keys");
  }

  private static void namedDiscovery(TestBench bench) {
    String target = bench.fabric().targetName();
    RawLogin login = RawLogin.discovery(bench).offer("TargetName", target);
    LoginReply reply = login.run().finished("A discovery session that names a target");
    RawSession session = login.session(reply);
    session.send(session.text(new TextKeys().add("SendTargets", target)));
    TextKeys keys = TextKeys.parse(session.next(RawPdu.TEXT_RESPONSE).data());
    bench.check(keys.all("TargetName").contains(target), "SendTargets gives " + keys + ".");
  }

  private static void registration(TestBench bench) {
    bench.requireCommand("PERSISTENT RESERVE OUT", 0x5F, 0);
    long key = 0x7155_1111L;
    RawSession first = RawLogin.normal(bench).session().clearUnitAttentions();
    register(first, 0, key);
    first.send(first.logout(0, 0));
    first.next(RawPdu.LOGOUT_RESPONSE);
    RawSession again = RawLogin.normal(bench).isid(first.isid()).session().clearUnitAttentions();
    Answer keys = again.execute(Cdb.of("READ KEYS", 0x5E, 0, 0, 0, 0, 0, 0, 0, 64, 0), 64);
    boolean isThere = false;
    for (int at = 8; at + 8 <= keys.data().length; at += 8) {
      isThere |= Bytes.u64(keys.data(), at) == key;
    }
    register(again, key, 0);
    bench.check(isThere, "The registration is gone with its session: " + keys + ".");
  }

  private static void register(RawSession session, long from, long into) {
    byte[] list = new byte[24];
    Bytes.put(list, 0, 8, from);
    Bytes.put(list, 8, 8, into);
    session
        .write(Cdb.of("PERSISTENT RESERVE OUT, REGISTER", 0x5F, 0, 0, 0, 0, 0, 0, 0, 24, 0), list)
        .good();
  }

  private static void nexusLoss(TestBench bench) {
    RawSession older = RawLogin.normal(bench).session().clearUnitAttentions();
    RawSession newer = RawLogin.normal(bench).isid(older.isid()).session();
    Answer first = newer.execute(Cdb.testUnitReady(), 0);
    boolean isTold = false;
    for (int each = 0x2900; each <= 0x2907; each++) {
      isTold |= first.isCheck(6, each);
    }
    first.that(isTold, "a unit attention of the group 29h");
  }
}
