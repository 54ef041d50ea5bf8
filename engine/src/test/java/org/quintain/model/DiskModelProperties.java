// SPDX-License-Identifier: Apache-2.0
package org.quintain.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.Supplier;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Shrinkable;
import org.jspecify.annotations.Nullable;
import org.quintain.device.LogicalUnitConfig;
import org.quintain.device.ProvisioningConfig;
import org.quintain.store.RamStore;

/**
 * Random sequences of commands from three nexuses end on the engine as they end on a naive model of
 * disk, reservations and unit attention conditions; and mistakes that are planted on purpose are
 * found and shrunk to a few commands.
 */
final class DiskModelProperties {
  private static final int PLANTED_SEED = 4711;
  private static final int STEPS_MAX = 60;

  @Provide
  Arbitrary<List<Step>> sequences() {
    return steps();
  }

  private static Arbitrary<List<Step>> steps() {
    Arbitrary<Step> step =
        Combinators.combine(
                Arbitraries.of(Step.Kind.values()),
                Arbitraries.integers().between(0, 2),
                Arbitraries.integers().between(0, ReferenceDisk.BLOCKS),
                Arbitraries.integers().between(1, 6),
                Arbitraries.integers().between(0, 40))
            .as(Step::new);
    return step.list().ofMaxSize(STEPS_MAX);
  }

  @Property(seed = "4294240580", tries = 600)
  void everySequenceEndsAsInTheModel(@ForAll("sequences") List<Step> steps) {
    assertThat(firstDifference(steps, DiskModelProperties::faultless)).isNull();
  }

  private static EngineUnderTest faultless() {
    return new EngineUnderTest(config(), store());
  }

  private static LogicalUnitConfig config() {
    return LogicalUnitConfig.named("disk0").provisioning(ProvisioningConfig.THIN).build();
  }

  private static RamStore store() {
    return new RamStore((long) ReferenceDisk.BLOCKS * EngineUnderTest.BLOCK_BYTES);
  }

  /** What the two first differ in, or null. */
  private static @Nullable String firstDifference(
      List<Step> steps, Supplier<EngineUnderTest> making) {
    ReferenceDisk model = new ReferenceDisk();
    EngineUnderTest engine = making.get();
    for (int index = 0; index < steps.size(); index++) {
      Step step = steps.get(index);
      boolean isReserve6 = step.kind() == Step.Kind.RESERVE_6 || step.kind() == Step.Kind.RELEASE_6;
      if (isReserve6 && !model.isReserve6Plain()) {
        continue;
      }
      int key = model.keyOf(step.nexus());
      Answer expected = model.step(step);
      Answer actual = engine.step(step, key);
      if (!expected.equals(actual)) {
        return "step " + index + ", " + step + ": expected " + expected + ", was " + actual;
      }
    }
    engine.checkIdle();
    return null;
  }

  @Example
  void aStoreThatForgetsAWriteIsFoundAndShrunkToAFewCommands() {
    List<Step> shrunk =
        shrunkFailure(() -> new EngineUnderTest(config(), new ForgetfulStore(store())));
    assertThat(shrunk).hasSizeLessThanOrEqualTo(7);
    assertThat(shrunk).anyMatch(step -> step.kind() == Step.Kind.READ || isComparing(step));
  }

  private static boolean isComparing(Step step) {
    return step.kind() == Step.Kind.VERIFY || step.kind() == Step.Kind.COMPARE_AND_WRITE;
  }

  @Example
  void aNexusThatWritesInAnothersNameIsFoundAndShrunkToAFewCommands() {
    List<Step> shrunk =
        shrunkFailure(
            () -> {
              EngineUnderTest engine = faultless();
              engine.writeInTheNameOf(2, 1);
              return engine;
            });
    assertThat(shrunk).hasSizeLessThanOrEqualTo(7);
    assertThat(shrunk).anyMatch(step -> step.nexus() == 2 && step.kind() == Step.Kind.WRITE);
  }

  /** The smallest sequence that greedy shrinking comes to from the first that fails. */
  private static List<Step> shrunkFailure(Supplier<EngineUnderTest> making) {
    Random random = new Random(PLANTED_SEED);
    var generator = steps().generator(1000, false);
    for (int sequence = 0; sequence < 2_000; sequence++) {
      Shrinkable<List<Step>> candidate = generator.next(random);
      if (firstDifference(candidate.value(), making) != null) {
        return shrink(candidate, making).value();
      }
    }
    throw new AssertionError("The planted mistake was not found.");
  }

  private static Shrinkable<List<Step>> shrink(
      Shrinkable<List<Step>> failing, Supplier<EngineUnderTest> making) {
    Shrinkable<List<Step>> smallest = failing;
    for (int round = 0; round < 500; round++) {
      Optional<Shrinkable<List<Step>>> smaller =
          smallest.shrink().filter(one -> firstDifference(one.value(), making) != null).findFirst();
      if (smaller.isEmpty()) {
        return smallest;
      }
      smallest = smaller.get();
    }
    return smallest;
  }
}
