// SPDX-License-Identifier: Apache-2.0
package org.quintain.device;

import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.quintain.fabric.Command;
import org.quintain.fabric.ItNexus;
import org.quintain.memory.BufferPool;
import org.quintain.reactor.Reactor;
import org.quintain.reactor.ReactorTask;
import org.quintain.sam.AdditionalSense;

/**
 * What a logical unit offers to its device server. All calls run on the logical unit's owner
 * reactor.
 */
public interface LogicalUnitServices extends CommandEnd {
  /** The reactor that owns the logical unit, which store requests complete on. */
  Reactor reactor();

  /** Shows {@code visitor} every command of this logical unit that has begun and not yet ended. */
  void forEachExecuting(Consumer<CommandExecution> visitor);

  /** Where Data-In is made that no store lends. */
  BufferPool buffers();

  /**
   * The unit attention condition that comes first for the nexus of {@code command}, which is
   * cleared by being taken; null when none is pending (SAM-5 5.14).
   */
  @Nullable AdditionalSense takeUnitAttention(Command command);

  /** Establishes {@code condition} for every nexus but that of {@code except}, null for none. */
  void establishUnitAttentionForOthers(
      long nowNs, @Nullable ItNexus except, AdditionalSense condition);

  /** Establishes {@code condition} for {@code nexus}, if it sees this logical unit. */
  void establishUnitAttention(long nowNs, ItNexus nexus, AdditionalSense condition);

  /** The nexuses that see this logical unit, in the order of their indices. */
  List<ItNexus> nexuses();

  /** The device servers of all logical units of the target device, this one among them. */
  List<DeviceServer> neighbours();

  /** The ports that this logical unit may be reached by, in the order in which they were added. */
  List<TargetPortIdentity> ports();

  /**
   * Aborts every command of this logical unit that {@code wanted} holds for, and runs {@code then}
   * when the last of them has ended, perhaps before this returns (SPC-5 5.13.11.2.6, PREEMPT AND
   * ABORT). Aborts of another nexus' commands are told as TAS says.
   */
  void abortCommands(long nowNs, Predicate<Command> wanted, ReactorTask then);

  /**
   * Clears the ACA condition of {@code faulted}, if there is one (SPC-5 5.13.11.2.6: PREEMPT AND
   * ABORT of its registration).
   */
  void clearAllegiance(long nowNs, ItNexus faulted);

  /**
   * Runs {@code then} when every command of this logical unit that runs now and that {@code wanted}
   * holds for has ended, perhaps before this returns. None is aborted, none is held back.
   */
  void afterCommands(long nowNs, Predicate<Command> wanted, ReactorTask then);

  /** What it did up to now; a copy, which a look at a page is worth and a command is not. */
  CommandTotals totals();

  /** Who keeps the requests to its store to their deadlines. */
  StoreWatch storeWatch();

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
