// SPDX-License-Identifier: Apache-2.0
package org.quintain.conformance.srp.cases;

import java.util.List;
import org.quintain.conformance.bench.CaseEnd;
import org.quintain.conformance.bench.CaseTable;
import org.quintain.conformance.bench.ConformanceCase;
import org.quintain.conformance.bench.Need;
import org.quintain.conformance.bench.TestBench;
import org.quintain.conformance.scsi.Bytes;
import org.quintain.conformance.scsi.Cdb;
import org.quintain.conformance.scsi.Sense;
import org.quintain.conformance.srp.SrpChannel;
import org.quintain.conformance.srp.SrpLogin;
import org.quintain.conformance.srp.SrpPort;
import org.quintain.conformance.srp.SrpResponse;
import org.quintain.initiator.MessagePort;

/**
 * SRP, sixth part: what a target says of its own accord. Another initiator changes the state of a
 * target port group, which is an event for all others.
 */
public final class SrpEventCases {
  private static final String EVENT = "SRP r16a AER_REQ SRP_AER_REQ request";
  private static final String ANSWER = "SRP r16a AER_RSP SRP_AER_RSP response";
  private static final String LOGOUT = "SRP r16a T_LOGOUT SRP_T_LOGOUT request";
  private static final String SOLICITED =
      "SRP r16a Notification Solicited notification; LOGIN_REQ SRP_LOGIN_REQ request";
  private static final int EVENT_SOLICITED = 0x40;
  private static final int LOGOUT_SOLICITED = 0x10;
  private static final int EVENT_FIXED_BYTES = 36;
  private static final int STATE_CHANGED = 0x2A;
  private static final int UNASKED = 3;
  private static final int UNKNOWN_TYPE = 2;
  private static final int ROOM = 1024;

  private SrpEventCases() {}

  /** The table. */
  public static List<ConformanceCase> all() {
    CaseTable table = new CaseTable(Need.MESSAGES);
    events(table);
    answers(table);
    logouts(table);
    return table.list();
  }

  private static void events(CaseTable table) {
    table
        .destructive(
            "SRP-24/unit",
            EVENT,
            "SRP_AER_REQ names the logical unit that the event is of",
            bench -> {
              byte[] event = event(bench, SrpPort.channel(bench));
              bench.check(Bytes.u64(event, 20) == bench.lun(), "It is of another: " + text(event));
            })
        .destructive(
            "SRP-24/sense",
            EVENT,
            "SRP_AER_REQ carries sense data, a unit attention, and is as long as that",
            bench -> {
              byte[] event = event(bench, SrpPort.channel(bench));
              long length = Bytes.u32(event, 28);
              bench.check(
                  length >= 8 && EVENT_FIXED_BYTES + length == event.length,
                  "Its sense data has another length: " + text(event));
              Sense sense = sense(event);
              bench.check(
                  sense != null && sense.key() == 6 && sense.asc() == STATE_CHANGED,
                  "It tells " + sense + ".");
            })
        .destructive(
            "SRP-24/reserved",
            EVENT,
            "Reserved bytes of SRP_AER_REQ are zero",
            bench -> {
              byte[] event = event(bench, SrpPort.channel(bench));
              long sum = Bytes.u16(event, 2) | Bytes.u32(event, 16) | Bytes.u32(event, 32);
              bench.check((sum | (event[1] & 0xFE)) == 0, "They are not: " + text(event));
            })
        .destructive(
            "SRP-24/solicited",
            EVENT + "; Notification Solicited notification",
            "AESOLNT: SRP_AER_REQ has SOLNT where the login asks for it, and not else",
            bench -> {
              SrpPort port = SrpPort.open(bench);
              SrpLogin wakeful = port.login().flags(EVENT_SOLICITED);
              byte[] waking = event(bench, port.logIn(wakeful).clearUnitAttentions());
              bench.check((waking[1] & 1) == 1, "It has not: " + text(waking));
              byte[] quiet = event(bench, SrpPort.channel(bench));
              bench.check((quiet[1] & 1) == 0, "It has: " + text(quiet));
            })
        .destructive(
            "SRP-24/kept",
            EVENT + "; SAM-5 5.14 Unit attention conditions",
            "An event that was told is told the next command too",
            bench -> {
              SrpChannel channel = SrpPort.channel(bench);
              channel.send(SrpChannel.answerTo(event(bench, channel)));
              Sense sense = channel.firstAttention();
              bench.check(
                  sense != null && sense.key() == 6 && sense.asc() == STATE_CHANGED,
                  "It is told " + sense + ".");
            });
  }

  private static void answers(CaseTable table) {
    table
        .destructive(
            "SRP-24/answered",
            ANSWER + "; AER_REQ SRP_AER_REQ request",
            "After SRP_AER_RSP the next event is told, under a tag of its own",
            bench -> {
              SrpChannel channel = SrpPort.channel(bench);
              byte[] first = event(bench, channel);
              channel.send(SrpChannel.answerTo(first));
              channel.clearUnitAttentions();
              byte[] second = event(bench, channel);
              bench.check(
                  Bytes.u64(first, 8) != Bytes.u64(second, 8),
                  "Both have the same tag: " + text(second));
            })
        .destructive(
            "SRP-24/credit",
            EVENT + "; Limit Request limit",
            "Events and their answers leave the initiator the credit that it had",
            bench -> {
              SrpChannel channel = SrpPort.channel(bench);
              long before = channel.credit();
              channel.send(SrpChannel.answerTo(event(bench, channel)));
              channel.clearUnitAttentions();
              bench.check(channel.credit() == before, "There is " + channel.credit() + ".");
            })
        .destructive(
            "SRP-24/other-tag",
            ANSWER + "; T_LOGOUT SRP_T_LOGOUT request",
            "SRP_AER_RSP under another tag than the request's: SRP_T_LOGOUT with reason 3",
            bench -> {
              SrpChannel channel = SrpPort.channel(bench);
              byte[] answer = SrpChannel.answerTo(event(bench, channel));
              answer[8] ^= 0x55;
              channel.send(answer).loggedOut(UNASKED);
            });
  }

  private static void logouts(CaseTable table) {
    table
        .shall(
            "SRP-25/form",
            LOGOUT,
            "SRP_T_LOGOUT has 16 bytes, of which the reserved ones are zero",
            bench -> {
              byte[] logout = loggedOut(SrpPort.channel(bench));
              bench.check(
                  logout.length == 16 && (Bytes.u24(logout, 1) & 0xFEFFFF) == 0,
                  "It is another: " + text(logout));
            })
        .shall(
            "SRP-25/solicited",
            LOGOUT + "; Notification Solicited notification",
            "LOSOLNT: SRP_T_LOGOUT has SOLNT where the login asks for it",
            bench -> {
              SrpPort port = SrpPort.open(bench);
              byte[] logout = loggedOut(port.logIn(port.login().flags(LOGOUT_SOLICITED)));
              bench.check((logout[1] & 1) == 1, "It has not: " + text(logout));
            })
        .shall(
            "SRP-25/unsolicited",
            SOLICITED,
            "Without LOSOLNT SRP_T_LOGOUT has no SOLNT",
            bench -> {
              byte[] logout = loggedOut(SrpPort.channel(bench));
              bench.check((logout[1] & 1) == 0, "It has: " + text(logout));
            });
  }

  private static byte[] loggedOut(SrpChannel channel) {
    byte[] unknown = new byte[48];
    unknown[0] = 0x7F;
    return channel.send(unknown).loggedOut(UNKNOWN_TYPE);
  }

  private static String text(byte[] unit) {
    return Bytes.hex(unit) + ".";
  }

  private static Sense sense(byte[] event) {
    int length = event.length - EVENT_FIXED_BYTES;
    byte[] sense = new byte[Math.max(0, length)];
    System.arraycopy(event, event.length - sense.length, sense, 0, sense.length);
    return Sense.parse(sense, sense.length);
  }

  /** Lets another initiator bring an event about, and gives what {@code channel} is told of it. */
  private static byte[] event(TestBench bench, SrpChannel channel) {
    bench.requireCommand("REPORT TARGET PORT GROUPS", 0xA3, 0x0A);
    bench.requireCommand("SET TARGET PORT GROUPS", 0xA4, 0x0A);
    SrpPort port = SrpPort.open(bench);
    SrpChannel other = port.logIn(port.login()).clearUnitAttentions();
    MessagePort.Memory told = port.writable(ROOM);
    Cdb report = Cdb.blank("REPORT TARGET PORT GROUPS", 0xA3, 12).with(1, 0x0A).field(6, 4, ROOM);
    other.execute(other.command(report).in(told, ROOM)).good();
    byte[] groups = told.bytes();
    int state = groups[4] & 0x0F;
    bench.require(state <= 1 && (groups[5] & 3) == 3, "The group's state cannot be changed.");
    int group = Bytes.u16(groups, 6);
    bench.atEnd(
        () -> {
          bench.call(setting(8)).out(list(group, state)).go();
          bench.a().clearUnitAttentions();
        });
    MessagePort.Memory list = port.readable(list(group, state ^ 1));
    SrpResponse response = other.execute(other.command(setting(8)).out(list, 8));
    bench.require(response.status() == 0, "The group's state cannot be set: " + response + ".");
    byte[] event = channel.event();
    if (event == null) {
      throw CaseEnd.skip("The target tells nothing of its own accord.");
    }
    bench.check(event.length >= EVENT_FIXED_BYTES, "SRP_AER_REQ is too short: " + text(event));
    return event;
  }

  private static Cdb setting(int lengthBytes) {
    return Cdb.blank("SET TARGET PORT GROUPS", 0xA4, 12).with(1, 0x0A).field(6, 4, lengthBytes);
  }

  private static byte[] list(int group, int state) {
    byte[] list = new byte[8];
    list[4] = (byte) state;
    Bytes.put(list, 6, 2, group);
    return list;
  }
}
