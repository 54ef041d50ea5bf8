// SPDX-License-Identifier: Apache-2.0
package org.quintain.cli.judges;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A file served by {@code quintain serve} in a process of its own, on a loopback port that the
 * kernel chose.
 */
final class ServedDisk implements AutoCloseable {
  static final String TARGET = "iqn.2026-11.org.quintain:judged";
  private static final Pattern LISTENING = Pattern.compile("listening .*127\\.0\\.0\\.1:(\\d+)");
  private static final long START_TIMEOUT_NS = 180_000_000_000L;

  private final Path directory;
  private final Path log;
  private final Process process;
  private final int port;

  private ServedDisk(Path directory, Path log, Process process, int port) {
    this.directory = directory;
    this.log = log;
    this.process = process;
    this.port = port;
  }

  /**
   * A device of the configuration.
   *
   * @param attributes of its section, beside its file's name
   */
  record Device(String name, long sizeBytes, Map<String, String> attributes) {
    static Device of(String name, long sizeBytes, Map<String, String> attributes) {
      return new Device(name, sizeBytes, new TreeMap<>(attributes));
    }
  }

  /** Serves a sparse file of {@code sizeBytes} as LUN 0. */
  static ServedDisk start(long sizeBytes, int blockBytes) throws IOException, InterruptedException {
    Map<String, String> attributes = Map.of("blocksize", Integer.toString(blockBytes));
    return start(List.of(Device.of("disk0", sizeBytes, attributes)));
  }

  /** Serves a sparse file for each device; its place in the list is its LUN. */
  static ServedDisk start(List<Device> devices) throws IOException, InterruptedException {
    Path directory = Files.createTempDirectory("served-disk");
    StringBuilder sections = new StringBuilder();
    StringBuilder units = new StringBuilder();
    for (int lun = 0; lun < devices.size(); lun++) {
      Device device = devices.get(lun);
      Path image = directory.resolve(device.name() + ".img");
      try (var file = new java.io.RandomAccessFile(image.toFile(), "rw")) {
        file.setLength(device.sizeBytes());
      }
      sections.append("    DEVICE %s {\n        filename %s\n".formatted(device.name(), image));
      device
          .attributes()
          .forEach((key, value) -> sections.append("        %s %s\n".formatted(key, value)));
      sections.append("    }\n");
      units.append("        LUN %d %s\n".formatted(lun, device.name()));
    }
    Path config = directory.resolve("quintain.conf");
    Files.writeString(
        config,
        """
        HANDLER vdisk_fileio {
        %s}
        TARGET_DRIVER iscsi {
            enabled 1
            portal 127.0.0.1:0
            TARGET %s {
                enabled 1
        %s    }
        }
        """
            .formatted(sections, TARGET, units));
    Path log = directory.resolve("serve.log");
    List<String> commandLine =
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx512m",
            "-cp",
            System.getProperty("java.class.path"),
            "org.quintain.cli.Main",
            "serve",
            config.toString());
    Process process =
        new ProcessBuilder(commandLine)
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    return new ServedDisk(directory, log, process, awaitPort(process, log));
  }

  private static int awaitPort(Process process, Path log) throws IOException, InterruptedException {
    long startedNs = System.nanoTime();
    while (System.nanoTime() - startedNs < START_TIMEOUT_NS) {
      Matcher matcher = LISTENING.matcher(Files.readString(log));
      if (matcher.find()) {
        return Integer.parseInt(matcher.group(1));
      }
      if (process.waitFor(50, TimeUnit.MILLISECONDS)) {
        break;
      }
    }
    process.destroyForcibly();
    throw new IOException("quintain serve did not come up: " + Files.readString(log));
  }

  int port() {
    return port;
  }

  String url() {
    return "iscsi://127.0.0.1:" + port + "/" + TARGET + "/0";
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /** What it printed. */
  String log() throws IOException {
    return Files.readString(log);
  }

  /** Stops it as an operator would, and says how it ended. */
  int stop() throws InterruptedException {
    process.destroy();
    if (!process.waitFor(120, TimeUnit.SECONDS)) {
      process.destroyForcibly().waitFor();
      return Tool.TIMED_OUT;
    }
    return process.exitValue();
  }

  @Override
  public void close() throws IOException {
    // Until it is gone it may still write.
    process.destroyForcibly().onExit().join();
    List<Path> files = new ArrayList<>();
    try (var listed = Files.walk(directory)) {
      listed.forEach(files::add);
    }
    // A directory's files come after it.
    Collections.reverse(files);
    for (Path file : files) {
      Files.delete(file);
    }
  }
}
