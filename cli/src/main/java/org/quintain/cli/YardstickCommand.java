// SPDX-License-Identifier: Apache-2.0
package org.quintain.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.quintain.perf.load.LoadException;
import org.quintain.perf.yardstick.EchoServer;
import org.quintain.perf.yardstick.Party;
import org.quintain.perf.yardstick.YardstickRun;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * {@code quintain yardstick}: what {@code perf/compare-with-tgtd.sh} is made of, the bare echo and
 * the lean client. Not for use by hand.
 */
@Command(
    name = "yardstick",
    hidden = true,
    description = "Parts of perf/compare-with-tgtd.sh.",
    mixinStandardHelpOptions = true)
final class YardstickCommand {
  @Spec private CommandLine.Model.CommandSpec spec;

  @Command(name = "echo", description = "Serve the bare echo; prints its port.")
  int echo() {
    PrintWriter console = spec.commandLine().getOut();
    try {
      EchoServer server = new EchoServer();
      console.println("port " + server.port());
      console.flush();
      server.serve();
      return ExitCodes.PASS;
    } catch (IOException e) {
      throw CommandFailure.infrastructure("The echo ended: " + e.getMessage() + ".");
    }
  }

  @Command(name = "compare", description = "Take turns; PORT,PID[,TARGET,MEMORYLUN,FILELUN].")
  int compare(
      @Option(names = "--ours", required = true) String ours,
      @Option(names = "--polling") @Nullable String polling,
      @Option(names = "--idle") @Nullable String idle,
      @Option(names = "--tgtd", required = true) String tgtd,
      @Option(names = "--echo", required = true) String echo,
      @Option(names = "--rounds", defaultValue = "3") int rounds,
      @Option(names = "--turn-ms", defaultValue = "2000") long turnMs) {
    PrintWriter console = spec.commandLine().getOut();
    String machine = RunNote.begin(spec, "yardstick").machine();
    try (Progress progress = new Progress(System.err, "yardstick")) {
      new YardstickRun(
              Party.parse("quintain", ours, false),
              Party.parse("tgtd", tgtd, false),
              Party.parse("echo", echo, false),
              polling == null ? null : Party.parse("polling", polling, true),
              idle == null ? null : Party.parse("idle", idle, false),
              rounds,
              TimeUnit.MILLISECONDS.toNanos(turnMs),
              console::println,
              step -> progress.at(0, step))
          .run();
    } catch (IOException | LoadException | IllegalArgumentException e) {
      throw CommandFailure.infrastructure(String.valueOf(e.getMessage()));
    }
    console.println();
    console.println("Medians of " + rounds + " rounds in turn; " + machine + ".");
    console.flush();
    return ExitCodes.PASS;
  }
}
