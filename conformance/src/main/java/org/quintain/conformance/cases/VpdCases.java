// SPDX-License-Identifier: Apache-2.0
package org.quintain.conformance.cases;

import static org.quintain.conformance.bench.ConformanceCase.shall;
import static org.quintain.conformance.bench.ConformanceCase.should;

import java.util.List;
import org.quintain.conformance.bench.Answer;
import org.quintain.conformance.bench.ConformanceCase;
import org.quintain.conformance.bench.Need;
import org.quintain.conformance.bench.Nexus;
import org.quintain.conformance.bench.TestBench;
import org.quintain.conformance.scsi.Bytes;
import org.quintain.conformance.scsi.Cdb;

/** INQ, second part: vital product data pages that every device type has. */
public final class VpdCases {
  private static final String VPD = "SPC-5 7.7.1 Vital product data parameters overview";
  private static final String IDENTIFICATION = "SPC-5 7.7.6 Device Identification VPD page";
  private static final int ROOM = 1024;

  private VpdCases() {}

  /** The table. */
  public static List<ConformanceCase> all() {
    return List.of(
        shall(
            "INQ-15",
            VPD,
            "Each listed VPD page can be read, each page that is not listed: 5/24/00 at byte 2",
            VpdCases::listedPages),
        shall(
            "INQ-16",
            "SPC-5 7.7.16 Supported VPD Pages VPD page",
            "VPD 00h: ascending, none twice, with 00h and 83h",
            VpdCases::supportedPages),
        shall(
            "INQ-17",
            VPD,
            "Each VPD page: the header of standard INQUIRY data, its own page code, a right PAGE LENGTH",
            VpdCases::headers),
        shall(
                "INQ-18",
                "SPC-5 7.7.18 Unit Serial Number VPD page",
                "VPD 80h: ASCII, and the same on another nexus",
                VpdCases::serialNumber)
            .needs(Need.SECOND_NEXUS),
        shall(
                "INQ-19",
                IDENTIFICATION,
                "VPD 83h: a world-wide unique designator of the logical unit, the same on another nexus",
                VpdCases::logicalUnitDesignator)
            .needs(Need.SECOND_NEXUS),
        shall(
            "INQ-20",
            IDENTIFICATION,
            "VPD 83h: a relative target port identifier is 1 or more, 4 bytes, and only one",
            VpdCases::relativePort),
        shall(
            "INQ-21",
            "SPC-5 7.7.6.11 SCSI name string designator format",
            "VPD 83h: SCSI name strings are UTF-8, end with NUL, fill up to 4 bytes, and begin with a naming authority",
            VpdCases::nameStrings),
        shall(
            "INQ-22",
            IDENTIFICATION,
            "VPD 83h: each designator has the length and code set of its type",
            VpdCases::designatorForms),
        shall(
            "INQ-23",
            IDENTIFICATION,
            "VPD 83h: PROTOCOL IDENTIFIER is valid only for ports and devices, and right for the fabric",
            VpdCases::protocolIdentifier),
        should(
            "INQ-27",
            "SPC-5 7.7.7 Extended INQUIRY Data VPD page",
            "VPD 86h: PAGE LENGTH 003Ch, SIMPSUP 1, protection bits zero without PROTECT",
            VpdCases::extendedInquiry));
  }

  private static void listedPages(TestBench bench) {
    for (int page = 0; page < 256; page++) {
      Answer answer = bench.call(Cdb.vpd(page, ROOM)).in(ROOM).go();
      if (bench.facts().vpdPages().contains(page)) {
        answer.good(4);
      } else {
        answer.invalidFieldInCdb(2);
      }
    }
  }

  private static void supportedPages(TestBench bench) {
    Answer answer = bench.call(Cdb.vpd(0, 255)).in(255).go().good(5);
    int count = Bytes.u16(answer.data(), 2);
    answer.that(answer.dataLength() == 4 + count, "PAGE LENGTH bytes behind the header");
    for (int i = 1; i < count; i++) {
      answer.that(answer.at(4 + i) > answer.at(3 + i), "ascending page codes without repetition");
    }
    answer.that(bench.facts().vpdPages().contains(0x00), "page 00h in its own list");
    answer.that(bench.facts().vpdPages().contains(0x83), "page 83h, which is mandatory");
  }

  private static void headers(TestBench bench) {
    int first = bench.call(Cdb.inquiry(36)).in(36).go().good(36).at(0);
    for (int page : bench.facts().vpdPages()) {
      Answer whole = bench.call(Cdb.vpd(page, ROOM)).in(ROOM).go().good(4);
      whole.that(whole.at(0) == first, "byte 0 as in standard INQUIRY data, " + Bytes.h(first));
      whole.that(whole.at(1) == page, "PAGE CODE " + Bytes.h(page) + " in byte 1");
      whole.that(
          Bytes.u16(whole.data(), 2) == whole.dataLength() - 4,
          "PAGE LENGTH " + (whole.dataLength() - 4));
      for (int length : new int[] {1, 4, 5}) {
        Answer cut = bench.call(Cdb.vpd(page, length)).in(ROOM).go().good();
        int expected = Math.min(length, whole.dataLength());
        cut.that(cut.dataLength() == expected, "exactly " + expected + " bytes");
        cut.that(
            Bytes.firstDifference(cut.data(), whole.data(), expected) < 0,
            "the beginning of the whole page");
      }
    }
  }

  private static void requirePage(TestBench bench, int page) {
    bench.require(
        bench.facts().vpdPages().contains(page), "VPD " + Bytes.h(page) + " is not in VPD 00h.");
  }

  private static byte[] page(Nexus nexus, int page) {
    return nexus.call(Cdb.vpd(page, ROOM)).in(ROOM).go().good(4).data();
  }

  private static void serialNumber(TestBench bench) {
    requirePage(bench, 0x80);
    Answer mine = bench.call(Cdb.vpd(0x80, ROOM)).in(ROOM).go().good(5);
    mine.that(
        Bytes.isAscii(mine.data(), 4, mine.dataLength() - 4),
        "graphic ASCII and blanks from byte 4 on");
    Answer theirs = bench.b().call(Cdb.vpd(0x80, ROOM)).in(ROOM).go().good(5);
    theirs.that(java.util.Arrays.equals(mine.data(), theirs.data()), "the same as on nexus A");
  }

  private static void logicalUnitDesignator(TestBench bench) {
    List<Designator> mine = Designator.parse(page(bench.a(), 0x83));
    List<Designator> theirs = Designator.parse(page(bench.b(), 0x83));
    int found = 0;
    for (Designator one : mine) {
      if (one.association() != 0) {
        continue;
      }
      found += one.isUniqueKind() ? 1 : 0;
      boolean same =
          theirs.stream()
              .anyMatch(
                  two ->
                      two.association() == 0
                          && two.type() == one.type()
                          && java.util.Arrays.equals(two.bytes(), one.bytes()));
      bench.check(
          same, "Designator " + one.text() + " of the logical unit is not there on nexus B.");
    }
    bench.check(
        found > 0, "VPD 83h has no T10, EUI-64, NAA, name or UUID designator of the logical unit.");
  }

  private static void relativePort(TestBench bench) {
    int found = 0;
    for (Designator one : Designator.parse(page(bench.a(), 0x83))) {
      if (one.type() == 4) {
        found++;
        bench.check(
            one.association() == 1, "A relative target port identifier belongs to a target port.");
        bench.check(one.bytes().length == 4, "A relative target port identifier has 4 bytes.");
        bench.check(
            Bytes.u16(one.bytes(), 2) != 0, "Relative target port identifier 0 is reserved.");
      }
    }
    bench.require(found > 0, "VPD 83h has no relative target port identifier.");
    bench.check(
        found == 1, "VPD 83h has " + found + " relative target port identifiers for one port.");
  }

  private static void nameStrings(TestBench bench) {
    int found = 0;
    for (Designator one : Designator.parse(page(bench.a(), 0x83))) {
      if (one.type() != 8) {
        continue;
      }
      found++;
      byte[] bytes = one.bytes();
      String text = one.text();
      bench.check(
          one.codeSet() == 3, "The SCSI name string " + text + " is not of code set UTF-8.");
      bench.check(
          bytes.length % 4 == 0, "The SCSI name string " + text + " is not filled up to 4 bytes.");
      bench.check(
          bytes.length > 0 && bytes[bytes.length - 1] == 0,
          "The SCSI name string " + text + " does not end with NUL.");
      bench.check(
          text.startsWith("iqn.") || text.startsWith("eui.") || text.startsWith("naa."),
          "The SCSI name string " + text + " begins with no naming authority.");
    }
    bench.require(found > 0, "VPD 83h has no SCSI name string.");
  }

  private static void designatorForms(TestBench bench) {
    for (Designator one : Designator.parse(page(bench.a(), 0x83))) {
      int length = one.bytes().length;
      switch (one.type()) {
        case 1 ->
            bench.check(
                one.codeSet() == 2 || one.codeSet() == 3 || one.codeSet() == 1,
                "A T10 designator has code set " + one.codeSet() + ".");
        case 2 ->
            bench.check(
                one.codeSet() == 1 && (length == 8 || length == 12 || length == 16),
                "An EUI-64 designator has 8, 12 or 16 binary bytes, not " + length + ".");
        case 3 -> {
          int naa = length == 0 ? -1 : (one.bytes()[0] >> 4) & 0xF;
          bench.check(
              one.codeSet() == 1
                  && length == (naa == 6 ? 16 : 8)
                  && (naa == 2 || naa == 3 || naa == 5 || naa == 6),
              "The NAA designator " + one.text() + " has not the form of its NAA field.");
        }
        default ->
            bench.check(
                one.codeSet() >= 1 && one.codeSet() <= 3,
                "Code set " + one.codeSet() + " is reserved.");
      }
    }
  }

  private static void protocolIdentifier(TestBench bench) {
    boolean iscsi = bench.fabric().url().contains("iscsi");
    for (Designator one : Designator.parse(page(bench.a(), 0x83))) {
      bench.check(
          one.protocol() < 0 || one.association() != 0,
          "PIV is set for a designator of the logical unit: " + one.text() + ".");
      bench.check(
          one.protocol() < 0 || !iscsi || one.protocol() == 5,
          "PROTOCOL IDENTIFIER is "
              + one.protocol()
              + " on iSCSI, whose is 5: "
              + one.text()
              + ".");
    }
  }

  private static void extendedInquiry(TestBench bench) {
    requirePage(bench, 0x86);
    Answer answer = bench.call(Cdb.vpd(0x86, ROOM)).in(ROOM).go().good(13);
    answer.that(Bytes.u16(answer.data(), 2) == 0x3C, "PAGE LENGTH 003Ch");
    answer.that((answer.at(5) & 0x01) != 0, "SIMPSUP 1 in byte 5");
    boolean protect = (bench.facts().inquiry()[5] & 1) != 0;
    answer.that(
        protect || (answer.at(4) & 0x3F) == 0, "SPT and check bits zero while PROTECT is 0");
  }
}
