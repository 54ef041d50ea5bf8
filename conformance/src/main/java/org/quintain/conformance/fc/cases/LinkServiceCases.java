// SPDX-License-Identifier: Apache-2.0
package org.quintain.conformance.fc.cases;

import java.util.Arrays;
import java.util.List;
import org.quintain.conformance.bench.CaseTable;
import org.quintain.conformance.bench.ConformanceCase;
import org.quintain.conformance.bench.Need;
import org.quintain.conformance.bench.TestBench;
import org.quintain.conformance.fc.Els;
import org.quintain.conformance.fc.FcpTask;
import org.quintain.conformance.fc.LinkReply;
import org.quintain.conformance.fc.RawExchange;
import org.quintain.conformance.fc.RawFabric;
import org.quintain.conformance.fc.RawFrame;
import org.quintain.conformance.fc.RawNexus;
import org.quintain.conformance.fc.RawUnit;

/** FPL, fourth part: link services that look, ask or tell and end no login. */
public final class LinkServiceCases {
  private static final String ADISC = "FC-LS-4 ADISC Discover Address";
  private static final String PDISC = "FC-LS-4 PDISC Discover N_Port Service Parameters";
  private static final String RSCN = "FC-LS-4 RSCN Registered State Change Notification";
  private static final String ECHO = "FC-LS-4 ECHO Echo";
  private static final String REJECT = "FC-LS-4 LS_RJT Link service reject";

  private LinkServiceCases() {}

  /** The table. */
  public static List<ConformanceCase> all() {
    CaseTable table = new CaseTable(Need.FRAMES);
    discovery(table);
    inquiries(table);
    changes(table);
    unknown(table);
    return table.list();
  }

  private static void discovery(CaseTable table) {
    table
        .shall(
            "FPL-15/form",
            ADISC,
            "ADISC is answered with the port's names and its address",
            LinkServiceCases::discoveryForm)
        .shall(
            "FPL-15/keeps",
            ADISC,
            "ADISC leaves commands under way alone",
            bench -> keeps(bench, nexus -> nexus.discover().accepted(28)))
        .shall(
            "FPL-15/mismatch",
            ADISC,
            "ADISC with another N_Port_Name is rejected, or answered by LOGO",
            bench -> {
              RawNexus nexus = RawNexus.open(bench);
              long other = nexus.portName() ^ 0x4_0000;
              LinkReply reply =
                  nexus.ask(
                      "ADISC of another name",
                      Els.addressDiscovery(other, nexus.port().nodeName(), nexus.portId()));
              bench.check(
                  reply.came() ? reply.isRejected() : nexus.isToldToLogIn(),
                  "ADISC of another name is answered by " + reply.unit() + ".");
            })
        .shall(
            "FPL-15/stranger",
            ADISC,
            "ADISC without login is rejected, or answered by LOGO",
            bench -> {
              RawNexus nexus = RawNexus.stranger(bench);
              LinkReply reply = nexus.discover();
              bench.check(
                  reply.came() ? reply.isRejected() : nexus.isToldToLogIn(),
                  "ADISC without login is answered by " + reply.unit() + ".");
            })
        .shall(
            "FPL-15/short",
            ADISC,
            "ADISC of 12 bytes is rejected",
            bench -> {
              RawNexus nexus = RawNexus.open(bench);
              nexus.ask("ADISC of 12 bytes", Els.plain(Els.ADISC, 12)).rejected();
              nexus.isAlive();
            })
        .shall(
            "FPL-15/pdisc",
            PDISC,
            "PDISC is answered with the service parameters of PLOGI, and changes nothing",
            LinkServiceCases::parameters)
        .shall(
            "FPL-15/pdisc-keeps",
            PDISC,
            "PDISC leaves commands under way alone",
            bench -> keeps(bench, nexus -> nexus.ask("PDISC", pdisc(nexus, nexus.portName()))))
        .shall(
            "FPL-15/pdisc-mismatch",
            PDISC,
            "PDISC with another N_Port_Name is rejected, or answered by LOGO",
            bench -> {
              RawNexus nexus = RawNexus.open(bench);
              byte[] payload = pdisc(nexus, nexus.portName() ^ 0x4_0000);
              LinkReply reply = nexus.ask("PDISC of another name", payload);
              bench.check(
                  reply.came() ? reply.isRejected() : nexus.isToldToLogIn(),
                  "PDISC of another name is answered by " + reply.unit() + ".");
            });
  }

  private static void inquiries(CaseTable table) {
    table
        .should(
            "FPL-19/values",
            "FC-LS-4 RTV Read Timeout Value; FC-FS-5 E_D_TOV Error detect time-out",
            "RTV tells an R_A_TOV above E_D_TOV, neither zero",
            LinkServiceCases::timeouts)
        .should(
            "FPL-24/echo",
            ECHO,
            "ECHO comes back as it was sent, but for its command",
            bench -> echo(bench, 64))
        .should(
            "FPL-24/long", ECHO, "ECHO of 1000 bytes comes back whole", bench -> echo(bench, 1000))
        .should(
            "FPL-24/odd",
            ECHO,
            "ECHO of 37 bytes comes back with three fill bytes",
            bench -> echo(bench, 37))
        .should(
            "FPL-25/form",
            "FC-LS-4 RNID Request Node Identification Data",
            "RNID tells the port's names",
            LinkServiceCases::identification)
        .should(
            "FPL-25/unknown",
            "FC-LS-4 RNID Request Node Identification Data",
            "RNID for a format that there is not is rejected",
            bench -> {
              RawNexus nexus = RawNexus.open(bench);
              byte[] request = Els.plain(Els.RNID, 8);
              request[4] = 0x55;
              nexus.ask("RNID for format 55h", request).rejected();
            })
        .shall(
            "FPL-26/unknown",
            "FC-LS-4 RRQ Reinstate Recovery Qualifier",
            "RRQ for an exchange that there is not is answered, and does no harm",
            bench -> {
              RawNexus nexus = RawNexus.open(bench);
              nexus.ask("RRQ", Els.ofExchange(Els.RRQ, nexus.portId(), 0x7777, 0x7777)).unit();
              nexus.isAlive();
            })
        .shall(
            "FPL-26/short",
            "FC-LS-4 RRQ Reinstate Recovery Qualifier",
            "RRQ of 4 bytes is rejected",
            bench -> RawNexus.open(bench).ask("RRQ", Els.plain(Els.RRQ, 4)).rejected());
  }

  private static void changes(CaseTable table) {
    String[] words = {"port", "area", "domain", "fabric"};
    for (int format = 0; format < words.length; format++) {
      int page = format << 24;
      table.shall(
          "FPL-13/" + words[format],
          RSCN,
          "RSCN with an address format of " + words[format] + " leaves commands under way alone",
          bench ->
              keeps(
                  bench,
                  nexus -> {
                    int id = format(page, nexus.portId());
                    nexus.ask("RSCN", Els.stateChange(id)).unit();
                  }));
    }
    table
        .shall(
            "FPL-13/length",
            RSCN,
            "RSCN whose payload length is beyond its end is rejected",
            bench -> {
              RawNexus nexus = RawNexus.open(bench);
              byte[] payload = Els.stateChange(nexus.portId());
              payload[3] = 32;
              nexus.ask("RSCN", payload).rejected();
              nexus.isAlive();
            })
        .shall(
            "FPL-13/page",
            RSCN,
            "RSCN with pages of 3 bytes is rejected",
            bench -> {
              RawNexus nexus = RawNexus.open(bench);
              byte[] payload = Els.stateChange(nexus.portId());
              payload[1] = 3;
              nexus.ask("RSCN", payload).rejected();
              nexus.isAlive();
            })
        .shall(
            "FPL-13/many",
            RSCN,
            "A hundred RSCN leave the nexus as it was",
            bench -> {
              RawNexus nexus = RawNexus.open(bench);
              for (int count = 0; count < 100; count++) {
                nexus.ask("RSCN", Els.stateChange(nexus.portId())).unit();
              }
              nexus.isAlive();
            });
  }

  private static int format(int page, int portId) {
    return switch (page >>> 24) {
      case 0 -> portId;
      case 1 -> page | (portId & 0xFF_FF00);
      case 2 -> page | (portId & 0xFF_0000);
      default -> page;
    };
  }

  private static void unknown(CaseTable table) {
    table
        .shall(
            "FPL-18/unknown",
            REJECT,
            "A command that there is not is rejected as not supported or not valid",
            bench -> {
              RawNexus nexus = RawNexus.open(bench);
              nexus.ask("Command E5h", Els.plain(0xE5, 8)).rejected(0x0B, 0x01);
              nexus.isAlive();
            })
        .shall(
            "FPL-18/link-error",
            "FC-LS-4 RLS Read Link Error Status Block",
            "RLS is answered by LS_ACC of 28 bytes, or LS_RJT",
            bench -> {
              LinkReply reply = RawNexus.open(bench).ask("RLS", Els.plain(Els.RLS, 8));
              if (!reply.isRejected()) {
                reply.accepted(28);
              }
            })
        .shall(
            "FPL-18/form",
            REJECT,
            "LS_RJT has 8 bytes: reason, explanation, reserved bytes zero",
            bench -> {
              LinkReply reply = RawNexus.open(bench).ask("E5h", Els.plain(0xE5, 8)).rejected();
              RawUnit unit = reply.unit();
              bench.check(unit.length() == 8, "LS_RJT has " + unit.length() + " bytes.");
              bench.check(unit.u24(1) == 0 && unit.u8(4) == 0, "Reserved bytes are set: " + unit);
              bench.check(unit.u8(5) != 0, "There is no reason code: " + unit);
            })
        .shall(
            "FPL-18/empty",
            REJECT,
            "A request without payload does no harm",
            bench -> {
              RawNexus nexus = RawNexus.open(bench);
              nexus.exchange(RawFrame.TYPE_ELS).send(RawFrame.ELS_REQUEST, new byte[0]);
              nexus.isAlive();
            })
        .shall(
            "FPL-18/reply",
            "FC-FS-5 OX_ID Originator exchange identifier",
            "A reply that nobody asked for does no harm",
            bench -> {
              RawNexus nexus = RawNexus.open(bench);
              RawExchange exchange = nexus.exchange(RawFrame.TYPE_ELS);
              int control = RawFrame.RESPONDER | RawFrame.LAST_SEQUENCE | RawFrame.END_SEQUENCE;
              byte[] accept = Els.plain(Els.LS_ACC, 4);
              exchange.send(exchange.frames(RawFrame.ELS_REPLY, accept, control, -1));
              nexus.isAlive();
            });
  }

  private static byte[] pdisc(RawNexus nexus, long portName) {
    return Els.login(Els.PDISC, portName, nexus.port().nodeName(), nexus.port().framePayloadMax());
  }

  private static void discoveryForm(TestBench bench) {
    RawNexus nexus = RawNexus.open(bench);
    RawUnit accept = nexus.discover().accepted(28);
    bench.check(
        accept.u64(8) == RawFabric.name(bench.fabric().targetName()),
        "ADISC names another port: " + accept + ".");
    bench.check(accept.u24(25) == nexus.targetId(), "ADISC tells another address: " + accept);
  }

  /** What a link service does to a command under way: nothing. */
  private interface Asking {
    void ask(RawNexus nexus);
  }

  private static void keeps(TestBench bench, Asking asking) {
    RawNexus nexus = RawNexus.open(bench);
    long lba = bench.blocks().middle();
    byte[] before = nexus.read(lba, 1);
    FcpTask task =
        nexus.start(
            nexus.command(org.quintain.conformance.scsi.Cdb.write10(lba, 1), 0, before.length));
    RawUnit ready = task.transferReady();
    asking.ask(nexus);
    task.serve(ready, before);
    task.finish(before).good();
    nexus.isAlive();
  }

  private static void parameters(TestBench bench) {
    RawNexus nexus = RawNexus.open(bench);
    RawUnit login = RawNexus.stranger(bench).logIn();
    RawUnit accept = nexus.ask("PDISC", pdisc(nexus, nexus.portName())).accepted(Els.LOGIN_BYTES);
    bench.check(
        Arrays.equals(login.payload(), accept.payload()),
        "PDISC tells other parameters than PLOGI: " + accept + ".");
    nexus.isAlive();
  }

  private static void timeouts(TestBench bench) {
    RawNexus nexus = RawNexus.open(bench);
    LinkReply reply = nexus.ask("RTV", Els.plain(Els.RTV, 4));
    bench.require(!reply.isRejected(), "The target does not carry out RTV.");
    RawUnit accept = reply.accepted(16);
    long allocation = accept.u32(4);
    boolean inNs = (accept.u32(12) & 0x0400_0000) != 0;
    long detection = inNs ? accept.u32(8) / 1_000_000 : accept.u32(8);
    bench.check(
        detection > 0 && allocation > detection,
        "R_A_TOV is " + allocation + " ms, E_D_TOV " + detection + " ms.");
  }

  private static void echo(TestBench bench, int length) {
    RawNexus nexus = RawNexus.open(bench);
    byte[] payload = Els.plain(Els.ECHO, length);
    for (int i = 4; i < length; i++) {
      payload[i] = (byte) (i * 7);
    }
    LinkReply reply = nexus.ask("ECHO", payload);
    bench.require(!reply.isRejected(), "The target does not carry out ECHO.");
    RawUnit accept = reply.accepted(length);
    payload[0] = Els.LS_ACC;
    bench.check(Arrays.equals(accept.payload(), payload), "ECHO came back as " + accept + ".");
    nexus.isAlive();
  }

  private static void identification(TestBench bench) {
    RawNexus nexus = RawNexus.open(bench);
    LinkReply reply = nexus.ask("RNID", Els.plain(Els.RNID, 8));
    bench.require(!reply.isRejected(), "The target does not carry out RNID.");
    RawUnit accept = reply.accepted(24);
    bench.check(accept.u8(5) == 16, "The common data are " + accept.u8(5) + " bytes long.");
    bench.check(
        accept.u64(8) == RawFabric.name(bench.fabric().targetName()),
        "RNID names another port: " + accept + ".");
  }
}
