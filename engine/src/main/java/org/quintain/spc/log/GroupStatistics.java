// SPDX-License-Identifier: Apache-2.0
package org.quintain.spc.log;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.quintain.device.IoClass;
import org.quintain.fabric.Command;

/**
 * Group Statistics and Performance (1) to (31), pages 19h/01h to 19h/1Fh (SPC-5 7.3.12): what reads
 * and writes with a GROUP NUMBER of 1 to 31 came to, for the groups that information is collected
 * of. Times are in the intervals of page 19h. Nothing is allocated when a command is counted.
 */
public final class GroupStatistics {
  /** The highest group that there is a page for. */
  public static final int GROUPS_MAX = 31;

  private final int blockBytes;
  private final Group[] groups = new Group[GROUPS_MAX + 1];

  /** Counters of a logical unit with blocks of {@code blockBytes}. */
  public GroupStatistics(int blockBytes) {
    this.blockBytes = blockBytes;
    for (int number = 1; number <= GROUPS_MAX; number++) {
      groups[number] = new Group(number);
    }
  }

  /** Whether commands of group {@code number} are counted from now on (SBC-4 6.5.7, IC_ENABLE). */
  public void collect(int number, boolean isCollected) {
    groups[number].isCollected = isCollected;
  }

  /** The pages. */
  List<LogPage> logPages() {
    List<LogPage> pages = new ArrayList<>();
    for (int number = 1; number <= GROUPS_MAX; number++) {
      pages.add(groups[number]);
    }
    return pages;
  }

  /** A command of group {@code number} ended; {@code moved} is null if its data does not count. */
  void count(int number, IoClass ioClass, @Nullable Command moved, long tookNs) {
    if (number > GROUPS_MAX || !groups[number].isCollected) {
      return;
    }
    Group group = groups[number];
    switch (ioClass) {
      case READ -> {
        group.readCommands++;
        group.readNs += tookNs;
        group.blocksTransmitted += moved == null ? 0 : moved.dataInBytes() / blockBytes;
      }
      case WRITE -> {
        group.writeCommands++;
        group.writeNs += tookNs;
        group.blocksReceived += moved == null ? 0 : moved.dataOutBytes() / blockBytes;
      }
      case VERIFY, OTHER -> {}
    }
  }

  private static final class Group implements LogPage {
    private static final int UNBOUNDED_COUNTER = 0x02;
    private static final int VALUE_BYTES = 48;

    private final int number;
    private boolean isCollected = true;
    private long readCommands;
    private long writeCommands;
    private long blocksReceived;
    private long blocksTransmitted;
    private long readNs;
    private long writeNs;

    Group(int number) {
      this.number = number;
    }

    @Override
    public int pageCode() {
      return 0x19;
    }

    @Override
    public int subpageCode() {
      return number;
    }

    @Override
    public void write(long nowNs, LogParameters into) {
      write(
          into,
          readCommands,
          writeCommands,
          blocksReceived,
          blocksTransmitted,
          readNs / IoStatistics.NS_IN_INTERVAL,
          writeNs / IoStatistics.NS_IN_INTERVAL);
    }

    @Override
    public void writeDefaults(long nowNs, LogParameters into) {
      write(into, 0, 0, 0, 0, 0, 0);
    }

    private static void write(LogParameters into, long... numbers) {
      byte[] value = new byte[VALUE_BYTES];
      for (int index = 0; index < numbers.length; index++) {
        ByteBuffer.wrap(value).putLong(8 * index, numbers[index]);
      }
      into.value(0x0001, UNBOUNDED_COUNTER, value);
    }

    @Override
    public void reset(long nowNs) {
      readCommands = 0;
      writeCommands = 0;
      blocksReceived = 0;
      blocksTransmitted = 0;
      readNs = 0;
      writeNs = 0;
    }
  }
}
