// SPDX-License-Identifier: Apache-2.0
package org.quintain.conformance.cases;

import static org.quintain.conformance.bench.ConformanceCase.shall;

import java.util.ArrayList;
import java.util.List;
import org.quintain.conformance.bench.Answer;
import org.quintain.conformance.bench.Blocks;
import org.quintain.conformance.bench.CaseEnd;
import org.quintain.conformance.bench.ConformanceCase;
import org.quintain.conformance.bench.Need;
import org.quintain.conformance.bench.Pending;
import org.quintain.conformance.bench.TestBench;
import org.quintain.conformance.scsi.BlockForm;
import org.quintain.conformance.scsi.Bytes;
import org.quintain.conformance.scsi.Cdb;

/** RW: that blocks hold what was written to them, and nothing else. */
public final class ReadWriteCases {
  private static final String READ = "SBC-4 5.15 to 5.19 READ commands";
  private static final String WRITE = "SBC-4 5.39 to 5.43 WRITE commands";

  private static final List<ConformanceCase> TABLE =
      List.of(
          shall(
              "RW-01",
              "SBC-4 5.15 READ (6)",
              "READ(6) with TRANSFER LENGTH 0 reads 256 blocks",
              ReadWriteCases::read6),
          shall(
              "RW-02",
              READ,
              "Each form of READ gives the same data for the same blocks",
              ReadWriteCases::sameData),
          shall(
                  "RW-09",
                  WRITE,
                  "What each form of WRITE wrote is read back, for many lengths",
                  ReadWriteCases::roundTrip)
              .destroysData(),
          shall(
                  "RW-10",
                  WRITE,
                  "A write changes no block beside its own",
                  ReadWriteCases::neighbours)
              .destroysData(),
          shall(
                  "RW-11",
                  "SBC-4 4.6.1 Physical blocks",
                  "Writes that begin and end within a physical block leave its rest",
                  ReadWriteCases::unaligned)
              .destroysData(),
          shall(
                  "RW-14",
                  "SBC-4 5.16 READ (10), FUA and DPO bits",
                  "FUA and DPO change nothing in the data",
                  ReadWriteCases::flags)
              .destroysData(),
          shall(
              "RW-15",
              "SBC-4 6.5.1 Mode parameter header, DPOFUA",
              "DPOFUA 1: FUA and DPO are taken; 0: 5/24/00 at byte 1, or ignored",
              ReadWriteCases::dpoFua),
          shall(
              "RW-16",
              "SBC-4 4.21 Protection information model",
              "RDPROTECT other than 0 without protection information: 5/24/00 at byte 1",
              ReadWriteCases::protect),
          shall(
              "RW-17",
              "SBC-4 5.18 READ (16)",
              "RARC is taken or refused by 5/24/00 at byte 1",
              ReadWriteCases::rarc),
          shall(
              "RW-30",
              "SBC-4 5.20 READ CAPACITY (10)",
              "PMI 0 with an LBA: 5/24/00 at bytes 2 to 5, or ignored as obsolete",
              ReadWriteCases::capacityAddress),
          shall(
              "RW-31",
              "SBC-4 5.20 READ CAPACITY (10)",
              "READ CAPACITY(10) and (16) agree; from 2^32 blocks on (10) says FFFFFFFFh",
              ReadWriteCases::capacities),
          shall(
              "RW-32",
              "SBC-4 5.21 READ CAPACITY (16)",
              "Allocation lengths 0 to 64 give the beginning of 32 bytes",
              ReadWriteCases::capacityAllocation),
          shall(
                  "RW-33",
                  "SBC-4 4.27 Atomicity of a logical block",
                  "Overlapping writes of two nexuses: each block is of one of them",
                  ReadWriteCases::overlappingWrites)
              .needs(Need.SECOND_NEXUS)
              .destroysData(),
          shall(
                  "RW-34",
                  "SBC-4 4.27 Atomicity of a logical block",
                  "A read among writes: each block is old or new, never mixed",
                  ReadWriteCases::readAmongWrites)
              .needs(Need.SECOND_NEXUS)
              .destroysData(),
          shall(
                  "RW-35",
                  WRITE,
                  "256 writes under way at once, then all read back",
                  ReadWriteCases::manyWrites)
              .destroysData(),
          shall(
              "RW-04/capacity",
              "SBC-4 5.20 READ CAPACITY (10)",
              "The last block can be read, the one behind it cannot",
              ReadWriteCases::capacityIsTrue));

  private ReadWriteCases() {}

  /** The table. */
  public static List<ConformanceCase> all() {
    return TABLE;
  }

  private static void read6(TestBench bench) {
    bench.requireCommand("READ(6)", 0x08, 0);
    bench.require(
        bench.facts().maximumTransferBlocks() == 0 || bench.facts().maximumTransferBlocks() >= 256,
        "MAXIMUM TRANSFER LENGTH is below 256 blocks.");
    int bytes = 256 * bench.facts().blockBytes();
    byte[] ten = bench.blocks().read(0, 256);
    byte[] six =
        bench
            .call(BlockForm.READ_6.cdb(0, 256))
            .in(bytes)
            .go()
            .good(bytes)
            .residualIs(0, false)
            .data();
    bench.blocks().same(0, ten, six, "READ(6) with TRANSFER LENGTH 0 reads 256 blocks");
  }

  private static void sameData(TestBench bench) {
    int count = Math.min(8, bench.facts().transferBlocksMax());
    int bytes = count * bench.facts().blockBytes();
    byte[] expected = bench.blocks().read(16, count);
    for (BlockForm form : BlockForm.values()) {
      if (form.kind() == BlockForm.Kind.READ
          && bench.facts().mayHave(form.opcode(), form.serviceAction())) {
        Answer answer = bench.call(form.cdb(16, count)).in(bytes).go();
        if (!(answer.isUnsupported() && bench.facts().operationCodes() == null)) {
          answer.good(bytes);
          bench
              .blocks()
              .same(16, expected, answer.data(), form.title() + " gives what READ(10) gives");
        }
      }
    }
  }

  private static void roundTrip(TestBench bench) {
    Blocks blocks = bench.blocks();
    int salt = 100;
    for (BlockForm form : BlockForm.values()) {
      if (!form.writes()
          || !bench.facts().mayHave(form.opcode(), form.serviceAction())
          || (bench.facts().operationCodes() == null && form.opcode() == 0x7F)) {
        continue;
      }
      long at = form == BlockForm.WRITE_6 ? 64 : blocks.middle();
      for (int count : new int[] {1, 2, 7, 8, 127, 128, 255, 256, 257}) {
        salt++;
        if (count <= bench.facts().transferBlocksMax() && count <= form.blocksMax()) {
          byte[] data = blocks.pattern(at, count, salt);
          Answer answer = bench.call(form.cdb(at, count)).out(data).go();
          if (answer.isUnsupported() && bench.facts().operationCodes() == null) {
            break;
          }
          answer.good().residualIs(0, false);
          blocks.expect(
              at, data, "what " + form.title() + " of " + count + " blocks wrote is read back");
        }
      }
    }
  }

  private static void neighbours(TestBench bench) {
    Blocks blocks = bench.blocks();
    long middle = blocks.middle();
    blocks.write(middle, blocks.pattern(middle, 64, 1));
    blocks.write(middle + 20, blocks.pattern(middle + 20, 5, 2));
    blocks.expect(
        middle, blocks.pattern(middle, 20, 1), "the blocks before a write keep their data");
    blocks.expect(
        middle + 20, blocks.pattern(middle + 20, 5, 2), "the written blocks hold the new data");
    blocks.expect(
        middle + 25,
        blocks.pattern(middle + 25, 39, 1),
        "the blocks behind a write keep their data");
    long end = blocks.count();
    blocks.write(end - 4, blocks.pattern(end - 4, 4, 3));
    blocks.write(end - 1, blocks.pattern(end - 1, 1, 4));
    blocks.expect(
        end - 4, blocks.pattern(end - 4, 3, 3), "the blocks before the last one keep their data");
  }

  private static void unaligned(TestBench bench) {
    Blocks blocks = bench.blocks();
    int physical = bench.facts().blocksPerPhysicalBlock();
    bench.require(physical > 1, "A physical block is one logical block.");
    long at = blocks.middle();
    int span = 4 * physical;
    blocks.write(at, blocks.pattern(at, span, 5));
    blocks.write(at + 1, blocks.pattern(at + 1, physical, 6));
    blocks.expect(
        at, blocks.pattern(at, 1, 5), "the block before an unaligned write keeps its data");
    blocks.expect(at + 1, blocks.pattern(at + 1, physical, 6), "the unaligned write is read back");
    int rest = span - 1 - physical;
    blocks.expect(
        at + 1 + physical,
        blocks.pattern(at + 1 + physical, rest, 5),
        "the blocks behind it keep their data");
  }

  private static void flags(TestBench bench) {
    bench.require(bench.facts().dpoFua(), "DPOFUA is 0.");
    Blocks blocks = bench.blocks();
    long at = blocks.middle();
    for (int flags : new int[] {0x08, 0x10, 0x18}) {
      byte[] data = blocks.pattern(at, 4, 200 + flags);
      bench.call(Cdb.write10(at, 4).with(1, flags)).out(data).go().good();
      blocks.expect(at, data, "a write with flags " + flags + " is read back");
      int bytes = data.length;
      Answer answer = bench.call(Cdb.read10(at, 4).with(1, flags)).in(bytes).go().good(bytes);
      blocks.same(at, data, answer.data(), "a read with flags " + flags + " gives the same data");
    }
  }

  private static void dpoFua(TestBench bench) {
    int block = bench.facts().blockBytes();
    bench.require(bench.facts().hasModeSense(), "There is no MODE SENSE to tell DPOFUA.");
    for (int flag : new int[] {0x08, 0x10}) {
      Answer answer =
          bench.call(Cdb.read10(0, 1).with(1, flag).named("READ(10), FUA or DPO")).in(block).go();
      if (bench.facts().dpoFua()) {
        answer.good(block);
      } else if (!answer.isGood()) {
        answer.invalidFieldInCdb(1);
      }
    }
  }

  private static void protect(TestBench bench) {
    bench.require(!bench.facts().hasProtection(), "Protection information is enabled.");
    int block = bench.facts().blockBytes();
    for (BlockForm form : List.of(BlockForm.READ_10, BlockForm.READ_12, BlockForm.READ_16)) {
      if (bench.facts().mayHave(form.opcode(), 0)) {
        Cdb cdb = form.cdb(0, 1).with(1, 0x20).named(form.title() + ", RDPROTECT 1");
        Answer answer = bench.call(cdb).in(block).go();
        if (!(answer.isUnsupported() && bench.facts().operationCodes() == null)) {
          answer.invalidFieldInCdb(1);
        }
      }
    }
    Cdb write = Cdb.write10(0, 0).with(1, 0x20).named("WRITE(10) of no blocks, WRPROTECT 1");
    bench.call(write).go().invalidFieldInCdb(1);
  }

  private static void rarc(TestBench bench) {
    bench.requireCommand("READ(16)", 0x88, 0);
    int block = bench.facts().blockBytes();
    Answer answer =
        bench
            .call(BlockForm.READ_16.cdb(0, 1).with(1, 0x04).named("READ(16), RARC"))
            .in(block)
            .go();
    if (!answer.isGood()) {
      answer.invalidFieldInCdb(1);
    }
  }

  private static void capacityAddress(TestBench bench) {
    Cdb cdb = Cdb.readCapacity10().field(2, 4, 1).named("READ CAPACITY(10), an LBA without PMI");
    Answer answer = bench.call(cdb).in(8).go();
    if (!answer.isGood()) {
      answer.invalidFieldInCdb(2, 3, 4, 5);
    }
  }

  private static void capacities(TestBench bench) {
    Answer ten = bench.call(Cdb.readCapacity10()).in(8).go().good(8);
    long last10 = Bytes.u32(ten.data(), 0);
    long size10 = Bytes.u32(ten.data(), 4);
    long last = bench.facts().blocks() - 1;
    ten.that(
        last10 == Math.min(last, 0xFFFF_FFFFL),
        "last LBA " + Math.min(last, 0xFFFF_FFFFL) + ", not " + last10);
    ten.that(size10 == bench.facts().blockBytes(), "block length " + bench.facts().blockBytes());
  }

  private static void capacityAllocation(TestBench bench) {
    bench.requireCommand("READ CAPACITY(16)", 0x9E, 0x10);
    Answer whole = bench.call(Cdb.readCapacity16(64)).in(64).go().good();
    whole.that(whole.dataLength() == 32, "32 bytes of parameter data");
    for (int length : new int[] {0, 1, 8, 12, 14, 31, 32}) {
      Answer cut = bench.call(Cdb.readCapacity16(length)).in(64).go().good();
      cut.that(cut.dataLength() == length, "exactly " + length + " bytes");
      cut.that(
          Bytes.firstDifference(cut.data(), whole.data(), length) < 0,
          "the beginning of the same data");
    }
  }

  private static int raceBlocks(TestBench bench) {
    return Math.min(32, bench.facts().transferBlocksMax());
  }

  private static void overlappingWrites(TestBench bench) {
    Blocks mine = bench.blocks();
    Blocks theirs = bench.blocks(bench.b());
    long at = mine.middle();
    int count = raceBlocks(bench);
    for (int round = 0; round < 8; round++) {
      Pending one = mine.startWrite(at, mine.pattern(at, count, 300));
      Pending two = theirs.startWrite(at, theirs.pattern(at, count, 301));
      one.await().good();
      two.await().good();
      byte[] came = mine.read(at, count);
      for (int i = 0; i < count; i++) {
        if (!mine.isPattern(came, i, at + i, 300) && !mine.isPattern(came, i, at + i, 301)) {
          throw CaseEnd.fail("Block " + (at + i) + " is of neither of two overlapping writes.");
        }
      }
    }
  }

  private static void readAmongWrites(TestBench bench) {
    Blocks mine = bench.blocks();
    Blocks theirs = bench.blocks(bench.b());
    long at = mine.middle();
    int count = raceBlocks(bench);
    mine.write(at, mine.pattern(at, count, 400));
    for (int round = 0; round < 8; round++) {
      int older = 400 + round;
      Pending write = mine.startWrite(at, mine.pattern(at, count, older + 1));
      Pending read = theirs.startRead(at, count);
      Answer answer = read.await().good();
      write.await().good();
      byte[] came = answer.data();
      for (int i = 0; i < count; i++) {
        if (!mine.isPattern(came, i, at + i, older)
            && !mine.isPattern(came, i, at + i, older + 1)) {
          throw CaseEnd.fail("Block " + (at + i) + " was read neither old nor new during a write.");
        }
      }
    }
  }

  private static void manyWrites(TestBench bench) {
    Blocks blocks = bench.blocks();
    long at = blocks.middle();
    int many = 256;
    List<Pending> all = new ArrayList<>();
    int limit = Math.max(1, Math.min(32, bench.a().commandsMax()));
    for (int i = 0; i < many; i++) {
      if (i >= limit) {
        all.get(i - limit).awaitEnd();
      }
      long lba = at + (i * 37L) % many;
      all.add(blocks.startWrite(lba, blocks.pattern(lba, 1, 500)));
    }
    for (Pending one : all) {
      one.await().good();
    }
    int step = Math.min(many, bench.facts().transferBlocksMax());
    for (int from = 0; from < many; from += step) {
      blocks.expect(
          at + from,
          blocks.pattern(at + from, Math.min(step, many - from), 500),
          "all writes are read back");
    }
  }

  private static void capacityIsTrue(TestBench bench) {
    long capacity = bench.facts().blocks();
    bench.blocks().read(capacity - 1, 1);
    BlockForm form = capacity < 0xFFFF_FFFFL ? BlockForm.READ_10 : BlockForm.READ_16;
    Blocks.outOfRange(bench.call(form.cdb(capacity, 1)).in(bench.facts().blockBytes()).go());
  }
}
