// SPDX-License-Identifier: Apache-2.0
package org.quintain.hardware.admin;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.quintain.hardware.config.ConfigurationException;

/** The words of a request, from the second on. */
final class Words {
  private final List<String> all;
  private int at = 1;

  Words(List<String> all) {
    this.all = all;
  }

  boolean has() {
    return at < all.size();
  }

  String next(String what) throws ConfigurationException {
    if (!has()) {
      throw new ConfigurationException(
          "Behind \"" + String.join(" ", all) + "\" stands " + what + ".");
    }
    return all.get(at++);
  }

  /** The word that comes next, empty where none does. */
  String peek() {
    return has() ? all.get(at) : "";
  }

  boolean take(String word) {
    boolean isNext = has() && all.get(at).equals(word);
    at += isNext ? 1 : 0;
    return isNext;
  }

  long number(String what) throws ConfigurationException {
    String text = next(what);
    if (!text.matches("[0-9]{1,18}")) {
      throw new ConfigurationException("\"" + text + "\" is not " + what + ".");
    }
    return Long.parseLong(text);
  }

  /** All that is left, each name=value. */
  Map<String, String> attributes() throws ConfigurationException {
    Map<String, String> attributes = new TreeMap<>();
    while (has()) {
      String word = all.get(at++);
      int equals = word.indexOf('=');
      if (equals < 1) {
        throw new ConfigurationException("\"" + word + "\" is not of the form name=value.");
      }
      attributes.put(word.substring(0, equals), word.substring(equals + 1));
    }
    return attributes;
  }

  void end() throws ConfigurationException {
    if (has()) {
      throw new ConfigurationException("\"" + all.get(at) + "\" is one word too many.");
    }
  }

  ConfigurationException unknown() {
    return new ConfigurationException(
        "\"" + all.get(at - 1) + "\" is nothing that can be named here.");
  }
}
