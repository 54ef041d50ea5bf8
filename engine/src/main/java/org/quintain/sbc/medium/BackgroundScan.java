// SPDX-License-Identifier: Apache-2.0
package org.quintain.sbc.medium;

import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.quintain.memory.MemoryBlock;
import org.quintain.reactor.Reactor;
import org.quintain.reactor.ReactorTask;
import org.quintain.spc.log.LogPage;
import org.quintain.spc.mode.ModePage;
import org.quintain.store.StoreRequest;
import org.quintain.store.StoreResult;

/**
 * Background medium scans (SBC-4 4.23.3): while EN_BMS is one, the whole medium is read every
 * interval, in short pieces and only after the logical unit was idle for as long as mode page
 * 1Ch/01h says; what cannot be read is told by log page 15h. Blocks that WRITE LONG marked are not
 * looked at, as SBC-4 has it. While EN_BMS is zero no timer runs.
 *
 * <pre>
 * off → waiting for the interval → scanning: waiting for idleness ⇄ reading → waiting …
 * </pre>
 */
final class BackgroundScan {
  private static final int PIECE_BYTES = 256 << 10;
  private static final long PIECE_EVERY_NS = 10_000_000L;
  private static final long LOOK_AGAIN_NS = 1_000_000_000L;
  private static final long NS_IN_MS = 1_000_000L;
  private static final long NS_IN_HOUR = 3_600_000_000_000L;
  private static final long NEVER = Long.MAX_VALUE;

  private static final int S_L_FULL_BIT = 2;
  private static final int EN_BMS_BIT = 0;
  private static final int DEFAULT_INTERVAL_HOURS = 24;
  private static final int DEFAULT_IDLE_MS = 1_000;

  private final MediumHost host;
  private final BooleanSupplier isReady;
  private final BackgroundScanResults results;
  private final StoreRequest request = new StoreRequest(this, this::onRead, 1);
  private final ReactorTask tick = this::onTick;
  private final ModePage page;

  private @Nullable MemoryBlock block;
  private boolean isScanning;
  private boolean isRemoved;
  private boolean hasFailed;
  private long nextBlock;
  private long pieceBlocks;

  /** Up to here blocks are read one by one, since one of them cannot be read. */
  private long singlyUntil;

  private long nextScanNs;
  private long scheduledNs = NEVER;

  BackgroundScan(MediumHost host, BooleanSupplier isReady) {
    this.host = host;
    this.isReady = isReady;
    this.results = new BackgroundScanResults(host, this::status, this::progress);
    this.page =
        ModePage.subpage(0x1C, 0x01, 16)
            .defaults(6, 0, DEFAULT_INTERVAL_HOURS)
            .defaults(10, DEFAULT_IDLE_MS >> 8, DEFAULT_IDLE_MS & 0xFF)
            .changeable(4, 1 << S_L_FULL_BIT | 1 << 1 | 1 << EN_BMS_BIT)
            .changeable(6, 0xFF, 0xFF)
            .changeable(10, 0xFF, 0xFF, 0xFF, 0xFF)
            .appliedBy((nowNs, applied) -> onApplied(nowNs))
            .build();
  }

  /** Background Control, mode page 1Ch/01h (SBC-4 6.5.4); there is no pre-scan. */
  ModePage modePage() {
    return page;
  }

  /** Background Scan, log page 15h. */
  LogPage logPage() {
    return results;
  }

  boolean isIdle() {
    return !request.isSubmitted();
  }

  /** The logical unit leaves its target device: nothing is read any more. */
  void onRemoval() {
    isRemoved = true;
  }

  private Reactor reactor() {
    return host.logicalUnit().reactor();
  }

  private boolean isEnabled() {
    return page.isSet(4, EN_BMS_BIT) && !isRemoved;
  }

  private boolean isLogFull() {
    return page.isSet(4, S_L_FULL_BIT) && results.isFull();
  }

  /** BACKGROUND SCAN STATUS (SBC-4 table 182). */
  private int status() {
    if (isScanning) {
      return isLogFull() ? 0x09 : isEnabled() ? 0x01 : 0x00;
    }
    return hasFailed ? 0x03 : isEnabled() ? 0x08 : 0x00;
  }

  /** BACKGROUND SCAN PROGRESS, of 65,536. */
  private int progress() {
    return isScanning ? (int) (65_535.0 * nextBlock / host.view().capacityBlocks()) : 0;
  }

  private void onApplied(long nowNs) {
    if (!isEnabled()) {
      return;
    }
    if (reactor().isCurrent()) {
      schedule(nowNs);
    } else {
      // Saved values hold from the start on, which is made ready by another thread.
      reactor().post(this::schedule);
    }
  }

  private void schedule(long atNs) {
    if (atNs < scheduledNs && isIdle()) {
      scheduledNs = atNs;
      reactor().callAt(atNs, tick);
    }
  }

  private void onTick(long nowNs) {
    if (nowNs < scheduledNs || !isIdle()) {
      return; // An earlier one has done what this one was asked for.
    }
    scheduledNs = NEVER;
    if (!isEnabled()) {
      return; // Suspended where it is until EN_BMS is set again.
    }
    long readyNs = readyNs(nowNs);
    if (readyNs > nowNs) {
      schedule(readyNs);
    } else if (!isScanning && nextScanNs > nowNs) {
      schedule(nextScanNs);
    } else {
      if (!isScanning) {
        isScanning = true;
        hasFailed = false;
        nextBlock = 0;
        singlyUntil = 0;
        nextScanNs = nowNs + page.u16(6) * NS_IN_HOUR;
      }
      read(nowNs);
    }
  }

  /** When a piece may be read, as far as is known at {@code nowNs}. */
  private long readyNs(long nowNs) {
    if (!isReady.getAsBoolean() || isLogFull()) {
      return nowNs + LOOK_AGAIN_NS;
    }
    long idleNs = page.u16(10) * NS_IN_MS;
    long idleSinceNs = host.idleSinceNs();
    return idleSinceNs == NEVER ? nowNs + Math.max(idleNs, PIECE_EVERY_NS) : idleSinceNs + idleNs;
  }

  private void read(long nowNs) {
    int blockBytes = host.view().blockBytes();
    long left = host.view().capacityBlocks() - nextBlock;
    int room = Math.min(PIECE_BYTES, host.logicalUnit().buffers().largestBytes());
    pieceBlocks = nextBlock < singlyUntil ? 1 : Math.min(left, room / blockBytes);
    if (left <= 0) {
      end(nowNs, false);
      return;
    }
    int bytes = (int) pieceBlocks * blockBytes;
    MemoryBlock memory = host.logicalUnit().buffers().acquire(bytes);
    if (memory == null) {
      schedule(nowNs + LOOK_AGAIN_NS);
      return;
    }
    block = memory;
    request.read(nextBlock * blockBytes).add(memory.bytes(), 0, bytes);
    host.store().submit(nowNs, reactor(), request);
  }

  private void onRead(long nowNs, StoreRequest read, StoreResult result) {
    MemoryBlock memory = block;
    block = null;
    if (memory != null) {
      host.logicalUnit().buffers().release(memory);
    }
    switch (result) {
      case DONE -> {
        results.onReadable(nowNs, nextBlock, pieceBlocks);
        nextBlock += pieceBlocks;
      }
      case READ_ERROR -> onUnreadable(nowNs, read.failedOffsetBytes());
      case BUSY -> {}
      default -> {
        end(nowNs, true);
        return;
      }
    }
    if (nextBlock >= host.view().capacityBlocks()) {
      end(nowNs, false);
    } else {
      schedule(nowNs + PIECE_EVERY_NS);
    }
  }

  private void onUnreadable(long nowNs, long failedOffsetBytes) {
    long failed = failedOffsetBytes < 0 ? -1 : failedOffsetBytes / host.view().blockBytes();
    if (failed >= nextBlock && failed < nextBlock + pieceBlocks) {
      results.add(nowNs, failed);
      nextBlock = failed + 1;
    } else if (pieceBlocks == 1) {
      results.add(nowNs, nextBlock);
      nextBlock++;
    } else {
      singlyUntil = nextBlock + pieceBlocks;
    }
  }

  private void end(long nowNs, boolean isByFailure) {
    isScanning = false;
    hasFailed = isByFailure;
    results.onScanned(nowNs);
    schedule(Math.max(nextScanNs, nowNs + PIECE_EVERY_NS));
  }
}
