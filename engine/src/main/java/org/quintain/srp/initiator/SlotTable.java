// SPDX-License-Identifier: Apache-2.0
package org.quintain.srp.initiator;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * The slots of a nexus' commands, and which of them are free. A tag is the slot's index below a
 * number that no other command of the nexus had, so that a late response finds nobody.
 */
final class SlotTable {
  private static final int INDEX_BITS = 16;

  private final InitiatorSlot[] slots;
  private final int[] free;
  private int freeCount;
  private long generation;

  /** {@code count} slots, each with {@code slotBytes} for its information unit. */
  SlotTable(int count, int slotBytes) {
    slots = new InitiatorSlot[count];
    free = new int[count];
    ByteBuffer memory = ByteBuffer.allocateDirect(count * slotBytes);
    for (int index = count - 1; index >= 0; index--) {
      slots[index] = new InitiatorSlot(index, memory, index * slotBytes);
      free[freeCount++] = index;
    }
  }

  /** All of them, in their order; only to be looked at. */
  InitiatorSlot[] all() {
    return slots;
  }

  boolean hasFree() {
    return freeCount > 0;
  }

  /** How many are taken. */
  int takenCount() {
    return slots.length - freeCount;
  }

  /** One that is free. */
  InitiatorSlot take() {
    return slots[free[--freeCount]];
  }

  /** The tag of the next command in {@code slot}. */
  long newTag(InitiatorSlot slot) {
    return ((++generation << INDEX_BITS) & Long.MAX_VALUE) | slot.index;
  }

  /** {@code slot} is free again. */
  void give(InitiatorSlot slot) {
    free[freeCount++] = slot.index;
  }

  /** The slot of the open command with {@code tag}, or null. */
  @Nullable InitiatorSlot ofTag(long tag) {
    int index = (int) tag & ((1 << INDEX_BITS) - 1);
    InitiatorSlot slot = index < slots.length ? slots[index] : null;
    boolean isOpen = slot != null && slot.state == InitiatorSlot.State.OPEN && slot.tag == tag;
    return isOpen ? slot : null;
  }

  /** The slot of the command that its client knows by {@code identifier}, under way, or null. */
  @Nullable InitiatorSlot of(long identifier) {
    for (InitiatorSlot slot : slots) {
      if (slot.state == InitiatorSlot.State.OPEN && slot.command().identifier() == identifier) {
        return slot;
      }
    }
    return null;
  }
}
