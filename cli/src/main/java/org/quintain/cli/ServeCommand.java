// SPDX-License-Identifier: Apache-2.0
package org.quintain.cli;

import java.io.PrintWriter;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.quintain.hardware.config.ConfigurationException;
import org.quintain.hardware.config.ServeConfig;
import org.quintain.hardware.serve.IscsiServer;
import org.quintain.hardware.serve.ServeListener;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code quintain serve}: the production target, until it is told to stop. */
@Command(
    name = "serve",
    description = "Serve what a configuration in the grammar of scst.conf describes.",
    mixinStandardHelpOptions = true)
final class ServeCommand implements Callable<Integer> {
  @Spec private CommandLine.Model.CommandSpec spec;

  @Parameters(paramLabel = "CONFIG", description = "The configuration file.")
  private Path config = Path.of("scst.conf");

  @Override
  public Integer call() throws InterruptedException {
    CountDownLatch ended = new CountDownLatch(1);
    try {
      IscsiServer server =
          IscsiServer.start(
              ServeConfig.load(config),
              new Announcements(spec.commandLine().getOut(), spec.commandLine().getErr(), ended));
      stopOnSignal(server);
      ended.await();
      server.close();
      return ExitCodes.INFRASTRUCTURE;
    } catch (ConfigurationException e) {
      throw CommandFailure.infrastructure(e);
    }
  }

  /**
   * On SIGTERM and SIGINT everything written is made durable before the process ends, and it ends
   * with 0: being told to stop is no failure.
   */
  private static void stopOnSignal(IscsiServer server) {
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> {
                  boolean faulted = server.isFaulted();
                  server.close();
                  Runtime.getRuntime().halt(faulted ? ExitCodes.INFRASTRUCTURE : ExitCodes.PASS);
                },
                "quintain-stop"));
  }

  /**
   * Prints what a script waits for on the output, what a person should know on the error stream.
   */
  private record Announcements(PrintWriter out, PrintWriter err, CountDownLatch ended)
      implements ServeListener {
    @Override
    public void onNotice(String sentence) {
      err.println(sentence);
      err.flush();
    }

    @Override
    public void onListening(InetSocketAddress portal, List<String> targetNames) {
      out.println("listening " + IscsiServer.text(portal) + " " + String.join(" ", targetNames));
      out.flush();
    }

    @Override
    public void onFault(String sentence) {
      err.println(sentence);
      err.flush();
      ended.countDown();
    }
  }
}
