// SPDX-License-Identifier: Apache-2.0
package org.quintain.conformance.fc.cases;

import java.util.List;
import org.quintain.conformance.bench.CaseTable;
import org.quintain.conformance.bench.ConformanceCase;
import org.quintain.conformance.bench.Need;
import org.quintain.conformance.bench.TestBench;
import org.quintain.conformance.fc.Els;
import org.quintain.conformance.fc.FcpTask;
import org.quintain.conformance.fc.LinkReply;
import org.quintain.conformance.fc.RawFrame;
import org.quintain.conformance.fc.RawNexus;
import org.quintain.conformance.fc.RawUnit;
import org.quintain.conformance.scsi.Cdb;

/** FPL, third part: how logins end. */
public final class LogoutCases {
  private static final String PRLO = "FCP-4 6.4 PRLO";
  private static final String LOGO = "FC-LS-4 LOGO Logout";
  private static final String TPRLO = "FC-LS-4 TPRLO Third Party Process Logout";
  private static final String LOSS = "FCP-4 4.11 I_T nexus loss notification events";
  private static final String EFFECTS =
      "FCP-4 4.10 Clearing effects of task management, FCP, FC-FS-2, FC-LS, and FC-AL-2 actions";

  /** ASC of I_T NEXUS LOSS OCCURRED, and of what reaches further and stands in its place. */
  private static final int RESET_GROUP = 0x29;

  private static final int GLOBAL = 0x1000;
  private static final int THIRD_PARTY = 0x2000;

  private LogoutCases() {}

  /** The table. */
  public static List<ConformanceCase> all() {
    CaseTable table = new CaseTable(Need.FRAMES);
    ofProcess(table);
    processStrays(table);
    ofPort(table);
    afterPort(table);
    ofThirdParty(table);
    return table.list();
  }

  private static void ofProcess(CaseTable table) {
    table
        .shall(
            "FPL-11/form",
            "FCP-4 6.4 PRLO; FC-LS-4 PRLO Process Logout",
            "PRLO is answered by one page: TYPE 08h, executed",
            LogoutCases::processForm)
        .shall(
            "FPL-11/effect",
            PRLO,
            "After PRLO a command is not carried out, and the sender is told",
            bench -> {
              RawNexus nexus = RawNexus.open(bench);
              nexus.logOutProcess().accepted(20);
              ProcessLoginCases.isNotCarriedOut(bench, nexus, "A command after PRLO");
            })
        .shall(
            "FPL-11/tasks",
            EFFECTS,
            "PRLO ends the nexus' commands: no status comes of them",
            bench -> {
              RawNexus nexus = RawNexus.open(bench);
              byte[] same = nexus.read(bench.blocks().middle(), 1);
              FcpTask task = nexus.openWrite(bench.blocks().middle(), 1);
              nexus.logOutProcess().accepted(20);
              nexus.isOver(task, same, "PRLO with a command under way");
            })
        .shall(
            "FPL-11/loss",
            LOSS,
            "The first command after PRLO and PRLI reports I_T NEXUS LOSS OCCURRED or a reset",
            bench -> {
              RawNexus nexus = RawNexus.open(bench);
              nexus.logOutProcess().accepted(20);
              nexus.logInProcess(RawNexus.PLAIN);
              nexus.hasUnitAttentionOf(RESET_GROUP);
              nexus.clearUnitAttentions();
            });
  }

  private static void processStrays(CaseTable table) {
    table
        .shall(
            "FPL-11/port",
            "FCP-4 6.2 Overview of Process Login and Process Logout",
            "The port login stands after PRLO",
            bench -> {
              RawNexus nexus = RawNexus.open(bench);
              nexus.logOutProcess().accepted(20);
              nexus.discover().accepted(28);
            })
        .shall(
            "FPL-11/none",
            PRLO,
            "PRLO without image pair is not executed",
            LogoutCases::processNone)
        .shall(
            "FPL-11/unknown",
            PRLO,
            "PRLO for another TYPE leaves the image pair of FCP alone",
            LogoutCases::processUnknown)
        .shall(
            "FPL-11/malformed",
            PRLO,
            "PRLO with pages of 12 bytes is rejected, and leaves the image pair alone",
            LogoutCases::processMalformed)
        .shall(
            "FPL-11/login",
            PRLO,
            "PRLO without port login is rejected, or answered by LOGO",
            bench -> {
              RawNexus nexus = RawNexus.stranger(bench);
              LinkReply reply = nexus.logOutProcess();
              bench.check(
                  reply.came() ? reply.isRejected() : nexus.isToldToLogIn(),
                  "PRLO without port login is answered by " + reply.unit() + ".");
            });
  }

  private static void ofPort(CaseTable table) {
    table
        .shall(
            "FPL-12/effect",
            LOGO,
            "After LOGO a command is not carried out, and the sender is told",
            bench -> {
              RawNexus nexus = RawNexus.open(bench);
              nexus.logOut().accepted(4);
              ProcessLoginCases.isNotCarriedOut(bench, nexus, "A command after LOGO");
            })
        .shall(
            "FPL-12/discover",
            LOGO,
            "After LOGO no login stands: ADISC is rejected, or answered by LOGO",
            bench -> {
              RawNexus nexus = RawNexus.open(bench);
              nexus.logOut().accepted(4);
              LinkReply reply = nexus.discover();
              bench.check(
                  reply.came() ? reply.isRejected() : nexus.isToldToLogIn(),
                  "ADISC after LOGO is answered by " + reply.unit() + ".");
            })
        .shall(
            "FPL-12/tasks",
            EFFECTS,
            "LOGO ends the nexus' commands: no status comes of them",
            bench -> {
              RawNexus nexus = RawNexus.open(bench);
              byte[] same = nexus.read(bench.blocks().middle(), 1);
              FcpTask task = nexus.openWrite(bench.blocks().middle(), 1);
              nexus.logOut().accepted(4);
              nexus.isOver(task, same, "LOGO with a command under way");
            });
  }

  private static void afterPort(CaseTable table) {
    table
        .shall(
            "FPL-12/loss",
            LOSS,
            "The first command after LOGO and new logins reports I_T NEXUS LOSS OCCURRED or a reset",
            bench -> {
              RawNexus nexus = RawNexus.open(bench);
              nexus.logOut().accepted(4);
              nexus.logIn();
              nexus.logInProcess(RawNexus.PLAIN);
              nexus.hasUnitAttentionOf(RESET_GROUP);
              nexus.clearUnitAttentions();
            })
        .shall(
            "FPL-12/others",
            EFFECTS,
            "LOGO of one port leaves the nexuses of others alone",
            bench -> {
              RawNexus nexus = RawNexus.open(bench);
              RawNexus other = RawNexus.open(bench);
              nexus.logOut().accepted(4);
              other.isAlive();
            })
        .shall(
            "FPL-12/none",
            LOGO,
            "LOGO without login is answered, and does no harm",
            bench -> {
              RawNexus nexus = RawNexus.stranger(bench);
              nexus.logOut().unit();
              nexus.logIn();
              nexus.logInProcess(RawNexus.PLAIN);
              nexus.clearUnitAttentions();
            })
        .shall(
            "FPL-12/short",
            LOGO,
            "LOGO of 8 bytes is rejected, and leaves the login alone",
            bench -> {
              RawNexus nexus = RawNexus.open(bench);
              nexus.ask("LOGO of 8 bytes", Els.plain(Els.LOGO, 8)).rejected();
              nexus.isAlive();
            })
        .shall(
            "FPL-12/many",
            LOGO,
            "Twenty rounds of PLOGI, PRLI and LOGO leave nothing behind",
            LogoutCases::rounds);
  }

  private static void ofThirdParty(CaseTable table) {
    table
        .should(
            "FPL-17/third",
            TPRLO,
            "TPRLO of a third port ends that port's image pair alone",
            bench -> thirdParty(bench, THIRD_PARTY))
        .should(
            "FPL-17/global",
            TPRLO,
            "TPRLO with the global flag ends all image pairs",
            bench -> thirdParty(bench, GLOBAL))
        .shall(
            "FPL-17/unknown",
            TPRLO,
            "TPRLO for another TYPE is not executed and leaves FCP alone",
            LogoutCases::thirdPartyUnknown)
        .shall(
            "FPL-17/login",
            TPRLO,
            "TPRLO without port login has no effect",
            LogoutCases::thirdPartyStranger);
  }

  private static void processForm(TestBench bench) {
    RawUnit accept = RawNexus.open(bench).logOutProcess().accepted(20);
    bench.check(
        accept.length() == 20 && accept.u16(2) == 20, "LS_ACC of PRLO is not one page: " + accept);
    bench.check(accept.u8(4) == RawFrame.TYPE_FCP, "TYPE is not 08h: " + accept + ".");
    bench.check((accept.u8(6) & 0xF) == 1, "PRLO is not executed: " + accept + ".");
  }

  private static void processNone(TestBench bench) {
    LinkReply reply = RawNexus.withPortLogin(bench).logOutProcess();
    bench.check(
        reply.isRejected() || (reply.accepted(20).u8(6) & 0xF) != 1,
        "PRLO without image pair is executed: " + reply.unit() + ".");
  }

  private static void processUnknown(TestBench bench) {
    RawNexus nexus = RawNexus.open(bench);
    LinkReply reply =
        nexus.ask("PRLO for TYPE 55h", Els.process(Els.PRLO, new Els.Page(0x55, 0, 0)));
    bench.check(
        reply.isRejected() || (reply.accepted(20).u8(6) & 0xF) != 1,
        "PRLO for TYPE 55h is executed: " + reply.unit() + ".");
    nexus.isAlive();
  }

  private static void processMalformed(TestBench bench) {
    RawNexus nexus = RawNexus.open(bench);
    byte[] request = Els.process(Els.PRLO, new Els.Page(RawFrame.TYPE_FCP, 0, 0));
    request[1] = 12;
    nexus.ask("PRLO with pages of 12 bytes", request).rejected(0x03, 0x07, 0x09);
    nexus.isAlive();
  }

  private static void rounds(TestBench bench) {
    RawNexus nexus = RawNexus.stranger(bench);
    for (int round = 0; round < 20; round++) {
      nexus.logIn();
      nexus.logInProcess(RawNexus.PLAIN);
      nexus.clearUnitAttentions();
      nexus.logOut().accepted(4);
    }
    nexus.logIn();
    nexus.logInProcess(RawNexus.PLAIN);
    nexus.clearUnitAttentions();
    nexus.execute(Cdb.read10(0, 1), bench.facts().blockBytes()).good(bench.facts().blockBytes());
  }

  private static void thirdParty(TestBench bench, int flags) {
    RawNexus nexus = RawNexus.open(bench);
    RawNexus other = RawNexus.open(bench);
    Els.Page page = new Els.Page(RawFrame.TYPE_FCP, flags, other.portId());
    LinkReply reply = nexus.ask("TPRLO", Els.process(Els.TPRLO, page));
    bench.require(!reply.isRejected(), "The target does not carry out TPRLO.");
    reply.accepted(20);
    ProcessLoginCases.isNotCarriedOut(bench, other, "A command after TPRLO");
    if (flags == GLOBAL) {
      ProcessLoginCases.isNotCarriedOut(bench, nexus, "A command after a global TPRLO");
    } else {
      nexus.isAlive();
    }
  }

  private static void thirdPartyUnknown(TestBench bench) {
    RawNexus nexus = RawNexus.open(bench);
    Els.Page page = new Els.Page(0x55, GLOBAL, 0);
    LinkReply reply = nexus.ask("TPRLO for TYPE 55h", Els.process(Els.TPRLO, page));
    bench.check(
        reply.isRejected() || (reply.accepted(20).u8(6) & 0xF) != 1,
        "TPRLO for TYPE 55h is executed: " + reply.unit() + ".");
    nexus.isAlive();
  }

  private static void thirdPartyStranger(TestBench bench) {
    RawNexus nexus = RawNexus.open(bench);
    RawNexus stranger = RawNexus.stranger(bench);
    Els.Page page = new Els.Page(RawFrame.TYPE_FCP, GLOBAL, 0);
    LinkReply reply = stranger.ask("TPRLO of a stranger", Els.process(Els.TPRLO, page));
    bench.check(!reply.came() || reply.isRejected(), "A stranger's TPRLO is accepted.");
    nexus.isAlive();
  }
}
