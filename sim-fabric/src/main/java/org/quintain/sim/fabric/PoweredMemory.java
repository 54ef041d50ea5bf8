// SPDX-License-Identifier: Apache-2.0
package org.quintain.sim.fabric;

import org.jspecify.annotations.Nullable;
import org.quintain.reactor.Reactor;
import org.quintain.store.NonvolatileMemory;

/**
 * Saved values as a target sees them between two power losses: what it still saves afterwards is
 * not saved, and what was under way is not told.
 */
final class PoweredMemory implements NonvolatileMemory {
  private final NonvolatileMemory memory;
  private boolean on = true;

  PoweredMemory(NonvolatileMemory memory) {
    this.memory = memory;
  }

  void powerOff() {
    on = false;
  }

  @Override
  public byte @Nullable [] load(String name) {
    return memory.load(name);
  }

  @Override
  public void save(
      long nowNs, Reactor reactor, String name, byte[] value, SaveCompletion completion) {
    if (on) {
      memory.save(nowNs, reactor, name, value, completion);
    }
  }
}
