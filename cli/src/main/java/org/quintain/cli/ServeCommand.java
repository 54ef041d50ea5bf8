// SPDX-License-Identifier: Apache-2.0
package org.quintain.cli;

import java.io.PrintWriter;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import org.quintain.hardware.admin.AdminPaths;
import org.quintain.hardware.admin.AdminSocket;
import org.quintain.hardware.admin.MetricsServer;
import org.quintain.hardware.config.ConfigurationException;
import org.quintain.hardware.config.ServeConfig;
import org.quintain.hardware.serve.IscsiServer;
import org.quintain.hardware.serve.ServeListener;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code quintain serve}: the production target, until it is told to stop. */
@Command(
    name = "serve",
    description = "Serve what a configuration in the grammar of scst.conf describes.",
    mixinStandardHelpOptions = true)
final class ServeCommand implements Callable<Integer> {
  private static final Logger LOG = LoggerFactory.getLogger(ServeCommand.class);

  @Spec private CommandLine.Model.CommandSpec spec;

  @Parameters(paramLabel = "CONFIG", description = "The configuration file.")
  private Path config = Path.of("scst.conf");

  @Option(
      names = "--admin",
      paramLabel = "PATH",
      description = "Where quintain admin finds its socket; a place of this user's without it.")
  private @Nullable Path admin;

  @Option(names = "--no-admin", description = "Take no requests of quintain admin.")
  private boolean isWithoutAdmin;

  @Option(
      names = "--metrics",
      paramLabel = "ADDRESS:PORT",
      description = "Give metrics for Prometheus at http://ADDRESS:PORT/metrics, on the loopback.")
  private @Nullable String metrics;

  @Override
  public Integer call() throws Exception {
    CountDownLatch ended = new CountDownLatch(1);
    Announcements announcements =
        new Announcements(
            spec.commandLine().getOut(), spec.commandLine().getErr(), ended, new ArrayList<>());
    try (IscsiServer server = IscsiServer.start(ServeConfig.load(config), announcements);
        AutoCloseable requests = takeRequests(server, announcements);
        AutoCloseable figures = giveMetrics(server)) {
      stopOnSignal(server, requests, figures);
      announcements.ready();
      ended.await();
      return ExitCodes.INFRASTRUCTURE;
    } catch (ConfigurationException e) {
      throw CommandFailure.infrastructure(e);
    }
  }

  /** Without a socket that was asked for, nothing is served; without any other one, it is. */
  private AutoCloseable takeRequests(IscsiServer server, ServeListener listener)
      throws ConfigurationException {
    if (isWithoutAdmin) {
      return () -> {};
    }
    try {
      return AdminSocket.open(server, admin == null ? AdminPaths.ownDefault() : admin);
    } catch (ConfigurationException refused) {
      if (admin != null) {
        throw refused;
      }
      listener.onNotice(refused.getMessage() + " Nothing can be changed while it runs.");
      return () -> {};
    }
  }

  private AutoCloseable giveMetrics(IscsiServer server) throws ConfigurationException {
    if (metrics == null) {
      return () -> {};
    }
    String[] parts = metrics.split(":(?=[0-9]{1,5}$)", 2);
    int port = parts.length == 2 ? Integer.parseInt(parts[1]) : -1;
    if (port < 0 || port > 65_535) {
      throw new CommandLine.ParameterException(
          spec.commandLine(),
          "--metrics is an address and a port, as 127.0.0.1:9464, not \"" + metrics + "\".");
    }
    MetricsServer opened = MetricsServer.open(server, new InetSocketAddress(parts[0], port));
    PrintWriter out = spec.commandLine().getOut();
    out.println("metrics http://" + IscsiServer.text(opened.address()) + "/metrics");
    out.flush();
    return opened;
  }

  /**
   * On SIGTERM and SIGINT everything written is made durable before the process ends, and it ends
   * with 0: being told to stop is no failure.
   */
  private static void stopOnSignal(IscsiServer server, AutoCloseable... besides) {
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> {
                  boolean faulted = server.isFaulted();
                  for (AutoCloseable each : besides) {
                    closeQuietly(each);
                  }
                  server.close();
                  Runtime.getRuntime().halt(faulted ? ExitCodes.INFRASTRUCTURE : ExitCodes.PASS);
                },
                "quintain-stop"));
  }

  private static void closeQuietly(AutoCloseable each) {
    try {
      each.close();
    } catch (Exception broken) {
      LOG.debug("something beside the target did not close", broken);
    }
  }

  /**
   * Prints what a script waits for on the output once everything can be used, what a person should
   * know on the error stream.
   */
  private record Announcements(
      PrintWriter out, PrintWriter err, CountDownLatch ended, List<String> listening)
      implements ServeListener {
    void ready() {
      listening.forEach(out::println);
      out.flush();
    }

    @Override
    public void onNotice(String sentence) {
      err.println(sentence);
      err.flush();
    }

    @Override
    public void onListening(InetSocketAddress portal, List<String> targetNames) {
      listening.add("listening " + IscsiServer.text(portal) + " " + String.join(" ", targetNames));
    }

    @Override
    public void onLink(String link, String targetName) {
      listening.add("listening " + link + " " + targetName);
    }

    @Override
    public void onFault(String sentence) {
      err.println(sentence);
      err.flush();
      ended.countDown();
    }
  }
}
