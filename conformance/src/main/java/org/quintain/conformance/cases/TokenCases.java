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

/** CPY: the token commands (SBC-4 4.28), from the unit under test to itself. */
public final class TokenCases {
  private static final String POPULATE = "SBC-4 5.11 POPULATE TOKEN";
  private static final String WRITE_USING = "SBC-4 5.46 WRITE USING TOKEN";
  private static final String INFORMATION = "SPC-4 6.29 RECEIVE ROD TOKEN INFORMATION";
  private static final int LIST = 0x1D;

  private static final List<ConformanceCase> TABLE =
      List.of(
          row("CPY-16/overlap", POPULATE, "Ranges that overlap: 5/26/00", TokenCases::overlapping),
          row("CPY-16/end", POPULATE, "A range beyond the capacity: 5/21/00", TokenCases::beyond),
          row(
              "CPY-16/short",
              POPULATE,
              "A list shorter than its header: 5/1A/00",
              TokenCases::brief),
          row("CPY-17", INFORMATION, "A populated token is told, 512 bytes", TokenCases::told),
          row(
              "CPY-18/full",
              WRITE_USING,
              "A token's blocks reach the destination",
              TokenCases::full),
          row(
              "CPY-18/offset",
              WRITE_USING,
              "OFFSET INTO ROD begins within the token",
              TokenCases::offset),
          row(
              "CPY-18/zero",
              WRITE_USING,
              "The block device zero ROD token writes zeros",
              TokenCases::zero),
          row(
              "CPY-19/corrupt",
              WRITE_USING,
              "A token with a bent byte: 5/23, nothing written",
              TokenCases::corrupt),
          row(
              "CPY-20",
              "SPC-5 5.17.6.3 Point in time copy RODs",
              "After a write to its blocks a token is refused, or gives the blocks of before",
              TokenCases::changed));

  private TokenCases() {}

  /** The table. */
  public static List<ConformanceCase> all() {
    return TABLE;
  }

  private static ConformanceCase row(String id, String clause, String title, Body body) {
    return shall(id, clause, title, body).destroysData();
  }

  private static Answer send(TestBench bench, int action, byte[] list) {
    String name = action == 0x10 ? "POPULATE TOKEN" : "WRITE USING TOKEN";
    bench.requireCommand(name, 0x83, action);
    Cdb cdb = Cdb.blank(name, 0x83, 16).with(1, action).field(6, 4, LIST);
    return bench.call(cdb.field(10, 4, list.length)).out(list).go();
  }

  private static byte[] populate(long... pairs) {
    return ranges(new byte[16], pairs);
  }

  private static byte[] ranges(byte[] header, long... pairs) {
    byte[] list = Arrays.copyOf(header, header.length + 8 * pairs.length);
    Bytes.put(list, 0, 2, list.length - 2);
    Bytes.put(list, header.length - 2, 2, 8L * pairs.length);
    for (int index = 0; index < pairs.length; index += 2) {
      Bytes.put(list, header.length + 8 * index, 8, pairs[index]);
      Bytes.put(list, header.length + 8 * index + 8, 4, pairs[index + 1]);
    }
    return list;
  }

  private static byte[] writeUsing(byte[] token, long offset, long... pairs) {
    byte[] header = new byte[536];
    Bytes.put(header, 8, 8, offset);
    System.arraycopy(token, 0, header, 16, 512);
    return ranges(header, pairs);
  }

  private static byte[] token(TestBench bench, long first, int blocks) {
    send(bench, 0x10, populate(first, blocks)).good();
    bench.requireCommand("RECEIVE ROD TOKEN INFORMATION", 0x84, 0x07);
    Cdb cdb = Cdb.blank("RECEIVE ROD TOKEN INFORMATION", 0x84, 16).with(1, 7).field(2, 4, LIST);
    Answer answer = bench.call(cdb.field(10, 4, 1024)).in(1024).go().good(36);
    int status = answer.at(5) & 0x7F;
    answer.that(answer.at(4) == 0x10, "RESPONSE TO SERVICE ACTION 10h");
    answer.that(status == 1, "COPY OPERATION STATUS 01h");
    int at = 32 + answer.at(13);
    answer.that(Bytes.u32(answer.data(), at) == 514, "one token descriptor of 514 bytes");
    answer.good(at + 4 + 514);
    return Arrays.copyOfRange(answer.data(), at + 6, at + 6 + 512);
  }

  private static void overlapping(TestBench bench) {
    long at = bench.blocks().middle();
    send(bench, 0x10, populate(at, 8, at + 7, 1)).check(5, 0x2600);
  }

  private static void beyond(TestBench bench) {
    send(bench, 0x10, populate(bench.blocks().count() - 1, 2)).check(5, 0x2100);
  }

  private static void brief(TestBench bench) {
    send(bench, 0x10, new byte[15]).check(5, 0x1A00);
  }

  private static void told(TestBench bench) {
    byte[] token = token(bench, bench.blocks().middle(), 8);
    bench.check(
        Bytes.u16(token, 6) == 0x1F8, "The ROD TOKEN LENGTH is not 01F8h (SPC-5 5.17.6.5).");
  }

  private static void full(TestBench bench) {
    long at = bench.blocks().middle();
    byte[] data = bench.blocks().pattern(at, 8, 5);
    bench.blocks().write(at, data);
    byte[] token = token(bench, at, 8);
    send(bench, 0x11, writeUsing(token, 0, at + 64, 8)).good();
    bench.blocks().expect(at + 64, data, "the blocks that the token stands for");
  }

  private static void offset(TestBench bench) {
    long at = bench.blocks().middle();
    byte[] data = bench.blocks().pattern(at, 8, 6);
    bench.blocks().write(at, data);
    byte[] token = token(bench, at, 8);
    send(bench, 0x11, writeUsing(token, 3, at + 64, 2)).good();
    int size = bench.blocks().size();
    bench
        .blocks()
        .expect(
            at + 64, Arrays.copyOfRange(data, 3 * size, 5 * size), "blocks 3 and 4 of the token");
  }

  private static void zero(TestBench bench) {
    long at = bench.blocks().middle();
    bench.blocks().write(at, bench.blocks().pattern(at, 4, 7));
    byte[] token = new byte[512];
    Bytes.put(token, 0, 4, 0xFFFF0001L);
    Bytes.put(token, 6, 2, 0x1F8);
    Answer answer = send(bench, 0x11, writeUsing(token, 0, at, 4));
    bench.require(!answer.isCheck(5, 0x2301), "The zero token is not supported.");
    answer.good();
    bench.blocks().expect(at, new byte[4 * bench.blocks().size()], "zeros");
  }

  private static void corrupt(TestBench bench) {
    long at = bench.blocks().middle();
    byte[] before = bench.blocks().pattern(at + 64, 1, 8);
    bench.blocks().write(at + 64, before);
    byte[] token = token(bench, at, 1);
    token[400] ^= 0x10;
    Answer answer = send(bench, 0x11, writeUsing(token, 0, at + 64, 1));
    answer.that(
        answer.sense() != null && answer.sense().key() == 5 && answer.sense().asc() == 0x23,
        "5/23 INVALID TOKEN OPERATION");
    bench.blocks().expect(at + 64, before, "the destination as it was");
  }

  private static void changed(TestBench bench) {
    long at = bench.blocks().middle();
    byte[] before = bench.blocks().pattern(at, 1, 9);
    bench.blocks().write(at, before);
    byte[] token = token(bench, at, 1);
    bench.blocks().write(at, bench.blocks().pattern(at, 1, 10));
    Answer answer = send(bench, 0x11, writeUsing(token, 0, at + 64, 1));
    if (answer.isGood()) {
      bench.blocks().expect(at + 64, before, "the block as it was when the token was made");
    } else {
      answer.that(
          answer.sense() != null && answer.sense().key() == 5 && answer.sense().asc() == 0x23,
          "5/23 INVALID TOKEN OPERATION");
    }
  }
}
