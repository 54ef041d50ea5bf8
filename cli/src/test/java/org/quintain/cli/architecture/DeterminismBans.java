// SPDX-License-Identifier: Apache-2.0
package org.quintain.cli.architecture;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import com.tngtech.archunit.lang.syntax.ArchRuleDefinition;
import java.util.List;
import java.util.regex.Pattern;

/**
 * What the engine, the protocols and the simulator may not touch, so that one seed gives one trace
 * everywhere: clocks, randomness, threads, locks, files, sockets, and collections whose order
 * changes from run to run. {@code synchronized} blocks leave no trace that ArchUnit reads; the
 * style test looks for them in the sources.
 */
final class DeterminismBans {
  /** Types that may not be seen at all. */
  private static final Pattern TYPES =
      Pattern.compile(
          String.join(
              "|",
              "java\\.lang\\.(Thread|ThreadGroup|Thread\\$.*|ThreadLocal|InheritableThreadLocal)",
              "java\\.lang\\.(Process|ProcessBuilder|ProcessHandle)",
              "java\\.util\\.(Random|SplittableRandom|Timer|TimerTask|IdentityHashMap|WeakHashMap)",
              "java\\.util\\.random\\..*",
              "java\\.security\\.SecureRandom",
              "java\\.time\\.Clock",
              "java\\.util\\.concurrent\\.(ThreadLocalRandom|Executor.*|CompletableFuture|Future)",
              "java\\.util\\.concurrent\\.(ForkJoin.*|Concurrent.*|.*Queue|.*Deque)",
              "java\\.util\\.concurrent\\.(CountDownLatch|CyclicBarrier|Semaphore|Phaser)",
              "java\\.util\\.concurrent\\.locks\\..*",
              "java\\.net\\..*",
              "java\\.nio\\.file\\..*",
              "java\\.nio\\.channels\\..*",
              "java\\.io\\.(File|File.*|RandomAccessFile)"));

  /** Calls that may not be made, as {@code owner.name}. */
  private static final Pattern CALLS =
      Pattern.compile(
          String.join(
              "|",
              "java\\.lang\\.System\\.(nanoTime|currentTimeMillis|identityHashCode|getenv)",
              "java\\.lang\\.Object\\.(wait|notify|notifyAll)",
              "java\\.lang\\.Math\\.random",
              "java\\.time\\..*\\.now",
              "java\\.util\\.UUID\\.randomUUID",
              "java\\.util\\.(Set|Map)\\.(of|ofEntries|copyOf)",
              "java\\.util\\.(HashMap|HashSet)\\.<init>",
              "java\\.util\\.stream\\.Collectors\\.(toSet|toMap|groupingBy|partitioningBy)",
              "java\\.util\\.stream\\.Collectors\\.toUnmodifiable(Set|Map)",
              "java\\.util\\.Collections\\.shuffle",
              "java\\..*\\.(parallel|parallelStream|parallelSort|parallelPrefix|parallelSetAll)"));

  /** What is allowed all the same: {@code class -> banned thing}, each with its reason. */
  private static final List<String> EXCEPTIONS =
      List.of(
          // Pages by number: looked up, never walked.
          "org.quintain.sim.disk.SectorStore -> java.util.HashMap.<init>");

  private DeterminismBans() {}

  /** The rule over every class it is given. */
  static ArchRule rule() {
    return ArchRuleDefinition.classes()
        .should(
            new ArchCondition<>("be deterministic") {
              @Override
              public void check(JavaClass javaClass, ConditionEvents events) {
                checkTypes(javaClass, events);
                checkCalls(javaClass, events);
                checkSynchronizedMethods(javaClass, events);
              }
            })
        .as("engine and simulator touch no clock, randomness, thread, lock, file or socket");
  }

  private static void checkTypes(JavaClass javaClass, ConditionEvents events) {
    for (Dependency dependency : javaClass.getDirectDependenciesFromSelf()) {
      String type = dependency.getTargetClass().getBaseComponentType().getName();
      if (TYPES.matcher(type).matches()) {
        report(javaClass, type, dependency.getDescription(), events);
      }
    }
  }

  private static void checkCalls(JavaClass javaClass, ConditionEvents events) {
    for (JavaAccess<?> access : javaClass.getAccessesFromSelf()) {
      String call = access.getTargetOwner().getName() + "." + access.getTarget().getName();
      if (CALLS.matcher(call).matches() && !isSuperConstructorCall(access)) {
        report(javaClass, call, access.getDescription(), events);
      }
    }
  }

  private static boolean isSuperConstructorCall(JavaAccess<?> access) {
    return access.getOrigin().isConstructor()
        && access.getTarget().getName().equals("<init>")
        && access
            .getOriginOwner()
            .getRawSuperclass()
            .filter(access.getTargetOwner()::equals)
            .isPresent();
  }

  private static void checkSynchronizedMethods(JavaClass javaClass, ConditionEvents events) {
    for (JavaMethod method : javaClass.getMethods()) {
      if (method.getModifiers().contains(JavaModifier.SYNCHRONIZED)) {
        report(javaClass, "synchronized", method.getDescription(), events);
      }
    }
  }

  private static void report(
      JavaClass javaClass, String banned, String where, ConditionEvents events) {
    if (!EXCEPTIONS.contains(javaClass.getName() + " -> " + banned)) {
      String sentence = "banned for determinism, " + banned + ": " + where;
      events.add(SimpleConditionEvent.violated(javaClass, sentence));
    }
  }
}
