// SPDX-License-Identifier: Apache-2.0
package org.quintain.conformance.cases;

import static org.quintain.conformance.bench.ConformanceCase.shall;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.quintain.conformance.bench.Answer;
import org.quintain.conformance.bench.Blocks;
import org.quintain.conformance.bench.ConformanceCase;
import org.quintain.conformance.bench.ModePages;
import org.quintain.conformance.bench.Need;
import org.quintain.conformance.bench.Nexus;
import org.quintain.conformance.bench.TestBench;
import org.quintain.conformance.scsi.Bytes;
import org.quintain.conformance.scsi.Cdb;
import org.quintain.conformance.scsi.Sense;

/** TP, second part: GET LBA STATUS, resource counts and thresholds. */
public final class LbaStatusCases {
  private static final String STATUS = "SBC-4 5.6 GET LBA STATUS (16) command";
  private static final String STATUS_32 = "SBC-4 5.7 GET LBA STATUS (32) command";
  private static final String DATA = "SBC-4 5.6.3 GET LBA STATUS parameter data";
  private static final String COUNTS = "SBC-4 6.4.5 Logical Block Provisioning log page";
  private static final String THRESHOLDS = "SBC-4 4.7.3.8 Logical block provisioning thresholds";
  private static final int USED = 2;

  private LbaStatusCases() {}

  /** The table. */
  public static List<ConformanceCase> all() {
    return List.of(
        shall(
            "TP-13",
            DATA,
            "GET LBA STATUS(16): the first descriptor begins with the block asked for, and each begins where the one before ends",
            bench -> contiguous(bench, false)),
        shall(
            "TP-13/32",
            STATUS_32,
            "GET LBA STATUS(32): as (16), and no block is told of behind the SCAN LENGTH",
            bench -> contiguous(bench, true)),
        shall(
                "TP-13/types",
                STATUS,
                "GET LBA STATUS: REPORT TYPE 02h, 03h and 04h tell of such blocks alone, an unknown one: 5/24/00",
                LbaStatusCases::reportTypes)
            .destroysData(),
        shall(
            "TP-14",
            STATUS,
            "GET LBA STATUS cuts its data at the ALLOCATION LENGTH, and no length within it",
            LbaStatusCases::allocationLengths),
        shall(
            "TP-15",
            STATUS,
            "GET LBA STATUS of the block behind the last: 5/21/00; of the last: GOOD",
            LbaStatusCases::lastBlock),
        shall(
            "TP-16",
            DATA,
            "GET LBA STATUS: PROVISIONING STATUS is defined, and says anchored only where ANC_SUP is 1",
            LbaStatusCases::codes),
        shall(
                "TP-18",
                COUNTS,
                "Log page 0Ch: the used count rises with writes to unmapped blocks and falls with UNMAP",
                LbaStatusCases::counts)
            .destroysData(),
        shall(
                "TP-19",
                THRESHOLDS,
                "A threshold on used space that is reached: 6/38/07 once on every nexus, INFORMATION tells its descriptor",
                LbaStatusCases::threshold)
            .needs(Need.SECOND_NEXUS)
            .destroysData());
  }

  private static void contiguous(TestBench bench, boolean isLong) {
    bench.requireCommand(
        isLong ? "GET LBA STATUS(32)" : "GET LBA STATUS(16)", isLong ? 0x7F : 0x9E, 0x12);
    long capacity = bench.facts().blocks();
    int room = 8 + 16 * 32;
    long scan = isLong ? 1000 : 0;
    for (long lba : new long[] {0, 1, capacity / 2 + 3, capacity - 1}) {
      Cdb cdb = isLong ? Space.status32(lba, 0, scan, room) : Space.status16(lba, 0, room);
      List<Space.Extent> extents = Space.extents(bench.call(cdb).in(room).go().good(24));
      long next = lba;
      for (Space.Extent extent : extents) {
        bench.check(
            extent.first() == next && extent.blocks() > 0,
            cdb.name()
                + " from "
                + lba
                + " on: descriptor "
                + extent
                + " where "
                + next
                + " was to follow.");
        next += extent.blocks();
      }
      bench.check(
          next <= (isLong ? Math.min(capacity, lba + scan) : capacity),
          cdb.name() + " from " + lba + " on tells of blocks up to " + next + ".");
    }
  }

  private static void reportTypes(TestBench bench) {
    bench.requireCommand("GET LBA STATUS(16)", 0x9E, 0x12);
    Answer typed = bench.call(Space.status16(0, 2, 24)).in(24).go();
    bench.require(
        !typed.isCheck(Sense.ILLEGAL_REQUEST, 0x2400) && typed.good(8).at(7) % 2 == 1,
        "RTP is 0: REPORT TYPE is not looked at.");
    Blocks blocks = bench.blocks();
    long at = Space.aligned(bench, blocks.middle());
    int granule = (int) Math.min(256, Space.granularity(bench));
    blocks.write(at, blocks.pattern(at, granule, 720));
    if (Space.hasUnmap(bench)) {
      Space.unmap(bench, at + granule, 2L * granule).good();
    }
    int room = 8 + 16 * 32;
    int[] wanted = {-1, -1, Space.MAPPED, Space.DEALLOCATED, Space.ANCHORED};
    for (int type = 2; type < wanted.length; type++) {
      Answer answer = bench.call(Space.status16(at, type, room)).in(room).go();
      if (answer.isCheck(Sense.ILLEGAL_REQUEST, 0x2400)) {
        continue;
      }
      long next = at;
      for (Space.Extent extent : Space.extents(answer.good(8))) {
        boolean isMapped = extent.status() == Space.MAPPED || extent.status() == 3;
        bench.check(
            type == 2 ? isMapped : extent.status() == wanted[type],
            "REPORT TYPE " + type + " gave " + extent + ".");
        bench.check(extent.first() >= next, "REPORT TYPE " + type + ": " + extent + " goes back.");
        next = extent.first() + extent.blocks();
      }
    }
    bench.call(Space.status16(0, 0xFE, 24)).in(24).go().invalidFieldInCdb(14);
  }

  private static void allocationLengths(TestBench bench) {
    bench.requireCommand("GET LBA STATUS(16)", 0x9E, 0x12);
    for (int length : new int[] {0, 4, 8, 23, 24, 39, 40, 56}) {
      Answer answer = bench.call(Space.status16(0, 0, length)).in(64).go().good();
      answer.that(answer.dataLength() <= length, "at most " + length + " bytes");
      if (length >= 4) {
        long told = Bytes.u32(answer.data(), 0);
        answer.that(
            told >= 20 && (told - 4) % 16 == 0,
            "PARAMETER DATA LENGTH to be 4 and 16 for each of one or more descriptors");
        answer.that(
            answer.dataLength() == Math.min(length, told + 4),
            "all data, or as much as the ALLOCATION LENGTH lets through");
      }
    }
  }

  private static void lastBlock(TestBench bench) {
    bench.requireCommand("GET LBA STATUS(16)", 0x9E, 0x12);
    long capacity = bench.facts().blocks();
    Blocks.outOfRange(bench.call(Space.status16(capacity, 0, 24)).in(24).go());
    Blocks.outOfRange(bench.call(Space.status16(-1L, 0, 24)).in(24).go());
    List<Space.Extent> last =
        Space.extents(bench.call(Space.status16(capacity - 1, 0, 24)).in(24).go().good(24));
    bench.check(
        last.get(0).first() == capacity - 1 && last.get(0).blocks() == 1,
        "The status of the last block is told as " + last.get(0) + ".");
    if (bench.facts().mayHave(0x7F, 0x12)) {
      Blocks.outOfRange(bench.call(Space.status32(capacity, 0, 0, 24)).in(24).go());
    }
  }

  private static void codes(TestBench bench) {
    long next = 0;
    for (int turn = 0; turn < 8 && next < bench.facts().blocks(); turn++) {
      for (Space.Extent extent : Space.status(bench, next)) {
        bench.check(
            extent.status() <= 4 && (extent.status() != Space.ANCHORED || Space.hasAnchors(bench)),
            "PROVISIONING STATUS of " + extent + " is not to be.");
        bench.check(
            extent.status() != Space.DEALLOCATED || isManaged(bench),
            "LBPME is 0, yet " + extent + " is deallocated.");
        next = extent.first() + extent.blocks();
      }
    }
  }

  private static boolean isManaged(TestBench bench) {
    byte[] capacity = bench.facts().readCapacity16();
    return capacity.length > 14 && (capacity[14] & 0x80) != 0;
  }

  /** The used count, or the case is skipped. */
  private static long used(TestBench bench) {
    long used = Space.count(bench.a(), USED);
    bench.require(used >= 0, "Log page 0Ch has no used count.");
    return used;
  }

  /** Writes what surely takes {@code sets} threshold sets of space; the first block of it. */
  private static long take(TestBench bench, int sets) {
    Blocks blocks = bench.blocks();
    long setBlocks = Space.thresholdSetBlocks(bench);
    bench.require(
        setBlocks > 0 && setBlocks <= 8192 && (sets + 2) * setBlocks < blocks.count() / 2,
        "Threshold sets are too large for the suite, or there are none.");
    long at = (blocks.middle() / setBlocks + 1) * setBlocks;
    int step = (int) Math.min(setBlocks, bench.facts().transferBlocksMax());
    for (long lba = at; lba < at + sets * setBlocks; lba += step) {
      blocks.write(lba, blocks.pattern(lba, step, 721));
    }
    return at;
  }

  private static void counts(TestBench bench) {
    Space.requireUnmap(bench);
    long before = used(bench);
    long at = take(bench, 4);
    long setBlocks = Space.thresholdSetBlocks(bench);
    Space.unmap(bench, at, 4 * setBlocks).good();
    long low = used(bench);
    take(bench, 4);
    long high = used(bench);
    Space.unmap(bench, at, 4 * setBlocks).good();
    long lowAgain = used(bench);
    bench.check(
        high > low && lowAgain < high,
        "The used count was "
            + before
            + ", "
            + low
            + " after UNMAP, "
            + high
            + " after writes to 4 threshold sets, and "
            + lowAgain
            + " after UNMAP of them.");
  }

  private static void threshold(TestBench bench) {
    Space.requireUnmap(bench);
    long setBlocks = Space.thresholdSetBlocks(bench);
    long at = take(bench, 4);
    Space.unmap(bench, at, 4 * setBlocks).good();
    ModePages modes = new ModePages(bench, bench.a());
    byte[] page = modes.subpage(ModePages.CURRENT, 0x1C, 0x02);
    byte[] changeable = modes.subpage(ModePages.CHANGEABLE, 0x1C, 0x02);
    int descriptor = 16;
    while (descriptor + 8 <= page.length
        && !(page[descriptor + 1] == USED && (page[descriptor] & 0x07) == 1)) {
      descriptor += 8;
    }
    bench.require(
        descriptor + 8 <= page.length
            && (changeable[descriptor] & 0x80) != 0
            && Bytes.u32(changeable, descriptor + 4) == 0xFFFF_FFFFL,
        "Mode page 1Ch/02h has no threshold on used space that can be set.");
    byte[] armed = page.clone();
    armed[descriptor] |= (byte) 0x80;
    Bytes.put(armed, descriptor + 4, 4, used(bench) + 2);
    modes.select(armed).good();
    bench.atEnd(() -> modes.select(page));
    Nexus second = bench.b();
    second.clearUnitAttentions();
    bench.a().clearUnitAttentions();
    Answer first = takeUntilTold(bench, at, 4 * setBlocks);
    toldOnce(bench.a(), first == null ? firstAttention(bench, bench.a()) : first, descriptor);
    toldOnce(second, firstAttention(bench, second), descriptor);
  }

  /** Writes {@code count} blocks; the unit attention condition that came meanwhile, or null. */
  private static @Nullable Answer takeUntilTold(TestBench bench, long first, long count) {
    Blocks blocks = bench.blocks();
    int step = (int) Math.min(256, count);
    Answer told = null;
    for (long lba = first; lba < first + count; lba += step) {
      byte[] data = blocks.pattern(lba, step, 722);
      Answer answer = blocks.startWrite(lba, data).await();
      if (told == null && answer.isCheck(Sense.UNIT_ATTENTION, 0x3807)) {
        told = answer;
        answer = blocks.startWrite(lba, data).await();
      }
      answer.good();
    }
    return told;
  }

  private static void toldOnce(Nexus nexus, Answer told, int descriptor) {
    told.check(Sense.UNIT_ATTENTION, 0x3807);
    Sense sense = told.sense();
    told.that(
        sense != null && sense.hasInformation() && sense.information() == descriptor,
        "INFORMATION to be the descriptor's offset in the mode page, " + descriptor);
    nexus.call(Cdb.testUnitReady()).go().good();
  }

  /** The answer of the first TEST UNIT READY that is not GOOD, of some. */
  private static Answer firstAttention(TestBench bench, Nexus nexus) {
    Answer answer = nexus.call(Cdb.testUnitReady()).go();
    for (int tries = 0; tries < 5 && answer.isGood(); tries++) {
      bench.pause(100_000_000L);
      answer = nexus.call(Cdb.testUnitReady()).go();
    }
    return answer;
  }
}
