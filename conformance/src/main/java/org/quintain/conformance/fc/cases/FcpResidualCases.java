// SPDX-License-Identifier: Apache-2.0
package org.quintain.conformance.fc.cases;

import java.util.List;
import org.quintain.conformance.bench.Answer;
import org.quintain.conformance.bench.CaseTable;
import org.quintain.conformance.bench.ConformanceCase;
import org.quintain.conformance.bench.Need;
import org.quintain.conformance.bench.TestBench;
import org.quintain.conformance.fc.FcpCommand;
import org.quintain.conformance.fc.FcpResponse;
import org.quintain.conformance.fc.FcpTask;
import org.quintain.conformance.fc.RawFrame;
import org.quintain.conformance.fc.RawNexus;
import org.quintain.conformance.fc.RawUnit;
import org.quintain.conformance.scsi.Cdb;

/** FIU, fourth part: FCP_DL, what is moved of it, and FCP_RSP with its residuals. */
public final class FcpResidualCases {
  private static final String LENGTH =
      "FCP-4 9.2.2 FCP_CMND IU field descriptions; FCP-4 9.5 FCP_RSP IU";
  private static final String RESPONSE = "FCP-4 9.5 FCP_RSP IU";
  private static final String CONFIRMED =
      "FCP-4 4.5 Confirmed completion of FCP I/O operations; FCP-4 9.6 FCP_CONF IU";

  private FcpResidualCases() {}

  /** The table. */
  public static List<ConformanceCase> all() {
    CaseTable table = new CaseTable(Need.FRAMES);
    residuals(table);
    overflows(table);
    responses(table);
    confirmation(table);
    return table.list();
  }

  private static void residuals(CaseTable table) {
    table
        .shall(
            "FIU-04/read",
            LENGTH,
            "A read with FCP_DL 0 moves nothing: FCP_RESID_OVER by all of it",
            bench -> {
              RawNexus nexus = RawNexus.open(bench);
              int block = bench.facts().blockBytes();
              FcpCommand command = nexus.command(Cdb.read10(0, 2), 0, 0).directions(true, false);
              Answer answer = nexus.start(command).finish(new byte[0]);
              bench.check(answer.dataLength() == 0, "Data came: " + answer + ".");
              answer.residualIs(2L * block, true);
            })
        .shall(
            "FIU-04/write",
            LENGTH,
            "A write with FCP_DL 0 moves nothing: FCP_RESID_OVER by all of it",
            FcpResidualCases::writeOfNothing)
        .shall(
            "FIU-05/exact",
            LENGTH,
            "A read of exactly FCP_DL has no residual",
            bench -> {
              RawNexus nexus = RawNexus.open(bench);
              int block = bench.facts().blockBytes();
              FcpTask task = nexus.start(nexus.command(Cdb.read10(0, 2), 2 * block, 0));
              FcpResponse response = task.respond(new byte[0]);
              bench.check(!response.hasResidual(), "There is a residual: " + response + ".");
              bench.check(task.data().length == 2 * block, "Data is missing.");
            })
        .shall(
            "FIU-05/read-under",
            LENGTH,
            "A read of less than FCP_DL: FCP_RESID_UNDER by the rest",
            bench -> {
              int block = bench.facts().blockBytes();
              RawNexus.open(bench)
                  .execute(Cdb.read10(0, 1), 3 * block)
                  .good(block)
                  .residualIs(2L * block, false);
            });
  }

  private static void overflows(CaseTable table) {
    table
        .shall(
            "FIU-05/read-over",
            LENGTH,
            "A read of more than FCP_DL: FCP_RESID_OVER by the rest, no more data than FCP_DL",
            bench -> {
              int block = bench.facts().blockBytes();
              Answer answer = RawNexus.open(bench).execute(Cdb.read10(0, 3), block);
              bench.check(answer.dataLength() <= block, "More than FCP_DL came: " + answer + ".");
              answer.residualIs(2L * block, true);
            })
        .shall(
            "FIU-05/odd",
            LENGTH,
            "A read whose FCP_DL ends within a block moves no more than FCP_DL",
            bench -> {
              int block = bench.facts().blockBytes();
              Answer answer = RawNexus.open(bench).execute(Cdb.read10(0, 1), block - 3);
              bench.check(
                  answer.dataLength() <= block - 3, "More than FCP_DL came: " + answer + ".");
              answer.residualIs(3, true);
            })
        .destructive(
            "FIU-05/write-under",
            LENGTH,
            "A write of less than FCP_DL: the rest is not asked for, FCP_RESID_UNDER",
            FcpResidualCases::writeUnder)
        .destructive(
            "FIU-05/write-over",
            LENGTH,
            "A write of more than FCP_DL asks for no more than FCP_DL: FCP_RESID_OVER",
            FcpResidualCases::writeOver)
        .shall(
            "FIU-05/check",
            LENGTH,
            "A read that is refused: FCP_RESID_UNDER by all of FCP_DL, or no data and no residual claimed as moved",
            bench -> {
              RawNexus nexus = RawNexus.open(bench);
              Answer answer = nexus.execute(Cdb.vpd(0x7E, 64), 64);
              bench.check(
                  answer.status() == 2 && answer.dataLength() == 0,
                  "A VPD page that there is not gives " + answer + ".");
              answer.residualIs(64, false);
            });
  }

  private static void responses(CaseTable table) {
    table
        .shall(
            "FIU-15/form",
            RESPONSE,
            "FCP_RSP of GOOD has 24 bytes, reserved bytes zero, no flag",
            FcpResidualCases::goodForm)
        .shall(
            "FIU-15/sense",
            RESPONSE,
            "FCP_RSP of CHECK CONDITION has FCP_SNS_LEN_VALID, and as many bytes as it says",
            FcpResidualCases::senseForm)
        .shall(
            "FIU-15/no-code",
            RESPONSE,
            "FCP_RSP of a command without protocol errors has no RSP_CODE but zero",
            bench -> {
              RawNexus nexus = RawNexus.open(bench);
              FcpResponse response =
                  nexus.start(nexus.command(Cdb.testUnitReady(), 0, 0)).responseAlone();
              bench.check(response.code() <= 0, "RSP_CODE is " + response.code() + ".");
            })
        .shall(
            "FIU-18/order",
            "FCP-4 4.2 FCP I/O operations",
            "FCP_RSP follows all data, and nothing follows FCP_RSP",
            bench -> {
              RawNexus nexus = RawNexus.open(bench);
              int bytes = 64 * bench.facts().blockBytes();
              FcpTask task = nexus.start(nexus.command(Cdb.read10(0, 64), bytes, 0));
              task.finish(new byte[0]).good(bytes);
              task.exchange().isSilent("FCP_RSP");
            });
  }

  private static void confirmation(CaseTable table) {
    table
        .shall(
            "FIU-17/unasked",
            CONFIRMED,
            "FCP_CONF_REQ is not set where confirmed completion is not in force",
            bench -> {
              RawNexus nexus = RawNexus.open(bench);
              FcpResponse response =
                  nexus.start(nexus.command(Cdb.testUnitReady(), 0, 0)).responseAlone();
              bench.check(!response.asksForConfirmation(), "It is set: " + response + ".");
            })
        .shall(
            "FIU-17/confirmed",
            CONFIRMED,
            "FCP_CONF ends the exchange: nothing follows, and its OX_ID is free",
            bench -> {
              RawNexus nexus = RawNexus.recovering(bench);
              for (int count = 0; count < 10; count++) {
                FcpCommand command = nexus.command(Cdb.testUnitReady(), 0, 0);
                FcpTask task = ExchangeCases.start(nexus, 0x0123, command);
                task.finish(new byte[0]).good();
              }
            })
        .shall(
            "FIU-17/missing",
            CONFIRMED,
            "Commands that are never confirmed do not stop others",
            bench -> {
              RawNexus nexus = RawNexus.recovering(bench);
              for (int count = 0; count < 8; count++) {
                FcpCommand command = nexus.command(Cdb.testUnitReady(), 0, 0);
                nexus.start(command).responseUnconfirmed(new byte[0]);
              }
              nexus.isAlive();
            })
        .shall(
            "FIU-17/twice",
            CONFIRMED,
            "FCP_CONF that comes twice does no harm",
            bench -> {
              RawNexus nexus = RawNexus.recovering(bench);
              FcpTask task = nexus.start(nexus.command(Cdb.testUnitReady(), 0, 0));
              FcpResponse response = task.responseUnconfirmed(new byte[0]);
              bench.require(response.asksForConfirmation(), "It asks for no confirmation.");
              task.exchange().confirm();
              task.exchange().confirm();
              nexus.isAlive();
            })
        .shall(
            "FIU-17/unwanted",
            CONFIRMED,
            "FCP_CONF that nobody asked for does no harm",
            bench -> {
              RawNexus nexus = RawNexus.open(bench);
              FcpTask task = nexus.start(nexus.command(Cdb.testUnitReady(), 0, 0));
              task.finish(new byte[0]).good();
              task.exchange().confirm();
              nexus.isAlive();
            });
  }

  private static void writeOfNothing(TestBench bench) {
    RawNexus nexus = RawNexus.open(bench);
    int block = bench.facts().blockBytes();
    FcpCommand command =
        nexus.command(Cdb.write10(bench.blocks().middle(), 2), 0, 0).directions(false, true);
    FcpTask task = nexus.start(command);
    RawUnit unit = task.exchange().next("WRITE(10) with FCP_DL 0");
    bench.check(unit.routing() == RawFrame.RESPONSE, "FCP_DL 0 is followed by " + unit + ".");
    task.answer(task.responseOf(unit)).residualIs(2L * block, true);
  }

  private static void writeUnder(TestBench bench) {
    RawNexus nexus = RawNexus.open(bench);
    long lba = bench.blocks().middle();
    int block = bench.facts().blockBytes();
    byte[] data = bench.blocks().pattern(lba, 3, 5);
    byte[] behind = nexus.read(lba + 1, 2);
    nexus.write(Cdb.write10(lba, 1), data).good().residualIs(2L * block, false);
    byte[] first = java.util.Arrays.copyOf(data, block);
    bench.blocks().same(lba, first, nexus.read(lba, 1), "what was asked for is written");
    bench.blocks().same(lba + 1, behind, nexus.read(lba + 1, 2), "the rest is not written");
  }

  private static void writeOver(TestBench bench) {
    RawNexus nexus = RawNexus.open(bench);
    long lba = bench.blocks().middle();
    int block = bench.facts().blockBytes();
    byte[] data = bench.blocks().pattern(lba, 1, 6);
    byte[] behind = nexus.read(lba + 1, 2);
    Answer answer = nexus.write(Cdb.write10(lba, 3), data);
    answer.residualIs(2L * block, true);
    bench.blocks().same(lba + 1, behind, nexus.read(lba + 1, 2), "what never came is not written");
  }

  private static void goodForm(TestBench bench) {
    RawNexus nexus = RawNexus.open(bench);
    FcpResponse response = nexus.start(nexus.command(Cdb.testUnitReady(), 0, 0)).responseAlone();
    RawUnit unit = response.unit();
    bench.check(
        unit.length() == FcpResponse.FIXED_BYTES + response.informationLength(),
        "FCP_RSP of GOOD has " + unit.length() + " bytes.");
    bench.check(unit.u64(0) == 0, "Reserved bytes are set: " + unit + ".");
    bench.check((response.flags() & ~0x01) == 0, "Flags are set: " + unit + ".");
  }

  private static void senseForm(TestBench bench) {
    RawNexus nexus = RawNexus.open(bench);
    FcpTask task = nexus.start(nexus.command(Cdb.vpd(0x7E, 64), 64, 0));
    FcpResponse response = task.responseAlone();
    bench.check(response.status() == 2, "The status is " + response.status() + ".");
    bench.check(response.hasSense(), "FCP_SNS_LEN_VALID is not set: " + response + ".");
    int length = FcpResponse.FIXED_BYTES + response.informationLength() + response.senseLength();
    bench.check(
        response.senseLength() >= 18 && response.unit().length() == length,
        "Its lengths are not those of its fields: " + response + ".");
    int at = FcpResponse.FIXED_BYTES + response.informationLength();
    bench.check(
        (response.unit().u8(at) & 0x7C) == 0x70, "There is no sense data: " + response + ".");
  }
}
