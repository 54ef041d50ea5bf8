// SPDX-License-Identifier: Apache-2.0
package org.quintain.conformance.ib.cases;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.quintain.conformance.bench.CaseTable;
import org.quintain.conformance.bench.ConformanceCase;
import org.quintain.conformance.bench.Need;
import org.quintain.conformance.bench.TestBench;
import org.quintain.conformance.ib.RawConnection;
import org.quintain.conformance.ib.RawPacket;
import org.quintain.conformance.ib.RawSetup;

/** IBQ, first part: what the target sends and writes, and what it makes of our answers. */
public final class RequesterCases {
  private static final String NUMBERS = "IBA 9.7.3.1 Requester: generating PSN";
  private static final String PIECES = "IBA 9.7.3.2.1 Requester generation of opcodes";
  private static final String WRITE = "IBA 9.4.3 RDMA WRITE operation; 9.3.3 RDMA extended header";
  private static final String TIMEOUT = "IBA 9.7.6.1.3 Detecting lost acknowledge messages";
  private static final String MISSED = "IBA 9.7.5.2.1 PSN sequence error NAK; 9.7.6.1 Retry";
  private static final String NOT_READY = "IBA 9.7.5.2.8 RNR NAK";
  private static final String FATAL = "IBA 9.9.2.4 Requester side error behavior";
  private static final long ADDRESS = 0x1122_3344_5566_0000L;
  private static final int KEY = 0x0BAD_CAFE;

  /** Code of the time that we ask the target to wait: 10.24 ms (IBA table 45). */
  private static final int WAIT_CODE = 20;

  private static final long WAIT_NS = 10_240_000;

  private RequesterCases() {}

  /** The table. */
  public static List<ConformanceCase> all() {
    CaseTable table = new CaseTable(Need.PACKETS);
    form(table);
    messages(table);
    retries(table);
    notReady(table);
    fatal(table);
    return table.list();
  }

  private static void form(CaseTable table) {
    table
        .shall(
            "IBQ-01/start",
            NUMBERS,
            "The first packet has the PSN that the request told of",
            bench -> {
              RawConnection connection = fresh(bench, new RawSetup());
              connection.sendUnit(connection.testUnitReady());
              RawPacket first = connection.request();
              bench.check(
                  first.number() == connection.firstExpected(),
                  "The first packet has PSN " + first.number() + ".");
            })
        .shall(
            "IBQ-01/numbers",
            NUMBERS,
            "Packets have successive PSNs",
            bench -> {
              List<RawPacket> packets = read(bench, new RawSetup());
              for (int index = 1; index < packets.size(); index++) {
                int due = RawPacket.plus(packets.get(index - 1).number(), 1);
                bench.check(packets.get(index).number() == due, "A PSN was skipped or repeated.");
              }
            })
        .shall(
            "IBQ-01/pieces",
            PIECES,
            "Every packet but the last has the path MTU",
            RequesterCases::fullPieces)
        .shall(
            "IBQ-01/opcodes",
            PIECES,
            "A message is First, Middle and Last, or Only",
            RequesterCases::opcodes)
        .shall(
            "IBQ-01/header",
            "IBA 9.2 Base transport header",
            "Requests have version 0, nothing reserved, our queue pair and partition",
            bench -> {
              for (RawPacket each : read(bench, new RawSetup())) {
                bench.check(
                    each.version() == 0 && each.reserved() == 0 && each.partition() == 0xFFFF,
                    "The header of " + each + " is wrong.");
              }
            });
  }

  private static void messages(CaseTable table) {
    table
        .shall(
            "IBQ-02/extended",
            WRITE,
            "A write's first packet tells address, key and length",
            RequesterCases::extended)
        .shall(
            "IBQ-02/large",
            PIECES,
            "With path MTU 4096 a block is written in one packet",
            bench -> {
              List<RawPacket> packets = read(bench, new RawSetup().mtuCode(5));
              bench.check(
                  packets.get(0).opcode() == RawPacket.WRITE_ONLY,
                  "A block was written by " + packets.get(0) + ".");
            })
        .shall(
            "IBQ-02/order",
            "IBA 9.5 Transaction ordering",
            "The response comes behind the data that it speaks of",
            bench -> {
              List<RawPacket> packets = read(bench, new RawSetup());
              bench.check(
                  packets.get(packets.size() - 1).isSend()
                      && packets.stream().filter(RawPacket::isWrite).count() == packets.size() - 1L,
                  "The response did not come last.");
            })
        .shall(
            "IBQ-02/asks",
            "IBA 9.7.3.2.2 AckReq",
            "The last packet asks for an answer",
            bench -> {
              List<RawPacket> packets = read(bench, new RawSetup());
              bench.check(packets.get(packets.size() - 1).isAsking(), "Nothing was asked for.");
            });
  }

  /** A connection on which the target has sent nothing yet. */
  private static RawConnection fresh(TestBench bench, RawSetup setup) {
    RawConnection connection =
        RawConnection.requested(bench, org.quintain.conformance.ib.RawPort.open(bench), setup);
    connection.port().send(connection.port().message(org.quintain.conformance.ib.RawDatagram.RTU));
    return connection;
  }

  private static List<RawPacket> read(TestBench bench, RawSetup setup) {
    RawConnection connection = RawConnection.open(bench, setup);
    int bytes = connection.blockBytes();
    connection.sendUnit(connection.command(connection.transfer(false), false, ADDRESS, KEY, bytes));
    List<RawPacket> packets = new ArrayList<>();
    do {
      packets.add(connection.request());
    } while (!packets.get(packets.size() - 1).isSend());
    return packets;
  }

  private static void fullPieces(TestBench bench) {
    List<RawPacket> packets = read(bench, new RawSetup());
    int left = bench.facts().blockBytes();
    for (RawPacket each : packets) {
      if (each.isWrite()) {
        bench.check(
            each.payload().length == Math.min(left, 256),
            "A packet has " + each.payload().length + " bytes, " + left + " were left.");
        left -= each.payload().length;
      }
    }
    bench.check(left == 0, left + " bytes were not written.");
  }

  private static void opcodes(TestBench bench) {
    List<RawPacket> writes =
        read(bench, new RawSetup()).stream().filter(RawPacket::isWrite).toList();
    for (int index = 0; index < writes.size(); index++) {
      int due =
          index == 0
              ? RawPacket.WRITE_FIRST
              : index == writes.size() - 1 ? RawPacket.WRITE_LAST : RawPacket.WRITE_MIDDLE;
      bench.check(writes.get(index).opcode() == due, "Not in place: " + writes.get(index) + ".");
    }
  }

  private static void extended(TestBench bench) {
    RawPacket first = read(bench, new RawSetup()).get(0);
    bench.check(
        first.address() == ADDRESS
            && first.key() == KEY
            && first.length() == bench.facts().blockBytes(),
        "The RDMA extended header of " + first + " is wrong.");
  }

  // Retries.

  private static void retries(CaseTable table) {
    table
        .shall(
            "IBQ-03/again",
            TIMEOUT,
            "What is not acknowledged comes again, the same",
            RequesterCases::comesAgain)
        .shall(
            "IBQ-03/count",
            TIMEOUT,
            "It comes as often as was agreed, then no more",
            RequesterCases::comesNoMore)
        .shall(
            "IBQ-03/heal",
            TIMEOUT,
            "Acknowledged late, all goes on",
            bench -> {
              RawConnection connection = unanswered(bench);
              RawPacket first = connection.request();
              connection.request();
              connection.taken(1);
              connection.acknowledge(first.number());
              connection.isAlive();
            })
        .shall(
            "IBQ-04/missed",
            MISSED,
            "After a sequence error it goes on from the PSN refused",
            RequesterCases::goesOnFrom)
        .shall(
            "IBQ-04/acknowledges",
            "IBA 9.7.5.1.2 Coalesced acknowledge messages",
            "What lies before the PSN refused does not come again",
            RequesterCases::restOnly);
  }

  private static RawConnection unanswered(TestBench bench) {
    return unanswered(bench, new RawSetup());
  }

  private static RawConnection unanswered(TestBench bench, RawSetup setup) {
    RawConnection connection = RawConnection.open(bench, setup).acknowledging(false);
    connection.sendUnit(connection.testUnitReady());
    return connection;
  }

  private static void comesAgain(TestBench bench) {
    RawConnection connection = unanswered(bench);
    RawPacket first = connection.request();
    RawPacket second = connection.request();
    bench.check(
        first.number() == second.number() && Arrays.equals(first.payload(), second.payload()),
        "After " + first + " came " + second + ".");
  }

  private static void comesNoMore(TestBench bench) {
    RawConnection connection = unanswered(bench, new RawSetup().impatient());
    int times = 0;
    while (times < 10 && connection.poll(RawPacket::isRequest, RawConnection.SILENCE_NS) != null) {
      times++;
    }
    bench.check(times == 3, "With two retries a packet came " + times + " times.");
  }

  private static List<RawPacket> blockOf(RawConnection connection) {
    connection.sendUnit(
        connection.command(
            connection.transfer(false), false, ADDRESS, KEY, connection.blockBytes()));
    List<RawPacket> packets = new ArrayList<>();
    do {
      packets.add(connection.request());
    } while (!packets.get(packets.size() - 1).isSend());
    return packets;
  }

  private static void goesOnFrom(TestBench bench) {
    RawConnection connection = RawConnection.open(bench).acknowledging(false);
    List<RawPacket> packets = blockOf(connection);
    int from = packets.get(1).number();
    connection.send(connection.answer(from, RawPacket.NEGATIVE, RawPacket.SEQUENCE_ERROR));
    RawPacket again = connection.request();
    bench.check(
        again.number() == from && Arrays.equals(again.payload(), packets.get(1).payload()),
        "After a sequence error at PSN " + from + " came " + again + ".");
  }

  private static void restOnly(TestBench bench) {
    RawConnection connection = RawConnection.open(bench).acknowledging(false);
    List<RawPacket> packets = blockOf(connection);
    RawPacket first = packets.get(0);
    connection.acknowledge(first.number());
    RawPacket again = connection.request();
    bench.check(
        again.number() == packets.get(1).number(),
        "After an acknowledgement of PSN " + first.number() + " came " + again + ".");
  }

  // Not ready.

  private static void notReady(CaseTable table) {
    table
        .shall(
            "IBQ-05/again",
            NOT_READY,
            "What found no receive comes again",
            bench -> {
              RawConnection connection = unanswered(bench);
              RawPacket first = connection.request();
              refuse(connection, first);
              RawPacket second = connection.request();
              bench.check(
                  second.number() == first.number(), "After " + first + " came " + second + ".");
              connection.taken(1);
              connection.acknowledge(first.number());
              connection.isAlive();
            })
        .shall(
            "IBQ-05/wait",
            NOT_READY,
            "It does not come before the time that was asked for",
            bench -> {
              RawConnection connection = unanswered(bench);
              RawPacket first = connection.request();
              long beganNs = bench.world().nowNs();
              refuse(connection, first);
              connection.request();
              long waitedNs = bench.world().nowNs() - beganNs;
              bench.check(waitedNs >= WAIT_NS, "It came again after " + waitedNs + " ns.");
            })
        .shall(
            "IBQ-05/count",
            NOT_READY,
            "It comes as often as was agreed, then no more",
            RequesterCases::notReadyForLong);
  }

  private static void refuse(RawConnection connection, RawPacket packet) {
    connection.send(connection.answer(packet.number(), RawPacket.NOT_READY, WAIT_CODE));
  }

  private static void notReadyForLong(TestBench bench) {
    RawConnection connection = unanswered(bench);
    int times = 0;
    @Nullable RawPacket packet = connection.request();
    while (packet != null && times < 20) {
      times++;
      refuse(connection, packet);
      packet = connection.poll(RawPacket::isRequest, RawConnection.SILENCE_NS);
    }
    bench.check(times == 4, "With three retries a packet came " + times + " times.");
  }

  // Errors.

  private static void fatal(CaseTable table) {
    for (int code = RawPacket.INVALID_REQUEST; code <= RawPacket.OPERATIONAL_ERROR; code++) {
      int what = code;
      String name = List.of("invalid", "access", "operational").get(code - 1);
      table.shall(
          "IBQ-06/" + name,
          FATAL,
          "After a negative acknowledgement of code " + code + " nothing is sent any more",
          bench -> broken(bench, what));
    }
    table.shall(
        "IBQ-06/new",
        FATAL,
        "After it a new connection serves as ever",
        bench -> {
          broken(bench, RawPacket.ACCESS_ERROR);
          RawConnection.open(bench).isAlive();
        });
  }

  private static void broken(TestBench bench, int code) {
    RawConnection connection = unanswered(bench);
    RawPacket first = connection.request();
    connection.send(connection.answer(first.number(), RawPacket.NEGATIVE, code));
    connection.isSilent("a refusal for good", RawPacket::isRequest);
    connection.isDead();
  }
}
