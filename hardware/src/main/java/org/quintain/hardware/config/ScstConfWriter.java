// SPDX-License-Identifier: Apache-2.0
package org.quintain.hardware.config;

import java.util.List;
import org.quintain.hardware.config.ScstConf.Statement;

/**
 * Writes the grammar so that {@link ScstConfReader} reads the same tree again, as scstadmin lays it
 * out.
 */
public final class ScstConfWriter {
  private ScstConfWriter() {}

  /** The text of {@code conf}. Words hold no line ends. */
  public static String write(ScstConf conf) {
    StringBuilder text = new StringBuilder();
    write(conf.statements(), 0, text);
    return text.toString();
  }

  private static void write(List<Statement> statements, int depth, StringBuilder text) {
    for (Statement statement : statements) {
      text.append("\t".repeat(depth));
      for (int index = 0; index < statement.words().size(); index++) {
        text.append(index == 0 ? "" : " ").append(word(statement.words().get(index)));
      }
      if (statement.hasBlock()) {
        text.append(" {\n");
        write(statement.block(), depth + 1, text);
        text.append("\t".repeat(depth)).append('}');
      }
      text.append('\n');
    }
  }

  private static String word(String word) {
    boolean plain = !word.isEmpty();
    for (int index = 0; index < word.length(); index++) {
      plain &= " \t\"{}#\\".indexOf(word.charAt(index)) < 0;
    }
    return plain ? word : '"' + word.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }
}
