// SPDX-License-Identifier: Apache-2.0
package org.quintain.conformance.ib.cases;

import java.util.List;
import java.util.function.UnaryOperator;
import org.quintain.conformance.bench.CaseTable;
import org.quintain.conformance.bench.ConformanceCase;
import org.quintain.conformance.bench.Need;
import org.quintain.conformance.bench.TestBench;
import org.quintain.conformance.ib.RawConnection;
import org.quintain.conformance.ib.RawDatagram;
import org.quintain.conformance.ib.RawPacket;
import org.quintain.conformance.ib.RawPort;
import org.quintain.conformance.ib.RawSetup;

/** IBM: communication management from request to the end. */
public final class CommunicationCases {
  private static final String REPLY = "IBA 12.6.8 REP Reply to request for communication";
  private static final String REJECT = "IBA 12.6.7 REJ Reject";
  private static final String ESTABLISH = "IBA 12.9.7.2 Passive states";
  private static final String RELEASE = "IBA 12.6.10 DREQ; 12.6.11 DREP; 12.9.8 Release";
  private static final String DATAGRAM = "IBA 13.4.2 Management datagram format";

  private CommunicationCases() {}

  /** The table. */
  public static List<ConformanceCase> all() {
    CaseTable table = new CaseTable(Need.PACKETS);
    requests(table);
    rejections(table);
    ends(table);
    return table.list();
  }

  private static void requests(CaseTable table) {
    table
        .shall(
            "IBM-01/form",
            REPLY,
            "A reply names both sides, and a queue pair that is new",
            bench -> {
              RawPort port = RawPort.open(bench);
              port.send(port.request(new RawSetup()));
              RawDatagram reply = port.datagram(RawDatagram.REP);
              bench.check(
                  reply.get(0, 4) != 0
                      && reply.get(12, 3) > 1
                      && reply.transaction() == port.message(RawDatagram.REQ).transaction(),
                  "Identifier, queue pair or transaction of the reply are wrong.");
              port.theirs((int) reply.get(0, 4));
            })
        .shall(
            "IBM-01/depth",
            REPLY,
            "Of reads the target starts no more than we take",
            bench -> {
              RawPort port = RawPort.open(bench);
              port.send(port.request(new RawSetup().readsTaken(2)));
              RawDatagram reply = port.datagram(RawDatagram.REP);
              bench.check(reply.get(25, 1) <= 2, "It starts " + reply.get(25, 1) + " reads.");
              port.theirs((int) reply.get(0, 4));
            })
        .shall(
            "IBM-01/again",
            ESTABLISH,
            "The reply comes again until it is answered",
            bench -> {
              RawPort port = RawPort.open(bench);
              port.send(port.request(new RawSetup()));
              RawDatagram first = port.datagram(RawDatagram.REP);
              RawDatagram second = port.datagram(RawDatagram.REP);
              bench.check(
                  first.get(0, 4) == second.get(0, 4) && first.get(12, 3) == second.get(12, 3),
                  "The second reply is another one.");
              port.theirs((int) first.get(0, 4));
            })
        .shall(
            "IBM-01/twice",
            ESTABLISH,
            "A request that comes twice makes one connection",
            CommunicationCases::requestedTwice)
        .shall(
            "IBM-02/message",
            ESTABLISH,
            "A message is as good as RTU",
            bench -> {
              RawPort port = RawPort.open(bench);
              RawConnection connection = RawConnection.requested(bench, port, new RawSetup());
              connection.sendUnit(connection.testUnitReady());
              connection.status();
              connection.isAlive();
            })
        .shall(
            "IBM-02/ready",
            ESTABLISH,
            "RTU that comes twice does no harm",
            bench -> {
              RawConnection connection = RawConnection.open(bench);
              connection.port().send(connection.port().message(RawDatagram.RTU));
              connection.isAlive();
            });
  }

  private static void requestedTwice(TestBench bench) {
    RawPort port = RawPort.open(bench);
    RawDatagram request = port.request(new RawSetup());
    port.send(request);
    RawDatagram first = port.datagram(RawDatagram.REP);
    port.send(request);
    RawDatagram second = port.datagram(RawDatagram.REP);
    bench.check(
        first.get(12, 3) == second.get(12, 3), "A request repeated made another queue pair.");
    port.theirs((int) first.get(0, 4));
  }

  private static void rejections(CaseTable table) {
    table
        .shall(
            "IBM-03/service",
            REJECT,
            "Who listens to nothing rejects with reason 8",
            bench -> rejected(bench, 8, request -> request.set(8, 8, 0x00DD_0000_0000_0001L)))
        .shall(
            "IBM-03/transport",
            REJECT,
            "A transport that is not served is rejected",
            bench -> rejected(bench, 9, request -> request.set(43, 1, 20 << 3 | 2)))
        .shall(
            "IBM-03/mtu",
            REJECT,
            "A path MTU that is none is rejected with reason 26",
            bench -> rejected(bench, 26, request -> request.set(50, 1, 0x73)))
        .shall(
            "IBM-04/class",
            DATAGRAM,
            "A datagram of another class is not answered",
            bench -> unheard(bench, request -> request.header(1, 0x33)))
        .shall(
            "IBM-04/base",
            DATAGRAM,
            "A datagram of another base version is not answered",
            bench -> unheard(bench, request -> request.header(0, 9)))
        .shall(
            "IBM-04/key",
            "IBA 10.2.5 Q_Keys",
            "A datagram with another Q_Key is thrown away",
            CommunicationCases::wrongKey);
  }

  private static void rejected(TestBench bench, int reason, UnaryOperator<RawDatagram> change) {
    RawPort port = RawPort.open(bench);
    port.send(change.apply(port.request(new RawSetup())));
    RawDatagram rejection = port.datagram(RawDatagram.REJ);
    bench.check(
        rejection.get(10, 2) == reason,
        "The reason is " + rejection.get(10, 2) + " and not " + reason + ".");
    bench.check(rejection.get(8, 1) >> 6 == 0, "The rejection is not of a request.");
  }

  private static void unheard(TestBench bench, UnaryOperator<RawDatagram> change) {
    RawPort port = RawPort.open(bench);
    port.send(change.apply(port.request(new RawSetup())));
    port.hearsNo(RawDatagram.REP, "a datagram to be thrown away");
    RawConnection.open(bench).isAlive();
  }

  private static void wrongKey(TestBench bench) {
    RawPort port = RawPort.open(bench);
    RawPacket packet = port.request(new RawSetup()).packet(0).set(12, 4, 0x8001_0001L);
    port.send(packet);
    port.hearsNo(RawDatagram.REP, "a datagram with another key");
  }

  private static void ends(CaseTable table) {
    table
        .shall(
            "IBM-05/release",
            RELEASE,
            "A request to disconnect is answered",
            bench -> {
              RawConnection connection = RawConnection.open(bench);
              leave(connection);
              connection.port().datagram(RawDatagram.DREP);
            })
        .shall(
            "IBM-05/again",
            RELEASE,
            "A request to disconnect repeated is answered",
            bench -> {
              RawConnection connection = RawConnection.open(bench);
              leave(connection);
              connection.port().datagram(RawDatagram.DREP);
              leave(connection);
              connection.port().datagram(RawDatagram.DREP);
            })
        .shall(
            "IBM-05/dead",
            RELEASE,
            "After it the queue pair takes nothing",
            bench -> {
              RawConnection connection = RawConnection.open(bench);
              leave(connection);
              connection.port().datagram(RawDatagram.DREP);
              connection.isDead();
            })
        .shall(
            "IBM-05/wrong",
            RELEASE,
            "One that names another queue pair ends nothing",
            bench -> {
              RawConnection connection = RawConnection.open(bench);
              connection
                  .port()
                  .send(
                      connection
                          .port()
                          .message(RawDatagram.DREQ)
                          .set(8, 3, 0xFFFFFF & (connection.remoteNumber() + 1)));
              connection.isAlive();
            })
        .shall(
            "IBM-05/new",
            RELEASE,
            "After it a new connection is served",
            bench -> {
              RawConnection connection = RawConnection.open(bench);
              leave(connection);
              connection.port().datagram(RawDatagram.DREP);
              RawConnection.open(bench).isAlive();
            });
  }

  private static void leave(RawConnection connection) {
    connection
        .port()
        .send(connection.port().message(RawDatagram.DREQ).set(8, 3, connection.remoteNumber()));
  }
}
