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
import org.quintain.conformance.scsi.Bytes;

/** IL, first part: stages, transitions and flags of the login phase. */
public final class LoginStageCases {
  private static final String LOGIN = "RFC 7143 6.3 Login Phase";
  private static final String STAGES = "RFC 7143 11.12.3 CSG and NSG";
  private static final String RESPONSE = "RFC 7143 11.13 Login Response";
  private static final int SECURITY = RawLogin.SECURITY;
  private static final int OPERATIONAL = RawLogin.OPERATIONAL;
  private static final int FULL_FEATURE = RawLogin.FULL_FEATURE;
  private static final byte[] NOTHING = new byte[0];

  private static final List<ConformanceCase> TABLE =
      new CaseTable(Need.BYTE_STREAM)
          .shall(
              "IL-01",
              LOGIN,
              "A login in one PDU from the operational stage: success, TSIH not 0, ISID, ITT and stages echoed",
              LoginStageCases::onePdu)
          .shall(
              "IL-02",
              LOGIN,
              "Security stage, operational stage, full feature phase: each transition granted",
              LoginStageCases::allStages)
          .shall(
              "IL-03",
              STAGES,
              "From the security stage straight to full feature phase with AuthMethod None",
              LoginStageCases::securityToFullFeature)
          .shall("IL-04", STAGES, "A transition backwards is refused", LoginStageCases::backwards)
          .shall(
              "IL-05/nsg",
              STAGES,
              "The reserved NSG 2 is refused",
              bench -> refusedStages(bench, OPERATIONAL, 2))
          .shall(
              "IL-05/csg",
              STAGES,
              "The reserved CSG 2 is refused",
              bench -> refusedStages(bench, 2, FULL_FEATURE))
          .shall(
              "IL-05/csg3",
              STAGES,
              "CSG 3 in a Login Request is refused",
              bench -> refusedStages(bench, FULL_FEATURE, FULL_FEATURE))
          .shall(
              "IL-06",
              LOGIN,
              "An operational stage of several PDUs with T 0, then T 1",
              LoginStageCases::severalPdus)
          .shall(
              "IL-07",
              "RFC 7143 11.12.2 C (Continue) Bit; 6.2 Text Mode Negotiation",
              "A key cut in two by the C bit, within its name and within its value, is put together",
              LoginStageCases::continued)
          .shall(
              "IL-08",
              "RFC 7143 11.12.2 C (Continue) Bit",
              "T and C both 1 is refused",
              LoginStageCases::transitAndContinue)
          .shall(
              "IL-09",
              "RFC 7143 11.13.6 T (Transit) Bit",
              "The target does not set T unless the initiator did",
              LoginStageCases::noTransitByItself)
          .should(
              "IL-10",
              "RFC 7143 11.12 Login Request; 11.2.1.8 Initiator Task Tag",
              "Another Initiator Task Tag in the middle of a login is refused",
              bench -> changeInTheMiddle(bench, true))
          .should(
              "IL-11",
              "RFC 7143 11.12.5 ISID",
              "Another ISID in the middle of a login is refused",
              bench -> changeInTheMiddle(bench, false))
          .shall(
              "IL-13",
              "RFC 7143 11.13.5 Status-Class and Status-Detail",
              "A TSIH of no session: 020Ah",
              bench ->
                  RawLogin.normal(bench)
                      .tsih(0xFFEE)
                      .run()
                      .refusedWith("A login with an unknown TSIH", 0x0A, 0x03, 0x00))
          .shall(
              "IL-14",
              "RFC 7143 11.12.4 Version; 11.13.1 Version-max; 11.13.2 Version-active",
              "VersionMin 1: 0205h; VersionMin 0: active version 0",
              LoginStageCases::version)
          .shall(
              "IL-33",
              RESPONSE,
              "Reserved bits and bytes of the Login Response are zero",
              LoginStageCases::reserved)
          .shall(
              "IL-36",
              "RFC 7143 11.13.4 StatSN",
              "StatSN counts by one from Login Response to Login Response and on to full feature phase",
              LoginStageCases::statusNumbers)
          .shall(
              "IL-39",
              "RFC 7143 13.9 TargetPortalGroupTag",
              "The first Login Response of a normal session carries TargetPortalGroupTag",
              LoginStageCases::portalGroupTag)
          .shall(
              "IL-40",
              "RFC 7143 4.2.1 Layers and Sessions",
              "A Login Request that comes byte by byte is taken",
              LoginStageCases::byteByByte)
          .shall(
              "IL-44",
              "RFC 7143 11.12.8 CmdSN; 4.2.2.1 Command Numbering and Acknowledging",
              "The last Login Response opens a window of one command or more",
              LoginStageCases::window)
          .shall(
              "IL-46",
              "RFC 7143 11.12.7 Connection ID (CID)",
              "CID 0, 1 and 65535 are taken",
              LoginStageCases::connectionIds)
          .list();

  private LoginStageCases() {}

  /** The table. */
  public static List<ConformanceCase> all() {
    return TABLE;
  }

  private static void onePdu(TestBench bench) {
    RawLogin login = RawLogin.normal(bench).tag(0x1234_5678L);
    LoginReply reply =
        login.step(login.request(true, false, OPERATIONAL, FULL_FEATURE, login.allKeys().encode()));
    reply.accepted("A login in one PDU");
    if (!reply.isFinal()) {
      reply = login.run();
    }
    RawPdu response = reply.finished("An ordinary login").expectResponse();
    bench.check(response.u16(14) != 0, "The last Login Response has TSIH 0 (RFC 7143 11.13.3).");
    bench.check(
        (response.u64(8) >>> 16) == login.isid(), "The Login Response does not echo the ISID.");
    bench.check(
        response.tag() == 0x1234_5678L, "The Login Response does not echo the Initiator Task Tag.");
    bench.check(
        ((response.u8(1) >> 2) & 3) == OPERATIONAL, "The Login Response does not echo CSG.");
  }

  private static void allStages(TestBench bench) {
    RawLogin login = RawLogin.normal(bench).offer("AuthMethod", "None");
    LoginReply first =
        login.step(login.request(true, false, SECURITY, OPERATIONAL, login.allKeys().encode()));
    skipIfAuthentication(first);
    first.accepted("The security stage");
    bench.check(
        (first.expectResponse().u8(1) & 0x83) == 0x81,
        "The transition to the operational stage is not granted: " + first + ".");
    bench.check(
        first.keys().first("AuthMethod").equals("None"),
        "AuthMethod=None is not answered by None: " + first + ".");
    LoginReply second = login.step(login.request(true, false, OPERATIONAL, FULL_FEATURE, NOTHING));
    second.finished("The operational stage");
  }

  private static void skipIfAuthentication(LoginReply reply) {
    if (reply.statusClass() == 2 && reply.statusDetail() == 1) {
      throw CaseEnd.skip("The target wants authentication.");
    }
  }

  private static void securityToFullFeature(TestBench bench) {
    RawLogin login = RawLogin.normal(bench).offer("AuthMethod", "None");
    LoginReply reply =
        login.step(login.request(true, false, SECURITY, FULL_FEATURE, login.allKeys().encode()));
    skipIfAuthentication(reply);
    reply.accepted("A login from the security stage to full feature phase");
    if (!reply.isFinal()) {
      // The target may want the operational stage in between; it grants that one then.
      bench.check(
          (reply.expectResponse().u8(1) & 0x83) == 0x81,
          "The target neither grants full feature phase nor the operational stage: " + reply + ".");
      reply = login.step(login.request(true, false, OPERATIONAL, FULL_FEATURE, NOTHING));
    }
    reply.finished("A login from the security stage");
  }

  private static void backwards(TestBench bench) {
    RawLogin login = RawLogin.normal(bench);
    login
        .step(login.request(true, false, OPERATIONAL, SECURITY, login.allKeys().encode()))
        .refused("A transition from the operational to the security stage");
  }

  private static void refusedStages(TestBench bench, int current, int next) {
    RawLogin login = RawLogin.normal(bench);
    login
        .step(login.request(true, false, current, next, login.allKeys().encode()))
        .refused("CSG " + current + " with NSG " + next);
  }

  private static void severalPdus(TestBench bench) {
    RawLogin login = RawLogin.normal(bench);
    login
        .step(login.request(false, false, OPERATIONAL, 0, login.allKeys().encode()))
        .accepted("An operational PDU with T 0");
    TextKeys more = new TextKeys().add("ErrorRecoveryLevel", "0");
    LoginReply second =
        login
            .step(login.request(false, false, OPERATIONAL, 0, more.encode()))
            .accepted("A second one");
    bench.check(
        second.keys().first("ErrorRecoveryLevel").equals("0"),
        "A key of the second PDU is not answered: " + second + ".");
    login
        .step(login.request(true, false, OPERATIONAL, FULL_FEATURE, NOTHING))
        .finished("The PDU with T 1");
  }

  private static void continued(TestBench bench) {
    for (int cutInto : new int[] {7, 22}) {
      RawLogin login = RawLogin.normal(bench);
      byte[] whole = new TextKeys().addAll(login.allKeys()).add("MaxOutstandingR2T", "1").encode();
      int cut = login.allKeys().encode().length + cutInto - 5;
      LoginReply first =
          login.step(
              login.request(false, true, OPERATIONAL, 0, java.util.Arrays.copyOf(whole, cut)));
      first.accepted("A Login Request with C 1");
      bench.check(
          List.of("TargetPortalGroupTag").containsAll(first.keys().names()),
          "A Login Request with C 1 is answered by keys: " + first + ".");
      LoginReply second =
          login.step(
              login.request(
                  true,
                  false,
                  OPERATIONAL,
                  FULL_FEATURE,
                  java.util.Arrays.copyOfRange(whole, cut, whole.length)));
      second.accepted("The rest of the keys");
      bench.check(
          second.keys().first("MaxOutstandingR2T").equals("1"),
          "The key that was cut in two is not answered: " + second + ".");
    }
  }

  private static void transitAndContinue(TestBench bench) {
    RawLogin login = RawLogin.normal(bench);
    login
        .step(login.request(true, true, OPERATIONAL, FULL_FEATURE, login.allKeys().encode()))
        .refused("T and C both 1");
  }

  private static void noTransitByItself(TestBench bench) {
    RawLogin login = RawLogin.normal(bench);
    LoginReply reply =
        login.step(login.request(false, false, OPERATIONAL, 0, login.allKeys().encode()));
    bench.check(
        (reply.accepted("T 0").expectResponse().u8(1) & 0x80) == 0,
        "The target set T without being asked: " + reply + ".");
  }

  private static void changeInTheMiddle(TestBench bench, boolean tag) {
    RawLogin login = RawLogin.normal(bench);
    login
        .step(login.request(false, false, OPERATIONAL, 0, login.allKeys().encode()))
        .accepted("The first PDU");
    if (tag) {
      login.tag(0x77);
    } else {
      login.isid(login.isid() ^ 0x0F00L);
    }
    login
        .step(login.request(true, false, OPERATIONAL, FULL_FEATURE, NOTHING))
        .refused("The change");
  }

  private static void version(TestBench bench) {
    LoginReply reply = RawLogin.normal(bench).versionMin(1).run();
    reply.refusedWith("VersionMin 1", 0x05);
    RawPdu response = RawLogin.normal(bench).run().finished("VersionMin 0").expectResponse();
    bench.check(response.u8(3) == 0, "Version-active is " + response.u8(3) + ", not 0.");
  }

  private static void reserved(TestBench bench) {
    RawPdu response = RawLogin.normal(bench).run().finished("An ordinary login").expectResponse();
    bench.check(
        (response.u8(1) & 0x30) == 0,
        "Reserved bits of byte 1 are set: " + Bytes.h(response.u8(1)) + ".");
    bench.check(response.u8(4) == 0, "TotalAHSLength is not 0.");
    bench.check(response.u32(20) == 0, "Reserved bytes 20 to 23 are not zero.");
    bench.check(
        response.u16(38) == 0 && response.u64(40) == 0, "Reserved bytes 38 to 47 are not zero.");
  }

  private static void statusNumbers(TestBench bench) {
    RawLogin login = RawLogin.normal(bench);
    long first =
        login
            .step(login.request(false, false, OPERATIONAL, 0, login.allKeys().encode()))
            .accepted("The first PDU")
            .expectResponse()
            .u32(24);
    RawSession session = login.session();
    long second = session.login().expectResponse().u32(24);
    bench.check(
        second == ((first + 1) & 0xFFFF_FFFFL),
        "StatSN went from " + first + " to " + second + " within the login.");
    session.send(session.request(RawPdu.NOP_OUT, true).set(20, 4, RawPdu.NO_TAG));
    long third = session.next(RawPdu.NOP_IN).u32(24);
    bench.check(
        third == ((second + 1) & 0xFFFF_FFFFL),
        "StatSN went from " + second + " to " + third + " into full feature phase.");
  }

  private static void portalGroupTag(TestBench bench) {
    RawLogin login = RawLogin.normal(bench);
    LoginReply reply =
        login.step(login.request(false, false, OPERATIONAL, 0, login.allKeys().encode()));
    String tag = reply.accepted("The first PDU").keys().first("TargetPortalGroupTag");
    bench.check(
        !tag.isEmpty(), "The first Login Response has no TargetPortalGroupTag: " + reply + ".");
    int value;
    try {
      value = Integer.decode(tag);
    } catch (NumberFormatException e) {
      throw CaseEnd.fail("TargetPortalGroupTag=" + tag + " is not a number.");
    }
    bench.check(
        value >= 0 && value <= 65535, "TargetPortalGroupTag=" + tag + " is not a 16-bit number.");
  }

  private static void byteByByte(TestBench bench) {
    RawLogin login = RawLogin.normal(bench);
    byte[] bytes =
        login
            .connection()
            .encode(
                login.request(true, false, OPERATIONAL, FULL_FEATURE, login.allKeys().encode()));
    for (byte one : bytes) {
      login.connection().sendBytes(new byte[] {one});
    }
    login.reply().accepted("A Login Request that came byte by byte");
  }

  private static void window(TestBench bench) {
    RawPdu response = RawLogin.normal(bench).run().finished("An ordinary login").expectResponse();
    long window = (response.u32(32) - response.u32(28) + 1) & 0xFFFF_FFFFL;
    bench.check(window >= 1 && window < 0x8000_0000L, "MaxCmdSN - ExpCmdSN + 1 is " + window + ".");
    bench.check(
        response.u32(28) == 1,
        "ExpCmdSN is " + response.u32(28) + " after a login with CmdSN 1, which is not used up.");
  }

  private static void connectionIds(TestBench bench) {
    for (int cid : new int[] {0, 1, 65535}) {
      RawLogin.normal(bench).cid(cid).run().finished("A login with CID " + cid);
    }
  }
}
