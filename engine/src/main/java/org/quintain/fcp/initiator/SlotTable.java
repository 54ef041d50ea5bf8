// SPDX-License-Identifier: Apache-2.0
package org.quintain.fcp.initiator;

import org.jspecify.annotations.Nullable;

/** The command slots of one nexus, made at start. */
final class SlotTable {
  private final InitiatorSlot[] slots;
  private final int[] free;
  private int freeCount;

  SlotTable(int count) {
    slots = new InitiatorSlot[count];
    free = new int[count];
    for (int index = count - 1; index >= 0; index--) {
      slots[index] = new InitiatorSlot(index);
      free[freeCount++] = index;
    }
  }

  /** All slots, in use or not, by index. */
  InitiatorSlot[] all() {
    return slots;
  }

  boolean hasFree() {
    return freeCount > 0;
  }

  int inUse() {
    return slots.length - freeCount;
  }

  /** Takes a slot, of which there is one. */
  InitiatorSlot take() {
    return slots[free[--freeCount]];
  }

  void putBack(InitiatorSlot slot) {
    free[freeCount++] = slot.index;
  }

  /**
   * The slot of the command that its client knows by {@code identifier} and is not over, or null.
   */
  @Nullable InitiatorSlot ofIdentifier(long identifier) {
    for (InitiatorSlot slot : slots) {
      if (slot.hasExchange() && slot.command().identifier() == identifier) {
        return slot;
      }
    }
    return null;
  }
}
