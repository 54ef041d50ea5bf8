// SPDX-License-Identifier: Apache-2.0
package org.quintain.conformance.fc.cases;

import java.util.List;
import org.quintain.conformance.bench.CaseTable;
import org.quintain.conformance.bench.ConformanceCase;
import org.quintain.conformance.bench.Need;
import org.quintain.conformance.bench.TestBench;
import org.quintain.conformance.fc.Els;
import org.quintain.conformance.fc.FcpTask;
import org.quintain.conformance.fc.RawFabric;
import org.quintain.conformance.fc.RawFrame;
import org.quintain.conformance.fc.RawNexus;
import org.quintain.conformance.fc.RawUnit;
import org.quintain.conformance.scsi.Cdb;

/** FPL, first part: the port login. */
public final class PortLoginCases {
  private static final String PLOGI = "FC-LS-4 PLOGI N_Port Login";
  private static final String PARAMETERS = "FC-LS-4 Parameters Common and class service parameters";
  private static final int LOGICAL_ERROR = 0x03;
  private static final int PAYLOAD_MIN = 256;
  private static final int PAYLOAD_MAX = 2112;

  private PortLoginCases() {}

  /** The table. */
  public static List<ConformanceCase> all() {
    CaseTable table = new CaseTable(Need.FRAMES);
    accepted(table);
    refused(table);
    return table.list();
  }

  private static void accepted(CaseTable table) {
    table
        .shall(
            "FPL-01/form",
            PLOGI,
            "PLOGI is answered by LS_ACC of 116 bytes that names the port and its node",
            PortLoginCases::form)
        .shall(
            "FPL-01/sizes",
            PARAMETERS,
            "Receive data field sizes of LS_ACC are 256 to 2112 and multiples of four, the class's not above the common one",
            PortLoginCases::sizes)
        .shall(
            "FPL-01/class",
            PARAMETERS,
            "LS_ACC says that class 3 is valid, with a concurrent sequence and an open one for each exchange at least",
            PortLoginCases::classThree)
        .shall(
            "FPL-01/port",
            PARAMETERS,
            "LS_ACC comes from an N_Port, and says that relative offsets increase continuously",
            PortLoginCases::nPort)
        .shall(
            "FPL-01/frame",
            "FC-FS-5 F_CTL Frame control; FC-LS-4 LS_ACC Link service accept",
            "LS_ACC is the last sequence of its exchange, from the responder, with the OX_ID of the request",
            PortLoginCases::frame)
        .shall(
            "FPL-02/payload",
            PARAMETERS,
            "The target's frames are no longer than the receive data field size that PLOGI says",
            PortLoginCases::payload)
        .shall(
            "FPL-02/again",
            "FC-LS-4 PLOGI N_Port Login; FCP-4 4.10 Clearing effects of task management, FCP, FC-FS-2, FC-LS, and FC-AL-2 actions",
            "PLOGI again ends the process login: a command that follows is not carried out before PRLI",
            PortLoginCases::again)
        .shall(
            "FPL-02/tasks",
            "FCP-4 4.10 Clearing effects of task management, FCP, FC-FS-2, FC-LS, and FC-AL-2 actions",
            "PLOGI again ends commands under way: no status comes, and their data is not asked for",
            PortLoginCases::tasks)
        .shall(
            "FPL-02/others",
            "FCP-4 4.10 Clearing effects of task management, FCP, FC-FS-2, FC-LS, and FC-AL-2 actions",
            "PLOGI again of one port leaves the commands of others alone",
            PortLoginCases::others);
  }

  private static void refused(CaseTable table) {
    table
        .shall(
            "FPL-02/short",
            PLOGI,
            "PLOGI of 60 bytes is rejected",
            bench -> refused(bench, "PLOGI of 60 bytes", 60, 0, 0, 0))
        .shall(
            "FPL-02/size",
            PARAMETERS,
            "PLOGI with a receive data field size of 100 is rejected",
            bench -> refused(bench, "A receive data field size of 100", 116, 10, 2, 100))
        .should(
            "FPL-02/large",
            PARAMETERS,
            "PLOGI with a receive data field size of 4080 is rejected",
            bench -> refused(bench, "A receive data field size of 4080", 116, 10, 2, 4080))
        .shall(
            "FPL-02/class",
            PARAMETERS,
            "PLOGI without class 3 is rejected",
            bench -> refused(bench, "PLOGI without class 3", 116, 68, 2, 0))
        .should(
            "FPL-02/nameless",
            "FC-LS-4 Names N_Port_Name and Node_Name",
            "PLOGI without N_Port_Name is rejected",
            bench -> refused(bench, "PLOGI without N_Port_Name", 116, 20, 8, 0))
        .should(
            "FPL-02/name",
            "FC-LS-4 Names N_Port_Name and Node_Name",
            "PLOGI under the target's own N_Port_Name is rejected",
            PortLoginCases::underTargetName)
        .shall(
            "FPL-02/kept",
            PLOGI,
            "A PLOGI that is rejected leaves no login",
            PortLoginCases::rejectedLeavesNothing);
  }

  private static void form(TestBench bench) {
    RawNexus nexus = RawNexus.stranger(bench);
    RawUnit accept = nexus.logIn();
    bench.check(
        accept.length() == Els.LOGIN_BYTES, "LS_ACC of PLOGI has " + accept.length() + " bytes.");
    long name = RawFabric.name(bench.fabric().targetName());
    bench.check(
        accept.u64(20) == name,
        "LS_ACC names " + Long.toHexString(accept.u64(20)) + ", not the port itself.");
    bench.check(accept.u64(28) != 0, "LS_ACC has no Node_Name.");
  }

  private static void sizes(TestBench bench) {
    RawUnit accept = RawNexus.stranger(bench).logIn();
    int common = accept.u16(10) & 0xFFF;
    int ofClass = accept.u16(74);
    for (int size : new int[] {common, ofClass}) {
      bench.check(
          size >= PAYLOAD_MIN && size <= PAYLOAD_MAX && size % 4 == 0,
          "A receive data field size is " + size + ".");
    }
    bench.check(ofClass <= common, "The class takes " + ofClass + ", the port " + common + ".");
  }

  private static void classThree(TestBench bench) {
    RawUnit accept = RawNexus.stranger(bench).logIn();
    bench.check((accept.u16(68) & 0x8000) != 0, "Class 3 is not valid.");
    bench.check((accept.u16(12) & 0xFF) >= 1, "There are no concurrent sequences at all.");
    bench.check((accept.u16(76) & 0xFF) >= 1, "Class 3 has no concurrent sequences.");
    bench.check((accept.u16(80) & 0xFF) >= 1, "Class 3 has no open sequence for an exchange.");
  }

  private static void nPort(TestBench bench) {
    RawUnit accept = RawNexus.stranger(bench).logIn();
    bench.check((accept.u16(8) & 0x1000) == 0, "An N_Port says that it is an F_Port.");
    bench.check(
        (accept.u16(8) & 0x8000) != 0, "Continuously increasing relative offset is not set.");
  }

  private static void frame(TestBench bench) {
    RawFrame frame = RawNexus.stranger(bench).logIn().last();
    int due = RawFrame.RESPONDER | RawFrame.LAST_SEQUENCE | RawFrame.END_SEQUENCE;
    bench.check(frame.has(due), "F_CTL is " + Integer.toHexString(frame.control()) + "h.");
    bench.check(
        !frame.has(RawFrame.FIRST_SEQUENCE), "The reply says that it is the first sequence.");
    bench.check(
        frame.routing() == RawFrame.ELS_REPLY && frame.type() == RawFrame.TYPE_ELS,
        "R_CTL and TYPE of LS_ACC are wrong: " + frame + ".");
  }

  private static void payload(TestBench bench) {
    RawNexus nexus = RawNexus.stranger(bench);
    nexus.logIn(PAYLOAD_MIN);
    nexus.logInProcess(RawNexus.PLAIN);
    nexus.clearUnitAttentions();
    int bytes = 4 * bench.facts().blockBytes();
    FcpTask task = nexus.start(nexus.command(Cdb.read10(0, 4), bytes, 0));
    int came = 0;
    RawUnit unit = task.exchange().next("READ(10)");
    while (unit.routing() == RawFrame.DATA) {
      for (RawFrame frame : unit.frames()) {
        bench.check(
            frame.fieldBytes() <= PAYLOAD_MIN,
            "A frame carries " + frame.fieldBytes() + " bytes to a port that takes 256.");
        came += frame.payload().length;
      }
      unit = task.exchange().next("READ(10)");
    }
    bench.check(came == bytes, "The read brought " + came + " of " + bytes + " bytes.");
  }

  private static void again(TestBench bench) {
    RawNexus nexus = RawNexus.open(bench);
    nexus.logIn();
    ProcessLoginCases.isNotCarriedOut(bench, nexus, "A command after PLOGI and before PRLI");
    nexus.logInProcess(RawNexus.PLAIN);
    nexus.clearUnitAttentions();
  }

  private static void tasks(TestBench bench) {
    RawNexus nexus = RawNexus.open(bench);
    byte[] same = nexus.read(bench.blocks().middle(), 1);
    FcpTask task = nexus.openWrite(bench.blocks().middle(), 1);
    nexus.logIn();
    task.exchange().isSilent("PLOGI with a command under way");
    nexus.logInProcess(RawNexus.PLAIN);
    nexus.isOver(task, same, "PRLI after PLOGI");
    nexus.clearUnitAttentions();
  }

  private static void others(TestBench bench) {
    RawNexus nexus = RawNexus.open(bench);
    RawNexus other = RawNexus.open(bench);
    int bytes = bench.facts().blockBytes();
    long lba = bench.blocks().middle();
    byte[] before = other.read(lba, 1);
    FcpTask task = other.start(other.command(Cdb.write10(lba, 1), 0, bytes));
    RawUnit ready = task.transferReady();
    nexus.logIn();
    task.serve(ready, before);
    task.finish(before).good();
    other.isAlive();
  }

  private static void refused(
      TestBench bench, String what, int length, int index, int width, long value) {
    RawNexus nexus = RawNexus.stranger(bench);
    byte[] login = wrong(nexus, length, index, width, value);
    nexus.ask(what, login).rejected(LOGICAL_ERROR, 0x09, 0x07);
  }

  private static void underTargetName(TestBench bench) {
    RawNexus nexus = RawNexus.stranger(bench);
    byte[] login = wrong(nexus, 116, 20, 8, RawFabric.name(bench.fabric().targetName()));
    nexus.ask("PLOGI under the target's name", login).rejected(LOGICAL_ERROR, 0x09, 0x07);
  }

  private static byte[] wrong(RawNexus nexus, int length, int index, int width, long value) {
    byte[] login = Els.login(Els.PLOGI, nexus.portName(), nexus.port().nodeName(), PAYLOAD_MAX);
    for (int i = 0; i < width; i++) {
      login[index + i] = (byte) (value >>> (8 * (width - 1 - i)));
    }
    return java.util.Arrays.copyOf(login, length);
  }

  private static void rejectedLeavesNothing(TestBench bench) {
    RawNexus nexus = RawNexus.stranger(bench);
    nexus.ask("PLOGI without class 3", wrong(nexus, 116, 68, 2, 0)).rejected();
    byte[] process =
        Els.process(Els.PRLI, new Els.Page(RawFrame.TYPE_FCP, RawNexus.IMAGE_PAIR, RawNexus.PLAIN));
    nexus.ask("PRLI without port login", process).rejected();
  }
}
