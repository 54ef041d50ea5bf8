// SPDX-License-Identifier: Apache-2.0
package org.quintain.sbc.medium;

import org.quintain.device.CommandExecution;
import org.quintain.device.CommandStep;
import org.quintain.device.DiskBacking;
import org.quintain.device.LogicalUnitServices;
import org.quintain.device.LogicalUnitView;
import org.quintain.device.RangeLocks;
import org.quintain.sbc.protection.Protection;
import org.quintain.store.BackingStore;

/** What the state of a medium needs of the disk that it belongs to. */
public interface MediumHost {
  /** What READ and WRITE need to know of the disk. */
  LogicalUnitView view();

  /** What the disk stands on. */
  DiskBacking backing();

  /** What it knows of protection information. */
  Protection protection();

  /** Where its blocks live, with whoever watches their changes. */
  BackingStore store();

  /** Every block was written over or given up: marks and what else was said of blocks go. */
  void onMediumMadeAnew(long nowNs);

  /** Whether {@code block} is marked as one that cannot be read (WRITE LONG). */
  boolean isMarked(long block);

  /** Takes the mark of {@code block} away, if there is one, then runs {@code then}. */
  void clearMark(long nowNs, CommandExecution execution, long block, CommandStep then);

  /** The ranges of bytes that commands hold. */
  RangeLocks ranges();

  /** Since when no command is executed; {@link Long#MAX_VALUE} while one is. */
  long idleSinceNs();

  /** The logical unit that the disk serves. */
  LogicalUnitServices logicalUnit();
}
