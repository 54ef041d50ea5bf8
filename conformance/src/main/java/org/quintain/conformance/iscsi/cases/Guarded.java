// SPDX-License-Identifier: Apache-2.0
package org.quintain.conformance.iscsi.cases;

import java.util.Arrays;
import org.quintain.conformance.bench.CaseEnd;
import org.quintain.conformance.bench.TestBench;
import org.quintain.conformance.iscsi.Chap;
import org.quintain.conformance.iscsi.Chap.Algorithm;
import org.quintain.conformance.iscsi.ChapExchange;
import org.quintain.conformance.iscsi.LoginReply;
import org.quintain.conformance.iscsi.RawLogin;
import org.quintain.conformance.iscsi.RawPdu;
import org.quintain.conformance.iscsi.TextKeys;
import org.quintain.initiator.TargetNote;

/** A login to the target that wants CHAP; cases are skipped where none is told of. */
final class Guarded {
  private final TestBench bench;
  private final RawLogin login;

  private Guarded(TestBench bench, RawLogin login) {
    this.bench = bench;
    this.login = login;
  }

  /** A login on a new connection. */
  static Guarded of(TestBench bench) {
    if (bench.fabric().told(TargetNote.CHAP_USER).isEmpty()) {
      throw CaseEnd.skip("No target that wants CHAP, and no user of it, is told of.");
    }
    String name = bench.fabric().told(TargetNote.CHAP_TARGET);
    String target = name.isEmpty() ? bench.fabric().targetName() : name;
    return new Guarded(bench, RawLogin.normal(bench, target));
  }

  /** The same where the target can say who it is. */
  Guarded mutual() {
    if (bench.fabric().told(TargetNote.CHAP_TARGET_USER).isEmpty()) {
      throw CaseEnd.skip("No user that the target is, is told of.");
    }
    return this;
  }

  RawLogin login() {
    return login;
  }

  String user() {
    return bench.fabric().told(TargetNote.CHAP_USER);
  }

  String secret() {
    return bench.fabric().told(TargetNote.CHAP_SECRET);
  }

  boolean isDiscoveryGuarded() {
    return !bench.fabric().told(TargetNote.DISCOVERY_USER).isEmpty();
  }

  /** The exchange up to the challenge; skipped where the target has not the algorithm. */
  ChapExchange challenged(Algorithm algorithm) {
    ChapExchange chap = ChapExchange.begin(login, "CHAP");
    if (algorithm == Algorithm.MD5) {
      return chap.challenged("5");
    }
    chap.challenged(algorithm.number() + ",5");
    if (chap.algorithm() != algorithm) {
      throw CaseEnd.skip("The target has no CHAP by " + algorithm.word() + ".");
    }
    return chap;
  }

  /** After the security stage: full feature phase, if {@code reply} was a success. */
  void enter(LoginReply reply, String what) {
    reply.accepted(what);
    if ((reply.expectResponse().u8(1) & 0x83) != (0x80 | RawLogin.OPERATIONAL)) {
      throw CaseEnd.fail(what + " does not lead out of the security stage: " + reply + ".");
    }
    login.run().finished(what);
  }

  /** Answers the challenge, sends one, and judges the target's answer to it. */
  void expectAnswer(ChapExchange chap, int identifier, byte[] ours, String spelled) {
    TextKeys keys =
        chap.answer(user(), secret())
            .add("CHAP_I", String.valueOf(identifier))
            .add("CHAP_C", spelled);
    LoginReply reply = chap.stepOn(keys).accepted("A challenge of " + ours.length + " bytes");
    String self = bench.fabric().told(TargetNote.CHAP_TARGET_USER);
    String itsSecret = bench.fabric().told(TargetNote.CHAP_TARGET_SECRET);
    bench.check(
        reply.keys().first("CHAP_N").equals(self), "The target's CHAP_N is not its name: " + reply);
    byte[] right = Chap.response(chap.algorithm(), identifier, itsSecret, ours);
    bench.check(
        Arrays.equals(Chap.bytes(reply.keys().first("CHAP_R")), right),
        "The target's CHAP_R is wrong: " + reply + ".");
    enter(reply, "Mutual CHAP");
  }

  /** Asks for 0201h and the end of the connection. */
  void refused(LoginReply reply, String what) {
    reply.refused(what);
    if (reply.statusClass() == 2) {
      RawPdu more = login.connection().receive(5_000_000_000L);
      bench.check(more == null, what + " is refused, then comes " + more + ".");
      bench.check(
          login.connection().hasEnded(),
          what + " is refused, but the connection is not ended within 5 seconds.");
    }
  }
}
