// SPDX-License-Identifier: Apache-2.0
package org.quintain.conformance.ib.cases;

import java.util.List;
import org.quintain.conformance.bench.CaseTable;
import org.quintain.conformance.bench.ConformanceCase;
import org.quintain.conformance.bench.Need;
import org.quintain.conformance.bench.TestBench;
import org.quintain.conformance.ib.RawConnection;
import org.quintain.conformance.ib.RawPacket;

/** IBR, second part: requests that cannot be served. */
public final class RefusalCases {
  private static final String ORDER = "IBA 9.7.4.1.3 Responder opcode sequence check";
  private static final String OPCODE = "IBA 9.7.4.1.4 Responder opcode validation";
  private static final String LENGTH = "IBA 9.7.4.1.6 Responder length validation";
  private static final String ACCESS = "IBA 9.7.4.1.5 Responder R_Key validation";
  private static final String BROKEN = "IBA 9.9.3 Responder side behavior, class C faults";
  private static final int NOBODYS_KEY = 0x7FFF_FFF1;

  private RefusalCases() {}

  /** The table. */
  public static List<ConformanceCase> all() {
    CaseTable table = new CaseTable(Need.PACKETS);
    order(table);
    lengths(table);
    access(table);
    return table.list();
  }

  private static void order(CaseTable table) {
    table
        .shall(
            "IBR-07/reserved",
            OPCODE,
            "A reserved operation code is an invalid request",
            bench -> refused(bench, RawPacket.RESERVED, 0))
        .shall(
            "IBR-07/middle",
            ORDER,
            "A SEND Middle without a First is an invalid request",
            bench -> refused(bench, RawPacket.SEND_MIDDLE, 256))
        .shall(
            "IBR-07/last",
            ORDER,
            "A SEND Last without a First is an invalid request",
            bench -> refused(bench, RawPacket.SEND_LAST, 48))
        .shall(
            "IBR-07/write-middle",
            ORDER,
            "An RDMA WRITE Middle without a First is refused",
            bench -> refused(bench, RawPacket.WRITE_MIDDLE, 256))
        .shall(
            "IBR-07/twice",
            ORDER,
            "A First within a message is an invalid request",
            bench -> withinMessage(bench, RawPacket.SEND_FIRST, 256))
        .shall(
            "IBR-07/only",
            ORDER,
            "An Only within a message is an invalid request",
            bench -> withinMessage(bench, RawPacket.SEND_ONLY, 48))
        .shall(
            "IBR-07/other",
            ORDER,
            "A packet of another operation within a message is refused",
            bench -> withinMessage(bench, RawPacket.WRITE_LAST, 48));
  }

  private static void refused(TestBench bench, int opcode, int bytes) {
    RawConnection connection = RawConnection.open(bench);
    int number = connection.sendNext(connection.packet(opcode).payload(new byte[bytes]).asks());
    connection.isRefused(number, RawPacket.INVALID_REQUEST);
    connection.isDead();
  }

  private static void withinMessage(TestBench bench, int opcode, int bytes) {
    RawConnection connection = RawConnection.open(bench);
    connection.sendNext(
        connection.packet(RawPacket.SEND_FIRST).payload(new byte[connection.mtuBytes()]));
    int number = connection.sendNext(connection.packet(opcode).payload(new byte[bytes]).asks());
    connection.isRefused(number, RawPacket.INVALID_REQUEST);
  }

  private static void lengths(CaseTable table) {
    table
        .shall(
            "IBR-08/first",
            LENGTH,
            "A First shorter than the path MTU is an invalid request",
            bench -> refused(bench, RawPacket.SEND_FIRST, 252))
        .shall(
            "IBR-08/only",
            LENGTH,
            "An Only longer than the path MTU is an invalid request",
            bench -> refused(bench, RawPacket.SEND_ONLY, 260))
        .shall(
            "IBR-08/last",
            LENGTH,
            "A Last without payload is an invalid request",
            bench -> withinMessage(bench, RawPacket.SEND_LAST, 0))
        .shall(
            "IBR-08/middle",
            LENGTH,
            "A Middle shorter than the path MTU is refused",
            bench -> withinMessage(bench, RawPacket.SEND_MIDDLE, 128))
        .shall(
            "IBR-08/receive",
            "IBA 9.7.5.2.2 Invalid request NAK",
            "A SEND longer than the receive is an invalid request",
            RefusalCases::tooLong);
  }

  private static void tooLong(TestBench bench) {
    RawConnection connection = RawConnection.open(bench);
    byte[] full = new byte[connection.mtuBytes()];
    connection.sendNext(connection.packet(RawPacket.SEND_FIRST).payload(full));
    int most = 2 + (1 << 16) / full.length;
    RawPacket answer = null;
    for (int count = 0; count < most && answer == null; count++) {
      connection.sendNext(connection.packet(RawPacket.SEND_MIDDLE).payload(full).asks());
      RawPacket said = connection.acknowledgement();
      answer = said.kind() == RawPacket.ACK ? null : said;
    }
    bench.check(
        answer != null
            && answer.kind() == RawPacket.NEGATIVE
            && answer.value() == RawPacket.INVALID_REQUEST,
        "A message of " + most * full.length + " bytes was answered by " + answer + ".");
  }

  private static void access(CaseTable table) {
    table
        .shall(
            "IBR-09/write",
            ACCESS,
            "An RDMA WRITE with nobody's key is an access error",
            bench -> noAccess(bench, RawPacket.WRITE_ONLY))
        .shall(
            "IBR-09/read",
            ACCESS,
            "An RDMA READ with nobody's key is an access error",
            bench -> noAccess(bench, RawPacket.READ_REQUEST))
        .shall(
            "IBR-09/write-nothing",
            ACCESS,
            "An RDMA WRITE of no bytes needs no key",
            bench -> {
              RawConnection connection = RawConnection.open(bench);
              connection.isAcknowledged(
                  connection.sendNext(
                      connection.packet(RawPacket.WRITE_ONLY).rdma(0, 0, 0).asks()));
              connection.isAlive();
            })
        .shall(
            "IBR-09/read-nothing",
            ACCESS,
            "An RDMA READ of no bytes needs no key",
            RefusalCases::readsNothing)
        .shall(
            "IBR-09/length",
            LENGTH,
            "An RDMA WRITE of another length than it says is refused",
            RefusalCases::wrongLength)
        .shall(
            "IBR-09/new",
            BROKEN,
            "After a refusal a new connection serves as ever",
            bench -> {
              noAccess(bench, RawPacket.WRITE_ONLY);
              RawConnection.open(bench).isAlive();
            });
  }

  private static void noAccess(TestBench bench, int opcode) {
    RawConnection connection = RawConnection.open(bench);
    RawPacket packet = connection.packet(opcode).rdma(0x10_0000_0000L, NOBODYS_KEY, 64);
    byte[] payload = new byte[opcode == RawPacket.READ_REQUEST ? 0 : 64];
    int number = connection.sendNext(packet.payload(payload).asks());
    connection.isRefused(number, RawPacket.ACCESS_ERROR);
    connection.isDead();
  }

  private static void readsNothing(TestBench bench) {
    RawConnection connection = RawConnection.open(bench);
    int number =
        connection.sendNext(connection.packet(RawPacket.READ_REQUEST).rdma(0, 0, 0).asks());
    RawPacket answer =
        connection.next("answer to a read", each -> each.opcode() == RawPacket.READ_ONLY);
    bench.check(
        answer.number() == number && answer.payload().length == 0,
        "A read of no bytes was answered by " + answer + ".");
    connection.isAlive();
  }

  private static void wrongLength(TestBench bench) {
    RawConnection connection = RawConnection.open(bench);
    RawPacket packet =
        connection.packet(RawPacket.WRITE_ONLY).rdma(0x10_0000_0000L, NOBODYS_KEY, 32);
    connection.sendNext(packet.payload(new byte[64]).asks());
    RawPacket answer = connection.acknowledgement();
    bench.check(
        answer.kind() == RawPacket.NEGATIVE
            && (answer.value() == RawPacket.INVALID_REQUEST
                || answer.value() == RawPacket.ACCESS_ERROR),
        "A write of another length than it says was answered by " + answer + ".");
  }
}
