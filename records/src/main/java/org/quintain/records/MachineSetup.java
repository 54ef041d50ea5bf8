// SPDX-License-Identifier: Apache-2.0
package org.quintain.records;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.OperatingSystemMXBean;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Finds out what machine this is. Called once at the start of a run, on any thread. */
public final class MachineSetup {
  private MachineSetup() {}

  /**
   * The machine this JVM runs on. What the system does not tell is stated as unknown (see {@link
   * Setup}), never guessed; names of the host or its user are not taken.
   */
  public static Setup current() {
    return current(Path.of("/proc"));
  }

  /** The same with the process file system somewhere else, for tests. */
  static Setup current(Path proc) {
    OperatingSystemMXBean system = ManagementFactory.getOperatingSystemMXBean();
    return new Setup(
        System.getProperty("java.vendor") + " " + System.getProperty("java.vm.version"),
        system.getName() + " " + system.getVersion(),
        system.getArch(),
        valueOf(proc.resolve("cpuinfo"), List.of("model name", "Model", "Hardware"), "unknown"),
        system.getAvailableProcessors(),
        system.getSystemLoadAverage(),
        memoryBytes(proc));
  }

  private static long memoryBytes(Path proc) {
    String kibibytes = valueOf(proc.resolve("meminfo"), List.of("MemTotal"), "0 kB");
    try {
      return Long.parseLong(kibibytes.replace("kB", "").trim()) * 1024;
    } catch (NumberFormatException e) {
      return 0;
    }
  }

  /** The first value in a {@code key: value} file under one of the keys, tried in their order. */
  private static String valueOf(Path file, List<String> keys, String otherwise) {
    List<String> lines;
    try {
      lines = Files.readAllLines(file, StandardCharsets.UTF_8);
    } catch (IOException e) {
      return otherwise; // Not Linux, or a container that hides it.
    }
    for (String key : keys) {
      for (String line : lines) {
        int colon = line.indexOf(':');
        if (colon > 0 && line.substring(0, colon).trim().equals(key)) {
          return line.substring(colon + 1).trim();
        }
      }
    }
    return otherwise;
  }
}
