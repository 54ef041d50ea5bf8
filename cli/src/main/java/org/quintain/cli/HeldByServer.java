// SPDX-License-Identifier: Apache-2.0
package org.quintain.cli;

import java.io.IOException;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.quintain.hardware.config.ConfigurationException;
import org.quintain.hardware.serve.IscsiServer;
import org.quintain.hardware.serve.ServerStatus;

/**
 * What a serving process holds at one moment, after a collection.
 *
 * @param heapBytes live objects
 * @param directBytes buffers outside the heap
 * @param residentBytes what the kernel has for the process, Linux alone; 0 elsewhere
 * @param threads how many there are
 * @param files how many descriptors are open, Linux alone; 0 elsewhere
 * @param connections how many connections there are, those in login included
 * @param sessions how many sessions stand
 * @param commands how many commands the engine has
 */
record HeldByServer(
    long heapBytes,
    long directBytes,
    long residentBytes,
    long threads,
    long files,
    long connections,
    long sessions,
    long commands) {
  private static final int COLLECTIONS = 3;
  private static final long MIB = 1 << 20;

  /**
   * Buffers of connections that are gone are kept for those that come, a few dozen of each size, so
   * that the most there ever were at once stay.
   */
  private static final long KEPT_BYTES = 48 * MIB;

  static HeldByServer measure(IscsiServer server) throws ConfigurationException, IOException {
    for (int count = 0; count < COLLECTIONS; count++) {
      System.gc();
    }
    long direct = 0;
    for (BufferPoolMXBean pool : ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class)) {
      direct += pool.getName().equals("direct") ? pool.getMemoryUsed() : 0;
    }
    ServerStatus status = server.status();
    return new HeldByServer(
        ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed(),
        direct,
        resident(),
        ManagementFactory.getThreadMXBean().getThreadCount(),
        openFiles(),
        status.connections(),
        status.sessions().size(),
        status.commandsUnderWay());
  }

  private static long resident() throws IOException {
    Path status = Path.of("/proc/self/status");
    if (!Files.isReadable(status)) {
      return 0;
    }
    for (String line : Files.readAllLines(status)) {
      if (line.startsWith("VmRSS:")) {
        return 1024 * Long.parseLong(line.replaceAll("[^0-9]", ""));
      }
    }
    return 0;
  }

  private static long openFiles() throws IOException {
    Path descriptors = Path.of("/proc/self/fd");
    if (!Files.isDirectory(descriptors)) {
      return 0;
    }
    try (Stream<Path> all = Files.list(descriptors)) {
      return all.count();
    }
  }

  /** One line that {@link #parse} reads. */
  String line() {
    return String.format(
        Locale.ROOT,
        "held %d %d %d %d %d %d %d %d",
        heapBytes,
        directBytes,
        residentBytes,
        threads,
        files,
        connections,
        sessions,
        commands);
  }

  static HeldByServer parse(String line) throws IOException {
    String[] words = line.split(" ", -1);
    if (words.length != 9 || !words[0].equals("held")) {
      throw new IOException("the serving process said \"" + line + "\"");
    }
    long[] numbers = new long[8];
    for (int index = 0; index < numbers.length; index++) {
      numbers[index] = Long.parseLong(words[index + 1]);
    }
    return new HeldByServer(
        numbers[0],
        numbers[1],
        numbers[2],
        numbers[3],
        numbers[4],
        numbers[5],
        numbers[6],
        numbers[7]);
  }

  /** Whether nothing of {@code count} healthy sessions but them is there. */
  boolean isAtRest(int count) {
    return connections == count && sessions == count && commands <= count;
  }

  /** What is held beyond {@code before}, as sentences; none when all came back. */
  List<String> beyond(HeldByServer before) {
    List<String> more = new ArrayList<>();
    check(more, "bytes of heap", heapBytes, before.heapBytes, 8 * MIB);
    check(more, "bytes outside the heap", directBytes, before.directBytes, KEPT_BYTES);
    check(more, "bytes resident", residentBytes, before.residentBytes, 96 * MIB);
    check(more, "threads", threads, before.threads, 0);
    check(more, "open files", files, before.files, 0);
    return more;
  }

  private static void check(List<String> more, String what, long is, long was, long slack) {
    if (is > was + slack) {
      more.add("The server holds " + is + " " + what + ", and held " + was + " before.");
    }
  }

  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "heap %.1f MiB, direct %.1f MiB, resident %.1f MiB, %d threads, %d files, %d connections,"
            + " %d sessions",
        heapBytes / (double) MIB,
        directBytes / (double) MIB,
        residentBytes / (double) MIB,
        threads,
        files,
        connections,
        sessions);
  }
}
