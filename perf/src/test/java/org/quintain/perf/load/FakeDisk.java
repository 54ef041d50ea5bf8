// SPDX-License-Identifier: Apache-2.0
package org.quintain.perf.load;

import java.nio.ByteBuffer;
import java.util.PriorityQueue;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.quintain.initiator.ByteStream;
import org.quintain.initiator.ExecuteCommand;
import org.quintain.initiator.Fabric;
import org.quintain.initiator.InitiatorPort;
import org.quintain.initiator.ManageTask;
import org.quintain.initiator.ServiceResponse;
import org.quintain.reactor.Reactor;
import org.quintain.reactor.ReactorTask;
import org.quintain.reactor.World;
import org.quintain.sam.FunctionResponse;

/**
 * A disk in virtual time with a fixed service time and any number of commands at once, so that what
 * the load generator reports can be compared with what must come out.
 */
final class FakeDisk implements Fabric, World, Reactor {
  final byte[] medium;
  final int blockBytes;
  final long serviceNs;
  long commandCount;
  long flushCount;
  long forcedWrites;
  int busyAnswers;
  boolean losesWrites;
  boolean stuck;
  private long nowNs = 1_000;
  private long sequence;
  private final PriorityQueue<Event> events = new PriorityQueue<>();

  private record Event(long atNs, long sequence, ReactorTask task) implements Comparable<Event> {
    @Override
    public int compareTo(Event other) {
      int byTime = Long.compare(atNs, other.atNs);
      return byTime != 0 ? byTime : Long.compare(sequence, other.sequence);
    }
  }

  FakeDisk(int blocks, int blockBytes, long serviceNs) {
    this.medium = new byte[blocks * blockBytes];
    this.blockBytes = blockBytes;
    this.serviceNs = serviceNs;
  }

  @Override
  public InitiatorPort connect(String initiatorName) {
    return new Port();
  }

  private final class Port implements InitiatorPort {
    @Override
    public World world() {
      return FakeDisk.this;
    }

    @Override
    public void submit(ExecuteCommand command) {
      command.begin(nowNs);
      if (!stuck || (command.cdb()[0] & 0xFF) != 0x28) {
        callAt(nowNs + serviceNs, at -> perform(at, command));
      }
    }

    @Override
    public void submit(ManageTask function) {
      function.end(FunctionResponse.FUNCTION_REJECTED, -1);
    }

    @Override
    public boolean isConnected() {
      return true;
    }

    @Override
    public String disconnectReason() {
      return "";
    }

    @Override
    public int commandsMax() {
      return 256;
    }

    @Override
    public void close() {}
  }

  private void perform(long atNs, ExecuteCommand command) {
    commandCount++;
    if (busyAnswers > 0 && (command.cdb()[0] & 0xFF) == 0x28) {
      busyAnswers--;
      command.answer(0x08, 0, 0, false);
      command.end(atNs, ServiceResponse.COMMAND_COMPLETE);
      return;
    }
    ByteBuffer cdb = ByteBuffer.wrap(command.cdb());
    int offset = cdb.getInt(2) * blockBytes;
    switch (command.cdb()[0] & 0xFF) {
      case 0x28 -> {
        command.dataIn().put(0, medium, offset, command.dataInLength());
        command.dataInTransferred(command.dataInLength());
      }
      case 0x2A -> {
        forcedWrites += (command.cdb()[1] & 0x08) >> 3;
        if (!losesWrites || commandCount % 7 != 0) {
          command.dataOut().get(0, medium, offset, command.dataOutLength());
        }
      }
      case 0x35 -> flushCount++;
      case 0x9E -> {
        command.dataIn().putLong(0, medium.length / blockBytes - 1);
        command.dataIn().putInt(8, blockBytes);
        command.dataInTransferred(32);
      }
      default -> {}
    }
    command.answer(0, 0, 0, false);
    command.end(atNs, ServiceResponse.COMMAND_COMPLETE);
  }

  @Override
  public long nowNs() {
    return nowNs;
  }

  @Override
  public Reactor reactor() {
    return this;
  }

  @Override
  public boolean awaitUntil(BooleanSupplier condition, long timeoutNs) {
    long untilNs = nowNs + timeoutNs;
    while (!condition.getAsBoolean()) {
      Event next = events.peek();
      if (next == null || next.atNs > untilNs) {
        nowNs = untilNs;
        return condition.getAsBoolean();
      }
      events.remove();
      nowNs = next.atNs;
      next.task.run(nowNs);
    }
    return true;
  }

  @Override
  public void wake() {}

  @Override
  public int index() {
    return 0;
  }

  @Override
  public boolean isCurrent() {
    return true;
  }

  @Override
  public void post(ReactorTask task) {
    callAt(nowNs, task);
  }

  @Override
  public void callAt(long deadlineNs, ReactorTask task) {
    events.add(new Event(Math.max(nowNs, deadlineNs), sequence++, task));
  }

  @Override
  public String url() {
    return "fake:";
  }

  @Override
  public World world() {
    return this;
  }

  @Override
  public long lun() {
    return 0;
  }

  @Override
  public @Nullable ByteStream openByteStream() {
    return null;
  }

  @Override
  public String targetName() {
    return "";
  }

  @Override
  public void close() {}
}
