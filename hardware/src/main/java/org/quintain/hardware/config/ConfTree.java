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
  private static final String REL_TGT_ID = "rel_tgt_id";

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
   * The same tree in which every target says its relative target port identifiers: what it says
   * itself, else what {@code running} says of its name and the tag of the portal group, else, of
   * its first portal group, the lowest that is free.
   */
  static ScstConf withTargetIdentifiers(ScstConf conf, Map<String, Map<Integer, Integer>> running) {
    TreeSet<Integer> taken = new TreeSet<>();
    running.values().forEach(identifiers -> taken.addAll(identifiers.values()));
    for (Statement target : targets(conf)) {
      for (Statement attribute : target.block()) {
        if (begins(attribute, REL_TGT_ID) || begins(attribute, PortalReader.IDENTIFIER)) {
          String[] words = attribute.value().split(" +");
          taken.add(Integer.decode(words[words.length - 1]));
        }
      }
    }
    UnaryOperator<Statement> identified =
        target -> with(target, identified(target, running.get(target.value()), taken));
    return new ScstConf(
        conf.file(),
        mapped(
            conf.statements(),
            driver -> with(driver, mapped(driver.block(), identified, "TARGET")),
            "TARGET_DRIVER",
            "iscsi"));
  }

  private static List<Statement> identified(
      Statement target, @Nullable Map<Integer, Integer> running, TreeSet<Integer> taken) {
    List<Statement> block = new ArrayList<>();
    List<Integer> tags = running == null ? List.of() : List.copyOf(running.keySet());
    if (!has(target.block(), REL_TGT_ID)) {
      Integer known = running == null ? null : running.get(tags.get(0));
      block.add(statement(REL_TGT_ID, String.valueOf(known == null ? free(taken) : known)));
    }
    for (int index = 1; running != null && index < tags.size(); index++) {
      String tag = String.valueOf(tags.get(index));
      if (!isIdentified(target, tag)) {
        block.add(
            statement(PortalReader.IDENTIFIER, tag, String.valueOf(running.get(tags.get(index)))));
      }
    }
    block.addAll(target.block());
    return block;
  }

  private static boolean isIdentified(Statement target, String tag) {
    return target.block().stream()
        .anyMatch(
            each ->
                begins(each, PortalReader.IDENTIFIER) && each.value().split(" +")[0].equals(tag));
  }

  private static int free(TreeSet<Integer> taken) {
    int free = 1;
    while (!taken.add(free)) {
      free++;
    }
    return free;
  }

  private static List<Statement> targets(ScstConf conf) {
    return conf.statements().stream()
        .filter(each -> begins(each, "TARGET_DRIVER", "iscsi"))
        .flatMap(each -> each.block().stream())
        .filter(each -> begins(each, "TARGET"))
        .toList();
  }
}
