// SPDX-License-Identifier: Apache-2.0
package org.quintain.sbc.protection;

import java.nio.ByteBuffer;
import java.util.function.Supplier;
import org.quintain.memory.SegmentList;
import org.quintain.reactor.Reactor;
import org.quintain.sam.Check;
import org.quintain.store.BackingStore;
import org.quintain.store.ForwardingStore;
import org.quintain.store.StoreCompletion;
import org.quintain.store.StoreOperation;
import org.quintain.store.StoreRequest;
import org.quintain.store.StoreResult;

/**
 * A store of blocks with a store of protection information beside it. A request that has {@link
 * StoreRequest#information} moves both; any other that changes blocks leaves protection information
 * that says nothing, so that no path to the medium can leave tags that belong to other data. A
 * flush flushes both.
 *
 * <p>Protection information is kept inverted: where nothing was ever written, or was given up,
 * zeros are read, which is FFFF_FFFF_FFFF_FFFFh turned over, what SBC-4 asks of blocks that were
 * formatted or unmapped. What lies in {@code information()} is as it is kept.
 *
 * <p>Protection information goes first, the blocks after it, both before the request ends. Whoever
 * must not see one without the other holds the range meanwhile.
 */
public final class ProtectedStore extends ForwardingStore {
  private final BackingStore information;
  private final Supplier<ProtectionFormat> format;
  private final StoreCompletion afterInformation = this::afterInformation;

  /** Stands on {@code blocks} and {@code information}; {@code format} says how they go together. */
  public ProtectedStore(
      BackingStore blocks, BackingStore information, Supplier<ProtectionFormat> format) {
    super(blocks);
    this.information = information;
    this.format = format;
  }

  /** How many blocks there is room for the protection information of. */
  public static long blocksOf(BackingStore information, ProtectionFormat format) {
    return information.capacityBytes() / Math.max(1, format.informationBytesPerBlock());
  }

  /** Turns protection information over: from how it is to how it is kept, and back. */
  static void turnOver(ByteBuffer information, int intervals) {
    for (int at = 0; at < intervals * ProtectionInformation.BYTES; at += 8) {
      information.putLong(at, ~information.getLong(at));
    }
  }

  @Override
  public boolean isWriteProtected() {
    return store().isWriteProtected() || information.isWriteProtected();
  }

  @Override
  public boolean hasVolatileCache() {
    return store().hasVolatileCache() || information.hasVolatileCache();
  }

  /**
   * With protection information a write is two, and nothing makes one of them but that both are
   * done at once: two files have no such moment.
   */
  @Override
  public long atomicWriteBytesMax() {
    boolean isOne = store().writesAtOnce() && information.writesAtOnce();
    return isOne ? store().atomicWriteBytesMax() : 0;
  }

  @Override
  public void submit(long nowNs, Reactor reactor, StoreRequest request) {
    ProtectionFormat now = format.get();
    boolean isFlush = request.operation() == StoreOperation.FLUSH;
    boolean isWithout = !now.isProtected() && !isFlush;
    boolean isUntouched =
        !isFlush && !request.operation().changesRange() && request.information().count() == 0;
    if (isWithout || isUntouched) {
      store().submit(nowNs, reactor, request);
      return;
    }
    request.onSubmitted(reactor);
    StoreRequest beside = request.companion(afterInformation);
    prepare(beside, request, now);
    information.submit(nowNs, reactor, beside);
  }

  private void prepare(StoreRequest beside, StoreRequest request, ProtectionFormat now) {
    if (request.operation() == StoreOperation.FLUSH) {
      beside.flush();
      return;
    }
    long endBytes = request.offsetBytes() + request.lengthBytes();
    long first = request.offsetBytes() / now.blockBytes();
    long end = (endBytes + now.blockBytes() - 1) / now.blockBytes();
    long at = first * now.informationBytesPerBlock();
    long length = (end - first) * now.informationBytesPerBlock();
    SegmentList given = request.information();
    Check.that(
        given.count() == 0 || given.totalBytes() == length,
        "each interval has protection information",
        given.totalBytes(),
        length);
    if (request.operation() == StoreOperation.READ) {
      beside.read(at).addRange(given, 0, length);
    } else if (given.count() > 0) {
      beside.write(at, request.isForceUnitAccess()).addRange(given, 0, length);
    } else if (information.provisioning().canDeallocate()) {
      beside.deallocate(at, length, request.isForceUnitAccess());
    } else {
      beside.zero(at, length, request.isForceUnitAccess());
    }
  }

  private void afterInformation(long nowNs, StoreRequest beside, StoreResult result) {
    StoreRequest request = (StoreRequest) beside.owner();
    if (result == StoreResult.DONE) {
      Reactor reactor = request.reactor();
      request.onHandedOn();
      store().submit(nowNs, reactor, request);
      return;
    }
    if (beside.failedOffsetBytes() >= 0) {
      ProtectionFormat now = format.get();
      long block = beside.failedOffsetBytes() / Math.max(1, now.informationBytesPerBlock());
      request.failedOffsetBytes(block * now.blockBytes());
    }
    request.complete(nowNs, result);
  }

  /** Never with protection information: what is sent was checked first, in a stable copy. */
  @Override
  public boolean lend(long offsetBytes, int lengthBytes, SegmentList into) {
    return !format.get().isProtected() && store().lend(offsetBytes, lengthBytes, into);
  }

  @Override
  public void close() {
    store().close();
    information.close();
  }
}
