// SPDX-License-Identifier: Apache-2.0
package org.quintain.iscsi.initiator;

import org.jspecify.annotations.Nullable;
import org.quintain.initiator.ExecuteCommand;
import org.quintain.sam.Check;

/** The command slots of one session, found by Initiator Task Tag. */
final class SlotTable {
  /** Slots at most; tags above carry other requests. */
  static final int SLOTS_MAX = 0xFE00;

  private final CommandSlot[] slots;
  private final int[] free;
  private int freeCount;

  SlotTable(int count) {
    Check.that(count > 0 && count <= SLOTS_MAX, "a session has 1 to 65024 command slots", count);
    slots = new CommandSlot[count];
    free = new int[count];
    for (int index = count - 1; index >= 0; index--) {
      slots[index] = new CommandSlot(index);
      free[freeCount++] = index;
    }
  }

  boolean hasFree() {
    return freeCount > 0;
  }

  int usedCount() {
    return slots.length - freeCount;
  }

  int capacity() {
    return slots.length;
  }

  CommandSlot at(int index) {
    return slots[index];
  }

  CommandSlot acquire(ExecuteCommand command, IscsiInitiatorConnection on, int cmdSn) {
    Check.that(freeCount > 0, "a command is sent when there is a free slot");
    CommandSlot slot = slots[free[--freeCount]];
    slot.begin(command, on, cmdSn);
    return slot;
  }

  /** Frees the slot and answers its command. */
  ExecuteCommand release(CommandSlot slot) {
    ExecuteCommand ended = slot.free();
    free[freeCount++] = slot.index;
    return ended;
  }

  /** The slot of the command that its client knows by {@code identifier}, or null. */
  @Nullable CommandSlot ofIdentifier(long identifier) {
    for (CommandSlot slot : slots) {
      if (slot.isUsed() && !slot.ending && slot.command().identifier() == identifier) {
        return slot;
      }
    }
    return null;
  }

  /** The slot whose command goes by {@code tag} and has not ended, or null. */
  @Nullable CommandSlot ofTag(int tag) {
    int index = tag & 0xFFFF;
    if (index >= slots.length) {
      return null;
    }
    CommandSlot slot = slots[index];
    return slot.tag == tag && tag != 0 ? slot : null;
  }
}
