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
  private final long capacityBytes;
  private final StoreProvisioning provisioning;
  private volatile long availableBytes = Long.MAX_VALUE;
  private volatile long lookedNs;

  FileSpace(BlockFile file, long capacityBytes) {
    this.file = file;
    this.capacityBytes = capacityBytes;
    this.provisioning = new StoreProvisioning(file.granularityBytes(), false);
    look(System.nanoTime());
  }

  StoreProvisioning provisioning() {
    return provisioning;
  }

  /** A file may take more than it holds, for the file system's own use: that is not told. */
  long usedBytes() {
    long used = file.usedBytes();
    return used < 0 ? capacityBytes : Math.min(used, capacityBytes);
  }

  long availableBytes() {
    return availableBytes;
  }

  /** Called by a worker after {@code operation} changed the file. */
  void onChanged(StoreOperation operation) {
    long nowNs = System.nanoTime();
    if (operation == StoreOperation.DEALLOCATE || nowNs - lookedNs >= LOOK_EVERY_NS) {
      look(nowNs);
    }
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
