// SPDX-License-Identifier: Apache-2.0
package org.quintain.conformance.ib.cases;

import java.util.List;
import org.quintain.conformance.bench.CaseTable;
import org.quintain.conformance.bench.ConformanceCase;
import org.quintain.conformance.bench.Need;
import org.quintain.conformance.bench.TestBench;
import org.quintain.conformance.ib.RawConnection;
import org.quintain.conformance.ib.RawPacket;

/** IBR, first part: acknowledgements, sequence numbers, packets that came before. */
public final class ResponderCases {
  private static final String ACKNOWLEDGE = "IBA 9.7.5.1.1 Acknowledge messages";
  private static final String FIELDS = "IBA 9.2 Base transport header";
  private static final String MESSAGES = "IBA 9.7.5.1.5 Message sequence number";
  private static final String REPEATED = "IBA 9.7.5.1.4 Duplicate request packets";
  private static final String AHEAD = "IBA 9.7.5.2.1 PSN sequence error NAK";
  private static final String SILENT = "IBA 9.6.1 Validating header fields";
  private static final String GHOST = "IBA 9.7.6.2 Ghost acknowledge packets";

  private ResponderCases() {}

  /** The table. */
  public static List<ConformanceCase> all() {
    CaseTable table = new CaseTable(Need.PACKETS);
    acknowledgements(table);
    sequences(table);
    dropped(table);
    ghosts(table);
    return table.list();
  }

  private static void acknowledgements(CaseTable table) {
    table
        .shall(
            "IBR-01/send",
            ACKNOWLEDGE,
            "A SEND that asks is acknowledged by its PSN",
            bench -> {
              RawConnection connection = RawConnection.open(bench);
              connection.isAcknowledged(connection.sendUnit(connection.testUnitReady()));
            })
        .shall(
            "IBR-01/fields",
            FIELDS,
            "An acknowledgement has version 0 and nothing reserved",
            ResponderCases::fields)
        .shall(
            "IBR-01/messages",
            MESSAGES,
            "The MSN counts one for each message",
            ResponderCases::messages)
        .shall(
            "IBR-01/last",
            ACKNOWLEDGE,
            "One acknowledgement speaks for all before it",
            ResponderCases::speaksForAll)
        .shall(
            "IBR-01/wrap",
            "IBA 9.7.2 Packet sequence numbers",
            "PSN FFFFFFh is followed by 0",
            ResponderCases::wraps)
        .shall(
            "IBR-02/pieces",
            "IBA 9.7.4.1 Responder: receiving inbound request packets",
            "A SEND in several packets is one message",
            ResponderCases::pieces)
        .shall(
            "IBR-02/zero",
            "IBA 9.7.5 Responder: sending acknowledges",
            "A SEND First that asks is acknowledged before the message is complete",
            ResponderCases::firstAsks);
  }

  private static void fields(TestBench bench) {
    RawConnection connection = RawConnection.open(bench);
    RawPacket answer = connection.isAcknowledged(connection.sendUnit(connection.testUnitReady()));
    bench.check(
        answer.version() == 0 && answer.reserved() == 0 && answer.partition() == 0xFFFF,
        "Version, reserved bits or partition are wrong in " + answer + ".");
    bench.check(!answer.isAsking(), "An acknowledgement asks for one.");
  }

  private static void messages(TestBench bench) {
    RawConnection connection = RawConnection.open(bench);
    RawPacket first = connection.isAcknowledged(connection.sendUnit(connection.testUnitReady()));
    connection.status();
    RawPacket second = connection.isAcknowledged(connection.sendUnit(connection.testUnitReady()));
    bench.check(
        second.messages() == RawPacket.plus(first.messages(), 1),
        "The MSN went from " + first.messages() + " to " + second.messages() + ".");
  }

  private static void speaksForAll(TestBench bench) {
    RawConnection connection = RawConnection.open(bench);
    connection.sendNext(connection.packet(RawPacket.SEND_ONLY).payload(connection.testUnitReady()));
    connection.isAcknowledged(connection.sendUnit(connection.testUnitReady()));
    connection.status();
  }

  private static void wraps(TestBench bench) {
    RawConnection connection = RawConnection.open(bench);
    for (int count = 0; count < 20; count++) {
      int due = connection.expected();
      connection.sendUnit(connection.testUnitReady());
      RawPacket response = connection.request();
      bench.check(response.number() == due, "PSN " + due + " was due, and came " + response + ".");
    }
  }

  /** A unit with more behind it than it needs, so that it takes two packets. */
  private static byte[] longUnit(RawConnection connection, TestBench bench) {
    bench.require(connection.unitMax() > connection.mtuBytes() + 16, "Units fit into one packet.");
    return java.util.Arrays.copyOf(connection.testUnitReady(), connection.mtuBytes() + 16);
  }

  private static void pieces(TestBench bench) {
    RawConnection connection = RawConnection.open(bench);
    byte[] unit = longUnit(connection, bench);
    connection.sendNext(connection.packet(RawPacket.SEND_FIRST).payload(connection.piece(unit, 0)));
    connection.isAcknowledged(
        connection.sendNext(
            connection.packet(RawPacket.SEND_LAST).payload(connection.piece(unit, 1)).asks()));
    bench.check(connection.status() == 0, "The command in two packets did not end well.");
  }

  private static void firstAsks(TestBench bench) {
    RawConnection connection = RawConnection.open(bench);
    byte[] unit = longUnit(connection, bench);
    connection.isAcknowledged(
        connection.sendNext(
            connection.packet(RawPacket.SEND_FIRST).payload(connection.piece(unit, 0)).asks()));
    connection.sendNext(
        connection.packet(RawPacket.SEND_LAST).payload(connection.piece(unit, 1)).asks());
    bench.check(connection.status() == 0, "The command in two packets did not end well.");
  }

  private static void sequences(CaseTable table) {
    table
        .shall(
            "IBR-03/again",
            REPEATED,
            "A SEND that comes twice is acknowledged twice",
            bench -> repeated(bench, true))
        .shall(
            "IBR-03/once",
            "IBA 9.7.5.1.4 Duplicate request packets; 9.7.1 Reliability",
            "A SEND that comes twice is carried out once",
            bench -> repeated(bench, false))
        .shall(
            "IBR-03/old",
            REPEATED,
            "A packet of long ago is acknowledged with the newest PSN",
            ResponderCases::longAgo)
        .shall(
            "IBR-04/gap",
            AHEAD,
            "A packet too far ahead is refused with the PSN that is due",
            bench -> {
              RawConnection connection = RawConnection.open(bench);
              int due = connection.nextNumber();
              ahead(connection, 1);
              connection.isRefused(due, RawPacket.SEQUENCE_ERROR);
            })
        .shall(
            "IBR-04/once",
            AHEAD,
            "Further packets ahead are refused silently",
            bench -> {
              RawConnection connection = RawConnection.open(bench);
              int due = connection.nextNumber();
              ahead(connection, 1);
              connection.isRefused(due, RawPacket.SEQUENCE_ERROR);
              ahead(connection, 2);
              connection.isSilent("the second packet ahead", each -> true);
            })
        .shall(
            "IBR-04/heal",
            AHEAD,
            "After the packet that was due all goes on",
            bench -> {
              RawConnection connection = RawConnection.open(bench);
              ahead(connection, 1);
              connection.acknowledgement();
              connection.isAlive();
              ahead(connection, 1);
              connection.isRefused(connection.nextNumber(), RawPacket.SEQUENCE_ERROR);
              connection.isAlive();
            });
  }

  private static void ahead(RawConnection connection, int steps) {
    int number = RawPacket.plus(connection.nextNumber(), steps);
    connection.send(
        RawPacket.of(RawPacket.SEND_ONLY, connection.remoteNumber(), number)
            .payload(connection.testUnitReady())
            .asks());
  }

  private static void repeated(TestBench bench, boolean looksAtAnswer) {
    RawConnection connection = RawConnection.open(bench);
    RawPacket packet =
        connection.packet(RawPacket.SEND_ONLY).payload(connection.testUnitReady()).asks();
    int number = connection.sendNext(packet);
    connection.isAcknowledged(number);
    connection.status();
    connection.send(packet);
    if (looksAtAnswer) {
      connection.isAcknowledged(number);
    } else {
      connection.isSilent("a repeated command", RawPacket::isRequest);
    }
    connection.isAlive();
  }

  private static void longAgo(TestBench bench) {
    RawConnection connection = RawConnection.open(bench);
    connection.isAlive();
    connection.isAcknowledged(connection.sendUnit(connection.testUnitReady()));
    int newest = RawPacket.plus(connection.nextNumber(), -1);
    ahead(connection, -2);
    connection.isAcknowledged(newest);
  }

  private static void dropped(CaseTable table) {
    table
        .shall(
            "IBR-05/partition",
            "IBA 10.9.3 Partition key matching",
            "A packet of another partition is thrown away",
            bench -> thrown(bench, packet -> packet.set(2, 2, 0x8123)))
        .shall(
            "IBR-05/version",
            SILENT,
            "A packet of another version is thrown away",
            bench -> thrown(bench, packet -> packet.set(1, 1, 0x41)))
        .shall(
            "IBR-05/queue-pair",
            SILENT,
            "A packet for a queue pair that is not is thrown away",
            bench -> thrown(bench, packet -> packet.set(5, 3, packet.queuePair() ^ 0x400)))
        .shall(
            "IBR-05/management",
            SILENT,
            "A packet of a reliable connection for queue pair 1 is thrown away",
            bench -> thrown(bench, packet -> packet.set(5, 3, 1)))
        .shall(
            "IBR-05/short",
            SILENT,
            "A packet without its whole header is thrown away",
            bench -> thrown(bench, packet -> packet.set(0, 1, 0x05).cut(12)))
        .shall(
            "IBR-05/stub",
            SILENT,
            "A packet without a base transport header is thrown away",
            bench -> thrown(bench, packet -> packet.cut(8)));
  }

  private static void thrown(TestBench bench, java.util.function.UnaryOperator<RawPacket> change) {
    RawConnection connection = RawConnection.open(bench);
    connection.send(
        change.apply(
            connection.packet(RawPacket.SEND_ONLY).payload(connection.testUnitReady()).asks()));
    connection.isSilent("a packet to be thrown away", each -> true);
    connection.isAlive();
  }

  private static void ghosts(CaseTable table) {
    table
        .shall(
            "IBR-06/acknowledge",
            GHOST,
            "An acknowledgement of nothing is ignored",
            bench -> {
              RawConnection connection = RawConnection.open(bench);
              connection.acknowledge(RawPacket.plus(connection.expected(), 9));
              connection.isAlive();
            })
        .shall(
            "IBR-06/refusal",
            GHOST,
            "A refusal of what was acknowledged is ignored",
            bench -> {
              RawConnection connection = RawConnection.open(bench);
              int done = RawPacket.plus(connection.expected(), -1);
              connection.send(connection.answer(done, RawPacket.NEGATIVE, RawPacket.ACCESS_ERROR));
              connection.isAlive();
            })
        .shall(
            "IBR-06/read",
            GHOST,
            "An answer to a read that nobody asked for is ignored",
            bench -> {
              RawConnection connection = RawConnection.open(bench);
              connection.send(
                  RawPacket.of(
                          RawPacket.READ_ONLY, connection.remoteNumber(), connection.expected())
                      .acknowledges(RawPacket.ACK, 0x1F, 0)
                      .payload(new byte[64]));
              connection.isAlive();
            });
  }
}
