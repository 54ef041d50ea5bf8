// SPDX-License-Identifier: Apache-2.0
package org.quintain.conformance.cases;

import static org.quintain.conformance.bench.ConformanceCase.shall;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.quintain.conformance.bench.Answer;
import org.quintain.conformance.bench.Blocks;
import org.quintain.conformance.bench.ConformanceCase;
import org.quintain.conformance.bench.TestBench;
import org.quintain.conformance.scsi.BlockForm;
import org.quintain.conformance.scsi.Bytes;
import org.quintain.conformance.scsi.Cdb;
import org.quintain.conformance.scsi.Sense;

/** RES: what is said when the buffer and the command do not agree on the length. */
public final class ResidualCases {
  private static final String RESIDUAL =
      "SAM-5 5.1 Execute Command, Data-In Buffer Size; RFC 7143 11.4.5.1 Residual Count";

  private ResidualCases() {}

  /** A command whose length is known: its CDB, the bytes that it gives, or 0 to find out. */
  private record Sized(String idPart, Function<TestBench, Cdb> cdb) {}

  private static final List<Sized> DATA_IN =
      List.of(
          new Sized("read10", bench -> Cdb.read10(8, 2)),
          new Sized("read16", bench -> BlockForm.READ_16.cdb(8, 2)),
          new Sized("inquiry", bench -> Cdb.inquiry(36)),
          new Sized("mode-sense", bench -> Cdb.modeSense10(0, 0x3F, 0, 24)),
          new Sized("rsoc", bench -> Cdb.reportSupportedOperationCodes(0, 0, 0, 64)),
          new Sized("report-luns", bench -> Cdb.reportLuns(0, 16)),
          new Sized("read-capacity10", bench -> Cdb.readCapacity10()),
          new Sized("read-capacity16", bench -> Cdb.readCapacity16(32)));

  /** The table. */
  public static List<ConformanceCase> all() {
    List<ConformanceCase> all = new ArrayList<>();
    for (Sized sized : DATA_IN) {
      all.add(
          shall(
              "RES-01/" + sized.idPart,
              RESIDUAL,
              "Data-In of "
                  + sized.idPart
                  + " with buffers from 0 to more than it gives: GOOD, exact residual, right data",
              bench -> dataIn(bench, sized.cdb.apply(bench))));
    }
    all.add(
        shall(
                "RES-02/write10",
                RESIDUAL,
                "WRITE(10) with buffers from 0 to more than it takes: exact residual, no wrong data",
                bench -> dataOut(bench, BlockForm.WRITE_10))
            .destroysData());
    all.add(
        shall(
                "RES-02/write16",
                RESIDUAL,
                "WRITE(16) with buffers from 0 to more than it takes: exact residual, no wrong data",
                bench -> dataOut(bench, BlockForm.WRITE_16))
            .destroysData());
    all.add(
        shall(
                "RES-03",
                "SAM-5 5.1 Execute Command; RFC 7143 11.3.1 Flags and Task Attributes",
                "READ with a Data-Out Buffer, WRITE with a Data-In Buffer: no data moved or an error, the medium unchanged",
                ResidualCases::wrongDirection)
            .destroysData());
    all.add(
        shall(
            "RES-04",
            RESIDUAL,
            "READ that ends with CHECK CONDITION and no data: the whole buffer as residual",
            ResidualCases::checkCondition));
    all.add(
        shall(
            "RES-05",
            RESIDUAL,
            "Commands of length zero with a buffer: the whole buffer as residual",
            ResidualCases::zeroLength));
    return all;
  }

  private static void dataIn(TestBench bench, Cdb cdb) {
    bench.requireCommand(cdb.name(), cdb.opcode(), cdb.at(1) & 0x1F);
    Answer whole = bench.call(cdb).in(8192).go().good();
    int gives = whole.dataLength();
    whole.that(gives > 0, "some data");
    whole.residualIs(8192 - gives, false);
    int[] buffers = {
      0, 1, gives / 2, gives - 1, gives, gives + 1, gives + 3, gives + 4, gives + 512
    };
    for (int buffer : buffers) {
      Answer answer = bench.call(cdb).in(buffer).go();
      if (buffer < gives && answer.isCheck(Sense.ILLEGAL_REQUEST, 0x2400)) {
        // SPC lets a device server refuse a buffer that is too small; what it must not do is to
        // lie.
        continue;
      }
      answer.good();
      int moved = Math.min(buffer, gives);
      answer.that(answer.dataLength() == moved, "exactly " + moved + " bytes");
      answer.that(
          Bytes.firstDifference(answer.data(), whole.data(), moved) < 0,
          "the beginning of the same data");
      if (buffer < gives) {
        answer.residualIs(gives - buffer, true);
      } else {
        answer.residualIs(buffer - gives, false);
      }
    }
  }

  private static void dataOut(TestBench bench, BlockForm form) {
    bench.requireCommand(form.title(), form.opcode(), 0);
    Blocks blocks = bench.blocks();
    long at = blocks.middle();
    int size = blocks.size();
    int takes = 4 * size;
    int salt = 700;
    for (int buffer : new int[] {0, size, takes - 4, takes - 1, takes, takes + 1, takes + size}) {
      salt += 2;
      blocks.write(at, blocks.pattern(at, 6, salt));
      byte[] data = java.util.Arrays.copyOf(blocks.pattern(at, 6, salt + 1), buffer);
      Answer answer = bench.call(form.cdb(at, 4)).out(data).go();
      boolean refused = buffer != takes && answer.status() == 0x02;
      if (refused) {
        answer.that(
            answer.isCheck(Sense.ILLEGAL_REQUEST, 0x2400)
                || answer.isCheck(Sense.ILLEGAL_REQUEST, 0x0E03)
                || answer.isCheck(Sense.ABORTED_COMMAND, 0x0E03)
                || answer.isCheck(Sense.ABORTED_COMMAND, 0x0C0D),
            "GOOD, or an error that names the length");
      } else {
        answer.good();
        answer.residualIs(Math.abs(buffer - takes), buffer < takes);
      }
      byte[] came = blocks.read(at, 6);
      for (int i = 0; i < 6; i++) {
        boolean whole = buffer >= (i + 1) * size && i < 4;
        boolean isNew = blocks.isPattern(came, i, at + i, salt + 1);
        boolean isOld = blocks.isPattern(came, i, at + i, salt);
        boolean isOpen = i < 4 && partly(buffer, size, i);
        boolean isRight = (whole && !refused) ? isNew : isOld || (whole && isNew) || isOpen;
        bench.check(
            isRight,
            form.title()
                + " of 4 blocks with a buffer of "
                + buffer
                + " bytes left wrong data in block "
                + (at + i)
                + ".");
      }
    }
  }

  /** Whether the buffer ends within block {@code index}, whose content is then open. */
  private static boolean partly(int buffer, int size, int index) {
    return buffer > index * size && buffer < (index + 1) * size;
  }

  private static void wrongDirection(TestBench bench) {
    Blocks blocks = bench.blocks();
    long at = blocks.middle();
    blocks.write(at, blocks.pattern(at, 1, 750));
    Answer read = bench.call(Cdb.read10(at, 1)).out(blocks.pattern(at, 1, 751)).go();
    read.that(read.isGood() || read.status() == 0x02, "GOOD with residual, or CHECK CONDITION");
    Answer write = bench.call(Cdb.write10(at, 1)).in(blocks.size()).go();
    write.that(write.isGood() || write.status() == 0x02, "GOOD with residual, or CHECK CONDITION");
    write.that(write.dataLength() == 0, "no Data-In for a WRITE");
    blocks.expect(
        at, blocks.pattern(at, 1, 750), "a command of the wrong direction writes nothing");
    bench.call(Cdb.testUnitReady()).go().good();
  }

  private static void checkCondition(TestBench bench) {
    long capacity = bench.facts().blocks();
    BlockForm form = capacity < 0xFFFF_FFFFL ? BlockForm.READ_10 : BlockForm.READ_16;
    int room = 2 * bench.facts().blockBytes();
    Blocks.outOfRange(bench.call(form.cdb(capacity, 2)).in(room).go()).movedNothing();
  }

  private static void zeroLength(TestBench bench) {
    bench.call(Cdb.read10(0, 0)).in(512).go().good().movedNothing();
    bench.call(Cdb.inquiry(0)).in(512).go().good().movedNothing();
    bench.call(Cdb.testUnitReady()).in(512).go().good().movedNothing();
  }
}
