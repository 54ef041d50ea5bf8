// SPDX-License-Identifier: Apache-2.0
package org.quintain.sbc;

import org.quintain.device.CommandExecution;
import org.quintain.device.CommandStep;
import org.quintain.store.StoreRequest;
import org.quintain.store.StoreResult;

/**
 * The volatile cache of a disk's store (SBC-4 4.15): WCE as the caching page has it, and flushes
 * that no command waits for. Runs on the owner reactor.
 */
final class WriteCache {
  private final DiskDeviceServer disk;
  private final StoreRequest backgroundFlush = new StoreRequest(this, this::onFlushed, 1);
  private boolean isFlushWanted;
  private boolean hasFlushFailed;
  private boolean isToBeFlushed;

  WriteCache(DiskDeviceServer disk) {
    this.disk = disk;
  }

  /** Whether no flush is under way that belongs to no command. */
  boolean isIdle() {
    return !backgroundFlush.isSubmitted();
  }

  /** Starts a flush that no command waits for; while one is under way, one more follows it. */
  void flushInBackground(long nowNs) {
    if (backgroundFlush.isSubmitted()) {
      isFlushWanted = true;
      return;
    }
    backgroundFlush.flush();
    disk.store().submit(nowNs, disk.logicalUnit().reactor(), backgroundFlush);
  }

  /** Whether a flush that no command waited for failed since this was asked last. */
  boolean takeFlushFailure() {
    boolean hasFailed = hasFlushFailed;
    hasFlushFailed = false;
    return hasFailed;
  }

  /** WCE of the caching page is {@code isOn} from now on. */
  void onSet(boolean isOn) {
    isToBeFlushed |= disk.view().hasVolatileCache() && !isOn;
    disk.publish(disk.view().withVolatileCache(isOn));
  }

  /** Writes what is in the cache before a command that turned it off ends (SBC-4 6.5.6, WCE). */
  void settle(long nowNs, CommandExecution execution, CommandStep then) {
    if (!isToBeFlushed) {
      then.run(nowNs, execution);
      return;
    }
    isToBeFlushed = false;
    execution.storeRequest().flush();
    execution.submit(
        nowNs,
        disk.store(),
        (afterNs, flushed) -> {
          hasFlushFailed |= flushed.storeResult() != StoreResult.DONE;
          then.run(afterNs, flushed);
        });
  }

  private void onFlushed(long nowNs, StoreRequest request, StoreResult result) {
    hasFlushFailed |= result != StoreResult.DONE;
    if (isFlushWanted) {
      isFlushWanted = false;
      flushInBackground(nowNs);
    }
  }
}
