// SPDX-License-Identifier: Apache-2.0
package org.quintain.spc.log;

import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;
import org.quintain.device.CommandDefinition;
import org.quintain.device.CommandExecution;
import org.quintain.device.CommandTotals;
import org.quintain.device.IoClass;
import org.quintain.device.LogicalUnitServices;
import org.quintain.fabric.Command;
import org.quintain.sam.SenseKey;
import org.quintain.sam.Status;

/**
 * What a logical unit counts of its commands, and the log pages that tell it: Write, Read and
 * Verify Error Counters (02h, 03h, 05h; SPC-5 7.3.8), Non-Medium Error (06h) and General Statistics
 * and Performance (19h; SPC-5 7.3.11). Commands, bytes and times are those that the logical unit
 * counts anyway: a page keeps what there was when it was reset.
 */
public final class IoStatistics {
  static final long NS_IN_INTERVAL = 1_000;

  private static final int GROUP_NUMBER = 0x3F;

  private final LogicalUnitServices logicalUnit;
  private final int blockBytes;
  private final ErrorCounters write = new ErrorCounters(0x02, this::writtenBytes);
  private final ErrorCounters read = new ErrorCounters(0x03, this::readBytes);
  private final ErrorCounters verify = new ErrorCounters(0x05, this::verifiedBytes);
  private final NonMediumErrors nonMedium = new NonMediumErrors();
  private final General general = new General();
  private final GroupStatistics groups;

  private long verifiedBytes;
  private int running;
  private long idleNs;
  private long idleSinceNs;

  /**
   * Counters of {@code logicalUnit} with blocks of {@code blockBytes}, from now on; {@code groups}
   * counts by the GROUP NUMBER of commands.
   */
  public IoStatistics(LogicalUnitServices logicalUnit, int blockBytes, GroupStatistics groups) {
    this.logicalUnit = logicalUnit;
    this.blockBytes = blockBytes;
    this.groups = groups;
    this.idleSinceNs = logicalUnit.reactor().nowNs();
  }

  /** The pages. */
  public List<LogPage> logPages() {
    List<LogPage> pages = new ArrayList<>(groups.logPages());
    pages.addAll(List.of(write, read, verify, nonMedium, general));
    return pages;
  }

  /** Since when no command is executed; {@link Long#MAX_VALUE} while one is. */
  public long idleSinceNs() {
    return running == 0 ? idleSinceNs : Long.MAX_VALUE;
  }

  private long readBytes() {
    return logicalUnit.totals().dataInBytes(IoClass.READ);
  }

  private long writtenBytes() {
    return logicalUnit.totals().dataOutBytes(IoClass.WRITE);
  }

  private long verifiedBytes() {
    return verifiedBytes;
  }

  /** A command begins to be executed. */
  public void onStarted(long nowNs, CommandExecution execution) {
    execution.startedNs(nowNs);
    if (running++ == 0) {
      idleNs += nowNs - idleSinceNs;
    }
  }

  /** A command ends, whether it was executed or not. */
  public void onEnded(long nowNs, CommandExecution execution) {
    if (!execution.isStarted()) {
      return;
    }
    if (--running == 0) {
      idleSinceNs = nowNs;
    }
    CommandDefinition definition = execution.definition();
    IoClass ioClass = definition == null ? IoClass.OTHER : definition.ioClass();
    Command command = execution.command();
    boolean isAborted = command.isAbortRequested();
    if (!isAborted && command.status() != Status.GOOD) {
      countError(execution, ioClass);
    }
    if (definition != null && definition.groupNumberAt() > 0) {
      int group = command.cdb()[definition.groupNumberAt()] & GROUP_NUMBER;
      if (group != 0) {
        long tookNs = nowNs - execution.startedNs();
        groups.count(group, ioClass, isAborted ? null : command, tookNs);
      }
    }
    if (ioClass == IoClass.VERIFY && !isAborted) {
      verifiedBytes += (long) execution.blocks() * blockBytes;
    }
  }

  private void countError(CommandExecution execution, IoClass ioClass) {
    if (execution.command().status() != Status.CHECK_CONDITION) {
      return;
    }
    byte[] sense = execution.command().sense();
    boolean isDescriptorFormat = (sense[0] & 0x7F) >= 0x72;
    SenseKey key = SenseKey.ofCode(sense[isDescriptorFormat ? 1 : 2]);
    if (key == SenseKey.HARDWARE_ERROR) {
      nonMedium.count++;
    } else if (key == SenseKey.MEDIUM_ERROR) {
      switch (ioClass) {
        case READ -> read.uncorrected++;
        case WRITE -> write.uncorrected++;
        case VERIFY -> verify.uncorrected++;
        case OTHER -> {}
      }
    }
  }

  /** Pages 02h, 03h and 05h: nothing is ever corrected here, so that five counters stay zero. */
  private static final class ErrorCounters implements LogPage {
    private static final int COUNTER_BYTES = 8;

    private final int pageCode;
    private final LongSupplier bytes;
    private long bytesAtReset;
    private long uncorrected;

    ErrorCounters(int pageCode, LongSupplier bytes) {
      this.pageCode = pageCode;
      this.bytes = bytes;
    }

    @Override
    public int pageCode() {
      return pageCode;
    }

    @Override
    public void write(long nowNs, LogParameters into) {
      write(into, bytes.getAsLong() - bytesAtReset, uncorrected);
    }

    @Override
    public void writeDefaults(long nowNs, LogParameters into) {
      write(into, 0, 0);
    }

    private static void write(LogParameters into, long bytes, long uncorrected) {
      for (int code = 0; code < 5; code++) {
        into.counter(code, 0, COUNTER_BYTES);
      }
      into.counter(5, bytes, COUNTER_BYTES);
      into.counter(6, uncorrected, COUNTER_BYTES);
    }

    @Override
    public void reset(long nowNs) {
      bytesAtReset = bytes.getAsLong();
      uncorrected = 0;
    }
  }

  /** Page 06h: commands that ended with HARDWARE ERROR. */
  private static final class NonMediumErrors implements LogPage {
    private long count;

    @Override
    public int pageCode() {
      return 0x06;
    }

    @Override
    public void write(long nowNs, LogParameters into) {
      into.counter(0, count, 8);
    }

    @Override
    public void writeDefaults(long nowNs, LogParameters into) {
      into.counter(0, 0, 8);
    }

    @Override
    public void reset(long nowNs) {
      count = 0;
    }
  }

  /** Page 19h, in intervals of a microsecond; the weighted numbers are not kept and stay zero. */
  private final class General implements LogPage {
    private static final int EXPONENT = 6;
    private static final int FIGURES = 6;

    private long[] atReset = new long[FIGURES];

    /** In the order of the page. */
    private long[] figures() {
      CommandTotals totals = logicalUnit.totals();
      return new long[] {
        totals.commands(IoClass.READ),
        totals.commands(IoClass.WRITE),
        totals.dataOutBytes(IoClass.WRITE),
        totals.dataInBytes(IoClass.READ),
        totals.tookNs(IoClass.READ),
        totals.tookNs(IoClass.WRITE)
      };
    }

    @Override
    public int pageCode() {
      return 0x19;
    }

    @Override
    public void write(long nowNs, LogParameters into) {
      long idleNowNs = idleNs + (running == 0 ? nowNs - idleSinceNs : 0);
      long[] now = figures();
      for (int index = 0; index < FIGURES; index++) {
        now[index] -= atReset[index];
      }
      write(
          into,
          now[0],
          now[1],
          now[2] / blockBytes,
          now[3] / blockBytes,
          now[4] / NS_IN_INTERVAL,
          now[5] / NS_IN_INTERVAL,
          idleNowNs / NS_IN_INTERVAL);
    }

    @Override
    public void writeDefaults(long nowNs, LogParameters into) {
      write(into, 0, 0, 0, 0, 0, 0, 0);
    }

    private static void write(LogParameters into, long... numbers) {
      byte[] statistics = new byte[64];
      for (int index = 0; index < 6; index++) {
        put64(statistics, 8 * index, numbers[index]);
      }
      into.binary(0x0001, statistics);
      byte[] idle = new byte[8];
      put64(idle, 0, numbers[6]);
      into.binary(0x0002, idle);
      into.binary(0x0003, 0, 0, 0, EXPONENT, 0, 0, 0, 1);
    }

    private static void put64(byte[] into, int at, long value) {
      for (int index = 0; index < 8; index++) {
        into[at + index] = (byte) (value >>> (56 - 8 * index));
      }
    }

    @Override
    public void reset(long nowNs) {
      atReset = figures();
      idleNs = 0;
      idleSinceNs = nowNs;
    }
  }
}
