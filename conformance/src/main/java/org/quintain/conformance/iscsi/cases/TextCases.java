// SPDX-License-Identifier: Apache-2.0
package org.quintain.conformance.iscsi.cases;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.quintain.conformance.bench.CaseTable;
import org.quintain.conformance.bench.ConformanceCase;
import org.quintain.conformance.bench.Need;
import org.quintain.conformance.bench.TestBench;
import org.quintain.conformance.iscsi.RawLogin;
import org.quintain.conformance.iscsi.RawPdu;
import org.quintain.conformance.iscsi.RawSession;
import org.quintain.conformance.iscsi.TextKeys;
import org.quintain.conformance.scsi.Bytes;
import org.quintain.conformance.scsi.Cdb;

/** IX: NOP, text, Reject, logout; IV: discovery. */
public final class TextCases {
  private static final String NOP_OUT = "RFC 7143 11.18 NOP-Out";
  private static final String TEXT = "RFC 7143 11.10 Text Request";
  private static final String SEND_TARGETS = "RFC 7143 C SendTargets Operation; 13.3 SendTargets";
  private static final String LOGOUT = "RFC 7143 11.14 Logout Request";
  private static final String REJECT = "RFC 7143 11.17 Reject";
  private static final long SHORT_NS = 500_000_000L;

  private static final List<ConformanceCase> TABLE =
      new CaseTable(Need.BYTE_STREAM)
          .shall(
              "IX-01",
              NOP_OUT,
              "A ping is echoed: same tag, Target Transfer Tag FFFFFFFFh, same data",
              TextCases::ping)
          .shall(
              "IX-01/truncated",
              "RFC 7143 11.19 NOP-In",
              "A ping longer than MaxRecvDataSegmentLength of the initiator is echoed in part",
              TextCases::longPing)
          .shall(
              "IX-02",
              NOP_OUT,
              "A NOP-Out with tag FFFFFFFFh is not answered",
              TextCases::silentPing)
          .shall(
              "IX-05",
              SEND_TARGETS,
              "SendTargets=All in a discovery session lists the target under test with an address and a portal group tag",
              TextCases::sendTargetsAll)
          .shall(
              "IX-06",
              SEND_TARGETS,
              "SendTargets with no value in a normal session gives this target alone",
              TextCases::sendTargetsNormal)
          .shall(
              "IX-06/all",
              SEND_TARGETS,
              "SendTargets=All in a normal session is not supported: no list of other targets",
              TextCases::sendTargetsAllNormal)
          .shall(
              "IX-07",
              SEND_TARGETS,
              "SendTargets of an unknown name in a discovery session gives nothing",
              TextCases::sendTargetsUnknown)
          .shall(
              "IX-09",
              "RFC 7143 13.12 MaxRecvDataSegmentLength, Use: ALL",
              "MaxRecvDataSegmentLength declared anew in full feature phase is taken",
              TextCases::declareAnew)
          .shall(
              "IX-13",
              TEXT,
              "An unknown key in a Text Request is answered by NotUnderstood",
              TextCases::unknownKey)
          .shall(
              "IX-14",
              REJECT + "; 11.17.4 Complete Header of Bad PDU",
              "A Reject carries the whole header of the bad PDU and tag FFFFFFFFh",
              TextCases::rejectForm)
          .shall(
              "IX-15",
              REJECT + "; 11.2.1.2 Opcode",
              "An unknown opcode is rejected or ends the connection",
              bench -> badOpcode(bench, 0x1D))
          .shall(
              "IX-16",
              REJECT,
              "An opcode of targets from the initiator is rejected or ends the connection",
              bench -> badOpcode(bench, 0x21))
          .shall(
              "IX-20",
              LOGOUT
                  + "; 4.2.6 iSCSI Connection Termination; 11.15.2 TotalAHSLength and DataSegmentLength",
              "Logout of the session: response 0, then the target ends the connection",
              bench -> logout(bench, 0))
          .shall(
              "IX-20/connection",
              LOGOUT,
              "Logout of the connection: response 0",
              bench -> logout(bench, 1))
          .shall(
              "IX-20/cid",
              LOGOUT,
              "Logout of an unknown connection: response 1",
              TextCases::logoutUnknown)
          .shall(
              "IX-20/recovery",
              LOGOUT,
              "Logout for recovery without connection recovery: response 2 (or 1)",
              TextCases::logoutRecovery)
          .shall(
              "IX-21",
              "RFC 7143 11.15 Logout Response",
              "Commands behind a logout are not answered",
              TextCases::commandAfterLogout)
          .destructive(
              "IX-22",
              LOGOUT + "; 11.14.5 Implicit Termination of Tasks",
              "A write that waits for its data when the session logs out is not applied",
              TextCases::logoutWithWrite)
          .shall(
              "IS-16",
              "RFC 7143 4.3 iSCSI Session Types",
              "A SCSI Command in a discovery session is rejected or ends the connection",
              TextCases::commandInDiscovery)
          .shall(
              "IV-01",
              SEND_TARGETS + "; 13.8 TargetAddress; 4.4.1 iSCSI Architecture Model",
              "Each TargetAddress is an address and port with a portal group tag of 16 bits",
              TextCases::addresses)
          .list();

  private TextCases() {}

  /** The table. */
  public static List<ConformanceCase> all() {
    return TABLE;
  }

  private static TextKeys text(RawSession session, TextKeys keys) {
    session.send(session.request(RawPdu.TEXT, false).set(20, 4, RawPdu.NO_TAG).data(keys.encode()));
    RawPdu pdu = session.next(RawPdu.TEXT_RESPONSE);
    return TextKeys.parse(pdu.data());
  }

  private static void ping(TestBench bench) {
    RawSession session = RawLogin.normal(bench).session();
    byte[] payload = {9, 8, 7, 6, 5, 4, 3};
    RawPdu ping = session.request(RawPdu.NOP_OUT, true).set(20, 4, RawPdu.NO_TAG).data(payload);
    session.send(ping);
    RawPdu pdu = session.next(RawPdu.NOP_IN);
    bench.check(pdu.tag() == ping.tag(), "The NOP-In has another tag than the ping: " + pdu + ".");
    bench.check(
        pdu.targetTag() == RawPdu.NO_TAG, "The NOP-In has a Target Transfer Tag: " + pdu + ".");
    bench.check(
        java.util.Arrays.equals(pdu.data(), payload),
        "The ping is echoed as " + Bytes.hex(pdu.data()) + ".");
  }

  private static void longPing(TestBench bench) {
    RawSession session = RawLogin.normal(bench).offer("MaxRecvDataSegmentLength", "512").session();
    byte[] payload = new byte[1024];
    for (int i = 0; i < payload.length; i++) {
      payload[i] = (byte) i;
    }
    bench.require(session.targetSegmentMax() >= 1024, "The target takes no ping that long.");
    session.send(session.request(RawPdu.NOP_OUT, true).set(20, 4, RawPdu.NO_TAG).data(payload));
    RawPdu pdu = session.next(RawPdu.NOP_IN);
    bench.check(
        pdu.dataLength() <= 512,
        "A NOP-In carries " + pdu.dataLength() + " bytes with MaxRecvDataSegmentLength 512.");
    bench.check(
        Bytes.firstDifference(pdu.data(), payload, pdu.dataLength()) < 0 && pdu.dataLength() > 0,
        "The beginning of the ping is not echoed.");
  }

  private static void silentPing(TestBench bench) {
    RawSession session = RawLogin.normal(bench).session();
    session.send(
        RawPdu.of(RawPdu.NOP_OUT, true)
            .flags(0x80)
            .tag(RawPdu.NO_TAG)
            .set(20, 4, RawPdu.NO_TAG)
            .set(24, 4, session.commandNumber())
            .set(28, 4, session.expectedStatus()));
    RawPdu pdu = session.poll(SHORT_NS);
    bench.check(pdu == null, "A NOP-Out with tag FFFFFFFFh is answered by " + pdu + ".");
    session.isAlive();
  }

  private static TextKeys discover(TestBench bench, String value) {
    return text(RawLogin.discovery(bench).session(), new TextKeys().add("SendTargets", value));
  }

  private static void sendTargetsAll(TestBench bench) {
    TextKeys keys = discover(bench, "All");
    bench.check(
        keys.all("TargetName").contains(bench.fabric().targetName()),
        "SendTargets=All gives " + keys + ".");
    String address = keys.first("TargetAddress");
    bench.check(
        address.isEmpty() || address.matches(".+,[0-9]+"),
        "TargetAddress=" + address + " has no portal group tag.");
  }

  private static void sendTargetsNormal(TestBench bench) {
    TextKeys keys = text(RawLogin.normal(bench).session(), new TextKeys().add("SendTargets", ""));
    List<String> names = keys.all("TargetName");
    bench.check(
        names.equals(List.of(bench.fabric().targetName())),
        "SendTargets= in a normal session gives " + keys + ".");
  }

  private static void sendTargetsAllNormal(TestBench bench) {
    RawSession session = RawLogin.normal(bench).session();
    session.send(
        session
            .request(RawPdu.TEXT, false)
            .set(20, 4, RawPdu.NO_TAG)
            .data(new TextKeys().add("SendTargets", "All").encode()));
    RawPdu pdu = session.poll(bench.commandTimeoutNs());
    bench.check(
        pdu != null || session.connection().hasEnded(), "SendTargets=All is answered by silence.");
    if (pdu != null && pdu.opcode() == RawPdu.TEXT_RESPONSE) {
      TextKeys keys = TextKeys.parse(pdu.data());
      bench.check(
          keys.all("TargetName").isEmpty(),
          "SendTargets=All in a normal session gives " + keys + ".");
    }
  }

  private static void sendTargetsUnknown(TestBench bench) {
    TextKeys keys = discover(bench, "iqn.2026-11.org.quintain:no-such-target");
    bench.check(
        keys.all("TargetName").isEmpty(), "SendTargets of an unknown name gives " + keys + ".");
  }

  private static void addresses(TestBench bench) {
    TextKeys keys = discover(bench, "All");
    for (String address : keys.all("TargetAddress")) {
      bench.check(
          address.matches("(\\[[0-9a-fA-F:.%a-z]+\\]|[^\\[\\]:]+)(:[0-9]{1,5})?,[0-9]{1,5}"),
          "TargetAddress=" + address + " is malformed.");
      int tag = Integer.parseInt(address.substring(address.lastIndexOf(',') + 1));
      bench.check(
          tag <= 65535, "TargetAddress=" + address + " has a portal group tag above 65535.");
    }
    bench.require(
        keys.has("TargetAddress"),
        "The target gives no TargetAddress, which is the address of the discovery itself.");
  }

  private static void declareAnew(TestBench bench) {
    RawSession session = RawLogin.normal(bench).session().clearUnitAttentions();
    TextKeys keys = text(session, new TextKeys().add("MaxRecvDataSegmentLength", "1024"));
    bench.check(
        !keys.first("MaxRecvDataSegmentLength").equals("Reject"),
        "MaxRecvDataSegmentLength in full feature phase is rejected.");
    int blocks = Math.max(1, 8192 / bench.facts().blockBytes());
    RawPdu command = session.command(Cdb.read10(0, blocks), blocks * bench.facts().blockBytes(), 0);
    session.send(command);
    while (true) {
      RawPdu pdu = session.next();
      if (pdu.opcode() == RawPdu.SCSI_RESPONSE) {
        return;
      }
      bench.check(
          pdu.dataLength() <= 1024,
          "A Data-In of "
              + pdu.dataLength()
              + " bytes after MaxRecvDataSegmentLength 1024 was declared.");
      if ((pdu.u8(1) & 1) != 0) {
        return;
      }
    }
  }

  private static void unknownKey(TestBench bench) {
    TextKeys keys =
        text(RawLogin.normal(bench).session(), new TextKeys().add("X-com.example.foo", "bar"));
    bench.check(
        keys.first("X-com.example.foo").equals("NotUnderstood"),
        "An unknown key is answered by: " + keys + ".");
  }

  private static void rejectForm(TestBench bench) {
    RawSession session = RawLogin.normal(bench).session();
    RawPdu bad = session.request(0x1D, true);
    session.send(bad);
    RawPdu pdu = session.poll(bench.commandTimeoutNs());
    bench.require(
        pdu != null && pdu.opcode() == RawPdu.REJECT,
        "The target ends the connection at an unknown opcode instead of a Reject.");
    if (pdu != null) {
      bench.check(
          pdu.tag() == RawPdu.NO_TAG, "A Reject has the tag " + Bytes.h((int) pdu.tag()) + ".");
      bench.check(
          pdu.dataLength() == RawPdu.BHS_BYTES,
          "A Reject carries " + pdu.dataLength() + " bytes, not a header of 48.");
      byte[] header = pdu.data();
      bench.check(
          (header[0] & 0x3F) == 0x1D && Bytes.u32(header, 16) == bad.tag(),
          "A Reject carries another header: " + Bytes.hex(header) + ".");
      bench.check(
          pdu.u8(2) >= 2 && pdu.u8(2) <= 0x0C,
          "Reject reason " + Bytes.h(pdu.u8(2)) + " is reserved.");
    }
  }

  private static void badOpcode(TestBench bench, int opcode) {
    RawSession session = RawLogin.normal(bench).session();
    session.send(session.request(opcode, true));
    refusedOrEnded(bench, session, "Opcode " + Bytes.h(opcode));
    RawLogin.normal(bench).session().isAlive();
  }

  private static void refusedOrEnded(TestBench bench, RawSession session, String what) {
    @Nullable RawPdu pdu = session.poll(bench.commandTimeoutNs());
    bench.check(pdu != null || session.connection().hasEnded(), what + " is answered by silence.");
    bench.check(
        pdu == null || pdu.opcode() == RawPdu.REJECT, what + " is answered by " + pdu + ".");
  }

  private static RawPdu logoutRequest(RawSession session, int reason, int cid) {
    return session.request(RawPdu.LOGOUT, true).flags(0x80 | reason).set(20, 2, cid);
  }

  private static void logout(TestBench bench, int reason) {
    RawSession session = RawLogin.normal(bench).cid(7).session();
    session.send(logoutRequest(session, reason, 7));
    RawPdu pdu = session.next(RawPdu.LOGOUT_RESPONSE);
    bench.check(pdu.u8(2) == 0, "A logout is answered by response " + pdu.u8(2) + ".");
    bench.check(pdu.u8(4) == 0 && pdu.dataLength() == 0, "It has an AHS or data: " + pdu + ".");
    RawPdu more = session.poll(5_000_000_000L);
    bench.check(more == null, "After the logout response comes " + more + ".");
    bench.check(
        session.connection().hasEnded(),
        "The target does not end the connection within 5 seconds of the logout.");
  }

  private static void logoutUnknown(TestBench bench) {
    RawSession session = RawLogin.normal(bench).cid(7).session();
    session.send(logoutRequest(session, 1, 8));
    RawPdu pdu = session.next(RawPdu.LOGOUT_RESPONSE);
    bench.check(
        pdu.u8(2) == 1,
        "A logout of an unknown CID is answered by response " + pdu.u8(2) + ", not 1.");
  }

  private static void logoutRecovery(TestBench bench) {
    RawSession session = RawLogin.normal(bench).cid(7).offer("ErrorRecoveryLevel", "0").session();
    session.send(logoutRequest(session, 2, 7));
    RawPdu pdu = session.next();
    boolean refused =
        pdu.opcode() == RawPdu.REJECT
            || (pdu.opcode() == RawPdu.LOGOUT_RESPONSE && (pdu.u8(2) == 2 || pdu.u8(2) == 1));
    bench.check(
        refused, "A logout for recovery at ErrorRecoveryLevel 0 is answered by " + pdu + ".");
  }

  private static void commandAfterLogout(TestBench bench) {
    RawSession session = RawLogin.normal(bench).session().clearUnitAttentions();
    session.send(logoutRequest(session, 0, 0));
    session.send(session.command(Cdb.testUnitReady(), 0, 0));
    session.next(RawPdu.LOGOUT_RESPONSE);
    RawPdu pdu = session.poll(SHORT_NS);
    bench.check(pdu == null, "A command behind a logout is answered by " + pdu + ".");
  }

  private static void logoutWithWrite(TestBench bench) {
    RawSession session =
        RawLogin.normal(bench).offer("ImmediateData", "No").session().clearUnitAttentions();
    long at = bench.blocks().middle();
    byte[] before = bench.blocks().pattern(at, 1, 940);
    bench.blocks().write(at, before);
    RawPdu command = session.command(Cdb.write10(at, 1), 0, before.length);
    session.send(command);
    session.next(RawPdu.R2T);
    session.send(logoutRequest(session, 0, 0));
    session.next(RawPdu.LOGOUT_RESPONSE);
    bench.pause(SHORT_NS);
    bench.blocks().expect(at, before, "a write whose data never came is not applied");
  }

  private static void commandInDiscovery(TestBench bench) {
    RawSession session = RawLogin.discovery(bench).session();
    session.send(session.command(Cdb.inquiry(36), 36, 0));
    refusedOrEnded(bench, session, "A SCSI Command in a discovery session");
  }
}
