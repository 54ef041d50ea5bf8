// SPDX-License-Identifier: Apache-2.0
package org.quintain.conformance.cases;

import java.util.ArrayList;
import java.util.List;
import org.quintain.conformance.bench.Answer;
import org.quintain.conformance.bench.Nexus;
import org.quintain.conformance.bench.TestBench;
import org.quintain.conformance.scsi.Bytes;
import org.quintain.conformance.scsi.Cdb;

/** What the cases about space send and read: UNMAP lists, LBA status, resource counts. */
final class Space {
  static final int MAPPED = 0;
  static final int DEALLOCATED = 1;
  static final int ANCHORED = 2;
  private static final int LIST_HEADER = 8;
  private static final int DESCRIPTOR = 16;

  private Space() {}

  /** One LBA status descriptor (SBC-4 5.6.3). */
  record Extent(long first, long blocks, int status) {}

  // UNMAP.

  /** Skips the case where LBPU is 0. */
  static void requireUnmap(TestBench bench) {
    bench.require(hasUnmap(bench), "LBPU is 0: there is no UNMAP.");
  }

  static boolean hasUnmap(TestBench bench) {
    byte[] page = bench.facts().logicalBlockProvisioning();
    return page.length > 5 && (page[5] & 0x80) != 0;
  }

  /** ANC_SUP. */
  static boolean hasAnchors(TestBench bench) {
    byte[] page = bench.facts().logicalBlockProvisioning();
    return page.length > 5 && (page[5] & 0x02) != 0;
  }

  /** LBPRZ of VPD B2h says that unmapped blocks read as zeros. */
  static boolean readsZeros(TestBench bench) {
    byte[] page = bench.facts().logicalBlockProvisioning();
    return page.length > 5 && (page[5] & 0x04) != 0;
  }

  private static long limit(TestBench bench, int at) {
    byte[] limits = bench.facts().blockLimits();
    return limits.length >= at + 4 ? Bytes.u32(limits, at) : 0;
  }

  static long blocksMax(TestBench bench) {
    return limit(bench, 20);
  }

  static long descriptorsMax(TestBench bench) {
    return limit(bench, 24);
  }

  /** OPTIMAL UNMAP GRANULARITY, 1 where it is not told. */
  static long granularity(TestBench bench) {
    return Math.max(1, limit(bench, 28));
  }

  /** The first block at or behind {@code lba} that a granule begins with. */
  static long aligned(TestBench bench, long lba) {
    long granularity = granularity(bench);
    boolean isValid = (limit(bench, 32) & 0x8000_0000L) != 0;
    long alignment = isValid ? (limit(bench, 32) & 0x7FFF_FFFFL) % granularity : 0;
    long over = Math.floorMod(lba - alignment, granularity);
    return over == 0 ? lba : lba + granularity - over;
  }

  static Cdb unmapCdb(int listLength) {
    return Cdb.blank("UNMAP", 0x42, 10).field(7, 2, listLength);
  }

  /** A parameter list of pairs of first block and number of blocks. */
  static byte[] list(long... pairs) {
    int count = pairs.length / 2;
    byte[] list = new byte[LIST_HEADER + DESCRIPTOR * count];
    Bytes.put(list, 0, 2, list.length - 2);
    Bytes.put(list, 2, 2, list.length - LIST_HEADER);
    for (int index = 0; index < count; index++) {
      Bytes.put(list, LIST_HEADER + DESCRIPTOR * index, 8, pairs[2 * index]);
      Bytes.put(list, LIST_HEADER + DESCRIPTOR * index + 8, 4, pairs[2 * index + 1]);
    }
    return list;
  }

  static Answer unmap(TestBench bench, long... pairs) {
    byte[] list = list(pairs);
    return bench.call(unmapCdb(list.length)).out(list).go();
  }

  static Answer anchor(TestBench bench, long... pairs) {
    byte[] list = list(pairs);
    return bench.call(unmapCdb(list.length).with(1, 1).named("UNMAP, ANCHOR")).out(list).go();
  }

  // GET LBA STATUS.

  static Cdb status16(long lba, int reportType, long allocationLength) {
    return Cdb.blank("GET LBA STATUS(16)", 0x9E, 16)
        .with(1, 0x12)
        .field(2, 8, lba)
        .field(10, 4, allocationLength)
        .with(14, reportType);
  }

  static Cdb status32(long lba, int reportType, long scanLength, long allocationLength) {
    return Cdb.blank("GET LBA STATUS(32)", 0x7F, 32)
        .with(7, 0x18)
        .field(8, 2, 0x12)
        .with(10, reportType)
        .field(12, 8, lba)
        .field(20, 4, scanLength)
        .field(28, 4, allocationLength);
  }

  /** The descriptors that came whole. */
  static List<Extent> extents(Answer answer) {
    byte[] data = answer.data();
    List<Extent> extents = new ArrayList<>();
    long end = Math.min(data.length, data.length < 4 ? 0 : 4 + Bytes.u32(data, 0));
    for (int at = LIST_HEADER; at + DESCRIPTOR <= end; at += DESCRIPTOR) {
      extents.add(
          new Extent(Bytes.u64(data, at), Bytes.u32(data, at + 8), Bytes.u8(data, at + 12) & 0x0F));
    }
    return extents;
  }

  static List<Extent> status(TestBench bench, long lba) {
    bench.requireCommand("GET LBA STATUS(16)", 0x9E, 0x12);
    int room = 8 + 16 * 64;
    return extents(bench.call(status16(lba, 0, room)).in(room).go().good(24));
  }

  /** The status that holds for one block. */
  static int statusOf(TestBench bench, long lba) {
    return status(bench, lba).get(0).status();
  }

  // Resources.

  /** The resource counts of log page 0Ch by parameter code; empty where there is no such page. */
  static long count(Nexus nexus, int parameterCode) {
    Cdb cdb = Cdb.blank("LOG SENSE 0Ch", 0x4D, 10).with(2, 0x4C).field(7, 2, 1024);
    Answer answer = nexus.call(cdb).in(1024).go();
    byte[] data = answer.isGood() ? answer.data() : new byte[0];
    for (int at = 4; at + 8 <= data.length; at += 4 + Bytes.u8(data, at + 3)) {
      if (Bytes.u16(data, at) == parameterCode) {
        return Bytes.u32(data, at + 4);
      }
    }
    return -1;
  }

  /** How many blocks a threshold set has; 0 where there are no thresholds. */
  static long thresholdSetBlocks(TestBench bench) {
    byte[] page = bench.facts().logicalBlockProvisioning();
    return page.length < 5 || page[4] == 0 ? 0 : 1L << page[4];
  }
}
