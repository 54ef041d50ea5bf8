// SPDX-License-Identifier: Apache-2.0
package org.quintain.hardware.file;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.quintain.store.StoreOperation;
import org.quintain.store.StoreRequest;

/**
 * A bounded pool of threads that wait for disks. A request runs as a whole on one thread, and never
 * beside another that overlaps it where one of them writes: so no read sees half of a write, and of
 * two writes to the same blocks one comes wholly before the other. Which one is nobody's promise
 * (SAM-5: simple tasks).
 *
 * <p>While requests end fast (the page cache has them), one worker takes them all: waking a second
 * costs more than it brings. As soon as one is slow, or stuck, others are woken for what waits.
 */
public final class FileWorkers implements AutoCloseable {
  private static final long SLOW_NS = 40_000;
  private static final long STUCK_NS = 100_000;
  private static final int WAITING_MAX_PER_WORKER = 64;

  /** How many reactors may read by themselves at once. */
  private static final int INLINE_MAX = 16;

  private final Thread[] threads;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition work = lock.newCondition();
  private final Condition rangeFreed = lock.newCondition();

  // All that follows is guarded by the lock.
  private final FileStore[] queuedStores;
  private final StoreRequest[] queuedRequests;
  private int head;
  private int queued;
  private int idle;
  private int wakings;
  private int waitingForRange;
  private boolean stopping;
  private long lastTakenNs;
  private long usualNs;

  /** What runs: by worker, then by reactor that reads inline. */
  private final FileStore[] activeStore;

  private final @Nullable StoreRequest[] active;

  /**
   * Starts the threads.
   *
   * @param workers how many requests may wait for disks at once
   * @param queueLength how many more may wait for a worker; beyond that, the store is busy
   */
  public FileWorkers(int workers, int queueLength) {
    queuedStores = new FileStore[queueLength];
    queuedRequests = new StoreRequest[queueLength];
    activeStore = new FileStore[workers + INLINE_MAX];
    active = new StoreRequest[workers + INLINE_MAX];
    threads = new Thread[workers];
    for (int worker = 0; worker < workers; worker++) {
      int number = worker;
      threads[worker] = new Thread(() -> work(number), "quintain-file-" + worker);
      threads[worker].setDaemon(true);
      threads[worker].start();
    }
  }

  /** Queues a request; false when there is no room. */
  boolean submit(long nowNs, FileStore store, StoreRequest request) {
    lock.lock();
    try {
      if (queued == queuedRequests.length || stopping) {
        return false;
      }
      int slot = (head + queued) % queuedRequests.length;
      queuedStores[slot] = store;
      queuedRequests[slot] = request;
      queued++;
      boolean nobodyAwake = idle == threads.length;
      boolean stuck = nowNs - lastTakenNs > STUCK_NS;
      if (idle > 0
          && (nobodyAwake || stuck || usualNs > SLOW_NS || queued > WAITING_MAX_PER_WORKER)) {
        wakeOne();
      }
      return true;
    } finally {
      lock.unlock();
    }
  }

  /**
   * A worker counts as awake from here on, so that the next request does not wake another in its
   * place.
   */
  private void wakeOne() {
    idle--;
    wakings++;
    work.signal();
  }

  private void work(int worker) {
    lock.lock();
    try {
      while (true) {
        while (queued == 0 && !stopping) {
          idle++;
          while (wakings == 0 && !stopping) {
            work.awaitUninterruptibly();
          }
          wakings--;
        }
        if (queued == 0) {
          return;
        }
        takeAndRun(worker);
      }
    } finally {
      lock.unlock();
    }
  }

  /** Runs the oldest request with the lock given up meanwhile. */
  private void takeAndRun(int worker) {
    FileStore store = queuedStores[head];
    StoreRequest request = queuedRequests[head];
    head = (head + 1) % queuedRequests.length;
    queued--;
    long beganNs = System.nanoTime();
    lastTakenNs = beganNs;
    if (queued > 0 && idle > 0 && usualNs > SLOW_NS) {
      wakeOne();
    }
    while (overlapsActive(store, request)) {
      waitingForRange++;
      rangeFreed.awaitUninterruptibly();
      waitingForRange--;
    }
    activeStore[worker] = store;
    active[worker] = request;
    lock.unlock();
    try {
      store.run(request);
    } finally {
      lock.lock();
      active[worker] = null;
      // One slow request makes the next ones be met by more workers; many fast ones make that
      // forgotten.
      long tookNs = System.nanoTime() - beganNs;
      usualNs = tookNs > usualNs ? (usualNs + tookNs) / 2 : usualNs - (usualNs - tookNs) / 16;
      if (waitingForRange > 0) {
        rangeFreed.signalAll();
      }
    }
  }

  /**
   * A reactor wants to carry out {@code request} by itself and at once: a slot to give back with
   * {@link #endInline}, or -1 when it must not now, since something that overlaps runs.
   */
  int beginInline(FileStore store, StoreRequest request) {
    if (!lock.tryLock()) {
      return -1;
    }
    try {
      if (overlapsActive(store, request)) {
        return -1;
      }
      for (int slot = threads.length; slot < active.length; slot++) {
        if (active[slot] == null) {
          activeStore[slot] = store;
          active[slot] = request;
          return slot;
        }
      }
      return -1;
    } finally {
      lock.unlock();
    }
  }

  /** The request that {@link #beginInline} gave {@code slot} to is done, or goes to a worker. */
  void endInline(int slot) {
    lock.lock();
    try {
      active[slot] = null;
      if (waitingForRange > 0) {
        rangeFreed.signalAll();
      }
    } finally {
      lock.unlock();
    }
  }

  private boolean overlapsActive(FileStore store, StoreRequest request) {
    if (request.operation() == StoreOperation.FLUSH) {
      return false;
    }
    long from = request.offsetBytes();
    long to = from + request.lengthBytes();
    boolean writes = request.operation().changesRange();
    for (int slot = 0; slot < active.length; slot++) {
      StoreRequest other = active[slot];
      if (other != null
          && activeStore[slot] == store
          && other.operation() != StoreOperation.FLUSH
          && (writes || other.operation().changesRange())
          && other.offsetBytes() < to
          && from < other.offsetBytes() + other.lengthBytes()) {
        return true;
      }
    }
    return false;
  }

  /** Lets what is queued end, then ends the threads; waits for them up to ten seconds. */
  @Override
  public void close() {
    lock.lock();
    try {
      stopping = true;
      work.signalAll();
    } finally {
      lock.unlock();
    }
    long endNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
    for (Thread thread : threads) {
      try {
        thread.join(Math.max(1, TimeUnit.NANOSECONDS.toMillis(endNs - System.nanoTime())));
      } catch (InterruptedException interrupted) {
        Thread.currentThread().interrupt();
        return;
      }
    }
  }
}
