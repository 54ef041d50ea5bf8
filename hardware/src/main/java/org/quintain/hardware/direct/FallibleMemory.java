// SPDX-License-Identifier: Apache-2.0
package org.quintain.hardware.direct;

import org.jspecify.annotations.Nullable;
import org.quintain.reactor.Reactor;
import org.quintain.store.NonvolatileMemory;
import org.quintain.store.RamNonvolatileMemory;

/** Memory that outlives power, and that can be made to refuse what is to be saved. */
final class FallibleMemory implements NonvolatileMemory {
  private final RamNonvolatileMemory memory = new RamNonvolatileMemory();
  private boolean isFailing;

  /** Says whether saves fail from now on. */
  void fail(boolean areSavesLost) {
    isFailing = areSavesLost;
  }

  @Override
  public byte @Nullable [] load(String name) {
    return memory.load(name);
  }

  @Override
  public void save(
      long nowNs, Reactor reactor, String name, byte[] value, SaveCompletion completion) {
    if (isFailing) {
      completion.onSaved(nowNs, false);
    } else {
      memory.save(nowNs, reactor, name, value, completion);
    }
  }
}
