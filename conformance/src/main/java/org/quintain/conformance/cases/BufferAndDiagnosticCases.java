// SPDX-License-Identifier: Apache-2.0
package org.quintain.conformance.cases;

import static org.quintain.conformance.bench.ConformanceCase.shall;

import java.util.Arrays;
import java.util.List;
import org.quintain.conformance.bench.Answer;
import org.quintain.conformance.bench.ConformanceCase;
import org.quintain.conformance.bench.Need;
import org.quintain.conformance.bench.Nexus;
import org.quintain.conformance.bench.TestBench;
import org.quintain.conformance.scsi.Bytes;
import org.quintain.conformance.scsi.Cdb;
import org.quintain.conformance.scsi.Sense;

/** MISC, second part: diagnostics, buffers, and what a logical unit is told about itself. */
public final class BufferAndDiagnosticCases {
  private static final String SEND_DIAGNOSTIC = "SPC-5 6.42 SEND DIAGNOSTIC";
  private static final int ECHO = 0x0A;

  private BufferAndDiagnosticCases() {}

  /** The table. */
  public static List<ConformanceCase> all() {
    return List.of(
        shall(
            "MISC-02/rules",
            SEND_DIAGNOSTIC,
            "SELFTEST with a self-test code, a reserved code, a code with a list: 5/24/00",
            BufferAndDiagnosticCases::selfTestRules),
        shall(
            "MISC-03",
            "SPC-5 7.3.18 Self-Test Results",
            "A foreground short self-test is GOOD and the first of log page 10h",
            BufferAndDiagnosticCases::selfTestResults),
        shall(
            "MISC-06",
            "SPC-5 6.32 RECEIVE DIAGNOSTIC RESULTS",
            "Page 00h lists the diagnostic pages, itself first; a page not listed: 5/24/00",
            BufferAndDiagnosticCases::diagnosticPages),
        shall(
                "MISC-08",
                "SPC-5 6.17.7 READ BUFFER, echo buffer",
                "The echo buffer gives back what the same nexus wrote last, whatever others wrote",
                BufferAndDiagnosticCases::echo)
            .needs(Need.SECOND_NEXUS),
        shall(
            "MISC-09",
            "SPC-5 6.18 READ BUFFER(16)",
            "READ BUFFER(16) gives what (10) gives; an offset behind the buffer: 5/24/00",
            BufferAndDiagnosticCases::longForm),
        shall(
            "MISC-10",
            "SPC-5 6.49 WRITE BUFFER",
            "Reserved and vendor modes, and modes not supported: 5/24/00 at byte 1",
            BufferAndDiagnosticCases::bufferModes),
        shall(
                "MISC-12",
                "SPC-5 5.5 Identifying information",
                "Identifying information comes back as it was set; too long: 5/24/00",
                BufferAndDiagnosticCases::identifyingInformation)
            .destroysData(),
        shall(
                "MISC-13",
                "SPC-5 5.2 Timestamps",
                "A timestamp that is set goes on from there, and the other nexus is told 6/2A/10",
                BufferAndDiagnosticCases::timestamp)
            .needs(Need.SECOND_NEXUS)
            .destroysData(),
        shall(
            "MISC-15",
            "SPC-5 7.7.1 Security protocol information",
            "SECURITY PROTOCOL IN lists its protocols, 00h first; one not listed: 5/24/00",
            BufferAndDiagnosticCases::securityProtocols));
  }

  private static Cdb diagnostic(int options, int length) {
    return Cdb.blank("SEND DIAGNOSTIC", 0x1D, 6).with(1, options).field(3, 2, length);
  }

  private static void selfTestRules(TestBench bench) {
    bench.requireCommand("SEND DIAGNOSTIC", 0x1D, 0);
    bench.call(diagnostic(0x24, 0)).go().invalidFieldInCdb(1);
    bench.call(diagnostic(0x60, 0)).go().invalidFieldInCdb(1);
    bench.call(diagnostic(0xE0, 0)).go().invalidFieldInCdb(1);
    bench.call(diagnostic(0x20, 4)).out(new byte[4]).go().invalidFieldInCdb(1, 3, 4);
    bench.call(diagnostic(0x10, 0)).go().good();
  }

  private static void selfTestResults(TestBench bench) {
    bench.requireCommand("SEND DIAGNOSTIC", 0x1D, 0);
    bench.requireCommand("LOG SENSE", 0x4D, 0);
    Cdb results = Cdb.blank("LOG SENSE, page 10h", 0x4D, 10).with(2, 0x50).field(7, 2, 512);
    bench.require(bench.call(results).in(512).go().isGood(), "There is no log page 10h.");
    Answer test = bench.call(diagnostic(0xA0, 0)).go();
    bench.require(
        !test.isCheck(Sense.ILLEGAL_REQUEST, 0x2400), "There is no foreground short self-test.");
    test.good();
    Answer page = bench.call(results).in(512).go().good(4 + 20 * 20);
    page.that(Bytes.u16(page.data(), 2) == 400, "twenty parameters of twenty bytes");
    page.that(page.at(8) == 0xA0, "self-test code 101b, completed without error");
    page.that(page.at(7) == 16 && Bytes.u16(page.data(), 4) == 1, "parameter 0001h of 16 bytes");
  }

  private static void diagnosticPages(TestBench bench) {
    bench.requireCommand("RECEIVE DIAGNOSTIC RESULTS", 0x1C, 0);
    Cdb receive = Cdb.blank("RECEIVE DIAGNOSTIC RESULTS", 0x1C, 6).with(1, 1).field(3, 2, 1024);
    Answer list = bench.call(receive).in(1024).go().good(5);
    byte[] data = list.data();
    list.that(data[0] == 0 && data[4] == 0, "page 00h, which lists itself first");
    list.that(data.length == 4 + Bytes.u16(data, 2), "PAGE LENGTH to fit");
    boolean[] isListed = new boolean[256];
    for (int at = 4; at < data.length; at++) {
      list.that(at == 4 || Bytes.u8(data, at) > Bytes.u8(data, at - 1), "pages ascending");
      isListed[Bytes.u8(data, at)] = true;
    }
    for (int page = 0x41; page < 0x80; page++) {
      if (!isListed[page]) {
        bench.call(receive.with(2, page)).in(1024).go().invalidFieldInCdb(2);
      }
    }
  }

  private static Cdb readBuffer(int mode, int offset, int length) {
    return Cdb.blank("READ BUFFER(10)", 0x3C, 10)
        .with(1, mode)
        .field(3, 3, offset)
        .field(6, 3, length);
  }

  private static Cdb writeBuffer(int mode, int length) {
    return Cdb.blank("WRITE BUFFER", 0x3B, 10).with(1, mode).field(6, 3, length);
  }

  private static void echo(TestBench bench) {
    bench.requireCommand("READ BUFFER(10)", 0x3C, 0);
    bench.requireCommand("WRITE BUFFER", 0x3B, 0);
    Answer descriptor = bench.call(readBuffer(0x0B, 0, 4)).in(4).go();
    bench.require(descriptor.isGood() && descriptor.dataLength() == 4, "No echo buffer.");
    int capacity = Bytes.u16(descriptor.data(), 2) & 0x1FFF;
    bench.require(capacity >= 8, "The echo buffer has no room.");
    boolean isOwn = (descriptor.at(0) & 1) != 0;
    byte[] mine = new byte[Math.min(capacity, 512)];
    byte[] others = new byte[mine.length];
    Arrays.fill(mine, (byte) 0x4D);
    Arrays.fill(others, (byte) 0x4F);
    bench.b().clearUnitAttentions();
    write(bench.a(), mine);
    write(bench.b(), others);
    Answer back = bench.call(readBuffer(ECHO, 0, mine.length)).in(mine.length).go();
    if (isOwn && !back.isGood()) {
      back.check(Sense.ILLEGAL_REQUEST, 0x3F0F);
      return;
    }
    bench.require(isOwn, "EBOS is 0: the other nexus may have overwritten the echo buffer.");
    back.good(mine.length).that(Arrays.equals(back.data(), mine), "what nexus A wrote");
    bench
        .call(writeBuffer(ECHO, capacity + 1).named("WRITE BUFFER, echo, too long"))
        .out(new byte[capacity + 1])
        .go()
        .check(Sense.ILLEGAL_REQUEST, 0x2400, 0x1A00);
  }

  private static void write(Nexus nexus, byte[] data) {
    nexus.call(writeBuffer(ECHO, data.length)).out(data).go().good();
  }

  private static void longForm(TestBench bench) {
    bench.requireCommand("READ BUFFER(16)", 0x9B, 0);
    bench.requireCommand("READ BUFFER(10)", 0x3C, 0);
    Answer descriptor = bench.call(readBuffer(3, 0, 4)).in(4).go();
    bench.require(descriptor.isGood() && descriptor.dataLength() == 4, "No buffer descriptor.");
    int capacity = Bytes.u24(descriptor.data(), 1);
    Cdb longer = Cdb.blank("READ BUFFER(16)", 0x9B, 16).with(1, 2).field(10, 4, 64);
    Answer data = bench.call(readBuffer(2, 0, 64)).in(64).go();
    bench.require(data.isGood(), "There is no data buffer.");
    Answer same = bench.call(longer).in(64).go().good();
    same.that(Arrays.equals(same.data(), data.data()), "what READ BUFFER(10) gives");
    bench.call(longer.field(2, 8, capacity + 1L)).in(64).go().invalidFieldInCdb(2, 3, 6, 8, 9);
    bench.call(longer.field(2, 8, -1)).in(64).go().invalidFieldInCdb(2, 3, 6, 8, 9);
  }

  private static void bufferModes(TestBench bench) {
    bench.requireCommand("WRITE BUFFER", 0x3B, 0);
    for (int mode : new int[] {0x03, 0x08, 0x09, 0x0B, 0x0C, 0x10, 0x19, 0x1D, 0x1F}) {
      bench.call(writeBuffer(mode, 4)).out(new byte[4]).go().invalidFieldInCdb(1);
    }
  }

  private static Cdb maintenance(String name, int opcode, int action, int length, int type) {
    return Cdb.blank(name, opcode, 12).with(1, action).field(6, 4, length).with(10, type << 1);
  }

  private static void identifyingInformation(TestBench bench) {
    bench.requireCommand("REPORT IDENTIFYING INFORMATION", 0xA3, 5);
    bench.requireCommand("SET IDENTIFYING INFORMATION", 0xA4, 6);
    Cdb report = maintenance("REPORT IDENTIFYING INFORMATION", 0xA3, 5, 1024, 0);
    byte[] before = bench.call(report).in(1024).go().good(4).data();
    byte[] old = Arrays.copyOfRange(before, 4, before.length);
    byte[] fresh = new byte[64];
    Arrays.fill(fresh, (byte) 0x51);
    try {
      bench.call(set(fresh.length)).out(fresh).go().good();
      Answer now = bench.call(report).in(1024).go().good(4 + fresh.length);
      now.that(Bytes.u16(now.data(), 2) == fresh.length, "a length of " + fresh.length);
      now.that(
          Arrays.equals(Arrays.copyOfRange(now.data(), 4, now.dataLength()), fresh),
          "what was set");
      bench.call(set(4096)).out(new byte[4096]).go().check(Sense.ILLEGAL_REQUEST, 0x2400, 0x2600);
    } finally {
      if (old.length == 0) {
        bench.call(set(0)).go();
      } else {
        bench.call(set(old.length)).out(old).go();
      }
    }
  }

  private static Cdb set(int length) {
    return maintenance("SET IDENTIFYING INFORMATION", 0xA4, 6, length, 0);
  }

  private static void timestamp(TestBench bench) {
    bench.requireCommand("REPORT TIMESTAMP", 0xA3, 0x0F);
    bench.requireCommand("SET TIMESTAMP", 0xA4, 0x0F);
    Cdb report = maintenance("REPORT TIMESTAMP", 0xA3, 0x0F, 64, 0);
    Answer before = bench.call(report).in(64).go().good(12);
    before.that(Bytes.u16(before.data(), 0) == 10, "TIMESTAMP PARAMETER DATA LENGTH 10");
    byte[] list = new byte[12];
    Bytes.put(list, 4, 6, 0x0190_0000_0000L);
    bench.b().clearUnitAttentions();
    Cdb set = maintenance("SET TIMESTAMP", 0xA4, 0x0F, 12, 0);
    bench.call(set).out(list).go().good();
    bench.b().call(Cdb.testUnitReady()).go().check(Sense.UNIT_ATTENTION, 0x2A10);
    Answer after = bench.call(report).in(64).go().good(12);
    after.that((after.at(2) & 7) == 2, "TIMESTAMP ORIGIN 010b, set by SET TIMESTAMP");
    long sinceMs = (Bytes.u64(after.data(), 4) >>> 16) - 0x0190_0000_0000L;
    after.that(sinceMs >= 0 && sinceMs < 60_000, "the time that was set, and little more");
    bench
        .call(maintenance("SET TIMESTAMP", 0xA4, 0x0F, 8, 0))
        .out(new byte[8])
        .go()
        .check(Sense.ILLEGAL_REQUEST, 0x1A00, 0x2400);
  }

  private static void securityProtocols(TestBench bench) {
    bench.requireCommand("SECURITY PROTOCOL IN", 0xA2, 0);
    Cdb list = Cdb.blank("SECURITY PROTOCOL IN", 0xA2, 12).field(6, 4, 512);
    Answer answer = bench.call(list).in(512).go().good(9);
    int count = Bytes.u16(answer.data(), 6);
    answer.that(count >= 1 && answer.at(8) == 0, "security protocol 00h first");
    answer.that(answer.dataLength() >= 8 + count, "the whole list");
    boolean[] isListed = new boolean[256];
    for (int index = 0; index < count; index++) {
      isListed[answer.at(8 + index)] = true;
    }
    for (int protocol = 1; protocol < 0xEE; protocol += 7) {
      if (!isListed[protocol]) {
        bench.call(list.with(1, protocol)).in(512).go().invalidFieldInCdb(1);
      }
    }
  }
}
