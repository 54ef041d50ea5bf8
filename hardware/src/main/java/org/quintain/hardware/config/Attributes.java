// SPDX-License-Identifier: Apache-2.0
package org.quintain.hardware.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.quintain.hardware.config.ScstConf.Statement;

/**
 * The attributes of one section, held against its table, with typed access that says what is
 * allowed.
 */
final class Attributes {
  private final String file;
  private final Map<String, List<Statement>> byKey = new TreeMap<>();

  /**
   * Takes {@code statements}, all of which are attributes.
   *
   * @param notices gets a sentence for each that has no effect
   */
  Attributes(String file, List<Statement> statements, AttributeTable table, List<String> notices)
      throws ConfigurationException {
    this.file = file;
    for (Statement statement : statements) {
      take(statement, table, notices);
    }
  }

  private void take(Statement statement, AttributeTable table, List<String> notices)
      throws ConfigurationException {
    String key = statement.keyword();
    AttributeTable.Rule rule = table.rules().get(key);
    if (rule == null) {
      throw problem(
          statement,
          "\""
              + key
              + "\" is no attribute of "
              + table.section()
              + (table.allowed().isEmpty() ? "" : "; allowed are ")
              + String.join(", ", table.allowed())
              + ".");
    }
    if (statement.hasBlock()) {
      throw problem(statement, "\"" + key + "\" is an attribute and opens no block.");
    }
    if (statement.words().size() < 2) {
      throw problem(statement, "\"" + key + "\" needs a value.");
    }
    List<Statement> present = byKey.computeIfAbsent(key, none -> new ArrayList<>());
    if (!present.isEmpty() && rule.meaning() != AttributeTable.Meaning.REPEATED) {
      throw problem(
          statement,
          "\""
              + key
              + "\" stands in line "
              + present.get(0).line()
              + " already; it is given once.");
    }
    present.add(statement);
    switch (rule.meaning()) {
      case OBEYED, REPEATED -> {}
      case NO_EFFECT ->
          notices.add(file + ":" + statement.line() + ": \"" + key + "\" has no effect here.");
      case ONLY -> {
        if (!statement.value().equals(rule.argument())) {
          throw problem(
              statement,
              "\""
                  + key
                  + "\" is "
                  + (rule.argument().isEmpty() ? "not served" : "only " + rule.argument())
                  + " here: "
                  + rule.because()
                  + ".");
        }
      }
    }
  }

  private @Nullable Statement single(String key) {
    List<Statement> present = byKey.get(key);
    return present == null ? null : present.get(0);
  }

  boolean has(String key) {
    return byKey.containsKey(key);
  }

  /** The line of {@code key}, or {@code otherwise} where it does not stand. */
  int line(String key, int otherwise) {
    Statement statement = single(key);
    return statement == null ? otherwise : statement.line();
  }

  /** All statements of a key that may stand several times. */
  List<Statement> all(String key) {
    return byKey.getOrDefault(key, List.of());
  }

  boolean flag(String key, boolean otherwise) throws ConfigurationException {
    Statement statement = single(key);
    if (statement == null) {
      return otherwise;
    }
    return switch (statement.value()) {
      case "0" -> false;
      case "1" -> true;
      default -> throw notAllowed(statement, "0 or 1");
    };
  }

  String text(String key, String otherwise, int charactersMax) throws ConfigurationException {
    Statement statement = single(key);
    if (statement == null) {
      return otherwise;
    }
    String value = statement.value();
    boolean ascii = value.chars().allMatch(character -> character >= 0x20 && character < 0x7F);
    if (!ascii || value.length() > charactersMax) {
      throw notAllowed(statement, "up to " + charactersMax + " ASCII characters");
    }
    return value;
  }

  int number(String key, int otherwise, int minimum, int maximum) throws ConfigurationException {
    return (int) number(key, (long) otherwise, minimum, maximum);
  }

  long number(String key, long otherwise, long minimum, long maximum)
      throws ConfigurationException {
    Statement statement = single(key);
    if (statement == null) {
      return otherwise;
    }
    String allowed = "a number from " + minimum + " to " + maximum;
    try {
      long value = Long.decode(statement.value());
      if (value >= minimum && value <= maximum) {
        return value;
      }
    } catch (NumberFormatException notANumber) {
      throw notAllowed(statement, allowed);
    }
    throw notAllowed(statement, allowed);
  }

  ConfigurationException notAllowed(Statement statement, String allowed) {
    return problem(
        statement,
        "\"" + statement.keyword() + "\" is " + allowed + ", not \"" + statement.value() + "\".");
  }

  /** The same, where {@code because} is why that value is none. */
  ConfigurationException notAllowed(Statement statement, String allowed, String because) {
    return problem(
        statement,
        "\""
            + statement.keyword()
            + "\" is "
            + allowed
            + ", not \""
            + statement.value()
            + "\", "
            + because
            + ".");
  }

  ConfigurationException problem(Statement statement, String sentence) {
    return ConfigurationException.at(file, statement.line(), sentence);
  }
}
