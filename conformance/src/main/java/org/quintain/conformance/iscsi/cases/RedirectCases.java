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
import org.quintain.initiator.TargetNote;

/** IL-37: targets that send their logins elsewhere. */
public final class RedirectCases {
  private static final String STATUS = "RFC 7143 11.13.5 Status-Class and Status-Detail";
  private static final String ADDRESS = STATUS + "; 13.8 TargetAddress";

  private RedirectCases() {}

  /** The table. */
  public static List<ConformanceCase> all() {
    return new CaseTable(Need.BYTE_STREAM)
        .shall(
            "IL-37/temporary",
            STATUS,
            "A login to a target that moved for a while: 0101h",
            bench -> moved(bench, TargetNote.REDIRECTED_TARGET, 1))
        .shall(
            "IL-37/permanent",
            STATUS,
            "A login to a target that moved for good: 0102h",
            bench -> moved(bench, TargetNote.MOVED_TARGET, 2))
        .shall(
            "IL-37/address",
            ADDRESS,
            "TargetAddress comes with a redirection: a host, a port if it is not 3260, no more",
            RedirectCases::address)
        .shall(
            "IL-37/flags",
            STATUS + "; 11.13.6 T (Transit) Bit; 11.13.3 TSIH",
            "A redirection grants no transition and gives no TSIH",
            RedirectCases::flags)
        .shall(
            "IL-37/end",
            STATUS,
            "The target ends the connection after a redirection",
            RedirectCases::end)
        .shall(
            "IL-37/security",
            STATUS + "; 6.3.2 iSCSI Security Negotiation",
            "A redirection comes in the security stage as well, in place of AuthMethod",
            RedirectCases::security)
        .shall(
            "IL-37/others",
            STATUS,
            "Targets that did not move are not redirected beside one that did",
            RedirectCases::others)
        .list();
  }

  private static RawLogin login(TestBench bench, TargetNote note) {
    String name = bench.fabric().told(note);
    if (name.isEmpty()) {
      throw CaseEnd.skip("No target that sends its logins elsewhere is told of.");
    }
    return RawLogin.normal(bench, name);
  }

  private static void moved(TestBench bench, TargetNote note, int detail) {
    LoginReply reply = login(bench, note).run();
    bench.check(
        reply.statusClass() == 1 && reply.statusDetail() == detail,
        "A login to a target that moved gives " + reply + ", not status 010" + detail + "h.");
  }

  private static void address(TestBench bench) {
    for (TargetNote note : List.of(TargetNote.REDIRECTED_TARGET, TargetNote.MOVED_TARGET)) {
      LoginReply reply = login(bench, note).run();
      List<String> addresses = reply.keys().all("TargetAddress");
      bench.check(!addresses.isEmpty(), "A redirection has no TargetAddress: " + reply + ".");
      for (String address : addresses) {
        bench.check(
            address.matches("(\\[[0-9a-fA-F:.]+\\]|[^\\[\\]:,]+)(:[0-9]{1,5})?(,[0-9]{1,5})?"),
            "TargetAddress=" + address + " is malformed.");
      }
    }
  }

  private static void flags(TestBench bench) {
    RawLogin login = login(bench, TargetNote.REDIRECTED_TARGET);
    LoginReply reply = login.run();
    RawPdu response = reply.expectResponse();
    bench.check((response.u8(1) & 0x80) == 0, "A redirection has T set: " + reply + ".");
    bench.check(response.u16(14) == 0, "A redirection has a TSIH: " + reply + ".");
    bench.check((response.u64(8) >>> 16) == login.isid(), "A redirection does not echo the ISID.");
  }

  private static void end(TestBench bench) {
    RawLogin login = login(bench, TargetNote.REDIRECTED_TARGET);
    login.run().expectResponse();
    RawPdu more = login.connection().receive(5_000_000_000L);
    bench.check(
        more == null && login.connection().hasEnded(),
        "The connection is not ended within 5 seconds of a redirection.");
  }

  private static void security(TestBench bench) {
    RawLogin login = login(bench, TargetNote.REDIRECTED_TARGET).offer("AuthMethod", "CHAP,None");
    LoginReply reply =
        login.step(login.request(false, false, RawLogin.SECURITY, 0, login.allKeys().encode()));
    bench.check(
        reply.statusClass() == 1, "In the security stage a moved target gives " + reply + ".");
  }

  private static void others(TestBench bench) {
    login(bench, TargetNote.REDIRECTED_TARGET).run();
    RawLogin.normal(bench).run().finished("A login to a target that did not move");
  }
}
