// SPDX-License-Identifier: Apache-2.0
package org.quintain.conformance.fc.cases;

import java.util.Arrays;
import java.util.List;
import org.quintain.conformance.bench.CaseTable;
import org.quintain.conformance.bench.ConformanceCase;
import org.quintain.conformance.bench.Need;
import org.quintain.conformance.bench.TestBench;
import org.quintain.conformance.fc.FcpCommand;
import org.quintain.conformance.fc.FcpTask;
import org.quintain.conformance.fc.RawExchange;
import org.quintain.conformance.fc.RawFrame;
import org.quintain.conformance.fc.RawNexus;
import org.quintain.conformance.fc.RawUnit;
import org.quintain.conformance.scsi.Cdb;

/** FIU, seventh part: writes whose first burst waits for no FCP_XFER_RDY. */
public final class FirstBurstCases {
  private static final String BURST =
      "FCP-4 9.3 FCP_XFER_RDY IU; FCP-4 6.3.5 PRLI accept FCP Service Parameter page format";
  private static final int PARAMETERS = RawNexus.PLAIN | RawNexus.WRITE_READY_DISABLED;

  private FirstBurstCases() {}

  /** The table. */
  public static List<ConformanceCase> all() {
    return new CaseTable(Need.FRAMES)
        .destructive(
            "FIU-10/whole",
            BURST,
            "A write whose first burst is all of it is not asked for, and is on the medium",
            bench -> burst(bench, 4, 4))
        .destructive(
            "FIU-10/part",
            BURST,
            "What the first burst leaves of a write is asked for, from where it ended",
            bench -> burst(bench, 8, 3))
        .destructive(
            "FIU-10/many",
            BURST,
            "First bursts of eight writes under way together land each in its own",
            FirstBurstCases::many)
        .shall(
            "FIU-10/abort",
            "FCP-4 12.3 Exchange level recovery using recovery abort",
            "A write whose first burst does not come is aborted as others are",
            bench -> {
              RawNexus nexus = nexus(bench);
              FcpTask task = begin(nexus, bench.blocks().middle(), bench.facts().blockBytes());
              nexus.abort(task.exchange()).abortAccepted();
              task.exchange().isSilent("BA_ACC");
              nexus.isAlive();
            })
        .list();
  }

  private static RawNexus nexus(TestBench bench) {
    RawNexus nexus = RawNexus.open(bench, PARAMETERS);
    bench.require(
        nexus.agreed(RawNexus.WRITE_READY_DISABLED), "The target wants FCP_XFER_RDY for all data.");
    return nexus;
  }

  /** Sends FCP_CMND of a write and keeps the initiative for its first burst. */
  private static FcpTask begin(RawNexus nexus, long lba, int bytes) {
    int blocks = bytes / nexus.blockBytes();
    FcpCommand command = nexus.command(Cdb.write10(lba, blocks), 0, bytes);
    RawExchange exchange = nexus.exchange(RawFrame.TYPE_FCP);
    exchange.send(exchange.frames(RawFrame.COMMAND, command.encode(), RawFrame.END_SEQUENCE, -1));
    return FcpTask.unsent(nexus, command, exchange);
  }

  private static void burst(TestBench bench, int blocks, int first) {
    RawNexus nexus = nexus(bench);
    long lba = bench.blocks().middle();
    byte[] data = bench.blocks().pattern(lba, blocks, 80 + first);
    int length = first * bench.facts().blockBytes();
    FcpTask task = begin(nexus, lba, data.length);
    task.exchange().sendData(0, Arrays.copyOf(data, length));
    if (first < blocks) {
      RawUnit ready = task.transferReady();
      bench.check(
          ready.u32(0) == length, "It asks from " + ready.u32(0) + " on, not " + length + ".");
      task.serve(ready, data);
    }
    task.answer(task.responseAlone()).good();
    bench.blocks().same(lba, data, nexus.read(lba, blocks), "a first burst is on the medium");
  }

  private static void many(TestBench bench) {
    RawNexus nexus = nexus(bench);
    int many = 8;
    FcpTask[] tasks = new FcpTask[many];
    byte[][] data = new byte[many][];
    for (int i = 0; i < many; i++) {
      data[i] = bench.blocks().pattern(i, 1, 100 + i);
      tasks[i] = begin(nexus, i, data[i].length);
    }
    for (int i = many - 1; i >= 0; i--) {
      tasks[i].exchange().sendData(0, data[i]);
    }
    for (int i = 0; i < many; i++) {
      tasks[i].answer(tasks[i].responseAlone()).good();
      bench.blocks().same(i, data[i], nexus.read(i, 1), "each first burst is in its own place");
    }
  }
}
