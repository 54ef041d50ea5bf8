// SPDX-License-Identifier: Apache-2.0
package org.quintain.hardware.config;

import java.util.ArrayList;
import java.util.List;

/**
 * One line of the grammar, split into words.
 *
 * @param words the words, quotes and escapes resolved
 * @param opensBlock whether the line ended with an unquoted opening brace
 * @param closesBlock whether the line is an unquoted closing brace alone
 */
record ScstConfLine(List<String> words, boolean opensBlock, boolean closesBlock) {

  static ScstConfLine split(String file, int line, String text) throws ConfigurationException {
    Splitter splitter = new Splitter(file, line, text);
    splitter.run();
    return splitter.result();
  }

  /** The state of going through one line. */
  private static final class Splitter {
    private final String file;
    private final int line;
    private final String text;
    private final List<String> words = new ArrayList<>();
    private final StringBuilder word = new StringBuilder();
    private boolean inWord;
    private boolean opens;
    private boolean closes;
    private int at;

    Splitter(String file, int line, String text) {
      this.file = file;
      this.line = line;
      this.text = text;
    }

    void run() throws ConfigurationException {
      while (at < text.length()) {
        char next = text.charAt(at);
        if (next == '#') {
          break;
        }
        if (opens || closes) {
          if (!isBlank(next)) {
            throw problem("nothing but a comment may follow a brace.");
          }
          at++;
        } else {
          step(next);
        }
      }
      endWord();
    }

    private void step(char next) throws ConfigurationException {
      if (isBlank(next)) {
        endWord();
        at++;
      } else if (next == '"') {
        if (inWord) {
          throw problem("a quote begins and ends a whole word.");
        }
        quoted();
      } else if (next == '{') {
        endWord();
        opens = true;
        at++;
      } else if (next == '}') {
        if (inWord || !words.isEmpty()) {
          throw problem("\"}\" stands on a line of its own, or in quotes.");
        }
        closes = true;
        at++;
      } else {
        inWord = true;
        if (next == '\\' && at + 1 < text.length() && text.charAt(at + 1) == '#') {
          at++;
        }
        word.append(text.charAt(at++));
      }
    }

    private void quoted() throws ConfigurationException {
      at++;
      while (at < text.length() && text.charAt(at) != '"') {
        boolean escape =
            text.charAt(at) == '\\'
                && at + 1 < text.length()
                && "\"\\#".indexOf(text.charAt(at + 1)) >= 0;
        if (escape) {
          at++;
        }
        word.append(text.charAt(at++));
      }
      if (at == text.length()) {
        throw problem("a quoted word does not end before the line does.");
      }
      at++;
      inWord = true;
      endWord();
      if (at < text.length() && "{#".indexOf(text.charAt(at)) < 0 && !isBlank(text.charAt(at))) {
        throw problem("a quote begins and ends a whole word.");
      }
    }

    private void endWord() {
      if (inWord) {
        words.add(word.toString());
        word.setLength(0);
        inWord = false;
      }
    }

    private static boolean isBlank(char character) {
      return character == ' ' || character == '\t';
    }

    private ConfigurationException problem(String sentence) {
      return ConfigurationException.at(file, line, sentence);
    }

    ScstConfLine result() {
      return new ScstConfLine(List.copyOf(words), opens, closes);
    }
  }
}
