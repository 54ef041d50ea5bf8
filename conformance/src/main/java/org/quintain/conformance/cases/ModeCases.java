// SPDX-License-Identifier: Apache-2.0
package org.quintain.conformance.cases;

import static org.quintain.conformance.bench.ConformanceCase.shall;

import java.util.List;
import org.quintain.conformance.bench.Answer;
import org.quintain.conformance.bench.CaseEnd;
import org.quintain.conformance.bench.ConformanceCase;
import org.quintain.conformance.bench.ModePages;
import org.quintain.conformance.bench.TestBench;
import org.quintain.conformance.scsi.Bytes;
import org.quintain.conformance.scsi.Cdb;
import org.quintain.conformance.scsi.Sense;

/** MODE, first part: MODE SENSE and the pages it gives. */
public final class ModeCases {
  private static final String MODE_SENSE_10 = "SPC-5 6.15 MODE SENSE(10)";
  private static final String HEADER = "SPC-5 7.5.6 Mode parameter header formats; SBC-4 6.5.1";
  private static final int ROOM = 4096;

  private ModeCases() {}

  /** The table. */
  public static List<ConformanceCase> all() {
    return List.of(
        shall(
            "MODE-01",
            MODE_SENSE_10,
            "Page 3Fh with each page control: pages ascending, none cut off, the same ones",
            ModeCases::allPages),
        shall(
            "MODE-02",
            "SPC-5 6.14.2 Saved values",
            "Saved values where none are kept: 5/39/00",
            ModeCases::savedValues),
        shall(
            "MODE-03",
            MODE_SENSE_10,
            "An unknown page: 5/24/00 at byte 2; an unknown subpage: at byte 3",
            ModeCases::unknownPages),
        shall(
            "MODE-04",
            MODE_SENSE_10,
            "DBD 1 gives no block descriptor; LLBAA 1 gives one of 16 bytes or none",
            ModeCases::blockDescriptors),
        shall(
            "MODE-05",
            HEADER,
            "MODE DATA LENGTH is that of all data; MEDIUM TYPE is 0; reserved bits are zero",
            ModeCases::header),
        shall(
            "MODE-06",
            "SBC-4 6.5.2 Mode parameter block descriptors",
            "A block descriptor agrees with READ CAPACITY",
            ModeCases::blockDescriptorCapacity),
        shall(
            "MODE-21",
            "SPC-5 6.14.1 MODE SENSE(6), page control",
            "Current values have no bit that is neither default nor changeable",
            ModeCases::currentWithinChangeable),
        shall(
            "MODE-23",
            "SBC-4 6.5.5 Caching mode page",
            "Caching page: 18 bytes behind its header, WCE as behaviour needs it",
            ModeCases::cachingPage),
        shall(
            "MODE-24",
            "SPC-5 7.5.9 Control mode page",
            "Control page: 10 bytes behind its header, TST, QERR, QUEUE ALGORITHM not reserved",
            ModeCases::controlPage),
        shall(
            "MODE-27",
            "SBC-4 6.5.7 Read-Write Error Recovery mode page",
            "Read-write error recovery page: 10 bytes behind its header",
            bench -> pageLength(bench, 0x01, 0x0A)),
        shall(
            "MODE-29",
            "SPC-5 7.5.13 Informational Exceptions Control mode page",
            "Informational exceptions page: 10 bytes behind its header",
            bench -> pageLength(bench, 0x1C, 0x0A)),
        shall(
            "MODE-35",
            "SPC-5 4.2.5.6 Allocation length",
            "Short allocation lengths give the beginning of the same data",
            ModeCases::allocationLengths),
        shall(
            "MODE-37",
            "SPC-5 6.14 MODE SENSE(6)",
            "MODE SENSE(6) and (10) give the same pages",
            ModeCases::sixAndTen));
  }

  /** The mode pages behind header and block descriptors. */
  private static byte[] pages(Answer answer, int headerBytes) {
    answer.good(headerBytes);
    byte[] data = answer.data();
    int at = headerBytes == 4 ? 4 + Bytes.u8(data, 3) : 8 + Bytes.u16(data, 6);
    answer.that(at <= data.length, "block descriptors within the data");
    return java.util.Arrays.copyOfRange(data, at, data.length);
  }

  private static Answer sense10(TestBench bench, int pageControl, int page) {
    bench.requireCommand("MODE SENSE(10)", 0x5A, 0);
    return bench.call(Cdb.modeSense10(pageControl, page, 0, ROOM)).in(ROOM).go();
  }

  private static String outline(Answer answer) {
    byte[] pages = pages(answer, 8);
    StringBuilder text = new StringBuilder();
    int last = -1;
    int at = 0;
    while (at + 2 <= pages.length) {
      boolean subpage = (pages[at] & 0x40) != 0;
      int code = pages[at] & 0x3F;
      int size = subpage ? 4 + Bytes.u16(pages, at + 2) : 2 + Bytes.u8(pages, at + 1);
      answer.that(at + size <= pages.length, "page " + Bytes.h(code) + " to be whole");
      int order = code == 0 ? 0x3F00 : (code << 8) | (subpage ? Bytes.u8(pages, at + 1) : 0);
      answer.that(
          order > last,
          "ascending page codes (page 00h last), yet " + Bytes.h(code) + " comes late");
      last = order;
      text.append(Bytes.h(code)).append(':').append(size).append(' ');
      at += size;
    }
    answer.that(at == pages.length, "the data to end with a whole page");
    return text.toString();
  }

  private static void allPages(TestBench bench) {
    String current = outline(sense10(bench, ModePages.CURRENT, 0x3F).good());
    for (int pageControl : new int[] {ModePages.CHANGEABLE, ModePages.DEFAULT}) {
      Answer answer = sense10(bench, pageControl, 0x3F).good();
      String other = outline(answer);
      answer.that(other.equals(current), "the same pages and lengths as with PC 0: " + current);
    }
  }

  private static void savedValues(TestBench bench) {
    Answer answer = sense10(bench, ModePages.SAVED, 0x3F);
    if (answer.isGood()) {
      outline(answer);
    } else {
      answer.check(Sense.ILLEGAL_REQUEST, 0x3900);
    }
  }

  private static void unknownPages(TestBench bench) {
    sense10(bench, ModePages.CURRENT, 0x3E).invalidFieldInCdb(2);
    bench
        .call(Cdb.modeSense10(0, 0x08, 0x7E, ROOM).named("MODE SENSE(10), unknown subpage"))
        .in(ROOM)
        .go()
        .invalidFieldInCdb(2, 3);
  }

  private static void blockDescriptors(TestBench bench) {
    sense10(bench, 0, 0x3F).good(8);
    Answer none = bench.call(Cdb.modeSense10(0, 0x3F, 0, ROOM).with(1, 0x08)).in(ROOM).go().good(8);
    none.that(Bytes.u16(none.data(), 6) == 0, "BLOCK DESCRIPTOR LENGTH 0 with DBD 1");
    Answer longer = bench.call(Cdb.modeSense10(0, 0x3F, 0, ROOM).with(1, 0x10)).in(ROOM).go();
    if (!longer.isGood()) {
      longer.invalidFieldInCdb(1);
      return;
    }
    longer.good(8);
    int length = Bytes.u16(longer.data(), 6);
    boolean longForm = (longer.at(4) & 1) != 0;
    longer.that(
        length == 0 || length == (longForm ? 16 : 8),
        "a block descriptor of the size that LONGLBA says");
  }

  private static void header(TestBench bench) {
    Answer whole = sense10(bench, 0, 0x3F).good(8);
    whole.that(
        Bytes.u16(whole.data(), 0) == whole.dataLength() - 2,
        "MODE DATA LENGTH " + (whole.dataLength() - 2));
    whole.that(whole.at(2) == 0, "MEDIUM TYPE 0");
    whole.that((whole.at(3) & 0x6F) == 0, "reserved bits of the device-specific parameter zero");
    whole.that((whole.at(4) & 0xFE) == 0 && whole.at(5) == 0, "reserved bytes 4 and 5 zero");
    Answer cut = bench.call(Cdb.modeSense10(0, 0x3F, 0, 8)).in(8).go().good(8);
    cut.that(
        Bytes.u16(cut.data(), 0) == Bytes.u16(whole.data(), 0),
        "the same MODE DATA LENGTH for a short allocation");
  }

  private static void blockDescriptorCapacity(TestBench bench) {
    Answer answer = sense10(bench, 0, 0x3F).good(8);
    int length = Bytes.u16(answer.data(), 6);
    bench.require(length >= 8, "MODE SENSE gives no block descriptor.");
    boolean longForm = (answer.at(4) & 1) != 0;
    long blocks = longForm ? Bytes.u64(answer.data(), 8) : Bytes.u32(answer.data(), 8);
    int size = longForm ? (int) Bytes.u32(answer.data(), 20) : Bytes.u24(answer.data(), 13);
    long real = bench.facts().blocks();
    long expected = longForm ? real : Math.min(real, 0xFFFF_FFFFL);
    answer.that(
        blocks == expected || blocks == 0,
        "NUMBER OF LOGICAL BLOCKS " + expected + ", not " + blocks);
    answer.that(
        size == bench.facts().blockBytes(), "LOGICAL BLOCK LENGTH " + bench.facts().blockBytes());
  }

  private static void currentWithinChangeable(TestBench bench) {
    byte[] current = pages(sense10(bench, ModePages.CURRENT, 0x3F).good(), 8);
    byte[] changeable = pages(sense10(bench, ModePages.CHANGEABLE, 0x3F).good(), 8);
    byte[] defaults = pages(sense10(bench, ModePages.DEFAULT, 0x3F).good(), 8);
    int end = Math.min(current.length, Math.min(changeable.length, defaults.length));
    int at = 0;
    while (at + 2 <= end) {
      boolean subpage = (current[at] & 0x40) != 0;
      int size = subpage ? 4 + Bytes.u16(current, at + 2) : 2 + Bytes.u8(current, at + 1);
      for (int i = at + (subpage ? 4 : 2); i < Math.min(end, at + size); i++) {
        int odd = (current[i] ^ defaults[i]) & ~changeable[i] & 0xFF;
        if (odd != 0) {
          throw CaseEnd.fail(
              "Page "
                  + Bytes.h(current[at] & 0x3F)
                  + " byte "
                  + (i - at)
                  + ": bits "
                  + Bytes.h(odd)
                  + " differ from the default but cannot be changed.");
        }
      }
      at += size;
    }
  }

  private static byte[] page(TestBench bench, int code) {
    bench.requireCommand("MODE SENSE(10)", 0x5A, 0);
    byte[] page = new ModePages(bench, bench.a()).page(ModePages.CURRENT, code);
    bench.require(page.length > 0, "The target has no mode page " + Bytes.h(code) + ".");
    return page;
  }

  private static void pageLength(TestBench bench, int code, int length) {
    byte[] page = page(bench, code);
    bench.check(
        Bytes.u8(page, 1) == length && page.length == 2 + length,
        "Mode page "
            + Bytes.h(code)
            + " has PAGE LENGTH "
            + Bytes.u8(page, 1)
            + ", not "
            + length
            + ".");
  }

  private static void cachingPage(TestBench bench) {
    pageLength(bench, 0x08, 0x12);
    if ((page(bench, 0x08)[2] & 0x04) != 0) {
      boolean can = bench.facts().mayHave(0x35, 0) || bench.facts().mayHave(0x91, 0);
      bench.check(can, "WCE is 1, yet no SYNCHRONIZE CACHE command is listed (SBC-4 4.15).");
    }
  }

  private static void controlPage(TestBench bench) {
    pageLength(bench, 0x0A, 0x0A);
    byte[] page = page(bench, 0x0A);
    int tst = (page[2] >> 5) & 7;
    bench.check(tst <= 1, "TST " + tst + " is reserved.");
    int queueAlgorithm = (page[3] >> 4) & 0xF;
    bench.check(
        queueAlgorithm <= 1 || queueAlgorithm >= 8,
        "QUEUE ALGORITHM MODIFIER " + queueAlgorithm + " is reserved.");
    int qerr = (page[3] >> 1) & 3;
    bench.check(qerr != 2, "QERR 10b is reserved.");
  }

  private static void allocationLengths(TestBench bench) {
    byte[] whole = sense10(bench, 0, 0x3F).good(8).data();
    for (int length : new int[] {1, 4, 8, 9, 20, whole.length - 1, whole.length}) {
      Answer cut = bench.call(Cdb.modeSense10(0, 0x3F, 0, length)).in(ROOM).go().good();
      int expected = Math.min(length, whole.length);
      cut.that(cut.dataLength() == expected, "exactly " + expected + " bytes");
      cut.that(
          Bytes.firstDifference(cut.data(), whole, expected) < 0,
          "the beginning of the whole data");
    }
  }

  private static void sixAndTen(TestBench bench) {
    bench.requireCommand("MODE SENSE(6)", 0x1A, 0);
    byte[] ten = pages(sense10(bench, 0, 0x3F).good(), 8);
    Answer six = bench.call(Cdb.modeSense6(0, 0x3F, 0, 255)).in(255).go().good(4);
    byte[] sixPages = pages(six, 4);
    int common = Math.min(ten.length, sixPages.length);
    six.that(
        common > 0 && Bytes.firstDifference(ten, sixPages, common) < 0,
        "the same pages as MODE SENSE(10)");
    six.that(
        ten.length > 240 || sixPages.length == ten.length,
        "as many bytes of pages as MODE SENSE(10)");
  }
}
