// SPDX-License-Identifier: Apache-2.0
package org.quintain.hardware.file;

import java.nio.file.Path;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.quintain.reactor.Reactor;
import org.quintain.reactor.ReactorTask;
import org.quintain.store.StoreRequest;
import org.quintain.store.StoreResult;

/**
 * What a store keeps for one reactor: its reader of the page cache, and the ended requests on their
 * way from workers, many with one message: a worker that finds the message posted already only adds
 * to it.
 */
final class ReactorSide implements ReactorTask {
  private final Reactor reactor;
  private StoreRequest[] arriving = new StoreRequest[64];
  private StoreResult[] arrivingResults = new StoreResult[64];
  private int arrived;

  // Touched on the reactor alone.
  private StoreRequest[] leaving = new StoreRequest[64];
  private StoreResult[] leavingResults = new StoreResult[64];

  private @Nullable PageCacheReader pageCache;
  private boolean pageCacheTried;

  ReactorSide(Reactor reactor) {
    this.reactor = reactor;
  }

  Reactor reactor() {
    return reactor;
  }

  /**
   * The reactor's own reader of the page cache, opened when first asked for; null where there is
   * none.
   */
  @Nullable PageCacheReader pageCache(Path file) {
    if (!pageCacheTried) {
      pageCacheTried = true;
      pageCache = PageCacheReader.open(file);
    }
    return pageCache;
  }

  /** Nothing is under way or follows. */
  void close() {
    PageCacheReader reader = pageCache;
    if (reader != null) {
      reader.close();
    }
  }

  /** Called by workers. */
  void add(StoreRequest request, StoreResult result) {
    boolean first;
    synchronized (this) {
      if (arrived == arriving.length) {
        arriving = Arrays.copyOf(arriving, arrived * 2);
        arrivingResults = Arrays.copyOf(arrivingResults, arrived * 2);
      }
      first = arrived == 0;
      arriving[arrived] = request;
      arrivingResults[arrived++] = result;
    }
    if (first) {
      reactor.post(this);
    }
  }

  @Override
  public void run(long nowNs) {
    StoreRequest[] requests;
    StoreResult[] results;
    int count;
    synchronized (this) {
      requests = arriving;
      results = arrivingResults;
      count = arrived;
      arriving = leaving;
      arrivingResults = leavingResults;
      arrived = 0;
    }
    leaving = requests;
    leavingResults = results;
    for (int index = 0; index < count; index++) {
      requests[index].complete(nowNs, results[index]);
    }
  }
}
