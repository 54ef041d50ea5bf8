// SPDX-License-Identifier: Apache-2.0
package org.quintain.hardware.config;

import java.util.ArrayList;
import java.util.List;
import org.quintain.hardware.config.ScstConf.Statement;

/**
 * Reads the grammar of scst.conf(5): one statement a line; words part at blanks, a word with blanks
 * stands in double quotes; {@code &#123;} at the end of a line opens a block and {@code &#125;} on
 * a line of its own closes it; {@code #} begins a comment unless quoted or written {@code \#}.
 * Within quotes {@code \"} and {@code \\} stand for the quote and the backslash.
 */
public final class ScstConfReader {
  private static final int DEPTH_MAX = 8;

  private final String file;
  private final String[] lines;
  private int next;

  private ScstConfReader(String file, String text) {
    this.file = file;
    this.lines = text.split("\r\n|\n|\r", -1);
  }

  /**
   * Reads {@code text}.
   *
   * @param file what messages call the text
   * @throws ConfigurationException naming file and line when the text is not of this grammar
   */
  public static ScstConf read(String file, String text) throws ConfigurationException {
    ScstConfReader reader = new ScstConfReader(file, text);
    return new ScstConf(file, reader.block(0, 0));
  }

  /**
   * Reads statements up to the end of the block that was opened in line {@code openedAt}, or of the
   * file.
   */
  private List<Statement> block(int depth, int openedAt) throws ConfigurationException {
    List<Statement> statements = new ArrayList<>();
    while (next < lines.length) {
      int line = next + 1;
      ScstConfLine words = ScstConfLine.split(file, line, lines[next++]);
      if (words.closesBlock()) {
        if (depth == 0) {
          throw ConfigurationException.at(file, line, "this \"}\" closes no block.");
        }
        return statements;
      }
      if (words.opensBlock()) {
        if (words.words().isEmpty()) {
          throw ConfigurationException.at(
              file, line, "\"{\" stands at the end of the line that it belongs to.");
        }
        if (depth == DEPTH_MAX) {
          throw ConfigurationException.at(
              file, line, "blocks are nested at most " + DEPTH_MAX + " deep.");
        }
        statements.add(new Statement(line, words.words(), true, block(depth + 1, line)));
      } else if (!words.words().isEmpty()) {
        statements.add(new Statement(line, words.words(), false, List.of()));
      }
    }
    if (depth > 0) {
      throw ConfigurationException.at(
          file, openedAt, "the block that begins here is not closed by a \"}\".");
    }
    return statements;
  }
}
