// SPDX-License-Identifier: Apache-2.0
package org.quintain.conformance.cases;

import static org.quintain.conformance.bench.ConformanceCase.shall;

import java.util.Arrays;
import java.util.List;
import org.quintain.conformance.bench.Answer;
import org.quintain.conformance.bench.ConformanceCase;
import org.quintain.conformance.bench.ConformanceCase.Body;
import org.quintain.conformance.bench.TestBench;
import org.quintain.conformance.scsi.Bytes;
import org.quintain.conformance.scsi.Cdb;

/** CPY: EXTENDED COPY(LID1) and what reports about it, on the logical unit under test alone. */
public final class CopyCases {
  private static final String LID1 = "SPC-4 6.4 EXTENDED COPY(LID1)";
  private static final String RESULTS = "SPC-4 6.24 RECEIVE COPY OPERATING PARAMETERS";

  private static final List<ConformanceCase> TABLE =
      List.of(
          row(
              "CPY-01/apart",
              LID1,
              "A copy within the unit gives the same blocks",
              CopyCases::apart),
          row(
              "CPY-01/forward",
              LID1,
              "A copy to blocks behind its own, which overlap, gives the blocks of before",
              bench -> overlap(bench, 3)),
          row(
              "CPY-01/backward",
              LID1,
              "A copy to blocks before its own, which overlap, gives the blocks of before",
              bench -> overlap(bench, -3)),
          row("CPY-02/zero", LID1, "A segment of no blocks copies nothing", CopyCases::nothing),
          row(
              "CPY-02/unknown",
              LID1,
              "A segment type that is not supported: 5/26/09 or A/26/09, nothing copied",
              CopyCases::unknownSegment),
          row(
              "CPY-03",
              LID1,
              "A CSCD descriptor that names nothing: COPY ABORTED or 5/26",
              CopyCases::unreachable),
          row("CPY-04", LID1, "A CSCD index beyond the list is refused", CopyCases::index),
          row(
              "CPY-05",
              RESULTS,
              "One CSCD descriptor more than OPERATING PARAMETERS allow: 5/26/06",
              CopyCases::tooMany),
          row(
              "CPY-06",
              LID1,
              "A destination that ends beyond the capacity: refused, nothing copied",
              CopyCases::beyondTheEnd),
          row("CPY-08", LID1, "No parameter list at all is no error", CopyCases::empty),
          row(
              "CPY-09",
              LID1,
              "LIST ID USAGE 11b with a list identifier: 5/26/00",
              CopyCases::identifierWithoutUse),
          row(
              "CPY-12",
              "SPC-4 6.25 RECEIVE COPY STATUS(LID1)",
              "RECEIVE COPY STATUS of a list that was never there: 5/24/00",
              CopyCases::unknownList),
          row(
              "CPY-27",
              "SPC-5 7.7.22 Third-party Copy VPD page",
              "Page 8Fh lists the commands that REPORT SUPPORTED OPERATION CODES lists",
              CopyCases::page));

  private CopyCases() {}

  /** The table. */
  public static List<ConformanceCase> all() {
    return TABLE;
  }

  private static ConformanceCase row(String id, String clause, String title, Body body) {
    return shall(id, clause, title, body).destroysData();
  }

  /** An identification descriptor of the unit under test: its shortest NAA or EUI-64 designator. */
  static byte[] descriptor(TestBench bench) {
    bench.requireCommand("EXTENDED COPY(LID1)", 0x83, 0x00);
    byte[] page = bench.call(Cdb.vpd(0x83, 2048)).in(2048).go().good(4).data();
    byte[] descriptor = new byte[32];
    descriptor[0] = (byte) 0xE4;
    for (int at = 4; at + 4 <= page.length; at += 4 + Bytes.u8(page, at + 3)) {
      int kind = Bytes.u8(page, at + 1);
      boolean isUnit = (kind & 0x30) == 0;
      boolean isName = (kind & 0x0F) == 2 || (kind & 0x0F) == 3;
      if (isUnit && isName && descriptor[7] == 0) {
        System.arraycopy(page, at, descriptor, 4, 4 + Bytes.u8(page, at + 3));
      }
    }
    bench.require(descriptor[7] != 0, "The unit has no NAA and no EUI-64 designator.");
    Bytes.put(descriptor, 29, 3, bench.blocks().size());
    return descriptor;
  }

  static byte[] segment(int blocks, long from, long to) {
    byte[] segment = new byte[28];
    segment[0] = 2;
    Bytes.put(segment, 2, 2, 24);
    Bytes.put(segment, 10, 2, blocks);
    Bytes.put(segment, 12, 8, from);
    Bytes.put(segment, 20, 8, to);
    return segment;
  }

  static byte[] list(byte[] descriptors, byte[] segments) {
    byte[] list = new byte[16 + descriptors.length + segments.length];
    list[0] = 0x51;
    Bytes.put(list, 2, 2, descriptors.length);
    Bytes.put(list, 8, 4, segments.length);
    System.arraycopy(descriptors, 0, list, 16, descriptors.length);
    System.arraycopy(segments, 0, list, 16 + descriptors.length, segments.length);
    return list;
  }

  /** The parameter list that copies blocks within the unit under test. */
  static byte[] within(TestBench bench, int blocks, long from, long to) {
    return list(descriptor(bench), segment(blocks, from, to));
  }

  /** EXTENDED COPY(LID1) with {@code list}. */
  static Answer copy(TestBench bench, byte[] list) {
    Cdb cdb = Cdb.blank("EXTENDED COPY(LID1)", 0x83, 16).field(10, 4, list.length);
    return list.length == 0 ? bench.call(cdb).go() : bench.call(cdb).out(list).go();
  }

  private static void refused(Answer answer) {
    answer.that(
        answer.status() == 2
            && answer.sense() != null
            && (answer.sense().key() == 5 || answer.sense().key() == 0xA),
        "ILLEGAL REQUEST or COPY ABORTED");
  }

  private static void apart(TestBench bench) {
    long at = bench.blocks().middle();
    byte[] data = bench.blocks().pattern(at, 8, 1);
    bench.blocks().write(at, data);
    bench.blocks().write(at + 32, new byte[data.length]);
    copy(bench, list(descriptor(bench), segment(8, at, at + 32))).good();
    bench.blocks().expect(at + 32, data, "the blocks of the source");
    bench.blocks().expect(at, data, "the source as it was");
  }

  private static void overlap(TestBench bench, int shift) {
    long at = bench.blocks().middle() + 16;
    byte[] data = bench.blocks().pattern(at, 8, 2);
    bench.blocks().write(at, data);
    copy(bench, list(descriptor(bench), segment(8, at, at + shift))).good();
    bench.blocks().expect(at + shift, data, "the blocks of the source as they were before");
  }

  private static void nothing(TestBench bench) {
    long at = bench.blocks().middle();
    byte[] data = bench.blocks().pattern(at, 2, 3);
    bench.blocks().write(at, data);
    copy(bench, list(descriptor(bench), segment(0, at + 8, at))).good();
    bench.blocks().expect(at, data, "the blocks as they were");
  }

  private static void unknownSegment(TestBench bench) {
    long at = bench.blocks().middle();
    byte[] data = bench.blocks().pattern(at, 1, 4);
    bench.blocks().write(at, data);
    byte[] strange = segment(1, at + 8, at);
    strange[0] = 0x7F;
    Answer answer = copy(bench, list(descriptor(bench), strange));
    answer.that(
        answer.isCheck(5, 0x2609) || answer.isCheck(0xA, 0x2609),
        "UNSUPPORTED SEGMENT DESCRIPTOR TYPE CODE");
    bench.blocks().expect(at, data, "the blocks as they were");
  }

  private static void unreachable(TestBench bench) {
    byte[] descriptor = descriptor(bench);
    descriptor[8 + descriptor[7] - 1] ^= 0x55;
    long at = bench.blocks().middle();
    refused(copy(bench, list(descriptor, segment(1, at, at + 8))));
  }

  private static void index(TestBench bench) {
    long at = bench.blocks().middle();
    byte[] segment = segment(1, at, at + 8);
    Bytes.put(segment, 6, 2, 5);
    refused(copy(bench, list(descriptor(bench), segment)));
  }

  private static byte[] parameters(TestBench bench) {
    bench.requireCommand("RECEIVE COPY OPERATING PARAMETERS", 0x84, 0x03);
    Cdb cdb = Cdb.blank("RECEIVE COPY OPERATING PARAMETERS", 0x84, 16).with(1, 3);
    return bench.call(cdb.field(10, 4, 512)).in(512).go().good(44).data();
  }

  private static void tooMany(TestBench bench) {
    int most = Bytes.u16(parameters(bench), 8);
    bench.require(most > 0 && most < 1024, "The limit is too far.");
    byte[] one = descriptor(bench);
    byte[] all = new byte[32 * (most + 1)];
    for (int index = 0; index <= most; index++) {
      System.arraycopy(one, 0, all, 32 * index, 32);
    }
    long at = bench.blocks().middle();
    copy(bench, list(all, segment(1, at, at + 8))).check(5, 0x2606);
  }

  private static void beyondTheEnd(TestBench bench) {
    long last = bench.blocks().count() - 1;
    byte[] before = bench.blocks().read(last, 1);
    refused(copy(bench, list(descriptor(bench), segment(2, bench.blocks().middle(), last))));
    bench.blocks().expect(last, before, "the last block as it was");
  }

  private static void empty(TestBench bench) {
    descriptor(bench);
    copy(bench, new byte[0]).good();
  }

  private static void identifierWithoutUse(TestBench bench) {
    long at = bench.blocks().middle();
    byte[] list = list(descriptor(bench), segment(1, at, at + 8));
    list[1] = 0x18;
    copy(bench, list).check(5, 0x2600);
  }

  private static void unknownList(TestBench bench) {
    bench.requireCommand("RECEIVE COPY STATUS(LID1)", 0x84, 0x00);
    Cdb cdb = Cdb.blank("RECEIVE COPY STATUS(LID1)", 0x84, 16).with(2, 0xE7).field(10, 4, 512);
    bench.call(cdb).in(512).go().invalidFieldInCdb(2);
  }

  private static void page(TestBench bench) {
    descriptor(bench);
    bench.require(bench.facts().vpdPages().contains(0x8F), "There is no page 8Fh.");
    byte[] page = bench.call(Cdb.vpd(0x8F, 4096)).in(4096).go().good(4).data();
    int found = 0;
    for (int at = 4; at + 4 <= page.length; at += 4 + Bytes.u16(page, at + 2)) {
      if (Bytes.u16(page, at) == 1) {
        byte[] commands = Arrays.copyOfRange(page, at + 5, at + 5 + Bytes.u8(page, at + 4));
        for (int one = 0; one < commands.length; one += 2 + Bytes.u8(commands, one + 1)) {
          for (int action = 0; action < Bytes.u8(commands, one + 1); action++) {
            found++;
            int code = Bytes.u8(commands, one + 2 + action);
            bench.check(
                bench.facts().mayHave(Bytes.u8(commands, one), code),
                "Page 8Fh lists "
                    + Bytes.h(Bytes.u8(commands, one))
                    + "/"
                    + Bytes.h(code)
                    + ", REPORT SUPPORTED OPERATION CODES does not.");
          }
        }
      }
    }
    bench.check(found > 0, "Page 8Fh lists no command.");
  }
}
