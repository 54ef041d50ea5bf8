// SPDX-License-Identifier: Apache-2.0
package org.quintain.sbc.medium;

import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.quintain.memory.MemoryBlock;
import org.quintain.memory.SegmentList;
import org.quintain.reactor.Reactor;
import org.quintain.sam.Check;
import org.quintain.store.BackingStore;
import org.quintain.store.StoreRequest;
import org.quintain.store.StoreResult;

/**
 * Passes over a whole medium in pieces of bounded length, with a turn of the reactor between any
 * two, or a pause where the rate is limited, so that no other logical unit waits for it. It has a
 * store request of its own, and one block of memory while it runs. Owned by the logical unit's
 * reactor.
 */
final class MediumSweep {
  /** Told how a sweep goes. */
  interface Listener {
    /** A piece is done and another is to come. */
    void onPiece(long nowNs);

    /** The sweep has ended: all passes done and durable, or the first failure, or stopped. */
    void onSwept(long nowNs, StoreResult result);
  }

  private static final int PATTERN_BYTES = 256 << 10;
  private static final int SEGMENTS_MAX = 8;
  private static final long ZERO_BYTES_MAX = 64L << 20;
  private static final long RETRY_NS = 1_000_000L;

  private final MediumHost host;
  private final Listener listener;
  private final StoreRequest request = new StoreRequest(this, this::onStoreCompleted, SEGMENTS_MAX);

  private List<SweepPass> passes = List.of();
  private int pass;
  private long doneBytes;
  private long wholeBytes;
  private long pieceBytes;
  private int patternBytes;
  private @Nullable MemoryBlock block;
  private boolean isRunning;
  private boolean isStopping;

  MediumSweep(MediumHost host, Listener listener) {
    this.host = host;
    this.listener = listener;
  }

  boolean isRunning() {
    return isRunning;
  }

  private Reactor reactor() {
    return host.logicalUnit().reactor();
  }

  /** Takes the memory that {@link #begin} needs; false when there is none at the moment. */
  boolean prepare() {
    if (block == null) {
      block = host.logicalUnit().buffers().acquire(PATTERN_BYTES);
    }
    return block != null;
  }

  /** Gives the memory back that no sweep came to use. */
  void release() {
    MemoryBlock held = block;
    if (held != null) {
      block = null;
      host.logicalUnit().buffers().release(held);
    }
  }

  /** Starts {@code all}, one after the other, after {@link #prepare}. */
  void begin(long nowNs, List<SweepPass> all) {
    Check.that(!isRunning && block != null, "a sweep has memory and runs alone");
    passes = all;
    pass = -1;
    isRunning = true;
    isStopping = false;
    beginNextPass();
    step(nowNs);
  }

  /** Ends the sweep with {@code FAILED} after the piece that is under way. */
  void stop() {
    isStopping = true;
  }

  /** How far it has come, of 65,536. */
  int progress() {
    if (!isRunning || pass < 0 || pass >= passes.size()) {
      return isRunning ? 0xFFFF : 0;
    }
    double share = (double) doneBytes / wholeBytes;
    return (int) (65_535 * ((pass + share) / passes.size()));
  }

  private void beginNextPass() {
    pass++;
    doneBytes = 0;
    // A store that grows or shrinks meanwhile keeps the pass to what both sizes have.
    wholeBytes = pass < passes.size() ? passes.get(pass).store().capacityBytes() : 0;
    if (pass < passes.size() && passes.get(pass).verb() == SweepPass.Verb.WRITE) {
      fill(passes.get(pass).pattern());
    }
  }

  /** Repeats the pattern over as much of the block as whole patterns take. */
  private void fill(byte[] pattern) {
    MemoryBlock memory = block;
    Check.that(memory != null, "a running sweep has memory");
    ByteBuffer bytes = memory.bytes();
    patternBytes = PATTERN_BYTES / pattern.length * pattern.length;
    for (int at = 0; at < patternBytes; at += pattern.length) {
      bytes.put(at, pattern);
    }
  }

  private void step(long nowNs) {
    if (isStopping) {
      end(nowNs, StoreResult.FAILED);
    } else if (pass == passes.size()) {
      // The last pass of all is the flush.
      request.flush();
      passes.get(pass - 1).store().submit(nowNs, reactor(), request);
    } else {
      SweepPass now = passes.get(pass);
      BackingStore store = now.store();
      long left = Math.min(wholeBytes, store.capacityBytes()) - doneBytes;
      if (left <= 0) {
        doneBytes = wholeBytes;
        request.flush();
        pieceBytes = 0;
        store.submit(nowNs, reactor(), request);
        return;
      }
      switch (now.verb()) {
        case WRITE -> write(left);
        case ZERO -> {
          pieceBytes = Math.min(left, ZERO_BYTES_MAX);
          request.zero(doneBytes, pieceBytes, false);
        }
        case DEALLOCATE -> {
          pieceBytes = Math.min(left, ZERO_BYTES_MAX);
          request.deallocate(doneBytes, pieceBytes, false);
        }
      }
      store.submit(nowNs, reactor(), request);
    }
  }

  private void write(long left) {
    MemoryBlock memory = block;
    Check.that(memory != null, "a running sweep has memory");
    SegmentList segments = request.write(doneBytes, false);
    pieceBytes = 0;
    for (int index = 0; index < SEGMENTS_MAX && pieceBytes < left; index++) {
      int length = (int) Math.min(patternBytes, left - pieceBytes);
      segments.add(memory.bytes(), 0, length);
      pieceBytes += length;
    }
  }

  private void onStoreCompleted(long nowNs, StoreRequest done, StoreResult result) {
    if (result == StoreResult.BUSY && !isStopping) {
      reactor().callAt(nowNs + RETRY_NS, this::step);
    } else if (result != StoreResult.DONE || pass == passes.size()) {
      end(nowNs, isStopping ? StoreResult.FAILED : result);
    } else {
      doneBytes += pieceBytes;
      if (doneBytes >= wholeBytes) {
        BackingStore store = passes.get(pass).store();
        beginNextPass();
        if (pass < passes.size() && passes.get(pass).store() != store) {
          // Each store is flushed with the last of its passes.
          request.flush();
          pieceBytes = 0;
          store.submit(nowNs, reactor(), request);
          return;
        }
      }
      listener.onPiece(nowNs);
      long bytesPerSecond = host.view().config().backgroundBytesPerSecond();
      if (bytesPerSecond == 0) {
        reactor().post(this::step);
      } else {
        reactor().callAt(nowNs + (long) (pieceBytes * 1e9 / bytesPerSecond), this::step);
      }
    }
  }

  private void end(long nowNs, StoreResult result) {
    isRunning = false;
    release();
    listener.onSwept(nowNs, result);
  }
}
