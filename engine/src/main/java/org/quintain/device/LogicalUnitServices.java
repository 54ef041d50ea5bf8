// SPDX-License-Identifier: Apache-2.0
package org.quintain.device;

import org.jspecify.annotations.Nullable;
import org.quintain.fabric.Command;
import org.quintain.memory.BufferPool;
import org.quintain.reactor.Reactor;
import org.quintain.sam.AdditionalSense;

/**
 * What a logical unit offers to its device server. All calls run on the logical unit's owner
 * reactor.
 */
public interface LogicalUnitServices extends CommandEnd {
  /** The reactor that owns the logical unit, which store requests complete on. */
  Reactor reactor();

  /** Where Data-In is made that no store lends. */
  BufferPool buffers();

  /**
   * The unit attention condition that comes first for the nexus of {@code command}, which is
   * cleared by being taken; null when none is pending (SAM-5 5.14).
   */
  @Nullable AdditionalSense takeUnitAttention(Command command);

  /**
   * The LUNs that the nexus of {@code command} has access to, ascending, well-known ones left out.
   */
  long[] accessibleLuns(Command command);

  /**
   * REPORT LUNS told the nexus of {@code command} its inventory: the condition is cleared on all
   * its units.
   */
  void onLunsReported(Command command);
}
