// SPDX-License-Identifier: Apache-2.0
package org.quintain.cli;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import picocli.CommandLine;

/** The commands that there are, for tests that compare documents with them. */
public final class CommandModel {
  private CommandModel() {}

  /** The long and short options of every subcommand, those of its own subcommands among them. */
  public static Map<String, Set<String>> options() {
    Map<String, Set<String>> options = new TreeMap<>();
    for (Map.Entry<String, CommandLine> entry : Main.commandLine().getSubcommands().entrySet()) {
      Set<String> own = new TreeSet<>();
      collect(entry.getValue(), own);
      options.put(entry.getKey(), own);
    }
    return options;
  }

  private static void collect(CommandLine command, Set<String> into) {
    into.addAll(command.getCommandSpec().optionsMap().keySet());
    command.getSubcommands().values().forEach(each -> collect(each, into));
  }
}
