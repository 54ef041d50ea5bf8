// SPDX-License-Identifier: Apache-2.0
package org.quintain.hardware.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.quintain.hardware.config.ScstConf.Statement;

/** Finds and changes statements of a tree, which itself never changes. */
final class ConfTree {
  private ConfTree() {}

  /** An attribute or a section without a block. */
  static Statement statement(String... words) {
    return new Statement(0, List.of(words), false, List.of());
  }

  /** A section of {@code block}. */
  static Statement section(List<Statement> block, String... words) {
    return new Statement(0, List.of(words), true, block);
  }

  /** The same section with another block. */
  static Statement with(Statement section, List<Statement> block) {
    return new Statement(
        section.line(), section.words(), section.hasBlock() || !block.isEmpty(), block);
  }

  /** Whether {@code statement} begins with {@code words}. */
  static boolean begins(Statement statement, String... words) {
    return statement.words().size() >= words.length
        && statement.words().subList(0, words.length).equals(List.of(words));
  }

  /** {@code list} with one statement more at its end. */
  static List<Statement> plus(List<Statement> list, Statement added) {
    List<Statement> more = new ArrayList<>(list);
    more.add(added);
    return more;
  }

  /** {@code list} without the statements that begin with {@code words}. */
  static List<Statement> minus(List<Statement> list, String... words) {
    return list.stream().filter(each -> !begins(each, words)).toList();
  }

  /** {@code list} with each section that begins with {@code words} replaced by {@code change}. */
  static List<Statement> mapped(
      List<Statement> list, UnaryOperator<Statement> change, String... words) {
    return list.stream().map(each -> begins(each, words) ? change.apply(each) : each).toList();
  }

  /** Whether one of {@code list} begins with {@code words}. */
  static boolean has(List<Statement> list, String... words) {
    return list.stream().anyMatch(each -> begins(each, words));
  }

  /** Each device by its name, with its handler's name in front, without line numbers. */
  static Map<String, List<Statement>> devices(ScstConf conf) {
    Map<String, List<Statement>> devices = new TreeMap<>();
    for (Statement handler : conf.statements()) {
      if (handler.keyword().equals("HANDLER")) {
        for (Statement device : handler.block()) {
          devices.put(device.value(), List.of(statement(handler.value()), device.withoutLines()));
        }
      }
    }
    return devices;
  }

  /**
   * The same tree in which every target says its relative target port identifier: what {@code
   * running} says of its name, or what it says itself, else the lowest that is free.
   */
  static ScstConf withTargetIdentifiers(ScstConf conf, Map<String, Integer> running) {
    TreeSet<String> taken = new TreeSet<>();
    running.values().forEach(each -> taken.add(Integer.toString(each)));
    for (Statement target : targets(conf)) {
      for (Statement attribute : target.block()) {
        if (begins(attribute, "rel_tgt_id")) {
          taken.add(attribute.value());
        }
      }
    }
    UnaryOperator<Statement> identified =
        target -> {
          if (has(target.block(), "rel_tgt_id")) {
            return target;
          }
          String identifier = identifier(running.get(target.value()), taken);
          taken.add(identifier);
          List<Statement> block = new ArrayList<>();
          block.add(statement("rel_tgt_id", identifier));
          block.addAll(target.block());
          return with(target, block);
        };
    return new ScstConf(
        conf.file(),
        mapped(
            conf.statements(),
            driver -> with(driver, mapped(driver.block(), identified, "TARGET")),
            "TARGET_DRIVER",
            "iscsi"));
  }

  private static String identifier(@Nullable Integer running, TreeSet<String> taken) {
    if (running != null) {
      return running.toString();
    }
    int free = 1;
    while (taken.contains(Integer.toString(free))) {
      free++;
    }
    return Integer.toString(free);
  }

  private static List<Statement> targets(ScstConf conf) {
    return conf.statements().stream()
        .filter(each -> begins(each, "TARGET_DRIVER", "iscsi"))
        .flatMap(each -> each.block().stream())
        .filter(each -> begins(each, "TARGET"))
        .toList();
  }
}
