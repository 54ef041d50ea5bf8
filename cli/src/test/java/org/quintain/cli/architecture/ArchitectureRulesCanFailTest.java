// SPDX-License-Identifier: Apache-2.0
package org.quintain.cli.architecture;

import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Shows that each rule of the architecture reports the fixtures that break it, and only those. */
final class ArchitectureRulesCanFailTest {
  private static final String ROOT = "org.quintain.cli.architecture.fixture";

  @Test
  void reportsAnArrowThatPointsUp() {
    assertThat(violations(Arrows.ofEngine(ROOT).byPackage(), "sam"))
        .isNotEmpty()
        .allMatch(line -> line.startsWith("sam may not see store: "));
  }

  @Test
  void reportsATargetEndThatSeesAStoreButNotWhatItMaySee() {
    assertThat(violations(Arrows.ofEngine(ROOT).byPackage(), "iscsi.target"))
        .isNotEmpty()
        .allMatch(line -> line.startsWith("iscsi.target may not see store: "));
  }

  @Test
  void reportsAnEndThatSeesTheOther() {
    assertThat(violations(Arrows.ofEngine(ROOT).byPackage(), "iscsi.initiator"))
        .isNotEmpty()
        .allMatch(line -> line.startsWith("iscsi.initiator may not see iscsi.target: "));
  }

  @Test
  void reportsAProtocolThatSeesAnother() {
    assertThat(violations(Arrows.ofEngine(ROOT).byPackage(), "srp.wire"))
        .isNotEmpty()
        .allMatch(line -> line.startsWith("srp.wire may not see iscsi.wire: "));
  }

  @Test
  void reportsAPackageWithoutRow() {
    assertThat(violations(Arrows.ofEngine(ROOT).byPackage(), "nowhere"))
        .anyMatch(line -> line.contains("HasNoRow stands in no row of the table: nowhere"));
  }

  @Test
  void reportsASimulatorThatSeesHardwareButNotTheEngine() {
    assertThat(violations(Arrows.ofModules(ROOT).byModule(), "sim"))
        .isNotEmpty()
        .allMatch(line -> line.startsWith("sim may not see hardware: "));
  }

  @Test
  void reportsASuiteThatSharesACodec() {
    assertThat(violations(Arrows.ofConformance(ROOT).byPackage(), "conformance"))
        .isNotEmpty()
        .allMatch(line -> line.startsWith("conformance may not see iscsi.wire: "));
  }

  @Test
  void reportsALibraryOfAnotherModule() {
    assertThat(violations(Libraries.rule(ROOT), "reports"))
        .isNotEmpty()
        .allMatch(line -> line.startsWith("reports may not use picocli.CommandLine: "));
  }

  @Test
  void reportsACycleOfPackages() {
    assertThat(violations(slices().matching(ROOT + ".(**)").should().beFreeOfCycles(), "cycle"))
        .anyMatch(line -> line.contains("Cycle detected"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "java.lang.System.nanoTime",
        "java.lang.System.currentTimeMillis",
        "java.time.Instant.now",
        "java.util.Random",
        "java.util.concurrent.ThreadLocalRandom",
        "java.util.UUID.randomUUID",
        "java.lang.Math.random",
        "java.lang.Thread",
        "java.util.concurrent.locks.ReentrantLock",
        "synchronized",
        "java.net.InetAddress",
        "java.io.FileInputStream",
        "java.nio.file.Files",
        "java.util.List.parallelStream",
        "java.util.Set.of",
        "java.util.Map.of",
        "java.util.HashMap.<init>",
        "java.lang.System.identityHashCode"
      })
  void reportsWhatIsNotDeterministic(String banned) {
    assertThat(violations(DeterminismBans.rule(), "random"))
        .anyMatch(line -> line.startsWith("banned for determinism, " + banned + ": "));
  }

  private static List<String> violations(ArchRule rule, String part) {
    JavaClasses fixtures = new ClassFileImporter().importPackages(ROOT + "." + part);
    assertThat(fixtures).isNotEmpty();
    return rule.evaluate(fixtures).getFailureReport().getDetails();
  }
}
