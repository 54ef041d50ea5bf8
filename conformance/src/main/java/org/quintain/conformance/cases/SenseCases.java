// SPDX-License-Identifier: Apache-2.0
package org.quintain.conformance.cases;

import static org.quintain.conformance.bench.ConformanceCase.shall;
import static org.quintain.conformance.bench.ConformanceCase.should;

import java.util.List;
import org.quintain.conformance.bench.Answer;
import org.quintain.conformance.bench.CaseEnd;
import org.quintain.conformance.bench.ConformanceCase;
import org.quintain.conformance.bench.ModePages;
import org.quintain.conformance.bench.TestBench;
import org.quintain.conformance.scsi.Bytes;
import org.quintain.conformance.scsi.Cdb;
import org.quintain.conformance.scsi.Sense;

/** SNS: the formats of sense data, field pointers, and REQUEST SENSE. */
public final class SenseCases {
  private static final String FIXED = "SPC-5 4.4.3 Fixed format sense data";
  private static final String REQUEST_SENSE = "SPC-5 6.39 REQUEST SENSE";
  private static final String FIELD_POINTER =
      "SPC-5 4.4.2.4.2 Field pointer sense key specific data";

  private SenseCases() {}

  /** The table. */
  public static List<ConformanceCase> all() {
    return List.of(
        shall(
            "SNS-01",
            FIXED,
            "With D_SENSE 0 autosense is 70h with at least 18 bytes",
            SenseCases::fixedFormat),
        shall(
                "SNS-02",
                "SPC-5 7.5.9 Control mode page, D_SENSE",
                "With D_SENSE 1 autosense is 72h",
                SenseCases::descriptorFormat)
            .destroysData(),
        shall(
            "SNS-03",
            "SPC-5 4.4.1 Sense data introduction",
            "RESPONSE CODE is 70h to 73h and reserved bits are zero",
            SenseCases::reservedBits),
        shall(
            "SNS-04",
            REQUEST_SENSE,
            "DESC 0 gives fixed format, DESC 1 descriptor format or 5/24/00",
            SenseCases::requestedFormat),
        shall(
            "SNS-05",
            REQUEST_SENSE,
            "With nothing pending: GOOD, sense key and ASC zero",
            SenseCases::nothingPending),
        shall(
            "SNS-06",
            REQUEST_SENSE,
            "ALLOCATION LENGTH 0, 4, 8, 18, 252: the beginning of the same data",
            SenseCases::allocationLengths),
        should(
            "SNS-07",
            FIELD_POINTER,
            "5/24/00 comes with a field pointer at the field that is wrong",
            SenseCases::fieldPointers),
        shall(
            "SNS-08",
            FIELD_POINTER,
            "A field pointer for a wrong CDB field has C/D 1",
            SenseCases::commandOrData),
        shall("SNS-13", FIXED, "FILEMARK, EOM and ILI are zero for a disk", SenseCases::tapeBits));
  }

  private static Cdb unknownPage() {
    return Cdb.vpd(0x7E, 255).named("INQUIRY with an unknown page");
  }

  private static Answer illegal(TestBench bench) {
    return bench.call(unknownPage()).in(255).go().check(Sense.ILLEGAL_REQUEST);
  }

  private static Sense senseOf(Answer answer) {
    Sense sense = answer.sense();
    if (sense == null) {
      throw answer.fail("expected sense data");
    }
    return sense;
  }

  private static boolean isDescriptorDefault(TestBench bench) {
    byte[] control = new ModePages(bench, bench.a()).page(ModePages.CURRENT, 0x0A);
    return control.length > 2 && (control[2] & 0x04) != 0;
  }

  private static void fixedFormat(TestBench bench) {
    bench.require(!isDescriptorDefault(bench), "D_SENSE is 1.");
    Answer answer = illegal(bench);
    Sense sense = senseOf(answer);
    answer.that(sense.responseCode() == 0x70, "response code 70h");
    answer.that(sense.problems().isEmpty(), "well-formed fixed format sense data");
  }

  private static void descriptorFormat(TestBench bench) {
    ModePages pages = new ModePages(bench, bench.a());
    pages.requireChangeable(0x0A, 2, 0x04, "D_SENSE");
    bench.require(!isDescriptorDefault(bench), "D_SENSE is 1 already.");
    pages.withFlipped(
        0x0A,
        2,
        0x04,
        () -> {
          Answer answer = illegal(bench);
          Sense sense = senseOf(answer);
          answer.that(sense.responseCode() == 0x72, "response code 72h");
          answer.that(sense.problems().isEmpty(), "well-formed descriptor format sense data");
          bench.call(Cdb.blank("opcode FFh", 0xFF, 16)).go().check(Sense.ILLEGAL_REQUEST, 0x2000);
        });
  }

  private static void reservedBits(TestBench bench) {
    Answer answer = illegal(bench);
    Sense sense = senseOf(answer);
    answer.that(sense.responseCode() >= 0x70 && sense.responseCode() <= 0x73, "70h to 73h");
    answer.that(!sense.isDeferred(), "current, not deferred sense data");
    answer.that(
        (sense.flags() & 0x10) == 0 || sense.isDescriptorFormat(),
        "SDAT_OVF 0 when nothing is cut off");
  }

  private static void requestedFormat(TestBench bench) {
    Answer fixed = bench.call(Cdb.requestSense(false, 252)).in(252).go().good(14);
    fixed.that((fixed.at(0) & 0x7F) == 0x70, "response code 70h");
    Answer descriptor = bench.call(Cdb.requestSense(true, 252)).in(252).go();
    if (descriptor.isGood()) {
      descriptor.good(8).that((descriptor.at(0) & 0x7F) == 0x72, "response code 72h");
      Sense sense = Sense.parse(descriptor.data(), descriptor.dataLength());
      descriptor.that(
          sense.problems().isEmpty(), "well-formed descriptor format sense data, not " + sense);
    } else {
      descriptor.invalidFieldInCdb(1);
    }
  }

  private static void nothingPending(TestBench bench) {
    Answer answer = bench.call(Cdb.requestSense(false, 252)).in(252).go().good(14);
    Sense sense = Sense.parse(answer.data(), answer.dataLength());
    answer.that(sense.key() == 0, "sense key NO SENSE, not " + sense);
    answer.that(
        sense.asc() == 0 || sense.asc() == 0x5E || sense.asc() == 0x0B, "no additional sense code");
  }

  private static void allocationLengths(TestBench bench) {
    Answer whole = bench.call(Cdb.requestSense(false, 252)).in(252).go().good(14);
    for (int length : new int[] {0, 4, 8, 18}) {
      Answer cut = bench.call(Cdb.requestSense(false, length)).in(252).go().good();
      int expected = Math.min(length, whole.dataLength());
      cut.that(cut.dataLength() == expected, "exactly " + expected + " bytes");
      cut.that(
          Bytes.firstDifference(cut.data(), whole.data(), expected) < 0,
          "the beginning of " + Bytes.hex(whole.data()));
    }
  }

  /** A CDB with one wrong field, and the bytes of that field. */
  private record Wrong(Cdb cdb, int[] bytes) {}

  private static List<Wrong> wrongFields() {
    return List.of(
        new Wrong(unknownPage(), new int[] {2}),
        new Wrong(
            Cdb.inquiry(36).with(2, 0x80).named("INQUIRY, EVPD 0 with a page code"), new int[] {2}),
        new Wrong(
            Cdb.reportLuns(0x7E, 256).named("REPORT LUNS, reserved SELECT REPORT"), new int[] {2}),
        new Wrong(
            Cdb.modeSense10(0, 0x3E, 0, 255).named("MODE SENSE(10), unknown page"), new int[] {2}),
        new Wrong(
            Cdb.reportSupportedOperationCodes(7, 0, 0, 255)
                .named("RSOC, reserved REPORTING OPTIONS"),
            new int[] {2}));
  }

  private static void fieldPointers(TestBench bench) {
    for (Wrong wrong : wrongFields()) {
      Answer answer = bench.call(wrong.cdb).in(256).go();
      if (answer.isUnsupported()) {
        continue;
      }
      answer.check(Sense.ILLEGAL_REQUEST, 0x2400);
      answer.that(senseOf(answer).hasFieldPointer(), "a field pointer (SKSV 1)");
      answer.pointsAt(true, wrong.bytes);
    }
  }

  private static void commandOrData(TestBench bench) {
    int pointers = 0;
    for (Wrong wrong : wrongFields()) {
      Answer answer = bench.call(wrong.cdb).in(256).go();
      Sense sense = answer.sense();
      if (sense != null && sense.code() == 0x2400 && sense.hasFieldPointer()) {
        answer.that(sense.pointsIntoCdb(), "C/D 1");
        answer.that(sense.fieldPointer() < 16, "a pointer into the CDB");
        pointers++;
      }
    }
    if (pointers == 0) {
      throw CaseEnd.skip("The target gives no field pointers.");
    }
  }

  private static void tapeBits(TestBench bench) {
    for (Wrong wrong : wrongFields()) {
      Answer answer = bench.call(wrong.cdb).in(256).go();
      Sense sense = answer.sense();
      answer.that(sense == null || (sense.flags() & 0xE0) == 0, "FILEMARK, EOM and ILI zero");
    }
  }
}
