// SPDX-License-Identifier: Apache-2.0
package org.quintain.conformance.fc.cases;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.quintain.conformance.bench.Answer;
import org.quintain.conformance.bench.CaseTable;
import org.quintain.conformance.bench.ConformanceCase;
import org.quintain.conformance.bench.Need;
import org.quintain.conformance.bench.TestBench;
import org.quintain.conformance.fc.FcpCommand;
import org.quintain.conformance.fc.FcpTask;
import org.quintain.conformance.fc.RawFabric;
import org.quintain.conformance.fc.RawFrame;
import org.quintain.conformance.fc.RawNexus;
import org.quintain.conformance.fc.RawPort;
import org.quintain.conformance.fc.RawUnit;
import org.quintain.conformance.scsi.Cdb;

/** FPL, fifth part: what the fabric knows of the target, and ports that come, go and move. */
public final class FabricCases {
  private static final String TYPES =
      "FCP-4 7 FC-4 specific Name Server registration and objects; FC-GS-8 Names Name server objects";
  private static final String NAMES = "FC-GS-8 Names Name server objects";
  private static final String WORLD_WIDE = "FCP-4 4.17 Use of World Wide Names";
  private static final String LOSS = "FCP-4 4.11 I_T nexus loss notification events";
  private static final int PREAMBLE = 16;
  private static final int CONFLICT = 0x18;
  private static final int KEY = 0x5A;

  private FabricCases() {}

  /** The table. */
  public static List<ConformanceCase> all() {
    CaseTable table = new CaseTable(Need.FRAMES);
    registered(table);
    moving(table);
    return table.list();
  }

  private static void registered(CaseTable table) {
    table
        .shall(
            "FPL-23/types",
            TYPES,
            "The name server lists the target among the ports of TYPE 08h",
            FabricCases::listed)
        .shall(
            "FPL-23/object",
            TYPES,
            "The target's FC-4 TYPEs object has FCP",
            bench -> {
              RawUnit reply = object(bench, RawFabric.GFT_ID);
              bench.check(
                  (reply.u8(PREAMBLE + 2) & 1) != 0, "The object has no TYPE 08h: " + reply + ".");
            })
        .shall(
            "FPL-23/features",
            TYPES,
            "The target's FC-4 Features object says target function for FCP",
            bench -> {
              RawUnit reply = object(bench, RawFabric.GFF_ID);
              int nibble = reply.u8(PREAMBLE + 7) & 0xF;
              bench.check((nibble & 1) != 0, "The features of FCP are " + nibble + ".");
            })
        .shall(
            "FPL-23/name",
            NAMES,
            "The name server's N_Port_Name and Node_Name are those of PLOGI",
            FabricCases::names)
        .should(
            "FPL-23/port-type",
            NAMES,
            "The target's port type is N_Port or NL_Port",
            bench -> {
              int type = object(bench, RawFabric.GPT_ID).u8(PREAMBLE);
              bench.check(type == 1 || type == 2, "The port type is " + type + ".");
            })
        .vendor(
            "FPL-23/symbolic",
            NAMES,
            "The target has registered a symbolic port name, which administrators see",
            bench -> {
              int length = object(bench, RawFabric.GSPN_ID).u8(PREAMBLE);
              bench.check(length > 0, "There is no symbolic port name.");
            });
  }

  private static void moving(CaseTable table) {
    table
        .shall(
            "FPL-13/others",
            "FC-LS-4 RSCN Registered State Change Notification",
            "Ports that join and leave the fabric leave commands of others alone",
            FabricCases::comingAndGoing)
        .destructive(
            "FPL-14/loss",
            LOSS,
            "A port that vanishes with a command under way leaves others alone",
            FabricCases::vanishing)
        .shall(
            "FPL-14/login",
            LOSS,
            "A port that vanished logs in again, and hears I_T NEXUS LOSS OCCURRED or a reset",
            bench -> {
              RawNexus first = RawNexus.open(bench);
              first.port().needFabric();
              first.port().close();
              RawNexus again = RawNexus.stranger(bench, RawPort.open(bench), first.portName());
              again.logIn();
              again.logInProcess(RawNexus.PLAIN);
              again.hasUnitAttentionOf(0x29);
            })
        .destructive(
            "FPL-20/reservation",
            WORLD_WIDE,
            "A reservation belongs to the port name: it holds for the same name at another address",
            FabricCases::reservationMoves)
        .shall(
            "FPL-20/duplicate",
            WORLD_WIDE,
            "A port name that logs in at another address ends the nexus of the old address",
            FabricCases::duplicateName)
        .shall(
            "FPL-21/ports",
            "FCP-4 4.16 FCP addressing and Exchange identification; FC-LS-4 FDISC Discover F_Port Service Parameters",
            "Eight addresses behind one link are eight nexuses, each with a unit attention of its own",
            FabricCases::virtualPorts)
        .shall(
            "FPL-21/exchange",
            "FCP-4 4.16 FCP addressing and Exchange identification",
            "The same OX_ID from two addresses names two exchanges",
            FabricCases::sameExchange);
  }

  private static RawUnit object(TestBench bench, int code) {
    RawNexus nexus = RawNexus.stranger(bench);
    nexus.port().needFabric();
    return nexus.fabric().queryPort(code, nexus.targetId());
  }

  private static void listed(TestBench bench) {
    RawNexus nexus = RawNexus.stranger(bench);
    nexus.port().needFabric();
    byte[] asked = ByteBuffer.allocate(4).put(3, (byte) RawFrame.TYPE_FCP).array();
    RawUnit reply = nexus.fabric().query(RawFabric.GID_FT, asked);
    for (int at = PREAMBLE; at + 4 <= reply.length(); at += 4) {
      if (reply.u24(at + 1) == nexus.targetId()) {
        return;
      }
    }
    bench.check(false, "The target is not listed: " + reply + ".");
  }

  private static void names(TestBench bench) {
    RawNexus nexus = RawNexus.stranger(bench);
    nexus.port().needFabric();
    RawUnit accept = nexus.logIn();
    long port = nexus.fabric().queryPort(RawFabric.GPN_ID, nexus.targetId()).u64(PREAMBLE);
    long node = nexus.fabric().queryPort(RawFabric.GNN_ID, nexus.targetId()).u64(PREAMBLE);
    bench.check(port == accept.u64(20), "The name server has another N_Port_Name.");
    bench.check(node == accept.u64(28), "The name server has another Node_Name.");
  }

  private static void comingAndGoing(TestBench bench) {
    RawNexus nexus = RawNexus.open(bench);
    long lba = bench.blocks().middle();
    byte[] before = nexus.read(lba, 1);
    FcpTask task = nexus.start(nexus.command(Cdb.write10(lba, 1), 0, before.length));
    RawUnit ready = task.transferReady();
    for (int count = 0; count < 4; count++) {
      RawNexus other = RawNexus.open(bench);
      other.port().close();
    }
    task.serve(ready, before);
    task.finish(before).good();
    nexus.isAlive();
  }

  private static void vanishing(TestBench bench) {
    RawNexus nexus = RawNexus.open(bench);
    RawNexus other = RawNexus.open(bench);
    other.openWrite(bench.blocks().middle(), 1);
    other.port().close();
    nexus.isAlive();
    nexus.read(bench.blocks().middle(), 1);
    // Where nobody tells the target who went, it waits for the data, and ordered commands with it.
    nexus.start(nexus.function(FcpCommand.CLEAR_TASK_SET)).functionResponse();
    nexus.clearUnitAttentions();
  }

  private static byte[] registration(long key, long serviceKey) {
    return ByteBuffer.allocate(24).putLong(key).putLong(serviceKey).array();
  }

  private static Answer reserveOut(RawNexus nexus, int action, long key, long serviceKey) {
    Cdb cdb = Cdb.of("PERSISTENT RESERVE OUT", 0x5F, action, 1, 0, 0, 0, 0, 0, 24, 0);
    return nexus.write(cdb, registration(key, serviceKey));
  }

  private static void reservationMoves(TestBench bench) {
    bench.requireCommand("PERSISTENT RESERVE OUT", 0x5F, 0);
    RawNexus holder = RawNexus.open(bench);
    holder.port().needFabric();
    RawNexus other = RawNexus.open(bench);
    reserveOut(holder, 0, 0, KEY).good();
    reserveOut(holder, 1, KEY, 0).good();
    holder.port().close();
    RawNexus moved = RawNexus.stranger(bench, RawPort.open(bench), holder.portName());
    moved.logIn();
    moved.logInProcess(RawNexus.PLAIN);
    moved.clearUnitAttentions();
    long lba = bench.blocks().middle();
    byte[] same = moved.read(lba, 1);
    int refused = other.write(Cdb.write10(lba, 1), same).status();
    Answer allowed = moved.write(Cdb.write10(lba, 1), same);
    Answer cleared = reserveOut(moved, 3, KEY, 0);
    bench.check(refused == CONFLICT, "Another port's write ended with status " + refused + ".");
    allowed.good();
    cleared.good();
  }

  private static void duplicateName(TestBench bench) {
    RawNexus first = RawNexus.open(bench);
    first.port().needFabric();
    RawNexus second = RawNexus.stranger(bench, RawPort.open(bench), first.portName());
    second.logIn();
    second.logInProcess(RawNexus.PLAIN);
    second.clearUnitAttentions();
    FcpTask task = first.start(first.command(Cdb.testUnitReady(), 0, 0));
    RawUnit answer = task.exchange().poll(500_000_000L);
    bench.check(answer == null, "The old address' command is carried out: " + answer + ".");
    second.isAlive();
  }

  private static void virtualPorts(TestBench bench) {
    RawNexus first = RawNexus.open(bench);
    first.port().needFabric();
    List<RawNexus> all = new ArrayList<>();
    all.add(first);
    for (int index = 1; index < 8; index++) {
      RawNexus next = first.beside(first.portName() ^ (long) index << 16);
      next.logIn();
      next.logInProcess(RawNexus.PLAIN);
      all.add(next.clearUnitAttentions());
    }
    for (RawNexus nexus : all) {
      nexus.isAlive();
    }
    all.get(3).logOutProcess().accepted(20);
    all.get(3).logInProcess(RawNexus.PLAIN);
    all.get(3).hasUnitAttentionOf(0x29);
    for (RawNexus nexus : all) {
      nexus.clearUnitAttentions();
    }
  }

  private static void sameExchange(TestBench bench) {
    RawNexus one = RawNexus.open(bench);
    one.port().needFabric();
    RawNexus other = one.beside(one.portName() ^ 0x10_0000);
    other.logIn();
    other.logInProcess(RawNexus.PLAIN);
    other.clearUnitAttentions();
    int id = 0x4321;
    int bytes = bench.facts().blockBytes();
    FcpTask first = ExchangeCases.start(one, id, one.command(Cdb.read10(0, 1), bytes, 0));
    FcpTask second = ExchangeCases.start(other, id, other.command(Cdb.testUnitReady(), 0, 0));
    second.responseAlone();
    first.finish(new byte[0]).good(bytes);
  }
}
