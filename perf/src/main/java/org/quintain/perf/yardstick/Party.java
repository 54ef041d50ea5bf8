// SPDX-License-Identifier: Apache-2.0
package org.quintain.perf.yardstick;

import java.io.IOException;
import java.util.List;
import java.util.function.LongSupplier;
import org.quintain.perf.compare.ProcessCpu;
import org.quintain.perf.load.LoadException;

/**
 * One of those that are compared, on the loopback address.
 *
 * @param name what tables call it
 * @param port where it listens
 * @param target its iSCSI name, empty for the bare echo
 * @param memoryLun its logical unit in memory
 * @param fileLun its logical unit in a file
 * @param pid its process
 * @param isPaused whether its process is stopped between its turns, since it never sleeps
 */
public record Party(
    String name, int port, String target, int memoryLun, int fileLun, long pid, boolean isPaused) {

  /**
   * Reads "PORT,PID" (the echo) or "PORT,PID,TARGET,MEMORYLUN,FILELUN".
   *
   * @throws IllegalArgumentException with one sentence when it is neither
   */
  public static Party parse(String name, String text, boolean isPaused) {
    List<String> parts = List.of(text.split(",", -1));
    try {
      int port = Integer.parseInt(parts.get(0));
      long pid = Long.parseLong(parts.get(1));
      return parts.size() == 2
          ? new Party(name, port, "", 0, 0, pid, isPaused)
          : new Party(
              name,
              port,
              parts.get(2),
              Integer.parseInt(parts.get(3)),
              Integer.parseInt(parts.get(4)),
              pid,
              isPaused);
    } catch (NumberFormatException | IndexOutOfBoundsException wrong) {
      throw new IllegalArgumentException(
          "\"" + text + "\" is not PORT,PID or PORT,PID,TARGET,MEMORYLUN,FILELUN.", wrong);
    }
  }

  boolean isEcho() {
    return target.isEmpty();
  }

  Wire wire(Workload workload, boolean inFile, int number) {
    return isEcho()
        ? new EchoWire(workload)
        : new IscsiWire(workload, target, inFile ? fileLun : memoryLun, number);
  }

  LongSupplier cpuNs() throws LoadException {
    return ProcessCpu.of(pid);
  }

  /** Lets a party run that is stopped between its turns, or stops it. */
  void run(boolean on) throws IOException {
    if (!isPaused) {
      return;
    }
    try {
      new ProcessBuilder("kill", on ? "-CONT" : "-STOP", String.valueOf(pid)).start().waitFor();
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
