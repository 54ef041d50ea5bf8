// SPDX-License-Identifier: Apache-2.0
package org.quintain.conformance.lab;

import java.util.ArrayDeque;
import org.quintain.memory.SegmentList;
import org.quintain.reactor.Reactor;
import org.quintain.store.BackingStore;
import org.quintain.store.ForwardingStore;
import org.quintain.store.StoreRequest;

/** A store that can be told to keep everything back for a while. */
final class SilentStore extends ForwardingStore {
  private final ArrayDeque<StoreRequest> held = new ArrayDeque<>();
  private boolean isSilent;

  SilentStore(BackingStore store) {
    super(store);
  }

  void silence(boolean isToBeSilent) {
    isSilent = isToBeSilent;
    while (!isSilent && !held.isEmpty()) {
      StoreRequest request = held.removeFirst();
      request.reactor().post(nowNs -> handOn(nowNs, request));
    }
  }

  private void handOn(long nowNs, StoreRequest request) {
    Reactor reactor = request.reactor();
    request.onHandedOn();
    submit(nowNs, reactor, request);
  }

  @Override
  public void submit(long nowNs, Reactor reactor, StoreRequest request) {
    if (isSilent) {
      request.onSubmitted(reactor);
      held.addLast(request);
    } else {
      store().submit(nowNs, reactor, request);
    }
  }

  @Override
  public boolean lend(long offsetBytes, int lengthBytes, SegmentList into) {
    return !isSilent && super.lend(offsetBytes, lengthBytes, into);
  }
}
