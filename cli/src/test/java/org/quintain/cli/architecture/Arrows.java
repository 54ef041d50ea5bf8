// SPDX-License-Identifier: Apache-2.0
package org.quintain.cli.architecture;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import com.tngtech.archunit.lang.syntax.ArchRuleDefinition;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Who may see whom. A table has one row per part; a part is a package with all packages below it
 * that have no row of their own. What a row does not list, its part may not see.
 */
final class Arrows {
  private static final List<String> VALUES = List.of("sam", "memory", "time", "reactor", "wire");

  private final String name;
  private final String root;
  private final Map<String, List<String>> seen = new LinkedHashMap<>();

  private Arrows(String name, String root) {
    this.name = name;
    this.root = root;
  }

  private Arrows row(String part, List<String> sees, String... andSees) {
    List<String> all = new ArrayList<>(sees);
    all.addAll(List.of(andSees));
    seen.put(part, List.copyOf(all));
    return this;
  }

  /**
   * The packages of the engine, bottom up. A protocol's target end does not see {@code target},
   * {@code spc}, {@code sbc}, {@code device} or {@code store}, so that no fabric can interpret a
   * CDB; the two ends of a protocol do not see each other, nor do protocols.
   */
  static Arrows ofEngine(String root) {
    Arrows arrows = new Arrows("arrows between the packages of the engine point down only", root);
    arrows.row("sam", List.of());
    arrows.row("memory", List.of("sam"));
    arrows.row("time", List.of("sam"));
    arrows.row("reactor", List.of("sam", "memory", "time"));
    arrows.row("wire", List.of("sam", "memory", "time"));
    arrows.row("fabric", VALUES);
    arrows.row("store", VALUES, "fabric");
    arrows.row("device", VALUES, "fabric", "store");
    arrows.row("spc", VALUES, "fabric", "store", "device");
    arrows.row("sbc.protection", VALUES, "fabric", "store", "device", "spc");
    arrows.row("sbc", VALUES, "fabric", "store", "device", "spc");
    arrows.row("target", VALUES, "fabric", "store", "device", "spc", "sbc");
    arrows.row("initiator", VALUES, "fabric", "store", "device", "spc", "sbc", "target");

    arrows.row("iscsi.wire", VALUES);
    arrows.row("iscsi.isns", VALUES);
    arrows.row("iscsi.negotiation", VALUES, "iscsi.wire");
    arrows.row("iscsi.authentication", VALUES, "iscsi.wire", "iscsi.negotiation");
    List<String> iscsi = new ArrayList<>(VALUES);
    iscsi.addAll(List.of("iscsi.wire", "iscsi.negotiation", "iscsi.authentication"));
    arrows.row("iscsi.target", iscsi, "fabric");
    arrows.row("iscsi.initiator", iscsi, "initiator");

    arrows.row("fc.wire", VALUES);
    arrows.row("fc.exchange", VALUES, "fc.wire");
    arrows.row("fc.bare", VALUES, "fc.wire", "initiator");
    arrows.row("fc.login", VALUES, "fc.wire", "fc.exchange");
    arrows.row("fcp.wire", VALUES, "fc.wire");
    List<String> fc = new ArrayList<>(VALUES);
    fc.addAll(List.of("fc.wire", "fc.exchange", "fc.login", "fcp.wire"));
    arrows.row("fcp.target", fc, "fabric");
    arrows.row("fcp.initiator", fc, "initiator");

    arrows.row("ib.wire", VALUES);
    arrows.row("ib.transport", VALUES, "ib.wire");
    arrows.row("ib.connection", VALUES, "ib.wire", "ib.transport");
    arrows.row("ib.bare", VALUES, "initiator", "ib.wire");
    arrows.row("srp.wire", VALUES);
    arrows.row("srp.target", VALUES, "fabric", "srp.wire");
    arrows.row("srp.initiator", VALUES, "initiator", "srp.wire");
    return arrows;
  }

  /**
   * The modules, each by its root package; {@code engine} stands for all packages of the engine.
   * The conformance suite builds and reads every byte itself, so of the engine it sees the
   * application client's border alone.
   */
  static Arrows ofModules(String root) {
    Arrows arrows = new Arrows("arrows between the modules are those of the design", root);
    arrows.row("engine", List.of());
    arrows.row("records", List.of());
    arrows.row("sim", List.of("engine"));
    arrows.row("hardware", List.of("engine"));
    arrows.row("conformance", List.of("engine", "records"));
    arrows.row("perf", List.of("engine", "records"));
    arrows.row("reports", List.of("records"));
    arrows.row(
        "cli", List.of("engine", "records", "sim", "hardware", "conformance", "perf", "reports"));
    return arrows;
  }

  /** The suite's independence: it shares no codec and no logic with what it judges. */
  static Arrows ofConformance(String root) {
    Arrows arrows =
        new Arrows("the conformance suite sees the application client's border alone", root);
    arrows.row("conformance", List.of("initiator", "reactor", "sam", "records"));
    return arrows;
  }

  /** The rule over classes whose parts are known by their module. */
  ArchRule byModule() {
    return rule(this::moduleOf);
  }

  /** The rule over the packages that have a row, and over engine packages that have none. */
  ArchRule byPackage() {
    return rule(this::rowOf);
  }

  private ArchRule rule(PartFinder finder) {
    return ArchRuleDefinition.classes().should(seeOnlyWhatTheirRowLists(finder)).as(name);
  }

  private ArchCondition<JavaClass> seeOnlyWhatTheirRowLists(PartFinder finder) {
    return new ArchCondition<>("see only what their row lists") {
      @Override
      public void check(JavaClass javaClass, ConditionEvents events) {
        Optional<String> part = finder.of(javaClass.getPackageName());
        if (part.isEmpty()) {
          return;
        }
        List<String> allowed = seen.get(part.get());
        if (allowed == null) {
          String sentence = javaClass.getName() + " stands in no row of the table: " + part.get();
          events.add(SimpleConditionEvent.violated(javaClass, sentence));
          return;
        }
        for (Dependency dependency : javaClass.getDirectDependenciesFromSelf()) {
          String packageName = dependency.getTargetClass().getBaseComponentType().getPackageName();
          Optional<String> other = finder.of(packageName);
          if (other.isPresent()
              && !isWithin(other.get(), List.of(part.get()))
              && !isWithin(other.get(), allowed)) {
            String sentence =
                part.get() + " may not see " + other.get() + ": " + dependency.getDescription();
            events.add(SimpleConditionEvent.violated(dependency, sentence));
          }
        }
      }
    };
  }

  private static boolean isWithin(String packageName, List<String> parts) {
    return parts.stream()
        .anyMatch(part -> packageName.equals(part) || packageName.startsWith(part + "."));
  }

  /** The row with the longest name that fits, or the bare package where none does. */
  private Optional<String> rowOf(String packageName) {
    Optional<String> relative = relative(packageName);
    if (relative.isEmpty()) {
      return relative;
    }
    String part = relative.get();
    while (!part.isEmpty()) {
      if (seen.containsKey(part)) {
        return Optional.of(part);
      }
      part = part.contains(".") ? part.substring(0, part.lastIndexOf('.')) : "";
    }
    return relative;
  }

  private Optional<String> moduleOf(String packageName) {
    return relative(packageName)
        .map(relative -> relative.split("\\.", -1)[0])
        .map(first -> seen.containsKey(first) ? first : "engine");
  }

  private Optional<String> relative(String packageName) {
    return packageName.startsWith(root + ".")
        ? Optional.of(packageName.substring(root.length() + 1))
        : Optional.empty();
  }

  /** Finds the part a package belongs to; empty for packages that are not ours. */
  @FunctionalInterface
  private interface PartFinder {
    Optional<String> of(String packageName);
  }
}
