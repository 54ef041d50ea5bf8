// SPDX-License-Identifier: Apache-2.0
package org.quintain.conformance.srp.cases;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.quintain.conformance.bench.CaseTable;
import org.quintain.conformance.bench.ConformanceCase;
import org.quintain.conformance.bench.Need;
import org.quintain.conformance.bench.TestBench;
import org.quintain.conformance.scsi.Bytes;
import org.quintain.conformance.scsi.Cdb;
import org.quintain.conformance.scsi.Sense;
import org.quintain.conformance.srp.SrpChannel;
import org.quintain.conformance.srp.SrpCommand;
import org.quintain.conformance.srp.SrpPort;
import org.quintain.conformance.srp.SrpResponse;
import org.quintain.initiator.MessagePort;

/** SRP, third part: commands, their responses, and credit. */
public final class SrpResponseCases {
  private static final String COMMAND = "SRP r16a CMD SRP_CMD request";
  private static final String RESPONSE = "SRP r16a RSP SRP_RSP response";
  private static final String LIMIT = "SRP r16a Limit Request limit";
  private static final String SOLICITED = "SRP r16a Notification Solicited notification";
  private static final int SOLICITED_SUPPORTED = 0x10;
  private static final Cdb UNKNOWN = Cdb.blank("an unknown command", 0xC1, 10);

  private SrpResponseCases() {}

  /** The table. */
  public static List<ConformanceCase> all() {
    CaseTable table = new CaseTable(Need.MESSAGES);
    commands(table);
    residuals(table);
    forms(table);
    notification(table);
    credit(table);
    return table.list();
  }

  private static void commands(CaseTable table) {
    table
        .shall(
            "SRP-16/attributes",
            COMMAND,
            "Commands with attributes SIMPLE, HEAD OF QUEUE and ORDERED are carried out",
            bench -> {
              SrpChannel channel = SrpPort.channel(bench);
              for (int code = 0; code <= 2; code++) {
                channel.execute(channel.command(Cdb.testUnitReady()).attribute(code)).good();
              }
            })
        .shall(
            "SRP-16/cdb",
            COMMAND,
            "Descriptors stand behind ADDITIONAL CDB",
            bench -> {
              SrpPort port = SrpPort.open(bench);
              SrpChannel channel = port.logIn(port.login()).clearUnitAttentions();
              MessagePort.Memory memory = port.writable(36);
              SrpCommand inquiry = channel.command(Cdb.inquiry(36)).additional(4).in(memory, 36);
              channel.execute(inquiry).good();
              bench.check(Bytes.u8(memory.bytes(), 4) >= 31, "No INQUIRY data came.");
            })
        .shall(
            "SRP-16/lun",
            COMMAND,
            "A logical unit that is not there: LOGICAL UNIT NOT SUPPORTED",
            bench -> {
              SrpChannel channel = SrpPort.channel(bench);
              SrpCommand ready = channel.command(Cdb.testUnitReady());
              channel
                  .execute(ready.lun(bench.facts().absentLun()))
                  .check(Sense.ILLEGAL_REQUEST, 0x2500);
            })
        .shall(
            "SRP-16/tags",
            COMMAND,
            "Every command of many at once is answered, once, by its tag",
            SrpResponseCases::manyAtOnce);
  }

  private static void manyAtOnce(TestBench bench) {
    SrpChannel channel = SrpPort.channel(bench);
    Set<Long> open = new HashSet<>();
    int count = (int) Math.min(32, channel.credit() - 1);
    for (int index = 0; index < count; index++) {
      SrpCommand command = channel.command(Cdb.testUnitReady());
      open.add(command.tag());
      channel.ask(command.encode());
    }
    for (int index = 0; index < count; index++) {
      bench.check(open.remove(channel.response().tag()), "A tag that is not open was answered.");
    }
    channel.isSilent("When all commands were answered");
  }

  private static SrpResponse read(TestBench bench, int blocks, int lengthBytes) {
    SrpPort port = SrpPort.open(bench);
    SrpChannel channel = port.logIn(port.login()).clearUnitAttentions();
    MessagePort.Memory memory = port.writable(Math.max(1, lengthBytes));
    SrpCommand read = channel.command(Cdb.read10(bench.blocks().middle(), blocks));
    return channel.execute(lengthBytes == 0 ? read : read.in(memory, lengthBytes));
  }

  private static SrpResponse write(TestBench bench, int blocks, int count) {
    long at = bench.blocks().middle();
    byte[] data = bench.blocks().pattern(at, count, 0x17);
    SrpPort port = SrpPort.open(bench);
    SrpChannel channel = port.logIn(port.login()).clearUnitAttentions();
    SrpCommand write = channel.command(Cdb.write10(at, blocks));
    SrpResponse response = channel.execute(write.out(port.readable(data), data.length));
    if (response.status() == 0) {
      bench.blocks().expect(at, Arrays.copyOf(data, bench.facts().blockBytes()), "the first block");
    }
    return response;
  }

  private static void residuals(CaseTable table) {
    table
        .shall(
            "SRP-17/exact",
            RESPONSE,
            "A read of exactly its buffer has no residual",
            bench -> {
              SrpResponse response = read(bench, 2, 2 * bench.facts().blockBytes()).good();
              bench.check(response.flags() == 0, "There is something: " + response + ".");
            })
        .shall(
            "SRP-17/in-under",
            RESPONSE,
            "A read of less than its buffer: DIUNDER by the rest",
            bench -> {
              int block = bench.facts().blockBytes();
              SrpResponse response = read(bench, 1, 3 * block).good();
              bench.check(
                  response.inResidual() == -2L * block && response.outResidual() == 0,
                  "The residual is another one: " + response + ".");
            })
        .shall(
            "SRP-17/in-over",
            RESPONSE,
            "A read of more than its buffer: DIOVER by the rest",
            bench -> {
              int block = bench.facts().blockBytes();
              SrpResponse response = read(bench, 3, block);
              bench.check(
                  response.inResidual() == 2L * block && response.outResidual() == 0,
                  "The residual is another one: " + response + ".");
            })
        .shall(
            "SRP-17/in-none",
            RESPONSE,
            "A read without a buffer: DIOVER by all of it",
            bench -> {
              SrpResponse response = read(bench, 1, 0);
              bench.check(
                  response.inResidual() == bench.facts().blockBytes(),
                  "The residual is another one: " + response + ".");
            })
        .destructive(
            "SRP-17/out-under",
            RESPONSE,
            "A write of less than its buffer: DOUNDER by the rest",
            bench -> {
              SrpResponse response = write(bench, 1, 3).good();
              bench.check(
                  response.outResidual() == -2L * bench.facts().blockBytes()
                      && response.inResidual() == 0,
                  "The residual is another one: " + response + ".");
            })
        .destructive(
            "SRP-17/out-over",
            RESPONSE,
            "A write of more than its buffer: DOOVER by the rest",
            bench -> {
              SrpResponse response = write(bench, 3, 1);
              bench.check(
                  response.outResidual() == 2L * bench.facts().blockBytes()
                      && response.inResidual() == 0,
                  "The residual is another one: " + response + ".");
            });
  }

  private static SrpResponse unknown(TestBench bench) {
    SrpChannel channel = SrpPort.channel(bench);
    return channel.execute(channel.command(UNKNOWN));
  }

  private static void forms(CaseTable table) {
    table
        .shall(
            "SRP-17/sense",
            RESPONSE,
            "CHECK CONDITION brings its sense data behind the fixed part: SNSVALID",
            bench -> {
              SrpResponse response = unknown(bench).check(Sense.ILLEGAL_REQUEST, 0x2000);
              bench.check(
                  response.bytes().length == SrpResponse.FIXED_BYTES + response.senseLength(),
                  "The length is another one: " + response + ".");
            })
        .shall(
            "SRP-17/plain",
            RESPONSE,
            "GOOD comes without sense data and response data",
            bench -> {
              SrpChannel channel = SrpPort.channel(bench);
              SrpResponse response = channel.execute(channel.command(Cdb.testUnitReady())).good();
              bench.check(
                  response.bytes().length == SrpResponse.FIXED_BYTES && response.flags() == 0,
                  "There is something: " + response + ".");
            })
        .shall(
            "SRP-17/reserved",
            RESPONSE,
            "Reserved bytes of SRP_RSP are zero",
            bench -> {
              byte[] bytes = unknown(bench).bytes();
              int sum = Bytes.u16(bytes, 2) | Bytes.u16(bytes, 16) | (bytes[1] & 0xFE);
              bench.check(sum == 0, "They are not: " + Bytes.hex(bytes) + ".");
            })
        .shall(
            "SRP-28/length",
            RESPONSE,
            "No response is longer than MAXIMUM TARGET TO INITIATOR IU LENGTH",
            bench -> {
              SrpPort port = SrpPort.open(bench);
              SrpChannel channel = port.logIn(port.login().length(64)).clearUnitAttentions();
              long most = Bytes.u32(channel.answer(), 20);
              SrpResponse response = channel.execute(channel.command(UNKNOWN));
              bench.check(
                  response.status() == 2 && response.bytes().length <= most,
                  "It has " + response.bytes().length + " bytes, and may have " + most + ".");
            });
  }

  private static SrpResponse notified(TestBench bench, int wanted, boolean succeeds) {
    SrpChannel channel = SrpPort.channel(bench);
    boolean heeded = (Bytes.u8(channel.answer(), 26) & SOLICITED_SUPPORTED) != 0;
    bench.require(heeded, "The target does not support solicited notification.");
    SrpCommand command = channel.command(succeeds ? Cdb.testUnitReady() : UNKNOWN);
    return channel.execute(command.notification(wanted));
  }

  private static void notification(CaseTable table) {
    table
        .shall(
            "SRP-15/successful",
            SOLICITED,
            "SCSOLNT: the response to a command that succeeds has SOLNT",
            bench -> bench.check(notified(bench, 2, true).notification() == 1, "It has not."))
        .shall(
            "SRP-15/unsuccessful",
            SOLICITED,
            "UCSOLNT: the response to a command that fails has SOLNT",
            bench -> bench.check(notified(bench, 4, false).notification() == 1, "It has not."))
        .shall(
            "SRP-15/other",
            SOLICITED,
            "UCSOLNT alone: the response to a command that succeeds has no SOLNT",
            bench -> bench.check(notified(bench, 4, true).notification() == 0, "It has."))
        .shall(
            "SRP-15/neither",
            SOLICITED,
            "Neither: the response has no SOLNT",
            bench -> bench.check(notified(bench, 0, false).notification() == 0, "It has."));
  }

  private static void credit(CaseTable table) {
    table
        .shall(
            "SRP-18/each",
            LIMIT,
            "Commands one after the other leave the initiator the credit that it had",
            bench -> {
              SrpChannel channel = SrpPort.channel(bench);
              long before = channel.credit();
              for (int index = 0; index < 40; index++) {
                channel.execute(channel.command(index % 2 == 0 ? Cdb.testUnitReady() : UNKNOWN));
              }
              bench.check(channel.credit() == before, "It has " + channel.credit() + ".");
            })
        .shall(
            "SRP-18/all",
            LIMIT,
            "As many commands at once as there is credit are all answered, and give it back",
            bench -> {
              SrpChannel channel = SrpPort.channel(bench);
              long before = channel.credit();
              int count = (int) Math.min(before, 160);
              for (int index = 0; index < count; index++) {
                channel.ask(channel.command(Cdb.testUnitReady()).encode());
              }
              for (int index = 0; index < count; index++) {
                SrpResponse response = channel.response();
                bench.check(
                    response.status() == 0 || response.status() == 0x28,
                    "A command was answered otherwise: " + response + ".");
              }
              bench.check(channel.credit() == before, "It has " + channel.credit() + ".");
            })
        .shall(
            "SRP-18/invalid",
            LIMIT,
            "A command that is refused for its fields gives its credit back",
            bench -> {
              SrpChannel channel = SrpPort.channel(bench);
              long before = channel.credit();
              byte[] empty = SrpCommand.indirect(new byte[16], 512, new byte[0]);
              channel.execute(channel.command(Cdb.inquiry(36)).inBy(empty, 0)).code(2);
              bench.check(channel.credit() == before, "It has " + channel.credit() + ".");
            });
  }
}
