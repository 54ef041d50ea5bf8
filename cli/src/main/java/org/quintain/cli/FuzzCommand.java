// SPDX-License-Identifier: Apache-2.0
package org.quintain.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import org.quintain.hardware.config.ConfigurationException;
import org.quintain.hardware.config.ServeConfig;
import org.quintain.hardware.serve.IscsiServer;
import org.quintain.hardware.serve.ServeListener;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * {@code quintain fuzz}: mutated iSCSI connections by TCP against a target that is served by a
 * process of its own, which must serve on and hold no more than before. For whoever works on the
 * target.
 */
@Command(
    name = "fuzz",
    hidden = true,
    description = "Mutated connections against a target of our own, on loopback.",
    mixinStandardHelpOptions = true)
final class FuzzCommand {
  @Spec private CommandLine.Model.CommandSpec spec;

  @Command(name = "run", description = "Serve a target in another process and fuzz it.")
  int run(
      @Option(
              names = "--connections",
              defaultValue = "100000",
              description = "How many connections to mutate.")
          long connections,
      @Option(names = "--seed", defaultValue = "1", description = "What is drawn from.") long seed,
      @Option(names = "--threads", defaultValue = "8", description = "How many at once.")
          int threads) {
    PrintWriter console = spec.commandLine().getOut();
    String machine = RunNote.begin(spec, "fuzz").machine();
    try (FuzzedServer server = FuzzedServer.start(threads)) {
      List<String> failures =
          new LoopbackFuzz(server, seed, threads, console::println).run(connections);
      console.println(machine);
      failures.forEach(console::println);
      console.println(failures.isEmpty() ? "PASS" : "FAIL");
      console.flush();
      return failures.isEmpty() ? ExitCodes.PASS : ExitCodes.FAILURE;
    } catch (IOException e) {
      throw CommandFailure.infrastructure("The target cannot be served: " + e.getMessage() + ".");
    }
  }

  @Command(name = "serve", description = "Serve, and say what is held for each line that comes in.")
  int serve(@Parameters(paramLabel = "CONFIG") Path config) {
    PrintWriter console = spec.commandLine().getOut();
    try (IscsiServer server = IscsiServer.start(ServeConfig.load(config), ServeListener.NONE)) {
      console.println("listening " + server.portals().get(0).getPort());
      console.flush();
      int read = System.in.read();
      while (read >= 0) {
        if (read == '\n') {
          console.println(HeldByServer.measure(server).line());
          console.flush();
        }
        read = System.in.read();
      }
      return server.isFaulted() ? ExitCodes.INFRASTRUCTURE : ExitCodes.PASS;
    } catch (ConfigurationException | IOException e) {
      throw CommandFailure.infrastructure(e);
    }
  }
}
