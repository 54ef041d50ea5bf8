// SPDX-License-Identifier: Apache-2.0
package org.quintain.fabric;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.quintain.sam.Check;

/**
 * The command slots of one reactor, made at start. Running out is a status, never an allocation.
 */
public final class CommandPool {
  private final Command[] all;
  private final Command[] free;
  private int freeCount;

  /** Makes {@code slots} commands and lets {@code prepare} hang its state on each. */
  public CommandPool(int slots, Consumer<Command> prepare) {
    all = new Command[slots];
    free = new Command[slots];
    freeCount = slots;
    for (int slot = 0; slot < slots; slot++) {
      all[slot] = new Command(slot);
      prepare.accept(all[slot]);
      free[slots - 1 - slot] = all[slot];
    }
  }

  /** A command in state RECEIVED on {@code nexus}, or null when all are in use. */
  public @Nullable Command acquire(ItNexus nexus) {
    if (freeCount == 0) {
      return null;
    }
    Command command = free[--freeCount];
    command.begin(nexus);
    return command;
  }

  /** Takes back a command whose end the fabric has carried out. */
  public void release(Command command) {
    Check.that(
        all[command.slot()] == command, "a command goes back to its own pool", command.slot());
    command.end();
    int top = freeCount++;
    // Mostly what was lent last comes back first, and stands there still.
    if (free[top] != command) {
      free[top] = command;
    }
  }

  /** How many slots there are. */
  public int slots() {
    return all.length;
  }

  /** How many slots are in use. */
  public int inUse() {
    return all.length - freeCount;
  }

  /** The command in {@code slot}, in whatever state. */
  public Command at(int slot) {
    return all[slot];
  }
}
