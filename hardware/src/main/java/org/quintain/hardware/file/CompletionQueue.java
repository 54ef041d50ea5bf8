// SPDX-License-Identifier: Apache-2.0
package org.quintain.hardware.file;

import java.util.Arrays;
import org.quintain.reactor.Reactor;
import org.quintain.reactor.ReactorTask;
import org.quintain.store.StoreRequest;
import org.quintain.store.StoreResult;

/**
 * Carries ended requests from workers to one reactor, many with one message: a worker that finds
 * the message posted already only adds to it.
 */
final class CompletionQueue implements ReactorTask {
  private final Reactor reactor;
  private StoreRequest[] arriving = new StoreRequest[64];
  private StoreResult[] arrivingResults = new StoreResult[64];
  private int arrived;

  // Touched on the reactor alone.
  private StoreRequest[] leaving = new StoreRequest[64];
  private StoreResult[] leavingResults = new StoreResult[64];

  CompletionQueue(Reactor reactor) {
    this.reactor = reactor;
  }

  Reactor reactor() {
    return reactor;
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
