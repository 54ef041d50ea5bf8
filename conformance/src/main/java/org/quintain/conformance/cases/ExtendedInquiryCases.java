// SPDX-License-Identifier: Apache-2.0
package org.quintain.conformance.cases;

import static org.quintain.conformance.bench.ConformanceCase.shall;

import java.util.List;
import java.util.TreeSet;
import org.quintain.conformance.bench.Answer;
import org.quintain.conformance.bench.ConformanceCase;
import org.quintain.conformance.bench.ModePages;
import org.quintain.conformance.bench.TestBench;
import org.quintain.conformance.scsi.Bytes;
import org.quintain.conformance.scsi.Cdb;

/** INQ, third part: pages 85h to 88h, and whether they tell the same story as the rest. */
public final class ExtendedInquiryCases {
  private ExtendedInquiryCases() {}

  /** The table. */
  public static List<ConformanceCase> all() {
    return List.of(
        shall(
            "INQ-12",
            "SPC-5 6.7.2 Standard INQUIRY data, MULTIP",
            "MULTIP 1 goes with two or more target ports in VPD 88h",
            ExtendedInquiryCases::manyPorts),
        shall(
            "INQ-14",
            "SPC-5 6.7.2 Standard INQUIRY data, RMB",
            "RMB 1 goes with PREVENT ALLOW MEDIUM REMOVAL and START STOP UNIT",
            ExtendedInquiryCases::removable),
        shall(
            "INQ-26",
            "SPC-5 7.7.10 Management Network Addresses VPD page",
            "VPD 85h: descriptors of ASCII addresses that fill the page, ended by NUL",
            ExtendedInquiryCases::managementAddresses),
        shall(
            "INQ-28",
            "SPC-5 7.7.7 Extended INQUIRY Data VPD page",
            "VPD 86h is 64 bytes; WU_SUP goes with WRITE LONG, V_SUP with WCE, R_SUP with VPD B3h",
            ExtendedInquiryCases::extendedBits),
        shall(
            "INQ-29",
            "SPC-5 7.5.10 Control mode page, EXTENDED SELF-TEST COMPLETION TIME",
            "Minutes of VPD 86h are the seconds of the control page, rounded up",
            ExtendedInquiryCases::selfTestTime),
        shall(
            "INQ-30",
            "SPC-5 7.7.11 Mode Page Policy VPD page",
            "VPD 87h says once of every mode page how it is shared",
            ExtendedInquiryCases::modePagePolicy),
        shall(
            "INQ-31",
            "SPC-5 7.7.14 SCSI Ports VPD page",
            "VPD 88h: relative port identifiers once each, the own port among them",
            ExtendedInquiryCases::ports));
  }

  private static byte[] vpd(TestBench bench, int page) {
    Answer answer = bench.call(Cdb.vpd(page, 4096)).in(4096).go();
    bench.require(answer.isGood(), "The target has no VPD page " + Bytes.h(page) + ".");
    answer.good(4);
    answer.that(answer.dataLength() == 4 + Bytes.u16(answer.data(), 2), "PAGE LENGTH to fit");
    return answer.data();
  }

  /** The relative target port identifiers of page 88h. */
  private static List<Integer> relativePorts(TestBench bench, byte[] page) {
    List<Integer> found = new java.util.ArrayList<>();
    int at = 4;
    while (at + 12 <= page.length) {
      found.add(Bytes.u16(page, at + 2));
      at += 8 + Bytes.u16(page, at + 6);
      bench.check(at + 4 <= page.length, "A port of VPD 88h is cut off.");
      at += 4 + Bytes.u16(page, at + 2);
    }
    bench.check(at == page.length, "The ports of VPD 88h do not fill the page.");
    return found;
  }

  private static void manyPorts(TestBench bench) {
    int count = relativePorts(bench, vpd(bench, 0x88)).size();
    Answer standard = bench.call(Cdb.inquiry(96)).in(96).go().good(36);
    boolean claims = (standard.at(6) & 0x10) != 0;
    standard.that(
        claims == (count > 1), "MULTIP " + (count > 1 ? 1 : 0) + " with " + count + " ports");
  }

  private static void removable(TestBench bench) {
    Answer standard = bench.call(Cdb.inquiry(96)).in(96).go().good(36);
    bench.require((standard.at(1) & 0x80) != 0, "RMB is 0.");
    bench.require(bench.facts().operationCodes() != null, "There is no list of commands.");
    standard.that(bench.facts().mayHave(0x1E, 0), "PREVENT ALLOW MEDIUM REMOVAL to be listed");
    standard.that(bench.facts().mayHave(0x1B, 0), "START STOP UNIT to be listed");
  }

  private static void managementAddresses(TestBench bench) {
    byte[] page = vpd(bench, 0x85);
    int at = 4;
    while (at + 4 <= page.length) {
      int length = Bytes.u16(page, at + 2);
      bench.check(at + 4 + length <= page.length, "An address of VPD 85h is cut off.");
      bench.check(length % 4 == 0, "An address of VPD 85h is not padded to four bytes.");
      bench.check(
          length == 0 || page[at + 4 + length - 1] == 0, "An address of VPD 85h ends with no NUL.");
      at += 4 + length;
    }
    bench.check(at == page.length, "The addresses of VPD 85h do not fill the page.");
  }

  private static void extendedBits(TestBench bench) {
    byte[] page = vpd(bench, 0x86);
    bench.check(page.length == 64, "VPD 86h has " + page.length + " bytes, not 64.");
    if (bench.facts().operationCodes() != null) {
      boolean marks = bench.facts().mayHave(0x3F, 0) || bench.facts().mayHave(0x9F, 0x11);
      boolean claims = (page[6] & 0x0C) != 0;
      bench.check(!claims || marks, "WU_SUP or CRD_SUP is 1, yet there is no WRITE LONG.");
      boolean hasReferrals = bench.facts().mayHave(0xA3, 0x13);
      bench.check(
          ((page[8] & 0x10) != 0) == hasReferrals, "R_SUP is not as REPORT REFERRALS is listed.");
    }
    byte[] caching = new ModePages(bench, bench.a()).page(ModePages.CURRENT, 0x08);
    boolean isCaching = caching.length > 2 && (caching[2] & 0x04) != 0;
    bench.check(!isCaching || (page[6] & 0x03) != 0, "WCE is 1, yet neither V_SUP nor NV_SUP is.");
    bench.check((page[5] & 0x01) != 0, "SIMPSUP is 0, yet commands are queued.");
  }

  private static void selfTestTime(TestBench bench) {
    int minutes = Bytes.u16(vpd(bench, 0x86), 10);
    byte[] control = new ModePages(bench, bench.a()).page(ModePages.CURRENT, 0x0A);
    bench.require(control.length == 12, "The target has no control mode page.");
    int seconds = Bytes.u16(control, 10);
    bench.require(minutes != 0 && seconds != 0xFFFF, "VPD 86h or the control page says nothing.");
    bench.check(
        minutes == (seconds + 59) / 60,
        "VPD 86h says " + minutes + " minutes, the control page " + seconds + " seconds.");
  }

  private static void modePagePolicy(TestBench bench) {
    byte[] page = vpd(bench, 0x87);
    bench.check(page.length % 4 == 0, "VPD 87h is no list of descriptors of four bytes.");
    TreeSet<Integer> named = new TreeSet<>();
    for (int at = 4; at < page.length; at += 4) {
      int code = (page[at] & 0x3F) << 8 | Bytes.u8(page, at + 1);
      bench.check(named.add(code), "VPD 87h names a mode page twice.");
    }
    Answer sense = bench.call(Cdb.modeSense10(0, 0x3F, 0xFF, 4096).with(1, 8)).in(4096).go();
    bench.require(sense.isGood(), "There is no list of all mode pages.");
    byte[] pages = sense.data();
    for (int at = 8; at + 4 <= pages.length; ) {
      boolean isSubpage = (pages[at] & 0x40) != 0;
      int code = (pages[at] & 0x3F) << 8 | (isSubpage ? Bytes.u8(pages, at + 1) : 0);
      bench.check(
          named.contains(code)
              || named.contains(code | 0xFF)
              || named.contains(0x3F00)
              || named.contains(0x3FFF),
          "VPD 87h says nothing of mode page " + Integer.toHexString(code) + ".");
      at += isSubpage ? 4 + Bytes.u16(pages, at + 2) : 2 + Bytes.u8(pages, at + 1);
    }
  }

  private static void ports(TestBench bench) {
    List<Integer> relative = relativePorts(bench, vpd(bench, 0x88));
    bench.check(
        new TreeSet<>(relative).size() == relative.size(),
        "VPD 88h has a relative port identifier twice.");
    for (Designator one : Designator.parse(vpd(bench, 0x83))) {
      if (one.association() == 1 && one.type() == 4 && one.bytes().length == 4) {
        int own = Bytes.u16(one.bytes(), 2);
        bench.check(relative.contains(own), "VPD 88h lacks port " + own + " of VPD 83h.");
      }
    }
  }
}
