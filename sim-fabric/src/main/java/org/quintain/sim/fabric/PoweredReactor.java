// SPDX-License-Identifier: Apache-2.0
package org.quintain.sim.fabric;

import org.quintain.reactor.Reactor;
import org.quintain.reactor.ReactorTask;

/**
 * A reactor as a target sees it between two power losses: what it had left to do is lost with the
 * power.
 */
final class PoweredReactor implements Reactor {
  private final Reactor reactor;
  private boolean on = true;

  PoweredReactor(Reactor reactor) {
    this.reactor = reactor;
  }

  void powerOff() {
    on = false;
  }

  @Override
  public int index() {
    return reactor.index();
  }

  @Override
  public long nowNs() {
    return reactor.nowNs();
  }

  @Override
  public boolean isCurrent() {
    return reactor.isCurrent();
  }

  @Override
  public void post(ReactorTask task) {
    reactor.post(whileOn(task));
  }

  @Override
  public void callAt(long deadlineNs, ReactorTask task) {
    reactor.callAt(deadlineNs, whileOn(task));
  }

  private ReactorTask whileOn(ReactorTask task) {
    return nowNs -> {
      if (on) {
        task.run(nowNs);
      }
    };
  }
}
