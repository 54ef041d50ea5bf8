// SPDX-License-Identifier: Apache-2.0
package org.quintain.cli.architecture;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import com.tngtech.archunit.lang.syntax.ArchRuleDefinition;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Which libraries of others each module may use, by package; the JDK and jspecify are for all. */
final class Libraries {
  private static final List<String> FOR_ALL = List.of("java.", "org.jspecify.");

  private static final String NETTY = "io.netty.";
  private static final String HISTOGRAM = "org.HdrHistogram.";
  private static final String STATISTICS = "org.apache.commons.math3.";
  private static final String JACKSON = "com.fasterxml.jackson.";
  private static final String LOGGING = "org.slf4j.";

  // Of the JDK too, documented and exported, though not below java: for wires and files alone.
  private static final String JDK_HTTP = "com.sun.net.httpserver.";
  private static final String JDK_DIRECT_IO = "com.sun.nio.file.ExtendedOpenOption";

  private static final Map<String, List<String>> BY_MODULE = new LinkedHashMap<>();

  static {
    BY_MODULE.put("engine", List.of());
    BY_MODULE.put("records", List.of(JACKSON, HISTOGRAM, "org.yaml.snakeyaml."));
    BY_MODULE.put("sim", List.of());
    BY_MODULE.put(
        "hardware", List.of(NETTY, "jnr.", "com.kenai.jffi.", LOGGING, JDK_HTTP, JDK_DIRECT_IO));
    BY_MODULE.put("conformance", List.of("org.junit.platform.", "org.opentest4j."));
    BY_MODULE.put(
        "perf",
        List.of(HISTOGRAM, STATISTICS, JACKSON, "org.openjdk.jmh.", "me.tongfei.progressbar."));
    BY_MODULE.put("reports", List.of(HISTOGRAM, STATISTICS));
    BY_MODULE.put(
        "cli",
        List.of(
            "picocli.",
            "me.tongfei.progressbar.",
            LOGGING,
            "ch.qos.logback.",
            "io.micrometer.",
            "org.junit.platform.",
            JACKSON,
            HISTOGRAM));
  }

  private Libraries() {}

  /** The rule over all modules below {@code root}; the engine is every package without a row. */
  static ArchRule rule(String root) {
    return ArchRuleDefinition.classes()
        .should(
            new ArchCondition<>("use only the libraries of their module") {
              @Override
              public void check(JavaClass javaClass, ConditionEvents events) {
                checkClass(root, javaClass, events);
              }
            })
        .as("each module uses only its own libraries; Netty and JNR-FFI are for hardware alone");
  }

  private static void checkClass(String root, JavaClass javaClass, ConditionEvents events) {
    String relative = javaClass.getPackageName().substring(root.length() + 1);
    String first = relative.split("\\.", -1)[0];
    String module = BY_MODULE.containsKey(first) ? first : "engine";
    Set<String> reported = new TreeSet<>();
    for (Dependency dependency : javaClass.getDirectDependenciesFromSelf()) {
      JavaClass other = dependency.getTargetClass().getBaseComponentType();
      String otherName = other.getName();
      boolean allowed =
          other.isPrimitive()
              || otherName.startsWith(root + ".")
              || FOR_ALL.stream().anyMatch(otherName::startsWith)
              || BY_MODULE.get(module).stream().anyMatch(otherName::startsWith);
      if (!allowed && reported.add(otherName)) {
        String sentence = module + " may not use " + otherName + ": " + dependency.getDescription();
        events.add(SimpleConditionEvent.violated(dependency, sentence));
      }
    }
  }
}
