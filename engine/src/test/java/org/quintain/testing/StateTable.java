// SPDX-License-Identifier: Apache-2.0
package org.quintain.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumSet;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/** Judges a state machine that says which state follows which event, or null where none can. */
public final class StateTable {
  private StateTable() {}

  /**
   * Every state with every event goes where {@code standard} says and nowhere else, and every state
   * is reached.
   *
   * @param standard the state that follows, by state and event with a space between
   */
  public static <S extends Enum<S>, E extends Enum<E>> void hasTheRowsOf(
      Map<String, String> standard, S start, E[] events, BiFunction<S, E, @Nullable S> after) {
    Map<String, String> walked = new TreeMap<>();
    EnumSet<S> reached = EnumSet.of(start);
    EnumSet<S> all = EnumSet.allOf(start.getDeclaringClass());
    for (S state : all) {
      for (E event : events) {
        S next = after.apply(state, event);
        if (next != null) {
          walked.put(state + " " + event, next.toString());
          reached.add(next);
        }
      }
    }
    assertThat(walked).isEqualTo(standard);
    assertThat(reached).isEqualTo(all);
  }
}
