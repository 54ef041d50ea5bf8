// SPDX-License-Identifier: Apache-2.0
package org.quintain.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.quintain.conformance.iscsi.fuzz.FuzzWorld;

/** A target in a process of its own, which says what it holds when it is asked. */
final class FuzzedServer implements AutoCloseable {
  static final String TARGET = "iqn.2026-11.org.quintain:fuzzed";
  static final String CHAP_TARGET = "iqn.2026-11.org.quintain:fuzzed.chap";
  private static final String HEAP = "-Xmx512m";

  private final Path config;
  private final Process process;
  private final BufferedReader said;
  private final int port;

  private FuzzedServer(Path config, Process process, BufferedReader said, int port) {
    this.config = config;
    this.process = process;
    this.said = said;
    this.port = port;
  }

  /** Serves for {@code lanes} threads that fuzz. */
  static FuzzedServer start(int lanes) throws IOException {
    Path config = Files.createTempFile("quintain-fuzz", ".conf");
    Files.writeString(config, configuration(lanes));
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                HEAP,
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName(),
                "fuzz",
                "serve",
                config.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    BufferedReader said =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    String line = said.readLine();
    if (line == null || !line.startsWith("listening ")) {
      process.destroyForcibly();
      Files.deleteIfExists(config);
      throw new IOException("the serving process said \"" + line + "\"");
    }
    int port = Integer.parseInt(line.substring("listening ".length()));
    return new FuzzedServer(config, process, said, port);
  }

  /** A disk for each of {@code lanes} initiators that fuzz, which would else hold each other up. */
  private static String configuration(int lanes) {
    StringBuilder devices = new StringBuilder();
    StringBuilder groups = new StringBuilder();
    for (int lane = 0; lane < lanes; lane++) {
      devices.append("DEVICE fuzzed%d {\nsize_mb 1\n}\n".formatted(lane));
      groups.append(
          "GROUP fuzz%d {\nINITIATOR %s\nLUN 0 fuzzed%d\n}\n"
              .formatted(lane, initiatorName(lane), lane));
    }
    return """
        HANDLER vdisk_ram {
        DEVICE healthy {
            size_mb 1
        }
        %s}
        TARGET_DRIVER iscsi {
            enabled 1
            portal 127.0.0.1:0
            TARGET %s {
                enabled 1
                LUN 0 fuzzed0
                GROUP healthy {
                    INITIATOR %s
                    LUN 0 healthy
                }
        %s    }
            TARGET %s {
                enabled 1
                IncomingUser "%s %s"
                LUN 0 fuzzed0
        %s    }
        }
        """
        .formatted(
            devices,
            TARGET,
            FuzzWorld.HEALTHY_INITIATOR,
            groups,
            CHAP_TARGET,
            FuzzWorld.CHAP_NAME,
            FuzzWorld.CHAP_SECRET,
            groups);
  }

  /** Who fuzzes in {@code lane}. */
  static String initiatorName(int lane) {
    return FuzzWorld.FUZZING_INITIATOR + "." + lane;
  }

  String url() {
    return "iscsi://127.0.0.1:" + port + "/" + TARGET + "/0";
  }

  /** What it holds now. */
  HeldByServer held() throws IOException {
    process.getOutputStream().write('\n');
    process.getOutputStream().flush();
    String line = said.readLine();
    if (line == null) {
      throw new IOException("the serving process has ended");
    }
    return HeldByServer.parse(line);
  }

  @Override
  public void close() {
    try {
      process.getOutputStream().close();
      process.onExit().orTimeout(20, java.util.concurrent.TimeUnit.SECONDS).join();
      Files.deleteIfExists(config);
    } catch (IOException | java.util.concurrent.CompletionException stuck) {
      process.destroyForcibly();
    }
  }
}
