// SPDX-License-Identifier: Apache-2.0
package org.quintain.srp.target;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;
import org.quintain.sam.Check;
import org.quintain.srp.wire.MemoryDescriptor;
import org.quintain.wire.MemoryRegion;
import org.quintain.wire.RdmaPort;

/**
 * Reads tables of memory descriptors out of the initiator's memory (SRP r16a 5.5.4), when the first
 * byte of their data is wanted. A few at a time: the others wait.
 */
final class TableReader {
  private static final int READS_MAX = 16;

  private final SrpTargetPort port;
  private final RdmaPort rdma;
  private final ArrayDeque<Read> free = new ArrayDeque<>();
  private final ArrayDeque<TargetTask> waiting = new ArrayDeque<>();
  private int made;

  /** One table on its way. */
  static final class Read {
    private final ByteBuffer memory;
    private final MemoryRegion region;
    private @Nullable TargetTask task;
    private int parts;
    private boolean hasFailed;

    private Read(ByteBuffer memory, MemoryRegion region) {
      this.memory = memory;
      this.region = region;
    }
  }

  TableReader(SrpTargetPort port, RdmaPort rdma) {
    this.port = port;
    this.rdma = rdma;
  }

  /** How many regions it has registered for good. */
  int regionsKept() {
    return made;
  }

  /** Reads the table of {@code task}'s buffer; {@code transfer} goes on when that is done. */
  void read(long nowNs, TargetTask task, TargetTask.Transfer transfer) {
    task.awaitsTable = transfer;
    task.references++;
    Read read = take();
    if (read != null) {
      begin(nowNs, read, task);
    } else if (made > 0) {
      waiting.add(task);
    } else {
      goOn(nowNs, task, false);
    }
  }

  private @Nullable Read take() {
    Read read = free.poll();
    if (read == null && made < READS_MAX) {
      int bytes = port.settings().tableEntriesMax() * MemoryDescriptor.LENGTH_BYTES;
      ByteBuffer memory = ByteBuffer.allocateDirect(bytes);
      MemoryRegion region = rdma.register(memory, 0, bytes, MemoryRegion.LOCAL_WRITE);
      if (region != null) {
        made++;
        read = new Read(memory, region);
      }
    }
    return read;
  }

  private static RemoteBuffer bufferOf(TargetTask task) {
    return task.awaitsTable == TargetTask.Transfer.SEND ? task.in : task.out;
  }

  private void begin(long nowNs, Read read, TargetTask task) {
    port.counters().add(SrpCounter.TABLES_READ);
    RemoteBuffer buffer = bufferOf(task);
    read.task = task;
    read.hasFailed = false;
    read.parts = 0;
    for (int at = 0; at < buffer.tableBytes(); ) {
      int length = Math.min(buffer.tableBytes() - at, port.settings().rdmaBytesMax());
      read.parts++;
      task.channel()
          .post(
              nowNs,
              port.work()
                  .take(read)
                  .asRead(
                      read.region, at, length, buffer.tableAddress() + at, buffer.tableHandle()));
      at += length;
    }
  }

  /** Part of a table is there, or will never be. */
  void onRead(long nowNs, Read read, boolean succeeded) {
    read.hasFailed |= !succeeded;
    if (--read.parts > 0) {
      return;
    }
    TargetTask task = read.task;
    Check.that(task != null, "a table is read for a task");
    read.task = null;
    boolean isGood =
        !read.hasFailed
            && (task.awaitsTable == TargetTask.Transfer.NONE
                || bufferOf(task).complete(read.memory, 0));
    free.add(read);
    goOn(nowNs, task, isGood);
    serveWaiting(nowNs);
  }

  private void serveWaiting(long nowNs) {
    while (!waiting.isEmpty()) {
      TargetTask next = waiting.peek();
      if (next.isCutOff() || next.awaitsTable == TargetTask.Transfer.NONE) {
        waiting.remove();
        goOn(nowNs, next, false);
        continue;
      }
      Read read = take();
      if (read == null) {
        return;
      }
      waiting.remove();
      begin(nowNs, read, next);
    }
  }

  private void goOn(long nowNs, TargetTask task, boolean isGood) {
    task.references--;
    TargetTask.Transfer transfer = task.awaitsTable;
    task.awaitsTable = TargetTask.Transfer.NONE;
    boolean mayGoOn = isGood && !task.isCutOff();
    switch (transfer) {
      case NONE -> {}
      case RECEIVE -> {
        if (task.isOpen() && mayGoOn) {
          port.dataOut().begin(nowNs, task);
        } else if (task.isOpen()) {
          port.dataOut().onTableBad(nowNs, task);
        }
      }
      case SEND -> {
        if (mayGoOn) {
          port.dataIn().begin(nowNs, task);
        } else if (task.isOpen()) {
          port.dataIn().onTableBad(nowNs, task);
        }
        if (task.state == TargetTask.State.COMPLETING) {
          port.responses().complete(nowNs, task);
        }
      }
    }
    port.life().releaseIfDone(nowNs, task);
  }
}
