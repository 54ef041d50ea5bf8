// SPDX-License-Identifier: Apache-2.0
package org.quintain.conformance.cases;

import static org.quintain.conformance.bench.ConformanceCase.shall;
import static org.quintain.conformance.bench.ConformanceCase.should;

import java.util.List;
import org.quintain.conformance.bench.Answer;
import org.quintain.conformance.bench.ConformanceCase;
import org.quintain.conformance.bench.Need;
import org.quintain.conformance.bench.TestBench;
import org.quintain.conformance.scsi.Bytes;
import org.quintain.conformance.scsi.Cdb;

/** INQ, first part: standard INQUIRY data. */
public final class InquiryCases {
  private static final String INQUIRY = "SPC-5 6.7.1 INQUIRY introduction";
  private static final String STANDARD = "SPC-5 6.7.2 Standard INQUIRY data";

  private InquiryCases() {}

  /** The table. */
  public static List<ConformanceCase> all() {
    return List.of(
        shall(
            "INQ-01",
            "SPC-5 4.2.5.6 Allocation length",
            "Each allocation length gives the beginning of the same data",
            InquiryCases::allocationLengths),
        shall(
            "INQ-02",
            INQUIRY,
            "EVPD 0 with a page code: 5/24/00 at byte 2; obsolete CMDDT: 5/24/00 at byte 1",
            InquiryCases::pageCodeWithoutEvpd),
        shall("INQ-04", STANDARD, "VERSION is 03h to 07h", InquiryCases::version),
        shall("INQ-05", STANDARD, "RESPONSE DATA FORMAT is 2", InquiryCases::responseDataFormat),
        shall(
            "INQ-06",
            STANDARD,
            "ADDITIONAL LENGTH is the length of all data less 5, whatever is allocated",
            InquiryCases::additionalLength),
        shall(
            "INQ-07",
            "SPC-5 4.3.1 ASCII data field requirements",
            "Vendor, product and revision are ASCII, left-aligned, filled with blanks",
            InquiryCases::ascii),
        shall(
            "INQ-08",
            "SPC-5 6.7.4 Version descriptor values",
            "Version descriptors: none twice, none after an empty one",
            InquiryCases::versionDescriptors),
        should(
            "INQ-09",
            "SBC-4 4.21 Protection information model",
            "PROTECT 0 in INQUIRY goes with PROT_EN 0 in READ CAPACITY(16)",
            InquiryCases::protect),
        shall(
            "INQ-10",
            "SPC-5 5.17 Target port group access states",
            "TPGS other than 0 goes with REPORT TARGET PORT GROUPS and its designator in VPD 83h",
            InquiryCases::targetPortGroups),
        shall(
            "INQ-11",
            STANDARD,
            "3PC goes with EXTENDED COPY in the list of commands",
            InquiryCases::thirdPartyCopy),
        shall("INQ-13", STANDARD, "CMDQUE is 1, the obsolete BQUE is 0", InquiryCases::queueing),
        shall(
                "INQ-24",
                "SPC-5 7.7.6.1 Device Identification VPD page",
                "Two logical units have different designators",
                InquiryCases::unitsDiffer)
            .needs(Need.SECOND_LUN));
  }

  private static byte[] standard(TestBench bench) {
    return bench.call(Cdb.inquiry(255)).in(255).go().good(36).data();
  }

  private static void allocationLengths(TestBench bench) {
    byte[] whole = bench.call(Cdb.inquiry(65535)).in(65535).go().good(36).data();
    for (int length : new int[] {1, 4, 5, 35, 36, 37, 95, 96, 254, 255, 256, 511, 512}) {
      Answer cut = bench.call(Cdb.inquiry(length)).in(1024).go().good();
      int expected = Math.min(length, whole.length);
      cut.that(cut.dataLength() == expected, "exactly " + expected + " bytes");
      cut.that(
          Bytes.firstDifference(cut.data(), whole, expected) < 0,
          "the beginning of the whole data");
      cut.residualIs(1024 - expected, false);
    }
  }

  private static void pageCodeWithoutEvpd(TestBench bench) {
    bench
        .call(Cdb.inquiry(96).with(2, 0x83).named("INQUIRY, EVPD 0 with a page code"))
        .in(96)
        .go()
        .invalidFieldInCdb(2);
    Answer obsolete = bench.call(Cdb.inquiry(96).with(1, 0x02).named("INQUIRY, CMDDT")).in(96).go();
    if (!obsolete.isGood()) {
      obsolete.invalidFieldInCdb(1);
    }
  }

  private static void version(TestBench bench) {
    Answer answer = bench.call(Cdb.inquiry(36)).in(36).go().good(36);
    answer.that(answer.at(2) >= 3 && answer.at(2) <= 7, "VERSION 03h to 07h in byte 2");
  }

  private static void responseDataFormat(TestBench bench) {
    Answer answer = bench.call(Cdb.inquiry(36)).in(36).go().good(36);
    answer.that((answer.at(3) & 0x0F) == 2, "RESPONSE DATA FORMAT 2 in byte 3");
  }

  private static void additionalLength(TestBench bench) {
    Answer whole = bench.call(Cdb.inquiry(1024)).in(1024).go().good(36);
    whole.that(
        whole.at(4) == whole.dataLength() - 5, "ADDITIONAL LENGTH " + (whole.dataLength() - 5));
    Answer cut = bench.call(Cdb.inquiry(5)).in(5).go().good(5);
    cut.that(cut.at(4) == whole.at(4), "the same ADDITIONAL LENGTH for a short allocation");
    cut.that(whole.at(4) >= 31, "at least 36 bytes");
  }

  private static void ascii(TestBench bench) {
    Answer answer = bench.call(Cdb.inquiry(36)).in(36).go().good(36);
    byte[] data = answer.data();
    for (int[] field : new int[][] {{8, 8}, {16, 16}, {32, 4}}) {
      answer.that(
          Bytes.isAscii(data, field[0], field[1]),
          "graphic ASCII and blanks in bytes " + field[0] + " to " + (field[0] + field[1] - 1));
      answer.that(
          data[field[0]] != ' ',
          "byte " + field[0] + " not to be blank, since fields are left-aligned");
    }
  }

  private static void versionDescriptors(TestBench bench) {
    byte[] data = standard(bench);
    bench.require(data.length >= 60, "The standard INQUIRY data has no version descriptors.");
    int end = Math.min(74, data.length - data.length % 2);
    boolean empty = false;
    for (int at = 58; at < end; at += 2) {
      int value = Bytes.u16(data, at);
      bench.check(
          value == 0 || !empty, "A version descriptor follows an empty one at byte " + at + ".");
      empty |= value == 0;
      for (int earlier = 58; earlier < at; earlier += 2) {
        bench.check(
            value == 0 || Bytes.u16(data, earlier) != value,
            "Version descriptor " + Bytes.h(value) + " is there twice.");
      }
    }
  }

  private static void protect(TestBench bench) {
    byte[] data = standard(bench);
    bench.require(
        (data[5] & 1) == 0, "PROTECT is 1; areas of protection information look at that.");
    bench.check(
        !bench.facts().hasProtection(), "INQUIRY says PROTECT 0 but READ CAPACITY(16) PROT_EN 1.");
  }

  private static void targetPortGroups(TestBench bench) {
    byte[] data = standard(bench);
    int tpgs = (data[5] >> 4) & 3;
    bench.require(tpgs != 0, "TPGS is 0.");
    bench.check(
        bench.facts().mayHave(0xA3, 0x0A),
        "TPGS is set but REPORT TARGET PORT GROUPS is not listed.");
    bench
        .call(Cdb.blank("REPORT TARGET PORT GROUPS", 0xA3, 12).with(1, 0x0A).field(6, 4, 1024))
        .in(1024)
        .go()
        .good(4);
    Answer answer = bench.call(Cdb.vpd(0x83, 1024)).in(1024).go().good(4);
    boolean found = false;
    for (Designator one : Designator.parse(answer.data())) {
      found |= one.type() == 5 && one.association() == 1;
    }
    answer.that(found, "a target port group designator (type 5h)");
  }

  private static void thirdPartyCopy(TestBench bench) {
    byte[] data = standard(bench);
    bench.require(
        bench.facts().operationCodes() != null, "There is no list of commands to compare with.");
    boolean claims = (data[5] & 0x08) != 0;
    boolean listed = bench.facts().mayHave(0x83, 0) || bench.facts().mayHave(0x83, 1);
    bench.check(
        claims == listed,
        "3PC is "
            + (claims ? 1 : 0)
            + " but EXTENDED COPY is "
            + (listed ? "" : "not ")
            + "listed.");
  }

  private static void queueing(TestBench bench) {
    Answer answer = bench.call(Cdb.inquiry(36)).in(36).go().good(36);
    answer.that((answer.at(7) & 0x02) != 0, "CMDQUE 1 in byte 7");
    answer.that((answer.at(6) & 0x80) == 0, "BQUE (obsolete) 0 in byte 6");
  }

  private static void unitsDiffer(TestBench bench) {
    long other = bench.facts().otherLun(bench.lun());
    byte[] mine = bench.call(Cdb.vpd(0x83, 1024)).in(1024).go().good(4).data();
    Answer answer = bench.call(Cdb.vpd(0x83, 1024)).lun(other).in(1024).go().good(4);
    for (Designator one : Designator.parse(mine)) {
      for (Designator two : Designator.parse(answer.data())) {
        if (one.association() == 0 && one.isUniqueKind()) {
          answer.that(
              !(two.association() == 0
                  && two.type() == one.type()
                  && two.text().equals(one.text())),
              "another designator than " + one.text() + " of the logical unit under test");
        }
      }
    }
  }
}
