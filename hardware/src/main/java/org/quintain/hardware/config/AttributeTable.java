// SPDX-License-Identifier: Apache-2.0
package org.quintain.hardware.config;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Which attributes a section may have, and what becomes of each. */
final class AttributeTable {
  /** What becomes of an attribute. */
  enum Meaning {
    /** It is obeyed. */
    OBEYED,
    /** It is obeyed and may stand several times. */
    REPEATED,
    /**
     * SCST has it, here it steers nothing that a client could notice: said once, then passed over.
     */
    NO_EFFECT,
    /** Only one value of it exists here; others would change what clients see. */
    ONLY
  }

  /**
   * One attribute.
   *
   * @param argument of {@code ONLY} the value
   * @param because of {@code ONLY} why no other, as the end of a sentence
   */
  record Rule(Meaning meaning, String argument, String because) {}

  private final String section;
  private final Map<String, Rule> rules = new TreeMap<>();

  /** An empty table of what messages call {@code section}. */
  AttributeTable(String section) {
    this.section = section;
  }

  AttributeTable obeys(String... keys) {
    return add(Meaning.OBEYED, keys);
  }

  AttributeTable repeats(String... keys) {
    return add(Meaning.REPEATED, keys);
  }

  AttributeTable passesOver(String... keys) {
    return add(Meaning.NO_EFFECT, keys);
  }

  AttributeTable only(String key, String value, String because) {
    rules.put(key, new Rule(Meaning.ONLY, value, because));
    return this;
  }

  private AttributeTable add(Meaning meaning, String... keys) {
    for (String key : keys) {
      rules.put(key, new Rule(meaning, "", ""));
    }
    return this;
  }

  String section() {
    return section;
  }

  Map<String, Rule> rules() {
    return rules;
  }

  /** The names that a sentence lists as allowed. */
  List<String> allowed() {
    return rules.entrySet().stream()
        .filter(entry -> entry.getValue().meaning() != Meaning.NO_EFFECT)
        .map(Map.Entry::getKey)
        .toList();
  }
}
