// SPDX-License-Identifier: Apache-2.0
package org.quintain.testing;

import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;
import org.quintain.reactor.Reactor;
import org.quintain.store.NonvolatileMemory;
import org.quintain.store.RamNonvolatileMemory;

/** Saved values that may fail, and, while it holds, are saved only when the test says so. */
public final class HeldMemory implements NonvolatileMemory {
  private record Save(Reactor reactor, String name, byte[] value, SaveCompletion completion) {}

  private final RamNonvolatileMemory kept = new RamNonvolatileMemory();
  private final ArrayDeque<Save> held = new ArrayDeque<>();
  private boolean isHolding;
  private boolean isFailing;
  private int saves;

  public void hold(boolean isWaiting) {
    isHolding = isWaiting;
  }

  public void fail(boolean isRefusing) {
    isFailing = isRefusing;
  }

  public int saves() {
    return saves;
  }

  public int heldCount() {
    return held.size();
  }

  /** What is under way is gone with the power. */
  public void forget() {
    held.clear();
  }

  public void releaseOne(long nowNs) {
    carryOut(nowNs, held.removeFirst());
  }

  @Override
  public byte @Nullable [] load(String name) {
    return kept.load(name);
  }

  @Override
  public void save(
      long nowNs, Reactor reactor, String name, byte[] value, SaveCompletion completion) {
    saves++;
    Save save = new Save(reactor, name, value.clone(), completion);
    if (isHolding) {
      held.addLast(save);
    } else {
      carryOut(nowNs, save);
    }
  }

  private void carryOut(long nowNs, Save save) {
    if (isFailing) {
      save.completion.onSaved(nowNs, false);
    } else {
      kept.save(nowNs, save.reactor, save.name, save.value, save.completion);
    }
  }
}
