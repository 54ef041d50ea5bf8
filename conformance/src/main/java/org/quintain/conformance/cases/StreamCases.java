// SPDX-License-Identifier: Apache-2.0
package org.quintain.conformance.cases;

import static org.quintain.conformance.bench.ConformanceCase.shall;

import java.util.ArrayList;
import java.util.List;
import org.quintain.conformance.bench.Answer;
import org.quintain.conformance.bench.Blocks;
import org.quintain.conformance.bench.ConformanceCase;
import org.quintain.conformance.bench.TestBench;
import org.quintain.conformance.scsi.Bytes;
import org.quintain.conformance.scsi.Cdb;
import org.quintain.conformance.scsi.Sense;

/** AW, the streams: STREAM CONTROL, GET STREAM STATUS and WRITE STREAM. */
public final class StreamCases {
  private static final String MODEL = "SBC-4 4.32 Stream control";
  private static final String CONTROL = "SBC-4 5.32 STREAM CONTROL";
  private static final String STATUS = "SBC-4 5.9 GET STREAM STATUS";
  private static final String WRITE = "SBC-4 5.57 WRITE STREAM (16)";
  private static final int OPEN = 1;
  private static final int CLOSE = 2;
  private static final int ROOM = 0xFFFF;

  private StreamCases() {}

  /** The table. */
  public static List<ConformanceCase> all() {
    return List.of(
        shall(
            "INQ-42",
            "SBC-4 4.32, 6.6.5 Block Limits Extension VPD page",
            "MAXIMUM NUMBER OF STREAMS is there exactly if the commands are, and LBPME is then 1",
            StreamCases::announced),
        shall(
                "AW-19",
                MODEL,
                "A stream that was opened is listed, written to, and closed",
                StreamCases::lifeOfAStream)
            .destroysData(),
        shall(
                "AW-19/closed",
                WRITE,
                "WRITE STREAM to no stream or to a closed one: 5/24/00 at its STR_ID",
                StreamCases::closedStream)
            .destroysData(),
        shall(
                "AW-19/range",
                WRITE,
                "WRITE STREAM across the capacity: 5/21/00, nothing written",
                StreamCases::range)
            .destroysData(),
        shall(
            "AW-19/control",
            CONTROL,
            "A reserved STR_CTL: 5/24/00 at byte 1; closing no stream: 5/24/00 at byte 4",
            StreamCases::wrongControl),
        shall(
                "AW-19/limit",
                CONTROL,
                "No more streams open than MAXIMUM NUMBER OF STREAMS; identifiers differ",
                StreamCases::limit)
            .destroysData(),
        shall(
            "AW-19/status",
            STATUS,
            "Each starting identifier lists what follows; beyond the maximum: 5/24/00 at byte 4",
            StreamCases::starting),
        shall(
            "AW-19/length",
            "SPC-5 4.2.5.6 Allocation length",
            "Each allocation length gives the beginning of the same status",
            StreamCases::allocation));
  }

  private static void requireStreams(TestBench bench) {
    bench.requireCommand("STREAM CONTROL", 0x9E, 0x14);
    bench.requireCommand("GET STREAM STATUS", 0x9E, 0x16);
  }

  private static byte[] limits(TestBench bench) {
    bench.require(bench.facts().vpdPages().contains(0xB7), "VPD B7h is not in VPD 00h.");
    return bench.call(Cdb.vpd(0xB7, 64)).in(64).go().good(16).data();
  }

  private static int maximum(TestBench bench) {
    return Bytes.u16(limits(bench), 6);
  }

  private static Answer control(TestBench bench, int control, int identifier) {
    Cdb cdb =
        Cdb.blank("STREAM CONTROL, STR_CTL " + control, 0x9E, 16)
            .with(1, control << 5 | 0x14)
            .field(4, 2, identifier)
            .field(10, 4, 8);
    return bench.call(cdb).in(8).go();
  }

  static int open(TestBench bench) {
    Answer answer = control(bench, OPEN, 0).good(8);
    answer.that(answer.at(0) == 7, "PARAMETER LENGTH 07h");
    int identifier = Bytes.u16(answer.data(), 4);
    answer.that(identifier != 0, "an ASSIGNED_STR_ID other than zero");
    return identifier;
  }

  private static Answer statusFrom(TestBench bench, int starting, int length) {
    Cdb cdb =
        Cdb.blank("GET STREAM STATUS from " + starting, 0x9E, 16)
            .with(1, 0x16)
            .field(4, 2, starting)
            .field(10, 4, length);
    return bench.call(cdb).in(ROOM).go();
  }

  /** The identifiers listed from {@code starting} on. */
  private static List<Integer> listed(TestBench bench, int starting) {
    Answer answer = statusFrom(bench, starting, ROOM).good(8);
    long length = Bytes.u32(answer.data(), 0);
    answer.that(length % 8 == 0 && answer.dataLength() == 8 + length, "PARAMETER DATA LENGTH");
    List<Integer> all = new ArrayList<>();
    for (int at = 8; at < answer.dataLength(); at += 8) {
      all.add(Bytes.u16(answer.data(), at + 2));
    }
    int count = Bytes.u16(answer.data(), 6);
    answer.that(starting > 1 || count == all.size(), "NUMBER OF OPEN STREAMS of the list");
    return all;
  }

  private static Cdb write(int identifier, long lba, int blocks) {
    return Cdb.blank("WRITE STREAM(16) to " + identifier, 0x9A, 16)
        .field(2, 8, lba)
        .field(10, 2, identifier)
        .field(12, 2, blocks);
  }

  private static void announced(TestBench bench) {
    bench.require(bench.facts().operationCodes() != null, "There is no list of commands.");
    boolean hasControl = bench.facts().mayHave(0x9E, 0x14);
    boolean hasStatus = bench.facts().mayHave(0x9E, 0x16);
    boolean hasWrite = bench.facts().mayHave(0x9A, 0) || bench.facts().mayHave(0x7F, 0x10);
    int maximum = bench.facts().vpdPages().contains(0xB7) ? maximum(bench) : 0;
    bench.check(
        hasControl == (maximum > 0) && hasStatus == hasControl && hasWrite == hasControl,
        "MAXIMUM NUMBER OF STREAMS is " + maximum + ", which disagrees with the list of commands.");
    byte[] capacity = bench.facts().readCapacity16();
    boolean isManaged = capacity.length >= 15 && (capacity[14] & 0x80) != 0;
    bench.check(!hasControl || isManaged, "There are streams, yet LBPME is zero.");
  }

  private static void lifeOfAStream(TestBench bench) {
    requireStreams(bench);
    bench.requireCommand("WRITE STREAM(16)", 0x9A, 0);
    int stream = open(bench);
    bench.atEnd(() -> control(bench, CLOSE, stream));
    bench.check(listed(bench, 0).contains(stream), "Stream " + stream + " is open but not listed.");
    Blocks blocks = bench.blocks();
    long at = blocks.middle();
    byte[] pattern = blocks.pattern(at, 4, 92);
    bench.call(write(stream, at, 4)).out(pattern).go().good().residualIs(0, false);
    blocks.expect(at, pattern, "what WRITE STREAM wrote");
    bench.call(write(stream, at, 0)).go().good();
    control(bench, CLOSE, stream).good();
    bench.check(!listed(bench, 0).contains(stream), "Stream " + stream + " is closed but listed.");
  }

  private static void closedStream(TestBench bench) {
    requireStreams(bench);
    bench.requireCommand("WRITE STREAM(16)", 0x9A, 0);
    Blocks blocks = bench.blocks();
    long at = blocks.middle();
    blocks.write(at, blocks.pattern(at, 1, 93));
    int stream = open(bench);
    control(bench, CLOSE, stream).good();
    int[] none = {0, stream, 0xFFFF};
    for (int each : none) {
      bench.call(write(each, at, 1)).out(blocks.pattern(at, 1, 94)).go().invalidFieldInCdb(10, 11);
    }
    blocks.expect(at, blocks.pattern(at, 1, 93), "what was there before");
  }

  private static void range(TestBench bench) {
    requireStreams(bench);
    bench.requireCommand("WRITE STREAM(16)", 0x9A, 0);
    int stream = open(bench);
    bench.atEnd(() -> control(bench, CLOSE, stream));
    Blocks blocks = bench.blocks();
    long last = blocks.count() - 1;
    byte[] before = blocks.read(last, 1);
    Blocks.outOfRange(bench.call(write(stream, last, 2)).out(blocks.pattern(last, 2, 95)).go());
    blocks.expect(last, before, "what was there before");
  }

  private static void wrongControl(TestBench bench) {
    requireStreams(bench);
    control(bench, 0, 0).invalidFieldInCdb(1);
    control(bench, 3, 0).invalidFieldInCdb(1);
    control(bench, CLOSE, 0).invalidFieldInCdb(4, 5);
    control(bench, CLOSE, 0xFFFF).invalidFieldInCdb(4, 5);
    int stream = open(bench);
    control(bench, CLOSE, stream).good();
    control(bench, CLOSE, stream).invalidFieldInCdb(4, 5);
  }

  private static void limit(TestBench bench) {
    requireStreams(bench);
    int maximum = maximum(bench);
    bench.require(maximum <= 1024, "MAXIMUM NUMBER OF STREAMS is too high to be reached here.");
    List<Integer> opened = new ArrayList<>();
    bench.atEnd(() -> opened.forEach(each -> control(bench, CLOSE, each)));
    int before = listed(bench, 0).size();
    for (int count = before; count < maximum; count++) {
      int stream = open(bench);
      bench.check(!opened.contains(stream), "Stream " + stream + " was opened twice.");
      bench.check(stream <= maximum, "Stream " + stream + " is above the maximum.");
      opened.add(stream);
    }
    Answer beyond = control(bench, OPEN, 0);
    beyond.that(beyond.status() == 0x02, "CHECK CONDITION, all streams being open");
    Sense sense = beyond.sense();
    beyond.that(sense != null && sense.code() == 0x5510, "MAXIMUM NUMBER OF STREAMS OPEN");
    bench.check(listed(bench, 0).size() == maximum, "Not all open streams are listed.");
  }

  private static void starting(TestBench bench) {
    requireStreams(bench);
    int maximum = maximum(bench);
    List<Integer> all = listed(bench, 0);
    for (int starting : new int[] {1, 2, maximum / 2, maximum}) {
      List<Integer> expected = all.stream().filter(each -> each >= starting).toList();
      bench.check(
          listed(bench, starting).equals(expected), "The list from " + starting + " is wrong.");
    }
    if (maximum < 0xFFFF) {
      statusFrom(bench, maximum + 1, ROOM).invalidFieldInCdb(4, 5);
    }
  }

  private static void allocation(TestBench bench) {
    requireStreams(bench);
    byte[] whole = statusFrom(bench, 0, ROOM).good(8).data();
    for (int length = 0; length <= whole.length + 1; length++) {
      Answer cut = statusFrom(bench, 0, length).good();
      int expected = Math.min(length, whole.length);
      cut.that(cut.dataLength() == expected, "exactly " + expected + " bytes");
      cut.that(Bytes.firstDifference(cut.data(), whole, expected) < 0, "the beginning of it");
    }
  }
}
