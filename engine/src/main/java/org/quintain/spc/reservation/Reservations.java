// SPDX-License-Identifier: Apache-2.0
package org.quintain.spc.reservation;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.quintain.fabric.ItNexus;

/**
 * The reservations of one logical unit as they hold at the moment: the persistent ones and the one
 * by RESERVE (SPC-2). Owned by the logical unit's reactor.
 *
 * <p>What a nexus is to the persistent reservation is looked up once for each state and nexus, so
 * that commands under a reservation compare no names.
 */
final class Reservations {
  private static final int NEXUSES_AT_FIRST = 16;

  private ReservationState state;
  private @Nullable ItNexus reserver;
  private boolean isReserved;
  private Runnable whenChanged = () -> {};

  private @Nullable ItNexus[] nexuses = new ItNexus[NEXUSES_AT_FIRST];
  private @Nullable Relation[] relations = new Relation[NEXUSES_AT_FIRST];

  Reservations(ReservationState state) {
    this.state = state;
    this.isReserved = state.isReserved();
  }

  /** Has {@code watcher} run whenever {@link #isReserved} may have changed. */
  void whenChanged(Runnable watcher) {
    whenChanged = watcher;
  }

  /** Whether anything at all is reserved. */
  boolean isReserved() {
    return isReserved;
  }

  ReservationState state() {
    return state;
  }

  /** From now on {@code next} holds. */
  void publish(ReservationState next) {
    state = next;
    Arrays.fill(nexuses, null);
    onChanged();
  }

  private void onChanged() {
    isReserved = state.isReserved() || reserver != null;
    whenChanged.run();
  }

  /** What {@code nexus} is to the persistent reservation. */
  Relation relationOf(ItNexus nexus) {
    int index = nexus.index();
    if (index >= nexuses.length) {
      nexuses = Arrays.copyOf(nexuses, 2 * index);
      relations = Arrays.copyOf(relations, 2 * index);
    }
    Relation known = relations[index];
    if (nexuses[index] == nexus && known != null) {
      return known;
    }
    Relation found = state.relationOf(NexusName.of(nexus));
    nexuses[index] = nexus;
    relations[index] = found;
    return found;
  }

  /** The nexus that holds the logical unit by RESERVE, or null. */
  @Nullable ItNexus reserver() {
    return reserver;
  }

  /** {@code nexus} holds the logical unit by RESERVE; null for nobody. */
  void reserver(@Nullable ItNexus nexus) {
    reserver = nexus;
    onChanged();
  }
}
