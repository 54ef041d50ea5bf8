// SPDX-License-Identifier: Apache-2.0
package org.quintain.conformance.fc.cases;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.quintain.conformance.bench.CaseTable;
import org.quintain.conformance.bench.ConformanceCase;
import org.quintain.conformance.bench.Need;
import org.quintain.conformance.bench.TestBench;
import org.quintain.conformance.fc.FcpResponse;
import org.quintain.conformance.fc.FcpTask;
import org.quintain.conformance.fc.LinkReply;
import org.quintain.conformance.fc.RawExchange;
import org.quintain.conformance.fc.RawFrame;
import org.quintain.conformance.fc.RawNexus;
import org.quintain.conformance.fc.RawUnit;
import org.quintain.conformance.scsi.Cdb;

/** FER, third part: frames of a write that get lost, come twice or in another order. */
public final class LostFrameCases {
  private static final String SEQUENCES = "FCP-4 12.4 Sequence level error recovery";
  private static final String EXCHANGES = "FCP-4 12.3 Exchange level recovery using recovery abort";
  private static final String DETECTION = "FCP-4 12.2 FCP error detection";
  private static final long BEYOND_E_D_TOV_NS = 3_000_000_000L;

  /** RR_TOV and more: how long a target keeps what nobody asks for (FCP-4 11). */
  private static final long RESOURCES_NS = 30_000_000_000L;

  private static final long COMPLETE = 1 << 29;
  private static final int PIECE = 512;

  private LostFrameCases() {}

  /** The table. */
  public static List<ConformanceCase> all() {
    CaseTable table = new CaseTable(Need.FRAMES);
    String[] words = {"first", "middle", "last"};
    for (int which = 0; which < words.length; which++) {
      int lost = which;
      table
          .destructive(
              "FER-10/retry-" + words[which],
              SEQUENCES,
              "With retry, a write whose "
                  + words[which]
                  + " data frame is lost is made whole by REC and SRR",
              bench -> recovered(bench, lost))
          .destructive(
              "FER-10/plain-" + words[which],
              EXCHANGES,
              "Without retry, a write whose "
                  + words[which]
                  + " data frame is lost does not end well, and is aborted",
              bench -> abandoned(bench, lost));
    }
    recovery(table);
    waits(table);
    disorder(table);
    return table.list();
  }

  private static void recovery(CaseTable table) {
    table
        .shall(
            "FER-10/command",
            SEQUENCES,
            "REC of a command that never came is rejected, and the command is then carried out once",
            bench -> {
              RawNexus nexus = RawNexus.recovering(bench);
              RawExchange exchange = nexus.exchange(RawFrame.TYPE_FCP);
              nexus.readExchange(exchange.id(), RawFrame.NO_ID).rejected().explained(0x17);
              nexus.isAlive();
            })
        .destructive(
            "FER-10/ready",
            SEQUENCES,
            "With retry, a write whose FCP_XFER_RDY is lost goes on after REC and SRR",
            LostFrameCases::readyLost)
        .shall(
            "FER-10/response",
            SEQUENCES,
            "With retry, a read whose FCP_RSP is lost ends after REC and SRR",
            bench -> {
              RawNexus nexus = RawNexus.recovering(bench);
              int size = bench.facts().blockBytes();
              FcpTask task = nexus.start(nexus.command(Cdb.read10(0, 1), size, 0));
              FcpResponse lost = task.responseUnconfirmed(new byte[0]);
              bench.require(lost.asksForConfirmation(), "It asks for no confirmation.");
              bench.pause(BEYOND_E_D_TOV_NS);
              RawExchange exchange = task.exchange();
              nexus.readExchange(exchange.id(), exchange.responderId()).accepted(24);
              RecoveryCases.again(nexus, task, 0, RawFrame.RESPONSE).accepted(4);
              task.answer(task.responseAlone()).good(size);
            });
  }

  private static void waits(CaseTable table) {
    table
        .shall(
            "FER-10/confirm",
            SEQUENCES,
            "With retry, FCP_CONF that is lost is asked for by nobody: it may come late",
            bench -> {
              RawNexus nexus = RawNexus.recovering(bench);
              FcpTask task = nexus.start(nexus.command(Cdb.testUnitReady(), 0, 0));
              task.responseUnconfirmed(new byte[0]);
              bench.pause(BEYOND_E_D_TOV_NS);
              task.exchange().confirm();
              nexus.isAlive();
            })
        .shall(
            "FER-13/forgotten",
            SEQUENCES,
            "With retry, a command that nobody confirms is forgotten in the end: REC does not find it, or finds it complete",
            LostFrameCases::forgotten)
        .shall(
            "FER-17/fabric-login",
            "FCP-4 4.11 I_T nexus loss notification events",
            "A port that logs in with the fabric anew reaches the target again",
            bench -> {
              RawNexus before = RawNexus.open(bench);
              before.port().needFabric();
              before.openWrite(bench.blocks().middle(), 1);
              RawNexus after = RawNexus.stranger(bench, before.port(), before.portName());
              after.logIn();
              after.logInProcess(RawNexus.PLAIN);
              after.clearUnitAttentions();
              after.isAlive();
            })
        .shall(
            "FER-12/silent",
            EXCHANGES,
            "A write that gets no data waits until it is aborted, and others go on meanwhile",
            bench -> {
              RawNexus nexus = RawNexus.open(bench);
              FcpTask task = nexus.openWrite(bench.blocks().middle(), 1);
              bench.pause(BEYOND_E_D_TOV_NS);
              nexus.isAlive();
              RawUnit unit = task.exchange().poll(0);
              if (unit == null) {
                nexus.abort(task.exchange()).abortAccepted();
              } else {
                bench.check(task.responseOf(unit).status() != 0, "It ended well: " + unit + ".");
              }
            });
  }

  private static void disorder(CaseTable table) {
    table
        .destructive(
            "FER-21/twice",
            DETECTION,
            "A data frame that comes twice does a write no harm",
            bench -> disorderly(bench, frames -> frames.add(3, frames.get(2)), true))
        .destructive(
            "FER-21/swapped",
            DETECTION,
            "Data frames that come in another order are put right, or the write does not end well",
            bench ->
                disorderly(
                    bench,
                    frames -> {
                      RawFrame frame = frames.remove(2);
                      frames.add(3, frame);
                    },
                    false))
        .destructive(
            "FER-21/offset",
            DETECTION,
            "A data frame with another relative offset than its place has makes the write end with an error",
            bench ->
                disorderly(
                    bench, frames -> frames.set(2, frames.get(2).copy().set(20, 4, 0)), false))
        .destructive(
            "FER-21/count",
            DETECTION,
            "A data frame whose SEQ_CNT leaves a gap is not taken for whole",
            bench ->
                disorderly(
                    bench,
                    frames -> {
                      RawFrame frame = frames.get(2);
                      frames.set(2, frame.copy().sequence(frame.sequenceId(), 0x4000));
                    },
                    false))
        .destructive(
            "FER-21/sequence",
            DETECTION,
            "A data frame of another SEQ_ID within a burst is not taken for part of it",
            bench ->
                disorderly(
                    bench,
                    frames -> {
                      RawFrame frame = frames.get(2);
                      frames.set(2, frame.copy().sequence(0x77, frame.count()));
                    },
                    false))
        .shall(
            "FER-21/endless",
            "FC-FS-5 E_D_TOV Error detect time-out",
            "A command whose last frame never comes is forgotten, and does no harm",
            bench -> {
              RawNexus nexus = RawNexus.open(bench);
              RawExchange exchange = nexus.exchange(RawFrame.TYPE_FCP);
              byte[] command = nexus.command(Cdb.testUnitReady(), 0, 0).encode();
              exchange.send(exchange.frames(RawFrame.COMMAND, command, 0, -1));
              exchange.isSilent("A command whose last frame never came");
              bench.pause(BEYOND_E_D_TOV_NS);
              nexus.isAlive();
            });
  }

  /** A write of some frames, the frames of its one burst not sent yet. */
  private record Burst(RawNexus nexus, FcpTask task, long lba, byte[] data, List<RawFrame> frames) {
    static Burst of(TestBench bench, RawNexus nexus) {
      int blocks = Math.max(4, 4096 / bench.facts().blockBytes());
      long lba = bench.blocks().middle();
      byte[] zeros = new byte[blocks * bench.facts().blockBytes()];
      nexus.write(Cdb.write10(lba, blocks), zeros).good();
      byte[] data = bench.blocks().pattern(lba, blocks, 90);
      FcpTask task = nexus.start(nexus.command(Cdb.write10(lba, blocks), 0, data.length));
      RawUnit ready = task.transferReady();
      bench.require(ready.u32(4) == data.length, "The target asks for data in pieces.");
      int control = RawFrame.END_SEQUENCE | RawFrame.INITIATIVE;
      List<RawFrame> frames =
          new ArrayList<>(task.exchange().frames(RawFrame.DATA, data, control, 0, PIECE));
      return new Burst(nexus, task, lba, data, frames);
    }

    int blocks(TestBench bench) {
      return data.length / bench.facts().blockBytes();
    }

    void isWritten(TestBench bench) {
      bench.blocks().same(lba, data, nexus.read(lba, blocks(bench)), "a write that ended well");
    }

    void lose(int which) {
      int index =
          switch (which) {
            case 0 -> 0;
            case 1 -> frames.size() / 2;
            default -> frames.size() - 1;
          };
      frames.remove(index);
      task.exchange().send(frames);
    }
  }

  private static void recovered(TestBench bench, int which) {
    Burst burst = Burst.of(bench, RawNexus.recovering(bench));
    burst.lose(which);
    burst.task().exchange().isSilent("A burst that lacks a frame");
    bench.pause(BEYOND_E_D_TOV_NS);
    RawExchange exchange = burst.task().exchange();
    burst.nexus().readExchange(exchange.id(), exchange.responderId()).accepted(24);
    RecoveryCases.again(burst.nexus(), burst.task(), 0, RawFrame.TRANSFER_READY).accepted(4);
    burst.task().answer(burst.task().respond(burst.data())).good();
    burst.isWritten(bench);
  }

  private static void abandoned(TestBench bench, int which) {
    RawNexus nexus = RawNexus.open(bench);
    Burst burst = Burst.of(bench, nexus);
    burst.lose(which);
    bench.pause(BEYOND_E_D_TOV_NS);
    @Nullable RawUnit unit = burst.task().exchange().poll(0);
    if (unit == null) {
      nexus.abort(burst.task().exchange()).abortAccepted();
    } else {
      bench.check(
          unit.routing() == RawFrame.RESPONSE
              && (burst.task().responseOf(unit).status() != 0
                  || burst.task().responseOf(unit).code() > 0),
          "A write that lacks a frame is followed by " + unit + ".");
    }
    nexus.write(Cdb.write10(burst.lba(), burst.blocks(bench)), burst.data()).good();
    burst.isWritten(bench);
  }

  private static void forgotten(TestBench bench) {
    RawNexus nexus = RawNexus.recovering(bench);
    FcpTask task = nexus.start(nexus.command(Cdb.testUnitReady(), 0, 0));
    FcpResponse response = task.responseUnconfirmed(new byte[0]);
    bench.require(response.asksForConfirmation(), "The target asks for no confirmation.");
    bench.pause(RESOURCES_NS);
    RawExchange exchange = task.exchange();
    LinkReply reply = nexus.readExchange(exchange.id(), exchange.responderId());
    if (!reply.isRejected()) {
      bench.check(
          (reply.accepted(24).u32(20) & COMPLETE) != 0, "It waits still: " + reply.unit() + ".");
    }
    nexus.isAlive();
  }

  private static void readyLost(TestBench bench) {
    RawNexus nexus = RawNexus.recovering(bench);
    long lba = bench.blocks().middle();
    byte[] data = bench.blocks().pattern(lba, 2, 91);
    FcpTask task = nexus.start(nexus.command(Cdb.write10(lba, 2), 0, data.length));
    task.transferReady();
    bench.pause(BEYOND_E_D_TOV_NS);
    RawExchange exchange = task.exchange();
    nexus.readExchange(exchange.id(), RawFrame.NO_ID).accepted(24);
    RecoveryCases.again(nexus, task, 0, RawFrame.TRANSFER_READY).accepted(4);
    task.finish(data).good();
    bench.blocks().same(lba, data, nexus.read(lba, 2), "a write whose FCP_XFER_RDY was lost");
  }

  /** Changes the frames of a burst. */
  private interface Change {
    void of(List<RawFrame> frames);
  }

  private static void disorderly(TestBench bench, Change change, boolean endsWell) {
    RawNexus nexus = RawNexus.open(bench);
    Burst burst = Burst.of(bench, nexus);
    change.of(burst.frames());
    burst.task().exchange().send(burst.frames());
    @Nullable RawUnit unit = burst.task().exchange().poll(BEYOND_E_D_TOV_NS);
    if (unit == null) {
      bench.check(!endsWell, "The write does not end.");
      nexus.abort(burst.task().exchange()).abortAnswered();
      nexus.isAlive();
      return;
    }
    FcpResponse response = burst.task().responseOf(unit);
    boolean isGood = response.status() == 0 && response.code() <= 0;
    bench.check(isGood || !endsWell, "The write ended with " + response + ".");
    if (isGood) {
      burst.isWritten(bench);
    }
    nexus.isAlive();
  }
}
