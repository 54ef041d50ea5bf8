// SPDX-License-Identifier: Apache-2.0
package org.quintain.conformance.lab;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Gathers targets that are wrong in what they hear or say of a kind of unit.
 *
 * @param <U> the units of their transport
 */
final class WrongUnits<U extends WireUnit> {
  private static final int NONE = -1;

  private final List<WrongWire<U>> all = new ArrayList<>();

  /** All of them. */
  List<WrongWire<U>> list() {
    return List.copyOf(all);
  }

  /** The target hears another thing than the initiator says. */
  void hears(String name, String caseId, int kind, Consumer<U> change) {
    add(name, caseId, kind, change, NONE, unit -> {});
  }

  /** The target says another thing. */
  void says(String name, String caseId, int kind, Consumer<U> change) {
    add(name, caseId, NONE, unit -> {}, kind, change);
  }

  /** The target says another thing once it has heard {@code heard}. */
  void after(String name, String caseId, int heard, int kind, Consumer<U> change) {
    boolean[] isHeard = {false};
    add(
        name,
        caseId,
        heard,
        unit -> isHeard[0] = true,
        kind,
        unit -> {
          if (isHeard[0]) {
            change.accept(unit);
          }
        });
  }

  /** {@code change} for all but the first {@code count}. */
  static <U extends WireUnit> Consumer<U> laterThan(int count, Consumer<U> change) {
    int[] seen = {0};
    return unit -> {
      if (seen[0]++ >= count) {
        change.accept(unit);
      }
    };
  }

  /** The target hears {@code heard} and says {@code said} wrongly. */
  void add(
      String name, String caseId, int heard, Consumer<U> onHeard, int said, Consumer<U> onSaid) {
    all.add(
        new WrongWire<>(
            name,
            caseId,
            new WireBend<>() {
              @Override
              public void toTarget(U unit) {
                if (unit.kind() == heard) {
                  onHeard.accept(unit);
                }
              }

              @Override
              public void toInitiator(U unit) {
                if (unit.kind() == said) {
                  onSaid.accept(unit);
                }
              }
            }));
  }
}
