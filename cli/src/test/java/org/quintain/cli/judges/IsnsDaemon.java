// SPDX-License-Identifier: Apache-2.0
package org.quintain.cli.judges;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.quintain.cli.support.OutsideJudge;

/** Open-iSNS's name server on a loopback port, and its client to ask what it knows. */
final class IsnsDaemon implements AutoCloseable {
  /** Whom the client speaks for. */
  static final String JUDGE = "iqn.2026-11.org.quintain:judge";

  private static final long START_NS = TimeUnit.SECONDS.toNanos(120);

  /** Below what Linux gives out by itself (32768 and up). */
  private static final int FIRST_PORT = 20_000;

  private static final int PORTS = 12_000;

  private final Path directory;
  private final Path client;

  private final int port;
  private Process process;

  private IsnsDaemon(Path directory, Path client, int port, Process process) {
    this.directory = directory;
    this.client = client;
    this.port = port;
    this.process = process;
  }

  /** Starts with an empty database in {@code directory}. */
  static IsnsDaemon start(Path directory) throws IOException, InterruptedException {
    OutsideJudge.require("isnsadm");
    int port = freePort();
    Files.createDirectory(directory.resolve("database"));
    Files.writeString(
        directory.resolve("isnsd.conf"),
        """
        Database = %s/database
        Security = 0
        BindAddress = 127.0.0.1:%d
        PIDFile = %s/pid
        ControlSocket = %s/control
        RegistrationPeriod = 10m
        DefaultDiscoveryDomain = 1
        SLPRegister = 0
        SourceName = iqn.2026-11.org.quintain:isnsd
        ESIMinInterval = 1s
        ESIMaxInterval = 5s
        """
            .formatted(directory, port, directory, directory));
    Path client = directory.resolve("isnsadm.conf");
    Files.writeString(
        client,
        "Security = 0\nServerAddress = 127.0.0.1:%d\nSourceName = %s\n".formatted(port, JUDGE));
    return new IsnsDaemon(directory, client, port, launch(directory, port));
  }

  private static Process launch(Path directory, int port) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(
                OutsideJudge.require("isnsd").toString(),
                "-f",
                "-d",
                "message,esi,scn",
                "-c",
                directory.resolve("isnsd.conf").toString())
            .redirectErrorStream(true)
            .redirectOutput(
                ProcessBuilder.Redirect.appendTo(directory.resolve("isnsd.log").toFile()))
            .start();
    long startedNs = System.nanoTime();
    while (System.nanoTime() - startedNs < START_NS && process.isAlive()) {
      try (Socket probe = new Socket()) {
        probe.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 10_000);
        return process;
      } catch (IOException notYet) {
        TimeUnit.MILLISECONDS.sleep(50);
      }
    }
    process.destroyForcibly();
    throw new IOException("isnsd did not come up: " + Tool.text(directory.resolve("isnsd.log")));
  }

  /**
   * A port of the loopback address that nobody has just now, and that the system gives to nobody
   * who connects: else who looks for a daemon that is not up can come to be connected to himself.
   */
  static int freePort() throws IOException {
    int from = (int) (ProcessHandle.current().pid() % PORTS);
    for (int tried = 0; tried < PORTS; tried++) {
      int port = FIRST_PORT + (from + tried) % PORTS;
      try (ServerSocket probe = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
        return probe.getLocalPort();
      } catch (IOException taken) {
        continue;
      }
    }
    throw new IOException("no port from " + FIRST_PORT + " on is free");
  }

  int port() {
    return port;
  }

  /** What the client says to {@code arguments}. */
  String ask(String... arguments) throws IOException, InterruptedException {
    List<String> all =
        new ArrayList<>(
            List.of(OutsideJudge.require("isnsadm").toString(), "-c", client.toString()));
    all.addAll(List.of(arguments));
    return Tool.run(120, all).output();
  }

  /** Asks again and again until the answer has {@code wanted}, or has it no more. */
  String await(boolean isThere, String wanted, String... arguments)
      throws IOException, InterruptedException {
    String answer = ask(arguments);
    for (int times = 0; times < 600 && answer.contains(wanted) != isThere; times++) {
      TimeUnit.MILLISECONDS.sleep(100);
      answer = ask(arguments);
    }
    return answer;
  }

  /** What the daemon wrote. */
  String log() throws IOException {
    return Tool.text(directory.resolve("isnsd.log"));
  }

  /** Kills the daemon. */
  void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  /** Starts it again, with what it had in its database. */
  void restart() throws IOException, InterruptedException {
    process = launch(directory, port);
  }

  @Override
  public void close() {
    // Until it is gone it may still write into the folder that is deleted next.
    process.destroyForcibly().onExit().join();
  }
}
