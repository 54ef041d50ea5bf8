// SPDX-License-Identifier: Apache-2.0
package org.quintain.hardware.config;

import java.util.List;

/**
 * The text of an {@code scst.conf} as a tree, nothing in it interpreted yet (scst.conf(5)).
 *
 * @param file what messages call the file
 * @param statements the top level, in order
 */
public record ScstConf(String file, List<Statement> statements) {

  /** Makes the tree immutable. */
  public ScstConf {
    statements = List.copyOf(statements);
  }

  /**
   * One line, with the block that it opens, if any: {@code attribute value}, or {@code KEYWORD argument {}.
   *
   * @param line where it stands in the file, from 1; 0 when it was not read from one
   * @param words the words of the line, quotes taken off; at least one
   * @param hasBlock whether it opened a block, even an empty one
   * @param block the statements within its block
   */
  public record Statement(int line, List<String> words, boolean hasBlock, List<Statement> block) {

    /** Makes the statement immutable. */
    public Statement {
      words = List.copyOf(words);
      block = List.copyOf(block);
    }

    /** The first word: the name of an attribute, or a keyword. */
    public String keyword() {
      return words.get(0);
    }

    /** What stands behind the first word, blanks between words made one. */
    public String value() {
      return String.join(" ", words.subList(1, words.size()));
    }

    /** The same statement with all line numbers taken away, for comparing. */
    public Statement withoutLines() {
      return new Statement(
          0, words, hasBlock, block.stream().map(Statement::withoutLines).toList());
    }
  }
}
