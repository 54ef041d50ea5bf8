// SPDX-License-Identifier: Apache-2.0
package org.quintain.hardware.file;

import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.quintain.store.StoreOperation;
import org.quintain.store.StoreProvisioning;

/**
 * What a {@link FileStore} knows about space. Workers look at the file system now and then while
 * they write, so that nobody else has to wait for the answer.
 */
final class FileSpace {
  private static final long LOOK_EVERY_NS = TimeUnit.MILLISECONDS.toNanos(100);

  private final BlockFile file;
  private final StoreProvisioning provisioning;
  private volatile long availableBytes = Long.MAX_VALUE;
  private volatile long lookedNs;
  private volatile long usedBytes;

  /** Whether the file was changed since it was asked how much it takes. */
  private volatile boolean isUsedOld = true;

  FileSpace(BlockFile file) {
    this.file = file;
    this.provisioning = new StoreProvisioning(file.granularityBytes(), false);
    look(System.nanoTime());
  }

  StoreProvisioning provisioning() {
    return provisioning;
  }

  /** A file may take more than it holds, for the file system's own use: that is not told. */
  long usedBytes(long capacityBytes) {
    if (isUsedOld) {
      isUsedOld = false;
      usedBytes = file.usedBytes();
    }
    long used = usedBytes;
    return used < 0 ? capacityBytes : Math.min(used, capacityBytes);
  }

  long availableBytes() {
    return availableBytes;
  }

  /** Called by a worker after {@code operation} changed the file. */
  void onChanged(StoreOperation operation) {
    isUsedOld = true;
    long nowNs = System.nanoTime();
    if (operation == StoreOperation.DEALLOCATE || nowNs - lookedNs >= LOOK_EVERY_NS) {
      look(nowNs);
    }
  }

  /** Called by a worker when an operation failed, perhaps for want of space. */
  void onFailed() {
    isUsedOld = true;
    look(System.nanoTime());
  }

  private void look(long nowNs) {
    lookedNs = nowNs;
    try {
      availableBytes = file.availableBytes();
    } catch (IOException untold) {
      availableBytes = Long.MAX_VALUE;
    }
  }
}
