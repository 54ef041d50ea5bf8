// SPDX-License-Identifier: Apache-2.0
package org.quintain.conformance.srp.cases;

import java.util.ArrayList;
import java.util.List;
import org.quintain.conformance.bench.CaseTable;
import org.quintain.conformance.bench.ConformanceCase;
import org.quintain.conformance.bench.Need;
import org.quintain.conformance.bench.TestBench;
import org.quintain.conformance.scsi.Bytes;
import org.quintain.conformance.scsi.Cdb;
import org.quintain.conformance.scsi.Sense;
import org.quintain.conformance.srp.SrpChannel;
import org.quintain.conformance.srp.SrpCommand;
import org.quintain.conformance.srp.SrpLogin;
import org.quintain.conformance.srp.SrpPort;
import org.quintain.conformance.srp.SrpResponse;

/** SRP, fourth part: several channels, task management, and how channels end. */
public final class SrpChannelCases {
  private static final String CHANNELS = "SRP r16a Channels RDMA channels and the I_T nexus";
  private static final String RESPONSE = "SRP r16a LOGIN_RSP SRP_LOGIN_RSP response";
  private static final String FUNCTION = "SRP r16a TSK_MGMT SRP_TSK_MGMT request";
  private static final String CODE = FUNCTION + "; RSP SRP_RSP response";
  private static final String LOGOUT = "SRP r16a I_LOGOUT SRP_I_LOGOUT request";
  private static final String ENDED = "SRP r16a T_LOGOUT SRP_T_LOGOUT request";
  private static final int NOT_SUPPORTED = 4;
  private static final int ABORT_TASK = 0x01;
  private static final int LOGICAL_UNIT_RESET = 0x08;
  private static final int RESET_GROUP = 0x29;

  private SrpChannelCases() {}

  /** The table. */
  public static List<ConformanceCase> all() {
    CaseTable table = new CaseTable(Need.MESSAGES);
    several(table);
    beside(table);
    functions(table);
    moreFunctions(table);
    ends(table);
    violations(table);
    return table.list();
  }

  private static int result(SrpChannel channel) {
    return Bytes.u8(channel.answer(), 26) & 3;
  }

  private static void several(CaseTable table) {
    table
        .shall(
            "SRP-04/result",
            RESPONSE + "; " + CHANNELS,
            "Another login with MULTI-CHANNEL ACTION 00b: the result is 01b",
            bench -> {
              SrpPort port = SrpPort.open(bench);
              port.logIn(port.login()).clearUnitAttentions();
              int result = result(port.logIn(port.login()));
              bench.check(result == 1, "It is " + result + ".");
            })
        .shall(
            "SRP-04/ended",
            CHANNELS + "; " + ENDED,
            "Another login with MULTI-CHANNEL ACTION 00b: the first channel is told reason 4, and ends",
            bench -> {
              SrpPort port = SrpPort.open(bench);
              SrpChannel first = port.logIn(port.login()).clearUnitAttentions();
              port.logIn(port.login());
              first.loggedOut(4);
            })
        .shall(
            "SRP-04/loss",
            CHANNELS + "; SAM-5 6.3.4 I_T nexus loss",
            "Another login with MULTI-CHANNEL ACTION 00b: the nexus was lost, which it is told",
            bench -> {
              SrpPort port = SrpPort.open(bench);
              port.logIn(port.login()).clearUnitAttentions();
              Sense sense = port.logIn(port.login()).firstAttention();
              bench.check(
                  sense != null && sense.key() == 6 && sense.asc() == RESET_GROUP,
                  "It is told " + sense + ".");
            })
        .shall(
            "SRP-04/more",
            RESPONSE + "; " + CHANNELS,
            "Another login with MULTI-CHANNEL ACTION 01b: the result is 10b, both work",
            bench -> {
              List<SrpChannel> all = channels(bench, 2);
              bench.check(result(all.get(1)) == 2, "It is " + result(all.get(1)) + ".");
              for (SrpChannel channel : all) {
                channel.execute(channel.command(Cdb.testUnitReady())).good();
              }
            })
        .shall(
            "SRP-04/action",
            "SRP r16a LOGIN_REQ SRP_LOGIN_REQ request",
            "A MULTI-CHANNEL ACTION without a meaning is refused",
            bench -> {
              SrpPort port = SrpPort.open(bench);
              port.connect(port.login().flags(3).encode()).rejected();
            });
  }

  private static void beside(CaseTable table) {
    table
        .shall(
            "SRP-33/answers",
            CHANNELS,
            "Each response comes by the channel that its command came by",
            bench -> {
              List<SrpChannel> all = channels(bench, 3);
              List<SrpCommand> sent = new ArrayList<>();
              for (SrpChannel channel : all) {
                SrpCommand command = channel.command(Cdb.testUnitReady());
                sent.add(command);
                channel.ask(command.encode());
              }
              for (int index = 0; index < all.size(); index++) {
                SrpResponse response = all.get(index).response().good();
                bench.check(response.tag() == sent.get(index).tag(), "It has another tag.");
                all.get(index).isSilent("When its command was answered");
              }
            })
        .shall(
            "SRP-33/one-ends",
            CHANNELS + "; " + LOGOUT,
            "When one channel of several logs out, the others go on, and nothing was lost",
            bench -> {
              List<SrpChannel> all = channels(bench, 2);
              all.get(0).send(logout());
              all.get(0).ended();
              SrpChannel left = all.get(1);
              left.execute(left.command(Cdb.testUnitReady())).good();
            })
        .shall(
            "SRP-33/function",
            CHANNELS + "; " + FUNCTION,
            "A function by one channel reaches the nexus: the other one works after it",
            bench -> {
              List<SrpChannel> all = channels(bench, 2);
              SrpChannel one = all.get(0);
              one.ask(one.function(ABORT_TASK, 77)).response().code(0);
              all.get(1).execute(all.get(1).command(Cdb.testUnitReady())).good();
            });
  }

  private static List<SrpChannel> channels(TestBench bench, int count) {
    SrpPort port = SrpPort.open(bench);
    List<SrpChannel> all = new ArrayList<>();
    all.add(port.logIn(port.login()).clearUnitAttentions());
    while (all.size() < count) {
      all.add(port.logIn(port.login().flags(SrpLogin.MULTIPLE)));
    }
    return all;
  }

  private static byte[] logout() {
    byte[] unit = new byte[16];
    unit[0] = 0x03;
    return unit;
  }

  private static SrpResponse managed(TestBench bench, int code) {
    SrpChannel channel = SrpPort.channel(bench);
    return channel.ask(channel.function(code, 0)).response();
  }

  private static void functions(CaseTable table) {
    table
        .shall(
            "SRP-22/form",
            CODE,
            "The response to a function: RSPVALID, four bytes of response data, no sense data",
            bench -> {
              SrpResponse response = managed(bench, ABORT_TASK);
              boolean isSo =
                  response.flags() == 1
                      && response.bytes().length == SrpResponse.FIXED_BYTES + 4
                      && Bytes.u32(response.bytes(), 32) == 4;
              bench.check(isSo, "It is another one: " + response + ".");
            })
        .shall(
            "SRP-22/tag",
            FUNCTION,
            "The response to a function has the function's tag",
            bench -> {
              SrpChannel channel = SrpPort.channel(bench);
              byte[] unit = channel.function(ABORT_TASK, 0);
              SrpResponse response = channel.ask(unit).response();
              bench.check(response.tag() == Bytes.u64(unit, 8), "It has another tag.");
            })
        .shall(
            "SRP-22/set",
            FUNCTION,
            "ABORT TASK SET is complete: RSP_CODE 00h",
            bench -> managed(bench, 0x02).code(0))
        .destructive(
            "SRP-22/clear",
            FUNCTION,
            "CLEAR TASK SET is complete: RSP_CODE 00h",
            bench -> managed(bench, 0x04).code(0))
        .destructive(
            "SRP-22/reset",
            FUNCTION,
            "LOGICAL UNIT RESET is complete, and a unit attention follows",
            bench -> {
              SrpChannel channel = SrpPort.channel(bench);
              channel.ask(channel.function(LOGICAL_UNIT_RESET, 0)).response().code(0);
              Sense sense = channel.firstAttention();
              bench.check(
                  sense != null && sense.key() == 6 && sense.asc() == RESET_GROUP,
                  "It is told " + sense + ".");
            });
  }

  private static void moreFunctions(CaseTable table) {
    table
        .shall(
            "SRP-22/unknown",
            FUNCTION,
            "A function without a meaning: RSP_CODE 04h",
            bench -> managed(bench, 0x80).code(NOT_SUPPORTED))
        .shall(
            "SRP-22/none",
            FUNCTION,
            "No function: RSP_CODE 04h",
            bench -> managed(bench, 0).code(NOT_SUPPORTED))
        .shall(
            "SRP-22/lun",
            FUNCTION,
            "A function on a logical unit that is not there is not complete",
            bench -> {
              SrpChannel channel = SrpPort.channel(bench);
              byte[] unit = channel.function(0x02, 0);
              Bytes.put(unit, 20, 8, bench.facts().absentLun());
              SrpResponse response = channel.ask(unit).response();
              bench.check(response.hasCode() && response.code() != 0, "It is: " + response + ".");
            })
        .shall(
            "SRP-22/credit",
            "SRP r16a Limit Request limit; TSK_MGMT SRP_TSK_MGMT request",
            "A function takes credit, and its response gives it back",
            bench -> {
              SrpChannel channel = SrpPort.channel(bench);
              long before = channel.credit();
              channel.ask(channel.function(ABORT_TASK, 0)).response().code(0);
              bench.check(channel.credit() == before, "It has " + channel.credit() + ".");
            })
        .shall(
            "SRP-23/unknown",
            FUNCTION,
            "ABORT TASK of a tag that is not open is complete: RSP_CODE 00h",
            bench -> {
              SrpChannel channel = SrpPort.channel(bench);
              channel.ask(channel.function(ABORT_TASK, 0x1234_5678L)).response().code(0);
            })
        .shall(
            "SRP-23/over",
            FUNCTION,
            "ABORT TASK of a command that is over is complete: RSP_CODE 00h",
            bench -> {
              SrpChannel channel = SrpPort.channel(bench);
              SrpCommand ready = channel.command(Cdb.testUnitReady());
              channel.execute(ready).good();
              channel.ask(channel.function(ABORT_TASK, ready.tag())).response().code(0);
              channel.isSilent("When ABORT TASK was answered");
            });
  }

  private static void ends(CaseTable table) {
    table
        .shall(
            "SRP-25/ends",
            LOGOUT,
            "SRP_I_LOGOUT: the target ends the connection",
            bench -> {
              SrpChannel channel = SrpPort.channel(bench);
              channel.send(logout());
              channel.ended();
            })
        .shall(
            "SRP-25/again",
            LOGOUT + "; SAM-5 6.3.4 I_T nexus loss",
            "After SRP_I_LOGOUT the initiator port can log in, and is told of the nexus loss",
            bench -> {
              SrpPort port = SrpPort.open(bench);
              SrpChannel channel = port.logIn(port.login()).clearUnitAttentions();
              channel.send(logout());
              channel.ended();
              isTold(bench, port.logIn(port.login()));
            })
        .shall(
            "SRP-30/disconnect",
            CHANNELS + "; SAM-5 6.3.4 I_T nexus loss",
            "After the initiator ended the connection it can log in, and is told of the nexus loss",
            bench -> {
              SrpPort port = SrpPort.open(bench);
              SrpChannel channel = port.logIn(port.login()).clearUnitAttentions();
              channel.wire().disconnect();
              channel.ended();
              isTold(bench, port.logIn(port.login()));
            })
        .shall(
            "SRP-30/failed",
            CHANNELS + "; SAM-5 6.3.4 I_T nexus loss",
            "After a queue pair failed the initiator can log in, and is told of the nexus loss",
            bench -> {
              SrpPort port = SrpPort.open(bench);
              SrpChannel channel = port.logIn(port.login()).clearUnitAttentions();
              channel.wire().fail();
              isTold(bench, port.logIn(port.login()));
            });
  }

  private static void isTold(TestBench bench, SrpChannel channel) {
    Sense sense = channel.firstAttention();
    bench.check(
        sense != null && sense.key() == 6 && sense.asc() == RESET_GROUP,
        "It is told " + sense + ".");
  }

  private static void endsWith(TestBench bench, byte[] unit, int reason) {
    SrpChannel channel = SrpPort.channel(bench);
    channel.send(unit).loggedOut(reason);
    SrpPort.channel(bench);
  }

  private static byte[] unit(int type, int lengthBytes) {
    byte[] bytes = new byte[lengthBytes];
    bytes[0] = (byte) type;
    return bytes;
  }

  private static void violations(CaseTable table) {
    table
        .shall(
            "SRP-07/again",
            ENDED,
            "SRP_LOGIN_REQ on a channel: SRP_T_LOGOUT with reason 2",
            bench -> endsWith(bench, unit(0x00, 64), 2))
        .shall(
            "SRP-29/type",
            ENDED,
            "A type without a meaning: SRP_T_LOGOUT with reason 2",
            bench -> endsWith(bench, unit(0x7F, 48), 2))
        .shall(
            "SRP-29/response",
            ENDED,
            "SRP_RSP, which targets send: SRP_T_LOGOUT with reason 2",
            bench -> endsWith(bench, unit(0xC1, 36), 2))
        .shall(
            "SRP-29/short",
            ENDED,
            "SRP_CMD that is shorter than its fixed part: SRP_T_LOGOUT with reason 8",
            bench -> endsWith(bench, unit(0x02, 20), 8))
        .shall(
            "SRP-29/cut",
            ENDED,
            "SRP_CMD without the descriptor that it announces: SRP_T_LOGOUT with reason 8",
            bench -> {
              SrpChannel channel = SrpPort.channel(bench);
              channel.ask(channel.command(Cdb.inquiry(36)).formats(0x01).encode()).loggedOut(8);
            })
        .shall(
            "SRP-29/in-format",
            ENDED,
            "A data-in descriptor format without a meaning: SRP_T_LOGOUT with reason 7",
            bench -> {
              SrpChannel channel = SrpPort.channel(bench);
              channel.ask(channel.command(Cdb.inquiry(36)).formats(0x03).encode()).loggedOut(7);
            })
        .shall(
            "SRP-29/out-format",
            ENDED,
            "A data-out descriptor format without a meaning: SRP_T_LOGOUT with reason 6",
            bench -> {
              SrpChannel channel = SrpPort.channel(bench);
              channel.ask(channel.command(Cdb.inquiry(36)).formats(0x70).encode()).loggedOut(6);
            })
        .shall(
            "SRP-19/unasked",
            "SRP r16a CRED_RSP SRP_CRED_RSP response; T_LOGOUT SRP_T_LOGOUT request",
            "SRP_CRED_RSP that nothing asked for: SRP_T_LOGOUT with reason 3",
            bench -> endsWith(bench, unit(0x41, 16), 3))
        .shall(
            "SRP-24/unasked",
            "SRP r16a AER_RSP SRP_AER_RSP response; T_LOGOUT SRP_T_LOGOUT request",
            "SRP_AER_RSP that nothing asked for: SRP_T_LOGOUT with reason 3",
            bench -> endsWith(bench, unit(0x42, 16), 3));
  }
}
