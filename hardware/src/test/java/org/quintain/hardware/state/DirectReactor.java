// SPDX-License-Identifier: Apache-2.0
package org.quintain.hardware.state;

import org.quintain.reactor.Reactor;
import org.quintain.reactor.ReactorTask;

/** A reactor that runs what it is told on the thread that tells it: enough to be told of saves. */
final class DirectReactor implements Reactor {
  @Override
  public int index() {
    return 0;
  }

  @Override
  public long nowNs() {
    return 0;
  }

  @Override
  public boolean isCurrent() {
    return true;
  }

  @Override
  public void post(ReactorTask task) {
    task.run(0);
  }

  @Override
  public void callAt(long deadlineNs, ReactorTask task) {
    throw new UnsupportedOperationException("no save needs a timer");
  }
}
