// SPDX-License-Identifier: Apache-2.0
package org.quintain.reports.model;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Spells arguments so that a POSIX shell takes them apart again as they were. */
public final class ShellWords {
  private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_@%+=:,./-]+");

  private ShellWords() {}

  /** The arguments as one line for a shell. */
  public static String join(List<String> arguments) {
    return arguments.stream().map(ShellWords::quote).collect(Collectors.joining(" "));
  }

  private static String quote(String argument) {
    return PLAIN.matcher(argument).matches()
        ? argument
        : "'" + argument.replace("'", "'\\''") + "'";
  }
}
