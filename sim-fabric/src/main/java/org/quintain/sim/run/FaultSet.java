// SPDX-License-Identifier: Apache-2.0
package org.quintain.sim.run;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import org.quintain.sim.random.RandomStream;

/** Which faults a run may meet. Immutable. */
public final class FaultSet {
  private final String text;
  private final boolean swarm;
  private final EnumSet<FaultClass> classes;

  private FaultSet(String text, boolean swarm, EnumSet<FaultClass> classes) {
    this.text = text;
    this.swarm = swarm;
    this.classes = classes;
  }

  /** Every class, each in half of the runs, as the seed has it. */
  public static FaultSet usual() {
    return new FaultSet("default", true, EnumSet.allOf(FaultClass.class));
  }

  /** No faults. */
  public static FaultSet none() {
    return new FaultSet("none", false, EnumSet.noneOf(FaultClass.class));
  }

  /**
   * Reads {@code none}, {@code default}, {@code all}, or names of classes with commas between them.
   *
   * @throws IllegalArgumentException with one sentence that lists what is allowed
   */
  public static FaultSet parse(String text) {
    switch (text) {
      case "none":
        return none();
      case "default":
        return usual();
      case "all":
        return new FaultSet("all", false, EnumSet.allOf(FaultClass.class));
      default:
    }
    EnumSet<FaultClass> named = EnumSet.noneOf(FaultClass.class);
    for (String name : text.split(",", -1)) {
      named.add(one(name));
    }
    return new FaultSet(text, false, named);
  }

  private static FaultClass one(String name) {
    for (FaultClass candidate : FaultClass.values()) {
      if (candidate.label().equals(name)) {
        return candidate;
      }
    }
    List<String> allowed = new ArrayList<>(List.of("none", "default", "all"));
    Arrays.stream(FaultClass.values()).map(FaultClass::label).forEach(allowed::add);
    throw new IllegalArgumentException(
        "There is no fault called \""
            + name
            + "\"; allowed are "
            + String.join(", ", allowed)
            + ", and several names with commas between them.");
  }

  /** The classes that one run meets: all that can be, or for {@code default} a drawn half. */
  EnumSet<FaultClass> draw(RandomStream random, FaultClass.Wire wire) {
    EnumSet<FaultClass> drawn = EnumSet.noneOf(FaultClass.class);
    for (FaultClass candidate : classes) {
      if (candidate.concerns(wire) && (!swarm || random.coin())) {
        drawn.add(candidate);
      }
    }
    return drawn;
  }

  /** The set as the command line spells it. */
  @Override
  public String toString() {
    return text;
  }
}
