// SPDX-License-Identifier: Apache-2.0
package org.quintain.store;

import org.jspecify.annotations.Nullable;
import org.quintain.reactor.Reactor;

/**
 * What one logical unit keeps through power loss beside its blocks: saved mode pages, persistent
 * reservations, identifying information. Small values under short names of lower-case ASCII
 * letters, digits and hyphens.
 */
public interface NonvolatileMemory {
  /** What was saved last under {@code name}, or null; asked for before the unit takes commands. */
  byte @Nullable [] load(String name);

  /**
   * Replaces the value of {@code name} by {@code value}, which is not changed afterwards. A crash
   * at any instant leaves the old value or the new one whole; {@code completion} runs exactly once
   * on {@code reactor}, perhaps before this returns, and only then is the new one sure to stay.
   * Saves of one name take effect in the order in which they were asked for.
   */
  void save(long nowNs, Reactor reactor, String name, byte[] value, SaveCompletion completion);

  /** Told how a save ended. */
  @FunctionalInterface
  interface SaveCompletion {
    /** The value is safe, or the old one stays and {@code isSaved} is false. */
    void onSaved(long nowNs, boolean isSaved);
  }
}
