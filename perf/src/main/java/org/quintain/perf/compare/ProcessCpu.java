// SPDX-License-Identifier: Apache-2.0
package org.quintain.perf.compare;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.LongSupplier;
import org.quintain.perf.load.LoadException;

/**
 * Processor time of a process of this machine: user and system time of all its threads, as {@code
 * /proc/PID/stat} has it, in steps of 10 ms (proc(5), USER_HZ 100).
 */
public final class ProcessCpu implements LongSupplier {
  private static final long NS_PER_TICK = 10_000_000;
  private static final int FIELDS_FROM_STATE_TO_UTIME = 11;

  private final Path stat;

  private ProcessCpu(Path stat) {
    this.stat = stat;
  }

  /**
   * The processor time of process {@code pid}.
   *
   * @throws LoadException when there is no such process, or no /proc to ask
   */
  public static ProcessCpu of(long pid) throws LoadException {
    ProcessCpu cpu = new ProcessCpu(Path.of("/proc/" + pid + "/stat"));
    if (cpu.getAsLong() < 0) {
      throw new LoadException(
          "There is no process " + pid + " whose processor time could be read.");
    }
    return cpu;
  }

  /** Nanoseconds so far, or -1 once the process is gone. */
  @Override
  public long getAsLong() {
    try {
      return parse(Files.readString(stat, StandardCharsets.UTF_8));
    } catch (IOException e) {
      return -1;
    }
  }

  /**
   * The time that a line of {@code /proc/PID/stat} states; the name in it may hold spaces and
   * brackets.
   */
  static long parse(String line) {
    String[] fields = line.substring(line.lastIndexOf(')') + 2).split(" ", -1);
    long user = Long.parseLong(fields[FIELDS_FROM_STATE_TO_UTIME]);
    long system = Long.parseLong(fields[FIELDS_FROM_STATE_TO_UTIME + 1]);
    return (user + system) * NS_PER_TICK;
  }
}
