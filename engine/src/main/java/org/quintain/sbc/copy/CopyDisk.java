// SPDX-License-Identifier: Apache-2.0
package org.quintain.sbc.copy;

import org.quintain.device.LogicalUnitServices;
import org.quintain.device.LogicalUnitView;
import org.quintain.device.RangeLocks;
import org.quintain.fabric.ItNexus;
import org.quintain.sbc.protection.Protection;
import org.quintain.store.BackingStore;

/** A disk as source or destination of a copy. All calls run on the owner reactor. */
public interface CopyDisk {
  /** What it is like at the moment. */
  LogicalUnitView view();

  /** Where its blocks live. */
  BackingStore store();

  /** The logical unit that it serves. */
  LogicalUnitServices logicalUnit();

  /** Whether its medium takes no writes. */
  boolean isWriteProtected();

  /** Whether it may be copied from or to: its medium is ready. */
  boolean isCopyable();

  /** Whether reservations and the state of the medium let {@code nexus} read it, or write it. */
  boolean permits(ItNexus nexus, boolean isWriting);

  /** What it knows of protection information. */
  Protection protection();

  /** The ranges that its commands hold, where copies wait for them and they for copies. */
  RangeLocks ranges();

  /** The copies that it manages and the tokens that it gave out. */
  CopyManager copyManager();

  /** From now on {@link #store} is the one that the tokens which it gave out watch. */
  void onTokenMade();

  /** Whether one of the blocks is marked as an unrecovered error (SBC-4 4.18.2). */
  boolean isMarked(long first, long blocks);

  /** Blocks were written: whatever was marked on them is gone (SBC-4 4.18.2). */
  void onBlocksReplaced(long nowNs, long first, long blocks);
}
