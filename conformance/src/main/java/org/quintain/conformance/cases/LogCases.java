// SPDX-License-Identifier: Apache-2.0
package org.quintain.conformance.cases;

import static org.quintain.conformance.bench.ConformanceCase.shall;
import static org.quintain.conformance.bench.ConformanceCase.should;

import java.util.ArrayList;
import java.util.List;
import org.quintain.conformance.bench.Answer;
import org.quintain.conformance.bench.Blocks;
import org.quintain.conformance.bench.ConformanceCase;
import org.quintain.conformance.bench.Need;
import org.quintain.conformance.bench.TestBench;
import org.quintain.conformance.scsi.Bytes;
import org.quintain.conformance.scsi.Cdb;
import org.quintain.conformance.scsi.Sense;

/** LOG: LOG SENSE and LOG SELECT. All of them skip where the target has no LOG SENSE. */
public final class LogCases {
  private static final String LOG_SENSE = "SPC-5 6.7 LOG SENSE";
  private static final String LOG_SELECT = "SPC-5 6.6 LOG SELECT";
  private static final int ROOM = 0xFFFF;
  private static final int CUMULATIVE = 1;
  private static final int BYTES_PROCESSED = 5;

  private LogCases() {}

  /** The table. */
  public static List<ConformanceCase> all() {
    return List.of(
        shall(
            "LOG-01",
            "SPC-5 7.3.19 Supported Log Pages",
            "Page 00h and 00h/FFh ascend, agree with each other, and every listed page is there",
            LogCases::lists),
        shall(
            "LOG-02",
            LOG_SENSE,
            "A page that is not listed: 5/24/00 at byte 2; a subpage: at byte 3",
            LogCases::unlisted),
        should(
            "LOG-03",
            LOG_SENSE,
            "Each page control is GOOD or 5/24/00 at byte 2",
            LogCases::pageControls),
        shall(
            "LOG-04",
            LOG_SENSE,
            "SP without saved parameters: 5/24/00 or 5/39/00; the obsolete PPC: 5/24/00 or ignored",
            LogCases::saving),
        shall(
            "LOG-05",
            LOG_SENSE,
            "PARAMETER POINTER begins at that parameter; behind the last: 5/24/00 at byte 5",
            LogCases::parameterPointer),
        shall(
            "LOG-06",
            "SPC-5 7.3.2.2 Log parameter format",
            "The parameters of every page ascend and fill its length",
            LogCases::parameters),
        shall(
                "LOG-07",
                "SPC-5 7.3.8 Error counter log pages",
                "TOTAL BYTES PROCESSED of pages 02h and 03h grows by what is written and read",
                LogCases::bytesProcessed)
            .destroysData(),
        shall(
                "LOG-10",
                "SPC-5 7.3.11 General Statistics and Performance",
                "Page 19h counts commands and logical blocks of reads and writes",
                LogCases::statistics)
            .destroysData(),
        shall(
                "LOG-15",
                LOG_SELECT,
                "PCR resets a page's counters, and the other nexus is told 6/2A/02",
                LogCases::reset)
            .needs(Need.SECOND_NEXUS)
            .destroysData(),
        shall(
            "LOG-16",
            LOG_SELECT,
            "PCR with a list: 5/24/00; a list for what is read-only: 5/26/00; cut: 5/1A/00",
            LogCases::selectErrors),
        shall(
            "LOG-19",
            "SPC-5 4.2.5.6 Allocation length",
            "Each allocation length gives the beginning of the same page",
            LogCases::allocationLengths));
  }

  private static Cdb sense(int pageControl, int page, int subpage, int pointer, int length) {
    return Cdb.blank("LOG SENSE", 0x4D, 10)
        .with(2, pageControl << 6 | page)
        .with(3, subpage)
        .field(5, 2, pointer)
        .field(7, 2, length);
  }

  private static Cdb select(int options, int pageControl, int page, int length) {
    return Cdb.blank("LOG SELECT", 0x4C, 10)
        .with(1, options)
        .with(2, pageControl << 6 | page)
        .field(7, 2, length);
  }

  private static byte[] page(TestBench bench, int page) {
    bench.requireCommand("LOG SENSE", 0x4D, 0);
    return bench.call(sense(CUMULATIVE, page, 0, 0, ROOM)).in(ROOM).go().good(4).data();
  }

  private static List<Integer> listed(TestBench bench) {
    byte[] data = page(bench, 0);
    List<Integer> codes = new ArrayList<>();
    for (int at = 4; at < 4 + Bytes.u16(data, 2); at++) {
      codes.add(Bytes.u8(data, at));
    }
    return codes;
  }

  private static void requirePage(TestBench bench, int page) {
    bench.require(
        listed(bench).contains(page), "The target has no log page " + Bytes.h(page) + ".");
  }

  private static void lists(TestBench bench) {
    List<Integer> codes = listed(bench);
    for (int index = 1; index < codes.size(); index++) {
      bench.check(codes.get(index) > codes.get(index - 1), "Log pages are listed out of order.");
    }
    bench.check(codes.contains(0), "Page 00h does not list itself.");
    for (int code : codes) {
      Answer answer = bench.call(sense(CUMULATIVE, code, 0, 0, ROOM)).in(ROOM).go();
      if (code != 0 && !answer.isGood()) {
        // Listed for a subpage of its own alone.
        answer.invalidFieldInCdb(3);
        continue;
      }
      answer.good(4);
      answer.that((answer.at(0) & 0x3F) == code, "PAGE CODE " + Bytes.h(code));
      answer.that(answer.dataLength() == 4 + Bytes.u16(answer.data(), 2), "PAGE LENGTH to fit");
    }
    Answer pairs = bench.call(sense(CUMULATIVE, 0, 0xFF, 0, ROOM)).in(ROOM).go();
    bench.require(pairs.isGood(), "There is no list of subpages.");
    int last = -1;
    for (int at = 4; at + 2 <= pairs.dataLength(); at += 2) {
      int pair = Bytes.u16(pairs.data(), at);
      pairs.that(pair > last, "pages and subpages ascending");
      pairs.that(codes.contains(pair >> 8), "only pages that page 00h lists");
      last = pair;
      bench.call(sense(CUMULATIVE, pair >> 8, pair & 0xFF, 0, ROOM)).in(ROOM).go().good(4);
    }
  }

  private static void unlisted(TestBench bench) {
    List<Integer> codes = listed(bench);
    for (int code = 0; code < 0x3F; code++) {
      if (!codes.contains(code)) {
        bench.call(sense(CUMULATIVE, code, 0, 0, 255)).in(255).go().invalidFieldInCdb(2, 3);
      }
    }
    bench.call(sense(CUMULATIVE, 0, 0x7E, 0, 255)).in(255).go().invalidFieldInCdb(3);
  }

  private static void pageControls(TestBench bench) {
    for (int code : listed(bench)) {
      for (int pageControl = 0; pageControl < 4; pageControl++) {
        Answer answer = bench.call(sense(pageControl, code, 0, 0, ROOM)).in(ROOM).go();
        if (!answer.isGood()) {
          answer.invalidFieldInCdb(2, 3);
        }
      }
    }
  }

  private static void saving(TestBench bench) {
    requirePage(bench, 0);
    Cdb cdb = sense(CUMULATIVE, 0, 0, 0, 255);
    Answer saving = bench.call(cdb.with(1, 1).named("LOG SENSE, SP")).in(255).go();
    if (!saving.isGood()) {
      saving.check(Sense.ILLEGAL_REQUEST, 0x2400, 0x3900);
    }
    Answer obsolete = bench.call(cdb.with(1, 2).named("LOG SENSE, PPC")).in(255).go();
    if (!obsolete.isGood()) {
      obsolete.invalidFieldInCdb(1);
    }
  }

  private static int lastParameter(byte[] page) {
    int last = -1;
    for (int at = 4; at + 4 <= page.length; at += 4 + Bytes.u8(page, at + 3)) {
      last = Bytes.u16(page, at);
    }
    return last;
  }

  private static void parameterPointer(TestBench bench) {
    requirePage(bench, 0x03);
    byte[] whole = page(bench, 0x03);
    int last = lastParameter(whole);
    bench.require(last > 0, "Page 03h has but one parameter.");
    Answer tail = bench.call(sense(CUMULATIVE, 0x03, 0, last, ROOM)).in(ROOM).go().good(8);
    tail.that(Bytes.u16(tail.data(), 4) == last, "parameter " + Bytes.h(last) + " first");
    if (last < 0xFFFF) {
      bench.call(sense(CUMULATIVE, 0x03, 0, 0xFFFF, ROOM)).in(ROOM).go().invalidFieldInCdb(5, 6);
    }
  }

  private static void parameters(TestBench bench) {
    for (int code : listed(bench)) {
      Answer answer = bench.call(sense(CUMULATIVE, code, 0, 0, ROOM)).in(ROOM).go();
      if (code == 0 || !answer.isGood()) {
        continue;
      }
      byte[] page = answer.data();
      int last = -1;
      int at = 4;
      while (at + 4 <= page.length) {
        answer.that(Bytes.u16(page, at) > last, "parameter codes that ascend");
        last = Bytes.u16(page, at);
        at += 4 + Bytes.u8(page, at + 3);
      }
      answer.that(at == page.length, "parameters that fill the page");
    }
  }

  /** The value of a parameter as a number, from its byte {@code offset} on, eight bytes at most. */
  private static long value(TestBench bench, byte[] page, int parameter, int offset) {
    for (int at = 4; at + 4 <= page.length; at += 4 + Bytes.u8(page, at + 3)) {
      if (Bytes.u16(page, at) == parameter) {
        int length = Math.min(8, Bytes.u8(page, at + 3) - offset);
        long value = 0;
        for (int index = 0; index < length; index++) {
          value = value << 8 | Bytes.u8(page, at + 4 + offset + index);
        }
        return value;
      }
    }
    bench.require(false, "There is no parameter " + Bytes.h(parameter) + ".");
    return 0;
  }

  private static void bytesProcessed(TestBench bench) {
    requirePage(bench, 0x02);
    requirePage(bench, 0x03);
    Blocks blocks = bench.blocks();
    long at = blocks.middle();
    long written = value(bench, page(bench, 0x02), BYTES_PROCESSED, 0);
    long read = value(bench, page(bench, 0x03), BYTES_PROCESSED, 0);
    blocks.write(at, blocks.pattern(at, 4, 77));
    blocks.expect(at, blocks.pattern(at, 4, 77), "what was written");
    int each = 4 * bench.facts().blockBytes();
    long writtenNow = value(bench, page(bench, 0x02), BYTES_PROCESSED, 0);
    long readNow = value(bench, page(bench, 0x03), BYTES_PROCESSED, 0);
    bench.check(
        writtenNow - written >= each, "Page 02h did not count " + each + " bytes of a write.");
    bench.check(readNow - read >= each, "Page 03h did not count " + each + " bytes of a read.");
  }

  private static void statistics(TestBench bench) {
    requirePage(bench, 0x19);
    byte[] before = page(bench, 0x19);
    Blocks blocks = bench.blocks();
    long at = blocks.middle();
    blocks.write(at, blocks.pattern(at, 4, 78));
    blocks.expect(at, blocks.pattern(at, 4, 78), "what was written");
    byte[] after = page(bench, 0x19);
    int[] least = {1, 1, 4, 4};
    String[] names = {"READ COMMANDS", "WRITE COMMANDS", "BLOCKS RECEIVED", "BLOCKS TRANSMITTED"};
    for (int index = 0; index < least.length; index++) {
      long grown = value(bench, after, 1, 8 * index) - value(bench, before, 1, 8 * index);
      bench.check(
          grown >= least[index],
          "NUMBER OF " + names[index] + " grew by " + grown + ", not by " + least[index] + ".");
    }
  }

  private static void reset(TestBench bench) {
    requirePage(bench, 0x02);
    bench.requireCommand("LOG SELECT", 0x4C, 0);
    Blocks blocks = bench.blocks();
    long at = blocks.middle();
    blocks.write(at, blocks.pattern(at, 1, 79));
    bench.b().clearUnitAttentions();
    bench.call(select(2, CUMULATIVE, 0x02, 0).named("LOG SELECT, PCR")).go().good();
    bench.check(
        value(bench, page(bench, 0x02), BYTES_PROCESSED, 0) == 0,
        "PCR did not reset TOTAL BYTES PROCESSED.");
    bench.b().call(Cdb.testUnitReady()).go().check(Sense.UNIT_ATTENTION, 0x2A02);
    bench.b().clearUnitAttentions();
  }

  private static void selectErrors(TestBench bench) {
    bench.requireCommand("LOG SELECT", 0x4C, 0);
    byte[] readOnly = {0x02, 0, 0, 8, 0, 0x50, 0, 4, 0, 0, 0, 0};
    bench
        .call(select(2, CUMULATIVE, 0, readOnly.length).named("LOG SELECT, PCR with a list"))
        .out(readOnly)
        .go()
        .invalidFieldInCdb(1, 7, 8);
    bench
        .call(select(0, CUMULATIVE, 0, readOnly.length))
        .out(readOnly)
        .go()
        .check(Sense.ILLEGAL_REQUEST, 0x2600, 0x2601);
    byte[] cut = {0x02, 0, 0, 8, 0, 5};
    bench
        .call(select(0, CUMULATIVE, 0, cut.length))
        .out(cut)
        .go()
        .check(Sense.ILLEGAL_REQUEST, 0x1A00);
    bench.call(select(0, CUMULATIVE, 0, 0)).go().good();
  }

  private static void allocationLengths(TestBench bench) {
    byte[] whole = page(bench, 0);
    for (int length = 0; length <= whole.length + 1; length++) {
      Answer cut = bench.call(sense(CUMULATIVE, 0, 0, 0, length)).in(1024).go().good();
      int expected = Math.min(length, whole.length);
      cut.that(cut.dataLength() == expected, "exactly " + expected + " bytes");
      cut.that(Bytes.firstDifference(cut.data(), whole, expected) < 0, "the beginning of the page");
    }
  }
}
