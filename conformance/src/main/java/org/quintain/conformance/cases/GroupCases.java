// SPDX-License-Identifier: Apache-2.0
package org.quintain.conformance.cases;

import static org.quintain.conformance.bench.ConformanceCase.shall;

import java.util.List;
import org.quintain.conformance.bench.Answer;
import org.quintain.conformance.bench.Blocks;
import org.quintain.conformance.bench.ConformanceCase;
import org.quintain.conformance.bench.ModePages;
import org.quintain.conformance.bench.TestBench;
import org.quintain.conformance.scsi.BlockForm;
import org.quintain.conformance.scsi.Bytes;
import org.quintain.conformance.scsi.Cdb;
import org.quintain.conformance.scsi.Sense;

/** Group numbers: what commands take, what is counted by them, and the hints of each group. */
public final class GroupCases {
  private static final String GROUPING = "SBC-4 4.22 Grouping function";
  private static final String HINTS = "SBC-4 6.5.7 IO Advice Hints Grouping mode page";
  private static final int GROUPS = 64;
  private static final int FIRST_AT = 16;
  private static final int DESCRIPTOR_BYTES = 16;
  private static final int PAGE_BYTES = FIRST_AT + GROUPS * DESCRIPTOR_BYTES;

  private GroupCases() {}

  /** The table. */
  public static List<ConformanceCase> all() {
    return List.of(
        shall(
                "RW-17/group",
                GROUPING,
                "With GROUP_SUP set, READ, WRITE and VERIFY of each length take every group number",
                GroupCases::everyNumber)
            .destroysData(),
        shall(
                "LOG-10/group",
                "SPC-5 7.3.12 Group Statistics and Performance (n)",
                "Page 19h/nn counts commands and logical blocks of its group, and of no other",
                GroupCases::statistics)
            .destroysData(),
        shall(
                "LOG-10/group-reset",
                "SPC-5 6.6 LOG SELECT",
                "PCR resets the group that it names, and no other",
                GroupCases::reset)
            .destroysData(),
        shall(
            "MODE-34",
            HINTS,
            "0Ah/05h: 64 descriptors; IC_ENABLE of groups 32 to 63 is zero and stays so",
            GroupCases::form),
        shall(
                "MODE-34/markup",
                HINTS,
                "A markup of one group is kept as it is, and no other group changes",
                GroupCases::markup)
            .destroysData(),
        shall(
                "MODE-34/reserved",
                HINTS,
                "A reserved IO ADVICE HINTS MODE or IO CLASS: 5/26/00, nothing changed",
                GroupCases::reserved)
            .destroysData(),
        shall(
                "MODE-34/collection",
                HINTS,
                "IC_ENABLE 0: the group is not counted",
                GroupCases::collection)
            .destroysData());
  }

  private static void requireGroups(TestBench bench) {
    bench.require(bench.facts().vpdPages().contains(0x86), "VPD 86h is not in VPD 00h.");
    byte[] page = bench.call(Cdb.vpd(0x86, 64)).in(64).go().good(6).data();
    bench.require((page[5] & 0x10) != 0, "GROUP_SUP is zero.");
  }

  private static void everyNumber(TestBench bench) {
    requireGroups(bench);
    Blocks blocks = bench.blocks();
    long at = blocks.middle();
    byte[] pattern = blocks.pattern(at, 1, 90);
    for (BlockForm form : BlockForm.values()) {
      boolean isAsked =
          form.groupByte() > 0
              && form.serviceAction() == 0
              && bench.facts().mayHave(form.opcode(), 0);
      for (int group = 0; isAsked && group < GROUPS; group++) {
        Cdb cdb = form.cdb(at, 1).or(form.groupByte(), group);
        cdb = cdb.named(form.title() + ", GROUP NUMBER " + group);
        switch (form.kind()) {
          case READ -> bench.call(cdb).in(blocks.size()).go().good(blocks.size());
          case WRITE -> bench.call(cdb).out(pattern).go().good();
          case VERIFY -> bench.call(cdb).go().good();
        }
      }
    }
    blocks.expect(at, pattern, "what was written with group numbers");
  }

  private static Cdb sense(int group) {
    return Cdb.blank("LOG SENSE, group " + group, 0x4D, 10)
        .with(2, 1 << 6 | 0x19)
        .with(3, group)
        .field(7, 2, 256);
  }

  /** Commands read and written, blocks received and transmitted, of {@code group}. */
  private static long[] counted(TestBench bench, int group) {
    bench.requireCommand("LOG SENSE", 0x4D, 0);
    Answer answer = bench.call(sense(group)).in(256).go();
    bench.require(answer.isGood(), "There is no log page 19h/" + Bytes.h(group) + ".");
    byte[] data = answer.good(56).data();
    answer.that(Bytes.u16(data, 4) == 1 && Bytes.u8(data, 7) == 0x30, "parameter 0001h, 30h long");
    return new long[] {
      Bytes.u64(data, 8), Bytes.u64(data, 16), Bytes.u64(data, 24), Bytes.u64(data, 32)
    };
  }

  private static void write(TestBench bench, int group, int blocks) {
    Blocks at = bench.blocks();
    Cdb cdb = BlockForm.WRITE_10.cdb(at.middle(), blocks).or(6, group);
    bench.call(cdb).out(at.pattern(at.middle(), blocks, 91)).go().good();
  }

  private static void read(TestBench bench, int group, int blocks) {
    Blocks at = bench.blocks();
    Cdb cdb = BlockForm.READ_10.cdb(at.middle(), blocks).or(6, group);
    bench.call(cdb).in(blocks * at.size()).go().good();
  }

  private static void statistics(TestBench bench) {
    requireGroups(bench);
    long[] before = counted(bench, 5);
    long[] other = counted(bench, 6);
    write(bench, 5, 4);
    read(bench, 5, 3);
    read(bench, 5, 2);
    read(bench, 0, 1);
    long[] after = counted(bench, 5);
    long[] expected = {2, 1, 4, 5};
    String[] names = {"READ COMMANDS", "WRITE COMMANDS", "BLOCKS RECEIVED", "BLOCKS TRANSMITTED"};
    for (int index = 0; index < expected.length; index++) {
      long grown = after[index] - before[index];
      bench.check(
          grown == expected[index],
          "GROUP 5 NUMBER OF " + names[index] + " grew by " + grown + ", not " + expected[index]);
    }
    bench.check(
        java.util.Arrays.equals(other, counted(bench, 6)), "Commands of group 5 counted in 6.");
  }

  private static void reset(TestBench bench) {
    requireGroups(bench);
    bench.requireCommand("LOG SELECT", 0x4C, 0);
    counted(bench, 7);
    write(bench, 7, 1);
    write(bench, 8, 1);
    long[] other = counted(bench, 8);
    Cdb select = Cdb.blank("LOG SELECT, PCR", 0x4C, 10).with(1, 2).with(2, 0x59).with(3, 7);
    bench.call(select).go().good();
    for (long number : counted(bench, 7)) {
      bench.check(number == 0, "PCR left " + number + " in a counter of group 7.");
    }
    bench.check(java.util.Arrays.equals(other, counted(bench, 8)), "PCR of group 7 changed 8.");
  }

  private static byte[] page(TestBench bench, int pageControl) {
    byte[] page = new ModePages(bench, bench.a()).subpage(pageControl, 0x0A, 0x05);
    bench.require(page.length > 0, "The target has no mode page 0Ah/05h.");
    bench.check(page.length == PAGE_BYTES, "Page 0Ah/05h has " + page.length + " bytes.");
    return page;
  }

  private static int at(int group) {
    return FIRST_AT + group * DESCRIPTOR_BYTES;
  }

  private static void form(TestBench bench) {
    byte[] current = page(bench, ModePages.CURRENT);
    byte[] changeable = page(bench, ModePages.CHANGEABLE);
    for (int group = 0; group < GROUPS; group++) {
      bench.check(
          (current[at(group)] & 0xFF) >> 6 <= 1, "Group " + group + " has a reserved hints mode.");
      boolean isCollecting = ((current[at(group)] | changeable[at(group)]) & 1) != 0;
      bench.check(
          group < 32 || !isCollecting, "IC_ENABLE of group " + group + " is set or changeable.");
      bench.check(
          (current[at(group) + 4] & 0x0F) == 0, "Group " + group + " has a reserved markup.");
    }
  }

  private static byte[] changeablePage(TestBench bench, int group, int index, int mask) {
    bench.requireCommand("MODE SELECT(10)", 0x55, 0);
    byte[] changeable = page(bench, ModePages.CHANGEABLE);
    bench.require(
        (changeable[at(group) + index] & mask) == mask, "The field of 0Ah/05h cannot be changed.");
    byte[] page = page(bench, ModePages.CURRENT);
    bench.atEnd(() -> new ModePages(bench, bench.a()).select(page));
    return page.clone();
  }

  private static void markup(TestBench bench) {
    byte[] page = changeablePage(bench, 9, 5, 0xFF);
    page[at(9) + 5] = (byte) 0x99;
    new ModePages(bench, bench.a()).select(page).good();
    byte[] now = page(bench, ModePages.CURRENT);
    int different = Bytes.firstDifference(now, page, PAGE_BYTES);
    // PS is told by MODE SENSE alone, which both arrays come from.
    bench.check(different < 0, "Byte " + different + " of 0Ah/05h is not as it was selected.");
  }

  private static void reserved(TestBench bench) {
    int[][] wrong = {{0, 0xC0, 0x80}, {5, 0xC0, 0xC0}, {6, 0xF0, 0x20}};
    for (int[] each : wrong) {
      byte[] page = changeablePage(bench, 9, each[0], each[1]);
      page[at(9) + each[0]] = (byte) ((page[at(9) + each[0]] & ~each[1]) | each[2]);
      byte[] before = page(bench, ModePages.CURRENT);
      Answer answer = new ModePages(bench, bench.a()).select(page);
      answer.check(Sense.ILLEGAL_REQUEST, 0x2600).pointsAt(false, 8 + at(9) + each[0]);
      bench.check(
          java.util.Arrays.equals(before, page(bench, ModePages.CURRENT)),
          "A refused MODE SELECT changed 0Ah/05h.");
    }
  }

  private static void collection(TestBench bench) {
    requireGroups(bench);
    byte[] page = changeablePage(bench, 4, 0, 1);
    page[at(4)] &= (byte) ~1;
    new ModePages(bench, bench.a()).select(page).good();
    long[] before = counted(bench, 4);
    write(bench, 4, 1);
    read(bench, 4, 1);
    bench.check(
        java.util.Arrays.equals(before, counted(bench, 4)), "Group 4 was counted all the same.");
  }
}
