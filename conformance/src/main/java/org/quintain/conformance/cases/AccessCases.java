// SPDX-License-Identifier: Apache-2.0
package org.quintain.conformance.cases;

import static org.quintain.conformance.bench.ConformanceCase.shall;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.quintain.conformance.bench.Answer;
import org.quintain.conformance.bench.ConformanceCase;
import org.quintain.conformance.bench.TestBench;
import org.quintain.conformance.scsi.Bytes;
import org.quintain.conformance.scsi.Cdb;

/** ALUA: target port groups as they are told, and SET TARGET PORT GROUPS where it is there. */
public final class AccessCases {
  private static final String REPORT = "SPC-5 6.37 REPORT TARGET PORT GROUPS";
  private static final String SET = "SPC-5 6.47 SET TARGET PORT GROUPS";
  private static final int ROOM = 4096;

  private static final List<ConformanceCase> TABLE =
      List.of(
          shall(
              "ALUA-01",
              REPORT,
              "Formats 000b and 001b; all others: 5/24/00",
              AccessCases::formats),
          shall(
              "ALUA-02",
              REPORT,
              "RETURN DATA LENGTH is the same whatever the allocation length",
              AccessCases::allocation),
          shall(
              "ALUA-03",
              REPORT,
              "Each group has its own identifier, a supported state, and ports of its own",
              AccessCases::fields),
          shall(
              "ALUA-05",
              "SPC-5 7.7.6 Device Identification VPD page",
              "The port of page 83h is in exactly one group, that of its designator",
              AccessCases::designators),
          shall(
              "ALUA-06",
              "SPC-5 6.7.2 (TPGS)",
              "TPGS says which of the two commands are there",
              AccessCases::inquiry),
          shall("ALUA-08", SET, "An unknown group: 5/26/00, nothing changed", AccessCases::unknown)
              .destroysData(),
          shall("ALUA-10", SET, "A reserved state: 5/26/00, nothing changed", AccessCases::reserved)
              .destroysData(),
          shall("ALUA-13", SET, "No list: GOOD; a cut list: 5/1A/00", AccessCases::lengths)
              .destroysData(),
          shall("ALUA-14", SET, "A state that it has already: GOOD", AccessCases::same)
              .destroysData());

  private AccessCases() {}

  /** The table. */
  public static List<ConformanceCase> all() {
    return TABLE;
  }

  private static Cdb ask(int format, int length) {
    return Cdb.blank("REPORT TARGET PORT GROUPS", 0xA3, 12)
        .with(1, format << 5 | 0x0A)
        .field(6, 4, length);
  }

  private static byte[] report(TestBench bench) {
    bench.requireCommand("REPORT TARGET PORT GROUPS", 0xA3, 0x0A);
    return bench.call(ask(0, ROOM)).in(ROOM).go().good(4).data();
  }

  private static void formats(TestBench bench) {
    byte[] brief = report(bench);
    Answer extended = bench.call(ask(1, ROOM)).in(ROOM).go();
    if (extended.isGood()) {
      extended.good(8).that(extended.at(4) >> 4 == 1, "FORMAT TYPE 001b");
      extended.that(
          extended.dataLength() == brief.length + 4, "the extended header and the same groups");
    } else {
      extended.invalidFieldInCdb(1);
    }
    for (int format = 2; format < 8; format++) {
      bench.call(ask(format, ROOM)).in(ROOM).go().invalidFieldInCdb(1);
    }
  }

  private static void allocation(TestBench bench) {
    byte[] whole = report(bench);
    bench.check(
        Bytes.u32(whole, 0) == whole.length - 4,
        "RETURN DATA LENGTH is not that of what follows it.");
    for (int length : new int[] {0, 4, 8, whole.length}) {
      Answer cut = bench.call(ask(0, length)).in(ROOM).go().good();
      cut.that(
          cut.dataLength() == Math.min(length, whole.length), "as many bytes as are asked for");
      cut.that(length < 4 || Bytes.u32(cut.data(), 0) == whole.length - 4, "the same length field");
    }
  }

  private static void fields(TestBench bench) {
    byte[] report = report(bench);
    Set<Integer> groups = new HashSet<>();
    Set<Integer> ports = new HashSet<>();
    for (int at = 4; at < report.length; at += 8 + 4 * Bytes.u8(report, at + 7)) {
      int state = Bytes.u8(report, at) & 0x0F;
      int[] bits = {0x01, 0x02, 0x04, 0x08, 0x10};
      int bit = state < bits.length ? bits[state] : state == 0xE ? 0x40 : state == 0xF ? 0x80 : 0;
      bench.check(bit != 0, "Group state " + Bytes.h(state) + " is reserved.");
      bench.check(
          (Bytes.u8(report, at + 1) & bit) != 0 || state == 0xF,
          "A group has state " + Bytes.h(state) + " that it does not support.");
      bench.check(groups.add(Bytes.u16(report, at + 2)), "Two groups have one identifier.");
      bench.check(Bytes.u8(report, at + 5) <= 2, "STATUS CODE is reserved.");
      for (int port = 0; port < Bytes.u8(report, at + 7); port++) {
        int identifier = Bytes.u16(report, at + 10 + 4 * port);
        bench.check(identifier != 0, "Relative target port identifier 0 is reserved.");
        bench.check(ports.add(identifier), "A port is in two groups.");
      }
    }
    bench.check(!ports.isEmpty(), "No port is in any group.");
  }

  private static void designators(TestBench bench) {
    byte[] report = report(bench);
    byte[] page = bench.call(Cdb.vpd(0x83, 2048)).in(2048).go().good(4).data();
    int relative = -1;
    int group = -1;
    for (int at = 4; at + 4 <= page.length; at += 4 + Bytes.u8(page, at + 3)) {
      if ((Bytes.u8(page, at + 1) & 0x3F) == 0x14) {
        relative = Bytes.u16(page, at + 6);
      } else if ((Bytes.u8(page, at + 1) & 0x3F) == 0x15) {
        group = Bytes.u16(page, at + 6);
      }
    }
    bench.check(relative >= 0, "Page 83h has no relative target port designator.");
    bench.check(group >= 0, "Page 83h has no target port group designator.");
    int found = 0;
    for (int at = 4; at < report.length; at += 8 + 4 * Bytes.u8(report, at + 7)) {
      for (int port = 0; port < Bytes.u8(report, at + 7); port++) {
        if (Bytes.u16(report, at + 10 + 4 * port) == relative) {
          found++;
          bench.check(
              Bytes.u16(report, at + 2) == group, "The port is in a group that is not page 83h's.");
        }
      }
    }
    bench.check(found == 1, "The port is in " + found + " groups.");
  }

  private static void inquiry(TestBench bench) {
    bench.requireCommand("REPORT SUPPORTED OPERATION CODES", 0xA3, 0x0C);
    byte[] inquiry = bench.call(Cdb.inquiry(96)).in(96).go().good(6).data();
    int support = Bytes.u8(inquiry, 5) >> 4 & 3;
    bench.check(
        bench.facts().mayHave(0xA3, 0x0A) == (support != 0),
        "TPGS is " + support + ", which REPORT TARGET PORT GROUPS contradicts.");
    bench.check(
        bench.facts().mayHave(0xA4, 0x0A) == (support >= 2),
        "TPGS is " + support + ", which SET TARGET PORT GROUPS contradicts.");
  }

  private static Answer set(TestBench bench, int length, byte[] list) {
    bench.requireCommand("SET TARGET PORT GROUPS", 0xA4, 0x0A);
    Cdb cdb = Cdb.blank("SET TARGET PORT GROUPS", 0xA4, 12).with(1, 0x0A).field(6, 4, length);
    return list.length == 0 ? bench.call(cdb).go() : bench.call(cdb).out(list).go();
  }

  private static void refused(TestBench bench, int state, int group) {
    byte[] before = report(bench);
    byte[] list = new byte[8];
    list[4] = (byte) state;
    Bytes.put(list, 6, 2, group);
    set(bench, 8, list).check(5, 0x2600);
    bench.check(
        Bytes.firstDifference(report(bench), before, before.length) < 0, "Something changed.");
  }

  private static void unknown(TestBench bench) {
    Set<Integer> groups = new HashSet<>();
    byte[] report = report(bench);
    for (int at = 4; at < report.length; at += 8 + 4 * Bytes.u8(report, at + 7)) {
      groups.add(Bytes.u16(report, at + 2));
    }
    int none = 0xFFFE;
    while (groups.contains(none)) {
      none--;
    }
    refused(bench, 0, none);
  }

  private static void reserved(TestBench bench) {
    for (int state = 4; state < 16; state++) {
      refused(bench, state, Bytes.u16(report(bench), 6));
    }
  }

  private static void lengths(TestBench bench) {
    set(bench, 0, new byte[0]).good();
    set(bench, 6, new byte[6]).check(5, 0x1A00);
  }

  private static void same(TestBench bench) {
    byte[] report = report(bench);
    byte[] list = new byte[8];
    list[4] = (byte) (report[4] & 0x0F);
    Bytes.put(list, 6, 2, Bytes.u16(report, 6));
    bench.require(list[4] < 4, "The group is in a state that nobody can ask for.");
    set(bench, 8, list).good();
    bench.check(
        Bytes.firstDifference(report(bench), report, report.length) < 0, "Something changed.");
  }
}
