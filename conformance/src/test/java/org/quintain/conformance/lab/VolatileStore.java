// SPDX-License-Identifier: Apache-2.0
package org.quintain.conformance.lab;

import java.util.ArrayList;
import java.util.List;
import org.quintain.memory.SegmentList;
import org.quintain.reactor.Reactor;
import org.quintain.store.AllocationRuns;
import org.quintain.store.AllocationState;
import org.quintain.store.BackingStore;
import org.quintain.store.StoreOperation;
import org.quintain.store.StoreProvisioning;
import org.quintain.store.StoreRequest;
import org.quintain.store.StoreResult;

/**
 * Memory with a volatile cache: what was neither flushed nor written with FUA goes with the power.
 */
final class VolatileStore implements BackingStore {
  private record Undo(long offset, byte[] before) {}

  private static final int PIECE_BYTES = 4096;

  private final byte[] bytes;
  private final boolean[] isMapped;
  private final List<Undo> undos = new ArrayList<>();

  VolatileStore(long capacityBytes) {
    bytes = new byte[(int) capacityBytes];
    isMapped = new boolean[(int) capacityBytes / PIECE_BYTES];
  }

  /** Takes back every write that was not made durable. */
  void losePower() {
    for (int i = undos.size() - 1; i >= 0; i--) {
      Undo undo = undos.get(i);
      System.arraycopy(undo.before, 0, bytes, (int) undo.offset, undo.before.length);
    }
    undos.clear();
    for (int piece = 0; piece < isMapped.length; piece++) {
      // Blocks that got their data back have their space back.
      isMapped[piece] |= !isZero(piece);
    }
  }

  private boolean isZero(int piece) {
    for (int at = piece * PIECE_BYTES; at < (piece + 1) * PIECE_BYTES; at++) {
      if (bytes[at] != 0) {
        return false;
      }
    }
    return true;
  }

  @Override
  public long capacityBytes() {
    return bytes.length;
  }

  @Override
  public boolean isWriteProtected() {
    return false;
  }

  @Override
  public boolean hasVolatileCache() {
    return true;
  }

  @Override
  public void submit(long nowNs, Reactor reactor, StoreRequest request) {
    request.onSubmitted(reactor);
    int at = (int) request.offsetBytes();
    int length = (int) request.lengthBytes();
    if (request.operation() == StoreOperation.FLUSH) {
      undos.clear();
    } else if (request.operation() == StoreOperation.READ) {
      move(request.segments(), at, false);
    } else if (request.operation() == StoreOperation.ALLOCATION_STATUS) {
      tell(request.runs(), at, length);
    } else {
      if (!request.isForceUnitAccess()) {
        undos.add(new Undo(at, java.util.Arrays.copyOfRange(bytes, at, at + length)));
      } else {
        keep(at, length, request);
      }
      if (request.operation() == StoreOperation.WRITE) {
        move(request.segments(), at, true);
      } else {
        java.util.Arrays.fill(bytes, at, at + length, (byte) 0);
      }
      map(request.operation(), at, length);
    }
    request.complete(nowNs, StoreResult.DONE);
  }

  /** Whole pieces are given up; what is touched by anything else is mapped. */
  private void map(StoreOperation operation, int at, int length) {
    for (int piece = at / PIECE_BYTES; piece * PIECE_BYTES < at + length; piece++) {
      boolean isWhole = piece * PIECE_BYTES >= at && (piece + 1) * PIECE_BYTES <= at + length;
      if (operation != StoreOperation.DEALLOCATE) {
        isMapped[piece] = true;
      } else if (isWhole) {
        isMapped[piece] = false;
      }
    }
  }

  private void tell(AllocationRuns runs, int from, int length) {
    for (int at = from; at < from + length; ) {
      int end = Math.min(from + length, (at / PIECE_BYTES + 1) * PIECE_BYTES);
      AllocationState state =
          isMapped[at / PIECE_BYTES] ? AllocationState.MAPPED : AllocationState.DEALLOCATED;
      if (!runs.add(end - at, state)) {
        return;
      }
      at = end;
    }
  }

  @Override
  public StoreProvisioning provisioning() {
    return new StoreProvisioning(PIECE_BYTES, false);
  }

  @Override
  public long usedBytes() {
    long used = 0;
    for (boolean mapped : isMapped) {
      used += mapped ? PIECE_BYTES : 0;
    }
    return used;
  }

  /** A durable write over volatile ones: what they would bring back is now this write's data. */
  private void keep(int at, int length, StoreRequest request) {
    byte[] now = new byte[length];
    int filled = 0;
    SegmentList segments = request.segments();
    for (int i = 0; i < segments.count(); i++) {
      segments.base(i).get(segments.offset(i), now, filled, segments.length(i));
      filled += segments.length(i);
    }
    for (Undo undo : undos) {
      for (int i = 0; i < undo.before.length; i++) {
        int place = (int) undo.offset + i - at;
        if (place >= 0 && place < length) {
          undo.before[i] = now[place];
        }
      }
    }
  }

  private void move(SegmentList segments, int from, boolean isWrite) {
    int at = from;
    for (int i = 0; i < segments.count(); i++) {
      if (isWrite) {
        segments.base(i).get(segments.offset(i), bytes, at, segments.length(i));
      } else {
        segments.base(i).put(segments.offset(i), bytes, at, segments.length(i));
      }
      at += segments.length(i);
    }
  }

  @Override
  public boolean lend(long offsetBytes, int lengthBytes, SegmentList into) {
    return false;
  }

  @Override
  public void close() {
    // Memory goes by itself.
  }
}
