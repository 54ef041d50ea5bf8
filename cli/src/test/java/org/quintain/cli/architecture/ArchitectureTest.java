// SPDX-License-Identifier: Apache-2.0
package org.quintain.cli.architecture;

import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/** The architecture of the house, checked over the classes of all modules. */
final class ArchitectureTest {
  private static final String ROOT = "org.quintain";
  private static final List<String> MODULE_ROOTS =
      List.of("records", "sim", "hardware", "conformance", "perf", "reports", "cli");

  private static final JavaClasses ALL =
      new ClassFileImporter()
          .withImportOption(location -> !location.contains("/test-classes/"))
          .importPackages(ROOT);
  private static final JavaClasses ENGINE = ALL.that(stand("the engine", ArchitectureTest::engine));
  private static final JavaClasses DETERMINISTIC =
      ALL.that(stand("engine or simulator", name -> engine(name) || module(name).equals("sim")));
  private static final JavaClasses CONFORMANCE =
      ALL.that(stand("conformance", name -> module(name).equals("conformance")));

  @Test
  void seesTheClassesOfEveryModule() {
    assertThat(ENGINE).isNotEmpty();
    for (String root : MODULE_ROOTS) {
      assertThat(ALL.that(stand(root, name -> module(name).equals(root)))).as(root).isNotEmpty();
    }
  }

  @Test
  void modulesSeeEachOtherAsTheDesignSays() {
    Arrows.ofModules(ROOT).byModule().check(ALL);
  }

  @Test
  void packagesOfTheEnginePointDownOnly() {
    Arrows.ofEngine(ROOT).byPackage().check(ENGINE);
  }

  @Test
  void conformanceSharesNoCodecWithWhatItJudges() {
    Arrows.ofConformance(ROOT).byPackage().check(CONFORMANCE);
  }

  @Test
  void librariesStayInTheirModules() {
    Libraries.rule(ROOT).check(ALL);
  }

  @Test
  void packagesFormNoCycle() {
    slices().matching(ROOT + ".(**)").should().beFreeOfCycles().check(ALL);
  }

  @Test
  void engineAndSimulatorAreDeterministic() {
    DeterminismBans.rule().check(DETERMINISTIC);
  }

  private static boolean engine(String packageName) {
    return !MODULE_ROOTS.contains(module(packageName));
  }

  private static String module(String packageName) {
    return packageName.substring(ROOT.length() + 1).split("\\.", -1)[0];
  }

  private static DescribedPredicate<JavaClass> stand(String where, Predicate<String> packages) {
    return DescribedPredicate.describe(
        "stand in " + where, javaClass -> packages.test(javaClass.getPackageName()));
  }
}
