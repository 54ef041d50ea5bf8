// SPDX-License-Identifier: Apache-2.0
package org.quintain.store;

import java.nio.ByteBuffer;
import org.quintain.memory.SegmentList;
import org.quintain.reactor.Reactor;

/**
 * No blocks at all: reads give zeros, writes are dropped. What is left to measure is everything
 * else.
 */
public final class NullStore implements BackingStore {
  private static final int ZEROS_BYTES = 64 << 10;
  private static final ByteBuffer ZEROS = ByteBuffer.allocateDirect(ZEROS_BYTES).asReadOnlyBuffer();

  /** There is never any space to give up, which takes no time in pieces of any length. */
  private static final StoreProvisioning PROVISIONING = new StoreProvisioning(4096, false);

  private volatile long capacityBytes;

  /** A store that says it has {@code capacityBytes}. */
  public NullStore(long capacityBytes) {
    this.capacityBytes = capacityBytes;
  }

  /** Says from now on that it has {@code bytes}; the device server is to be told. */
  public void resize(long bytes) {
    capacityBytes = bytes;
  }

  @Override
  public long capacityBytes() {
    return capacityBytes;
  }

  @Override
  public boolean isWriteProtected() {
    return false;
  }

  @Override
  public boolean hasVolatileCache() {
    return false;
  }

  @Override
  public StoreProvisioning provisioning() {
    return PROVISIONING;
  }

  @Override
  public long usedBytes() {
    return 0;
  }

  @Override
  public void submit(long nowNs, Reactor reactor, StoreRequest request) {
    request.onSubmitted(reactor);
    if (request.operation() == StoreOperation.READ) {
      SegmentList segments = request.segments();
      for (int index = 0; index < segments.count(); index++) {
        for (int done = 0; done < segments.length(index); done += ZEROS_BYTES) {
          int length = Math.min(ZEROS_BYTES, segments.length(index) - done);
          segments.base(index).put(segments.offset(index) + done, ZEROS, 0, length);
        }
      }
    }
    if (request.operation() == StoreOperation.ALLOCATION_STATUS) {
      request.runs().add(request.lengthBytes(), AllocationState.DEALLOCATED);
    }
    request.complete(nowNs, StoreResult.DONE);
  }

  @Override
  public boolean lend(long offsetBytes, int lengthBytes, SegmentList into) {
    if (!into.hasRoom((lengthBytes + ZEROS_BYTES - 1) / ZEROS_BYTES)) {
      return false;
    }
    for (int done = 0; done < lengthBytes; done += ZEROS_BYTES) {
      into.add(ZEROS, 0, Math.min(ZEROS_BYTES, lengthBytes - done));
    }
    return true;
  }

  @Override
  public void close() {}
}
