// SPDX-License-Identifier: Apache-2.0
package org.quintain.conformance.ib.cases;

import java.util.Arrays;
import java.util.List;
import org.quintain.conformance.bench.CaseTable;
import org.quintain.conformance.bench.ConformanceCase;
import org.quintain.conformance.bench.Need;
import org.quintain.conformance.bench.TestBench;
import org.quintain.conformance.ib.RawConnection;
import org.quintain.conformance.ib.RawPacket;

/** IBQ, second part: what the target reads. */
public final class ReadCases {
  private static final String READ = "IBA 9.4.4 RDMA READ operation; 9.3.3 RDMA extended header";
  private static final String NUMBERS = "IBA 9.7.3.1 Requester: generating PSN";
  private static final String LOST = "IBA 9.7.6.1.3 Detecting lost acknowledge messages";
  private static final String ANSWERS = "IBA 9.7.6.3 Requester: validating RDMA READ responses";
  private static final long ADDRESS = 0x1122_3344_5566_0000L;
  private static final int KEY = 0x0BAD_CAFE;

  private ReadCases() {}

  /** The table. */
  public static List<ConformanceCase> all() {
    return new CaseTable(Need.PACKETS)
        .destructive(
            "IBQ-07/extended", READ, "A read tells address, key and length", ReadCases::extended)
        .destructive(
            "IBQ-07/data",
            READ,
            "What is answered in several packets is what is written",
            bench -> {
              Written written = Written.begin(bench);
              written.answer(written.request, 0);
              written.isDone();
            })
        .destructive(
            "IBQ-07/numbers",
            NUMBERS,
            "A read takes as many PSNs as it has answers",
            ReadCases::numbers)
        .destructive(
            "IBQ-08/lost",
            LOST,
            "A read that is not answered is asked for again",
            ReadCases::askedAgain)
        .destructive(
            "IBQ-08/rest",
            LOST,
            "A read that is answered in part is asked for again",
            ReadCases::partLost)
        .destructive(
            "IBQ-08/gap",
            ANSWERS,
            "Answers behind one that is missing are not taken",
            ReadCases::gap)
        .destructive(
            "IBQ-08/twice",
            ANSWERS,
            "Answers that come twice do no harm",
            bench -> {
              Written written = Written.begin(bench);
              written.answer(written.request, 0);
              written.resend();
              written.isDone();
            })
        .destructive(
            "IBQ-08/refused",
            "IBA 9.9.2.4 Requester side error behavior",
            "A read that is refused for good ends the queue pair",
            bench -> {
              Written written = Written.begin(bench);
              written.connection.send(
                  written.connection.answer(
                      written.request.number(), RawPacket.NEGATIVE, RawPacket.ACCESS_ERROR));
              written.connection.isSilent("a refused read", RawPacket::isRequest);
              written.connection.isDead();
            })
        .list();
  }

  /** A WRITE(10) of one block whose read has come. */
  private static final class Written {
    final TestBench bench;
    final RawConnection connection;
    final byte[] data;
    final int packets;
    RawPacket request;

    private Written(TestBench bench, RawConnection connection) {
      this.bench = bench;
      this.connection = connection;
      data = connection.pattern(connection.blockBytes());
      packets = (data.length + connection.mtuBytes() - 1) / connection.mtuBytes();
      connection.sendUnit(
          connection.command(connection.transfer(true), true, ADDRESS, KEY, data.length));
      request = nextRequest();
    }

    static Written begin(TestBench bench) {
      RawConnection connection = RawConnection.open(bench);
      bench.require(connection.blockBytes() <= 1024, "A block is longer than one read may be.");
      return new Written(bench, connection);
    }

    RawPacket nextRequest() {
      return connection.next("read request", each -> each.opcode() == RawPacket.READ_REQUEST);
    }

    /** Answers {@code asked}, which may be for a rest, leaving out the first {@code skipped}. */
    void answer(RawPacket asked, int skipped) {
      int done = (int) (asked.address() - ADDRESS) / connection.mtuBytes();
      for (int index = done + skipped; index < packets; index++) {
        send(asked, done, index, packets);
      }
    }

    void send(RawPacket asked, int from, int index, int end) {
      boolean isFirst = index == from;
      boolean isLast = index == end - 1;
      int opcode =
          isFirst
              ? isLast ? RawPacket.READ_ONLY : RawPacket.READ_FIRST
              : isLast ? RawPacket.READ_LAST : RawPacket.READ_MIDDLE;
      RawPacket packet =
          RawPacket.of(
              opcode, connection.remoteNumber(), RawPacket.plus(asked.number(), index - from));
      if (isFirst || isLast) {
        packet.acknowledges(RawPacket.ACK, 0x1F, 1);
      }
      connection.send(packet.payload(connection.piece(data, index)));
    }

    void resend() {
      answer(request, 0);
    }

    /** The write ends well, and the block has the data. */
    void isDone() {
      connection.taken(packets);
      bench.check(connection.status() == 0, "WRITE(10) did not end well.");
      int bytes = connection.blockBytes();
      connection.sendUnit(
          connection.command(connection.transfer(false), false, ADDRESS, KEY, bytes));
      byte[] came = new byte[bytes];
      int at = 0;
      while (at < bytes) {
        RawPacket packet = connection.next("data", RawPacket::isWrite);
        byte[] piece = packet.payload();
        System.arraycopy(piece, 0, came, at, Math.min(piece.length, bytes - at));
        at += Math.max(1, piece.length);
      }
      bench.check(Arrays.equals(came, data), "Another block was written than was answered.");
      connection.status();
    }
  }

  private static void extended(TestBench bench) {
    Written written = Written.begin(bench);
    RawPacket request = written.request;
    bench.check(
        request.address() == ADDRESS
            && request.key() == KEY
            && request.length() == written.data.length
            && request.payload().length == 0,
        "The read request " + request + " is wrong.");
    written.answer(request, 0);
    written.isDone();
  }

  private static void numbers(TestBench bench) {
    Written written = Written.begin(bench);
    written.connection.acknowledging(false);
    written.answer(written.request, 0);
    RawPacket response = written.connection.next("response", RawPacket::isSend);
    int due = RawPacket.plus(written.request.number(), written.packets);
    bench.check(
        response.number() == due,
        "Behind a read of " + written.packets + " packets came " + response + ".");
  }

  private static void askedAgain(TestBench bench) {
    Written written = Written.begin(bench);
    RawPacket again = written.nextRequest();
    bench.check(
        again.number() == written.request.number() && again.address() == ADDRESS,
        "After " + written.request + " came " + again + ".");
    written.answer(again, 0);
    written.isDone();
  }

  private static void partLost(TestBench bench) {
    Written written = Written.begin(bench);
    bench.require(written.packets > 1, "A block is answered in one packet.");
    written.send(written.request, 0, 0, written.packets);
    RawPacket again = written.nextRequest();
    int done = (int) (again.address() - ADDRESS) / written.connection.mtuBytes();
    bench.check(
        again.number() == RawPacket.plus(written.request.number(), done)
            && again.length() == written.data.length - done * written.connection.mtuBytes(),
        "After a part of " + written.request + " came " + again + ".");
    written.answer(again, 0);
    written.isDone();
  }

  private static void gap(TestBench bench) {
    Written written = Written.begin(bench);
    bench.require(written.packets > 1, "A block is answered in one packet.");
    written.answer(written.request, 1);
    RawPacket again = written.nextRequest();
    bench.check(
        again.number() == written.request.number(),
        "After answers without their first came " + again + ".");
    written.answer(again, 0);
    written.isDone();
  }
}
