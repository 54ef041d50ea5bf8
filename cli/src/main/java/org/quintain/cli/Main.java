// SPDX-License-Identifier: Apache-2.0
package org.quintain.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Spec;

/**
 * The command {@code quintain}: lists its subcommands and nothing else. Each subcommand is a class
 * of its own, named in the table below.
 */
@Command(
    name = "quintain",
    description = "A SCSI target stack and the proving ground for it.",
    mixinStandardHelpOptions = true,
    versionProvider = VersionCommand.Provider.class,
    subcommands = {
      QualifyCommand.class,
      ConformCommand.class,
      SimulateCommand.class,
      ServeCommand.class,
      LoadCommand.class,
      AdminCommand.class,
      FuzzCommand.class,
      YardstickCommand.class,
      ReportCommand.class,
      VersionCommand.class
    })
public final class Main implements Runnable {
  @Spec private CommandLine.Model.CommandSpec spec;

  /** Wires picocli; package-private so that tests run commands in process. */
  static CommandLine commandLine() {
    return new CommandLine(new Main()).setExecutionExceptionHandler(Main::onFailure);
  }

  /**
   * A failure that a command foresaw is one sentence; any other is our fault and shows its trace.
   */
  private static int onFailure(
      Exception failure, CommandLine command, CommandLine.ParseResult parsed) throws Exception {
    if (failure instanceof CommandFailure foreseen) {
      command.getErr().println(foreseen.getMessage());
      command.getErr().flush();
      return foreseen.exitCode();
    }
    throw failure;
  }

  /** Runs one command and ends the process with its exit code. */
  public static void main(String[] arguments) {
    System.exit(commandLine().execute(arguments));
  }

  @Override
  public void run() {
    throw new CommandLine.ParameterException(spec.commandLine(), "Say which command to run.");
  }
}
