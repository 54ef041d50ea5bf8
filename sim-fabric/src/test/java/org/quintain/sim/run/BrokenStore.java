// SPDX-License-Identifier: Apache-2.0
package org.quintain.sim.run;

import org.quintain.memory.SegmentList;
import org.quintain.reactor.Reactor;
import org.quintain.sim.random.RandomStream;
import org.quintain.store.BackingStore;
import org.quintain.store.ForwardingStore;
import org.quintain.store.StoreOperation;
import org.quintain.store.StoreRequest;
import org.quintain.store.StoreResult;

/** A store with one mistake, made now and then. */
final class BrokenStore extends ForwardingStore {
  enum Mistake {
    IGNORES_FLUSH,
    IGNORES_FORCE_UNIT_ACCESS,
    LOSES_A_WRITE,
    TEARS_A_WRITE,
    MISPLACES_A_WRITE,
    COMPLETES_TWICE,
    NEVER_COMPLETES
  }

  private final Mistake mistake;
  private final RandomStream random;

  BrokenStore(BackingStore store, Mistake mistake, RandomStream random) {
    super(store);
    this.mistake = mistake;
    this.random = random;
  }

  @Override
  public boolean isWriteProtected() {
    return false;
  }

  @Override
  public void submit(long nowNs, Reactor reactor, StoreRequest request) {
    boolean write = request.operation() == StoreOperation.WRITE;
    boolean now = random.chance(0.02);
    switch (mistake) {
      case IGNORES_FLUSH -> {
        if (request.operation() == StoreOperation.FLUSH) {
          request.onSubmitted(reactor);
          request.complete(nowNs, StoreResult.DONE);
          return;
        }
      }
      case IGNORES_FORCE_UNIT_ACCESS -> {
        if (write && request.isForceUnitAccess()) {
          instead(nowNs, reactor, request, request.offsetBytes(), request.lengthBytes());
          return;
        }
      }
      case LOSES_A_WRITE -> {
        if (write && now) {
          request.onSubmitted(reactor);
          reactor.callAt(nowNs + 1_000, later -> request.complete(later, StoreResult.DONE));
          return;
        }
      }
      case TEARS_A_WRITE -> {
        if (write && now && request.lengthBytes() > 512) {
          long half = request.lengthBytes() / 1024 * 512;
          instead(nowNs, reactor, request, request.offsetBytes(), half);
          return;
        }
      }
      case MISPLACES_A_WRITE -> {
        if (write && now && request.offsetBytes() >= 512) {
          long length = request.lengthBytes();
          instead(nowNs, reactor, request, request.offsetBytes() - 512, length);
          return;
        }
      }
      case COMPLETES_TWICE -> {
        if (write && now) {
          reactor.callAt(nowNs + 1_000, later -> request.complete(later, StoreResult.DONE));
        }
      }
      case NEVER_COMPLETES -> {
        if (now) {
          request.onSubmitted(reactor);
          return;
        }
      }
    }
    store().submit(nowNs, reactor, request);
  }

  /** Writes a part, or elsewhere, without forced unit access, and says that all was done. */
  private void instead(
      long nowNs, Reactor reactor, StoreRequest outer, long offsetBytes, long lengthBytes) {
    outer.onSubmitted(reactor);
    SegmentList from = outer.segments();
    StoreRequest inner =
        new StoreRequest(this, (later, done, result) -> outer.complete(later, result), 96);
    inner.write(offsetBytes, false).addRange(from, 0, lengthBytes);
    store().submit(nowNs, reactor, inner);
  }
}
