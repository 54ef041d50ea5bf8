// SPDX-License-Identifier: Apache-2.0
package org.quintain.store;

import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.quintain.reactor.Reactor;

/**
 * Saved values in memory: they live as long as this object, which a simulation hands from one
 * incarnation of a target to the next. Owned by one reactor.
 */
public final class RamNonvolatileMemory implements NonvolatileMemory {
  private final TreeMap<String, byte[]> values = new TreeMap<>();

  @Override
  public byte @Nullable [] load(String name) {
    byte[] value = values.get(name);
    return value == null ? null : value.clone();
  }

  @Override
  public void save(
      long nowNs, Reactor reactor, String name, byte[] value, SaveCompletion completion) {
    values.put(name, value.clone());
    completion.onSaved(nowNs, true);
  }
}
