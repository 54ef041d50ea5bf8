// SPDX-License-Identifier: Apache-2.0
package org.quintain.conformance.cases;

import static org.quintain.conformance.bench.ConformanceCase.shall;

import java.util.List;
import org.quintain.conformance.bench.ConformanceCase;
import org.quintain.conformance.bench.TestBench;
import org.quintain.conformance.scsi.Bytes;
import org.quintain.conformance.scsi.Cdb;

/** INQ, third part: the VPD pages of block devices and what they must agree with. */
public final class BlockVpdCases {
  private static final String BLOCK_LIMITS = "SBC-4 6.6.4 Block Limits VPD page";
  private static final String PROVISIONING = "SBC-4 6.6.7 Logical Block Provisioning VPD page";
  private static final int ROOM = 255;

  private BlockVpdCases() {}

  /** The table. */
  public static List<ConformanceCase> all() {
    return List.of(
        shall(
            "INQ-35",
            BLOCK_LIMITS,
            "VPD B0h: PAGE LENGTH 003Ch (or 000Ch), OPTIMAL not above MAXIMUM TRANSFER LENGTH, COMPARE AND WRITE as listed",
            BlockVpdCases::blockLimits),
        shall(
            "INQ-36",
            BLOCK_LIMITS,
            "VPD B0h: UNMAP limits are there exactly if LBPU says that UNMAP is",
            BlockVpdCases::unmapLimits),
        shall(
                "INQ-37",
                BLOCK_LIMITS,
                "VPD B0h: WRITE SAME beyond MAXIMUM WRITE SAME LENGTH: 5/24/00",
                BlockVpdCases::writeSameLimit)
            .destroysData(),
        shall(
            "INQ-39",
            "SBC-4 6.6.2 Block Device Characteristics VPD page",
            "VPD B1h: PAGE LENGTH 003Ch, MEDIUM ROTATION RATE 0, 1 or 0401h to FFFEh",
            BlockVpdCases::characteristics),
        shall(
            "INQ-40",
            PROVISIONING,
            "VPD B2h agrees with LBPME and LBPRZ of READ CAPACITY(16) and with the commands listed",
            BlockVpdCases::provisioning));
  }

  private static byte[] page(TestBench bench, int page, int atLeast) {
    bench.require(
        bench.facts().vpdPages().contains(page), "VPD " + Bytes.h(page) + " is not in VPD 00h.");
    return bench.call(Cdb.vpd(page, ROOM)).in(ROOM).go().good(atLeast).data();
  }

  private static void blockLimits(TestBench bench) {
    byte[] data = page(bench, 0xB0, 16);
    int length = Bytes.u16(data, 2);
    bench.check(
        length == 0x3C || length == 0x0C, "VPD B0h PAGE LENGTH is " + Bytes.h(length) + ".");
    long maximum = Bytes.u32(data, 8);
    long optimal = Bytes.u32(data, 12);
    bench.check(
        maximum == 0 || optimal <= maximum,
        "OPTIMAL TRANSFER LENGTH "
            + optimal
            + " is above MAXIMUM TRANSFER LENGTH "
            + maximum
            + ".");
    int compareAndWrite = Bytes.u8(data, 5);
    bench.check(
        bench.facts().operationCodes() == null
            || (compareAndWrite != 0) == bench.facts().mayHave(0x89, 0),
        "MAXIMUM COMPARE AND WRITE LENGTH is "
            + compareAndWrite
            + ", which disagrees with the list of commands.");
  }

  private static boolean hasUnmap(TestBench bench) {
    byte[] provisioning = bench.facts().logicalBlockProvisioning();
    return provisioning.length > 5 && (provisioning[5] & 0x80) != 0;
  }

  private static void unmapLimits(TestBench bench) {
    byte[] data = page(bench, 0xB0, 16);
    bench.require(data.length >= 36, "VPD B0h is of the short form.");
    long blocks = Bytes.u32(data, 20);
    long descriptors = Bytes.u32(data, 24);
    bench.check(
        (blocks != 0 && descriptors != 0) == hasUnmap(bench),
        "LBPU is "
            + (hasUnmap(bench) ? 1 : 0)
            + ", yet MAXIMUM UNMAP LBA COUNT is "
            + blocks
            + " and MAXIMUM UNMAP BLOCK DESCRIPTOR COUNT "
            + descriptors
            + ".");
    if (bench.facts().operationCodes() != null) {
      bench.check(
          bench.facts().mayHave(0x42, 0) == hasUnmap(bench),
          "LBPU is "
              + (hasUnmap(bench) ? 1 : 0)
              + ", which disagrees with the list of commands on UNMAP.");
    }
  }

  private static void writeSameLimit(TestBench bench) {
    byte[] data = page(bench, 0xB0, 16);
    bench.requireCommand("WRITE SAME(16)", 0x93, 0);
    bench.require(data.length >= 44, "VPD B0h is of the short form.");
    long limit = Bytes.u64(data, 36);
    bench.require(
        limit > 0 && limit < bench.facts().blocks(), "VPD B0h sets no limit below the capacity.");
    Cdb cdb = Cdb.blank("WRITE SAME(16)", 0x93, 16).field(10, 4, limit + 1);
    bench
        .call(cdb)
        .out(new byte[bench.facts().blockBytes()])
        .go()
        .invalidFieldInCdb(10, 11, 12, 13);
  }

  private static void characteristics(TestBench bench) {
    byte[] data = page(bench, 0xB1, 6);
    bench.check(
        Bytes.u16(data, 2) == 0x3C, "VPD B1h PAGE LENGTH is " + Bytes.h(Bytes.u16(data, 2)) + ".");
    int rate = Bytes.u16(data, 4);
    bench.check(
        rate <= 1 || (rate >= 0x401 && rate <= 0xFFFE),
        "MEDIUM ROTATION RATE " + Bytes.h(rate) + " is reserved.");
  }

  private static void provisioning(TestBench bench) {
    byte[] capacity = bench.facts().readCapacity16();
    bench.require(capacity.length >= 16, "READ CAPACITY(16) is not supported.");
    boolean managed = (capacity[14] & 0x80) != 0;
    byte[] data = bench.facts().logicalBlockProvisioning();
    bench.check(
        !managed || data.length >= 8,
        "LBPME is 1 but there is no VPD B2h, which is then mandatory.");
    bench.require(data.length >= 8, "VPD B2h is not in VPD 00h.");
    boolean any = (data[5] & 0xE0) != 0;
    bench.check(managed || !any, "LBPME is 0, yet VPD B2h claims LBPU, LBPWS or LBPWS10.");
    boolean zeroes = (capacity[14] & 0x40) != 0;
    int claim = (data[5] >> 2) & 7;
    bench.check(
        !managed || zeroes == ((claim & 1) != 0),
        "LBPRZ is " + (zeroes ? 1 : 0) + " in READ CAPACITY(16) and " + claim + " in VPD B2h.");
    int type = data[6] & 7;
    bench.check(type <= 2, "PROVISIONING TYPE " + type + " is reserved.");
    bench.check(managed || type != 2, "PROVISIONING TYPE says thin, LBPME says not managed.");
  }
}
