// SPDX-License-Identifier: Apache-2.0
package org.quintain.testing;

import java.util.ArrayDeque;
import org.quintain.memory.SegmentList;
import org.quintain.reactor.Reactor;
import org.quintain.sam.Check;
import org.quintain.store.BackingStore;
import org.quintain.store.RamStore;
import org.quintain.store.StoreProvisioning;
import org.quintain.store.StoreRequest;
import org.quintain.store.StoreResult;

/** A store on memory that lends nothing and, while it holds, answers only when the test says so. */
public final class HeldStore implements BackingStore {
  private final RamStore ram;
  private final ArrayDeque<StoreRequest> held = new ArrayDeque<>();
  private final boolean hasVolatileCache;
  private boolean isHolding;
  private StoreResult nextResult = StoreResult.DONE;
  private long failedOffsetBytes = -1;
  private boolean isWriteProtected;
  private long shownBytes;
  private int flushes;
  private int fuaWrites;

  /** A store of {@code capacityBytes} that does not hold yet. */
  public HeldStore(long capacityBytes, boolean hasVolatileCache) {
    this.ram = new RamStore(capacityBytes);
    this.hasVolatileCache = hasVolatileCache;
    this.shownBytes = capacityBytes;
  }

  /** Says from now on that it has {@code bytes}, at most as many as it was made with. */
  public void show(long bytes) {
    shownBytes = bytes;
  }

  /** Whether requests wait for {@link #releaseOne} from now on. */
  public void hold(boolean isWaiting) {
    isHolding = isWaiting;
  }

  /** The next request ends with {@code result}, at {@code atBytes} or nowhere with -1. */
  public void failNext(StoreResult result, long atBytes) {
    nextResult = result;
    failedOffsetBytes = atBytes;
  }

  /** Refuses writes from now on, as the logical unit made next will see. */
  public HeldStore writeProtected() {
    isWriteProtected = true;
    return this;
  }

  /** How many requests wait. */
  public int heldCount() {
    return held.size();
  }

  /** How many flushes there were. */
  public int flushes() {
    return flushes;
  }

  /** How many writes with FUA there were. */
  public int fuaWrites() {
    return fuaWrites;
  }

  /** Lets the oldest waiting request go on. */
  public void releaseOne(long nowNs) {
    carryOut(nowNs, held.removeFirst());
  }

  /** Lets the waiting request of {@code index} go on, whatever waits before it. */
  public void release(long nowNs, int index) {
    for (int turn = 0; turn < index; turn++) {
      held.addLast(held.removeFirst());
    }
    releaseOne(nowNs);
  }

  /** Lets all waiting requests go on, and those they lead to. */
  public void releaseAll(long nowNs) {
    isHolding = false;
    while (!held.isEmpty()) {
      releaseOne(nowNs);
    }
  }

  @Override
  public long capacityBytes() {
    return shownBytes;
  }

  @Override
  public boolean isWriteProtected() {
    return isWriteProtected;
  }

  @Override
  public boolean hasVolatileCache() {
    return hasVolatileCache;
  }

  @Override
  public StoreProvisioning provisioning() {
    return ram.provisioning();
  }

  @Override
  public long atomicWriteBytesMax() {
    return ram.atomicWriteBytesMax();
  }

  @Override
  public long usedBytes() {
    return ram.usedBytes();
  }

  @Override
  public long availableBytes() {
    return ram.availableBytes();
  }

  @Override
  public void submit(long nowNs, Reactor reactor, StoreRequest request) {
    Check.that(reactor.isCurrent(), "a store is asked on the reactor that is to be answered");
    request.onSubmitted(reactor);
    if (isHolding) {
      held.addLast(request);
    } else {
      carryOut(nowNs, request);
    }
  }

  private void carryOut(long nowNs, StoreRequest request) {
    StoreResult result = nextResult;
    nextResult = StoreResult.DONE;
    switch (request.operation()) {
      case FLUSH -> flushes++;
      case WRITE -> fuaWrites += request.isForceUnitAccess() ? 1 : 0;
      case READ, ZERO, DEALLOCATE, ANCHOR, ALLOCATION_STATUS -> {}
    }
    if (result == StoreResult.DONE) {
      result = ram.carryOut(request);
    } else {
      request.failedOffsetBytes(failedOffsetBytes);
    }
    request.complete(nowNs, result);
  }

  @Override
  public boolean lend(long offsetBytes, int lengthBytes, SegmentList into) {
    return false;
  }

  @Override
  public void close() {
    ram.close();
  }
}
