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

  /** The long and short options of every subcommand. */
  public static Map<String, Set<String>> options() {
    Map<String, Set<String>> options = new TreeMap<>();
    for (Map.Entry<String, CommandLine> entry : Main.commandLine().getSubcommands().entrySet()) {
      options.put(
          entry.getKey(), new TreeSet<>(entry.getValue().getCommandSpec().optionsMap().keySet()));
    }
    return options;
  }
}
