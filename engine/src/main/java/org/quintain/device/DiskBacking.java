// SPDX-License-Identifier: Apache-2.0
package org.quintain.device;

import org.jspecify.annotations.Nullable;
import org.quintain.store.BackingStore;
import org.quintain.store.NonvolatileMemory;
import org.quintain.store.RamNonvolatileMemory;

/**
 * What a disk stands on.
 *
 * @param blocks where its logical blocks live
 * @param protectionInformation where eight bytes for each protection information interval live,
 *     null on a disk without
 * @param nonvolatile what else it keeps through power loss
 */
public record DiskBacking(
    BackingStore blocks,
    @Nullable BackingStore protectionInformation,
    NonvolatileMemory nonvolatile) {
  /** A disk on {@code blocks} that forgets everything else with power. */
  public static DiskBacking of(BackingStore blocks) {
    return new DiskBacking(blocks, null, new RamNonvolatileMemory());
  }
}
