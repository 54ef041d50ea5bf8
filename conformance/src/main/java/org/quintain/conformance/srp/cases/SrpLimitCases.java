// SPDX-License-Identifier: Apache-2.0
package org.quintain.conformance.srp.cases;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.quintain.conformance.bench.CaseEnd;
import org.quintain.conformance.bench.CaseTable;
import org.quintain.conformance.bench.ConformanceCase;
import org.quintain.conformance.bench.Need;
import org.quintain.conformance.bench.TestBench;
import org.quintain.conformance.scsi.Bytes;
import org.quintain.conformance.scsi.Cdb;
import org.quintain.conformance.srp.SrpChannel;
import org.quintain.conformance.srp.SrpCommand;
import org.quintain.conformance.srp.SrpLogin;
import org.quintain.conformance.srp.SrpPort;
import org.quintain.conformance.srp.SrpResponse;
import org.quintain.initiator.MessagePort;

/** SRP, fifth part: limits of requests, channels and lengths, and tags that are in use. */
public final class SrpLimitCases {
  private static final String LIMIT = "SRP r16a Limit Request limit";
  private static final String CHANNELS = "SRP r16a Channels RDMA channels and the I_T nexus";
  private static final String REJECT = "SRP r16a LOGIN_REJ SRP_LOGIN_REJ response";
  private static final String OVERLAP =
      "SRP r16a CMD SRP_CMD request; SAM-5 5.10 Overlapped commands";
  private static final String ENDED = "SRP r16a T_LOGOUT SRP_T_LOGOUT request";
  private static final long NO_RESOURCES = 0x0001_0001;
  private static final long NO_MORE_THAN_ONE = 0x0001_0005;
  private static final long CHANNEL_LIMIT = 0x0001_0006;
  private static final int CHANNELS_TRIED = 300;
  private static final int ABORTED_COMMAND = 0x0B;
  private static final int OVERLAPPED = 0x4E00;
  private static final int ABORT_TASK = 0x01;
  private static final int LONG_BYTES = 64 << 10;
  private static final int BEYOND = 4;
  private static final int OVERLAPPING = 8;

  private SrpLimitCases() {}

  /** The table. */
  public static List<ConformanceCase> all() {
    return new CaseTable(Need.MESSAGES)
        .shall(
            "SRP-06/limit",
            CHANNELS + "; " + REJECT,
            "A channel beyond the limit of its nexus is refused for that reason, the others work",
            SrpLimitCases::channelLimit)
        .shall(
            "SRP-06/again",
            CHANNELS + "; " + REJECT,
            "When one channel of as many as there can be has ended, another is granted",
            SrpLimitCases::anotherForOne)
        .add(
            ConformanceCase.vendor(
                    "SRP-20/beyond",
                    LIMIT + "; T_LOGOUT SRP_T_LOGOUT request",
                    "Requests beyond the request limit end the channel, and the port can log in again",
                    SrpLimitCases::beyondLimit)
                .destroysData())
        .destructive(
            "SRP-21/function",
            LIMIT + "; TSK_MGMT SRP_TSK_MGMT request",
            "While commands have all credit but one, a function is carried out",
            SrpLimitCases::functionWithLastCredit)
        .destructive(
            "SRP-26/overlapped",
            OVERLAP,
            "A command with the tag of one that is open: ABORTED COMMAND, OVERLAPPED COMMANDS",
            bench -> overlapped(bench, false))
        .destructive(
            "SRP-26/credit",
            OVERLAP + "; Limit Request limit",
            "Overlapped commands give back the credit that they took, and the channel works on",
            bench -> overlapped(bench, true))
        .shall(
            "SRP-26/again",
            OVERLAP,
            "The tag of a command that is over is free: the next command may have it",
            SrpLimitCases::tagAgain)
        .shall(
            "SRP-28/beyond",
            ENDED,
            "A unit beyond MAXIMUM INITIATOR TO TARGET IU LENGTH ends the channel",
            SrpLimitCases::unitTooLong)
        .list();
  }

  // Channels.

  /** Opens channels until one is refused, and demands that it is for their number. */
  private static List<SrpChannel> asManyAsThereCanBe(TestBench bench, SrpPort port) {
    List<SrpChannel> all = new ArrayList<>();
    all.add(port.logIn(port.login()).clearUnitAttentions());
    while (all.size() < CHANNELS_TRIED) {
      SrpChannel next = port.connect(port.login().flags(SrpLogin.MULTIPLE).encode());
      if (next.isGranted()) {
        all.add(next.accepted());
        continue;
      }
      long reason = Bytes.u32(next.rejected(), 4);
      boolean isForTheirNumber =
          reason == CHANNEL_LIMIT
              || reason == NO_RESOURCES
              || (reason == NO_MORE_THAN_ONE && all.size() == 1);
      bench.check(isForTheirNumber, String.format("The reason is %08x.", reason));
      return all;
    }
    throw CaseEnd.skip("A nexus can have more than " + CHANNELS_TRIED + " channels.");
  }

  private static void channelLimit(TestBench bench) {
    List<SrpChannel> all = asManyAsThereCanBe(bench, SrpPort.open(bench));
    for (SrpChannel channel : all) {
      channel.execute(channel.command(Cdb.testUnitReady())).good();
    }
  }

  private static void anotherForOne(TestBench bench) {
    SrpPort port = SrpPort.open(bench);
    List<SrpChannel> all = asManyAsThereCanBe(bench, port);
    bench.require(all.size() > 1, "The target has one channel for a nexus.");
    SrpChannel leaves = all.get(all.size() - 1);
    leaves.send(new byte[] {0x03, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0});
    leaves.ended();
    SrpChannel next = port.logIn(port.login().flags(SrpLogin.MULTIPLE));
    next.execute(next.command(Cdb.testUnitReady())).good();
  }

  // Commands that take their time: their data is read over the wire before they end.

  private record LongWrites(SrpChannel channel, MessagePort.Memory memory, long at, int blocks) {
    static LongWrites of(TestBench bench) {
      SrpPort port = SrpPort.open(bench);
      int blocks = LONG_BYTES / bench.facts().blockBytes();
      long at = bench.blocks().middle();
      MessagePort.Memory memory = port.readable(bench.blocks().pattern(at, blocks, 0x20));
      return new LongWrites(port.logIn(port.login()).clearUnitAttentions(), memory, at, blocks);
    }

    SrpCommand next() {
      return channel.command(Cdb.write10(at, blocks)).out(memory, LONG_BYTES);
    }
  }

  private static void beyondLimit(TestBench bench) {
    LongWrites writes = LongWrites.of(bench);
    SrpChannel channel = writes.channel();
    int count = (int) channel.credit() + BEYOND;
    for (int index = 0; index < count; index++) {
      channel.ask(writes.next().encode());
    }
    int responses = 0;
    while (responses < count) {
      byte[] message = channel.receive();
      if (message == null) {
        channel.ended();
        break;
      }
      int type = Bytes.u8(message, 0);
      bench.check(type == 0xC1 || type == 0x80 || type == 0x81, "Came " + Bytes.hex(message) + ".");
      responses += type == 0xC1 ? 1 : 0;
    }
    bench.require(responses < count, "The target ended commands faster than they came.");
    SrpPort.channel(bench);
  }

  private static void functionWithLastCredit(TestBench bench) {
    LongWrites writes = LongWrites.of(bench);
    SrpChannel channel = writes.channel();
    long before = channel.credit();
    while (channel.credit() > 1) {
      channel.ask(writes.next().encode());
    }
    byte[] function = channel.function(ABORT_TASK, 0x7777_7777L);
    channel.ask(function);
    int code = -1;
    for (long left = before; left > 0; left--) {
      SrpResponse response = channel.response();
      if (response.tag() == Bytes.u64(function, 8)) {
        code = response.code();
      } else {
        bench.check(
            response.status() == 0 || response.status() == 0x28,
            "A command was answered otherwise: " + response + ".");
      }
    }
    bench.check(code == 0, "The function was answered by " + code + ".");
    bench.check(channel.credit() == before, "There is credit for " + channel.credit() + ".");
  }

  // Tags.

  private static void overlapped(TestBench bench, boolean judgesCredit) {
    LongWrites writes = LongWrites.of(bench);
    SrpChannel channel = writes.channel();
    long before = channel.credit();
    SrpCommand command = writes.next();
    for (int index = 0; index < OVERLAPPING; index++) {
      channel.ask(command.encode());
    }
    // A function behind them is answered when all that they are is decided.
    byte[] function = channel.function(ABORT_TASK, command.tag());
    channel.ask(function);
    int told = 0;
    while (true) {
      SrpResponse response = channel.response();
      if (response.tag() != command.tag()) {
        bench.check(response.tag() == Bytes.u64(function, 8), "Nothing has that tag.");
        break;
      }
      if (response.status() != 0) {
        response.check(ABORTED_COMMAND, OVERLAPPED);
        told++;
      }
    }
    bench.require(told > 0, "The target ended commands faster than they came.");
    if (judgesCredit) {
      channel.clearUnitAttentions();
      channel.awaitCredit(before);
    } else {
      SrpChannel other = SrpPort.channel(bench);
      other.execute(other.command(Cdb.testUnitReady())).good();
    }
  }

  private static void tagAgain(TestBench bench) {
    SrpChannel channel = SrpPort.channel(bench);
    SrpCommand ready = channel.command(Cdb.testUnitReady());
    for (int index = 0; index < OVERLAPPING; index++) {
      channel.execute(ready).good();
    }
  }

  private static void unitTooLong(TestBench bench) {
    SrpChannel channel = SrpPort.channel(bench);
    long most = Bytes.u32(channel.answer(), 16);
    bench.require(most < LONG_BYTES, "The target takes units of " + most + " bytes.");
    byte[] ready = channel.command(Cdb.testUnitReady()).encode();
    channel.ask(Arrays.copyOf(ready, (int) most + 1));
    byte[] message = channel.receive();
    bench.check(
        message == null || Bytes.u8(message, 0) == 0x80,
        "It was answered: " + (message == null ? "" : Bytes.hex(message)) + ".");
    channel.ended();
    SrpPort.channel(bench);
  }
}
