// SPDX-License-Identifier: Apache-2.0
package org.quintain.sim.fabric;

import org.quintain.reactor.Reactor;
import org.quintain.store.BackingStore;
import org.quintain.store.ForwardingStore;
import org.quintain.store.StoreRequest;

/**
 * A store as a target sees it between two power losses: what it still sends afterwards gets
 * nowhere.
 */
final class PoweredStore extends ForwardingStore {
  private boolean on = true;

  PoweredStore(BackingStore store) {
    super(store);
  }

  void powerOff() {
    on = false;
  }

  @Override
  public void submit(long nowNs, Reactor reactor, StoreRequest request) {
    if (on) {
      store().submit(nowNs, reactor, request);
    } else {
      request.onSubmitted(reactor);
    }
  }
}
