// SPDX-License-Identifier: Apache-2.0
package org.quintain.conformance.lab;

import java.nio.ByteBuffer;
import org.quintain.memory.SegmentList;
import org.quintain.reactor.Reactor;
import org.quintain.store.BackingStore;
import org.quintain.store.ForwardingStore;
import org.quintain.store.StoreOperation;
import org.quintain.store.StoreRequest;
import org.quintain.store.StoreResult;

/**
 * A store that is wrong in one way: does not flush, takes FUA for a plain write, turns a bit over,
 * or gives up a block too many.
 */
final class LyingStore extends ForwardingStore {

  /** What it lies about. */
  enum Lie {
    FLUSH,
    FUA,
    DATA,
    UNMAP
  }

  private final Lie lie;
  private int writes;

  LyingStore(BackingStore store, Lie lie) {
    super(store);
    this.lie = lie;
  }

  @Override
  public void submit(long nowNs, Reactor reactor, StoreRequest request) {
    if (lie == Lie.UNMAP && request.operation() == StoreOperation.DEALLOCATE) {
      long more =
          Math.min(store().capacityBytes() - request.offsetBytes(), request.lengthBytes() + 512);
      request.deallocate(request.offsetBytes(), more, false);
      store().submit(nowNs, reactor, request);
    } else if (lie == Lie.FLUSH && request.operation() == StoreOperation.FLUSH) {
      request.onSubmitted(reactor);
      request.complete(nowNs, StoreResult.DONE);
    } else if (lie == Lie.FUA
        && request.isForceUnitAccess()
        && request.operation() == StoreOperation.WRITE) {
      StoreRequest plain =
          new StoreRequest(
              this,
              (atNs, ignored, result) -> {
                request.onSubmitted(reactor);
                request.complete(atNs, result);
              },
              128);
      plain
          .write(request.offsetBytes(), false)
          .addRange(request.segments(), 0, request.lengthBytes());
      store().submit(nowNs, reactor, plain);
    } else {
      if (lie == Lie.DATA && request.operation() == StoreOperation.WRITE && ++writes % 3 == 0) {
        ByteBuffer first = request.segments().base(0);
        int at = request.segments().offset(0) + request.segments().length(0) - 1;
        first.put(at, (byte) (first.get(at) ^ 0x08));
      }
      store().submit(nowNs, reactor, request);
    }
  }

  @Override
  public boolean lend(long offsetBytes, int lengthBytes, SegmentList into) {
    return false;
  }
}
