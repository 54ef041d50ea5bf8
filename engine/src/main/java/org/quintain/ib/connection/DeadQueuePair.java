// SPDX-License-Identifier: Apache-2.0
package org.quintain.ib.connection;

import org.quintain.wire.Gid;
import org.quintain.wire.QueuePair;
import org.quintain.wire.WorkRequest;

/** What a port gives that has no queue pair left: it takes nothing. */
record DeadQueuePair(Gid peer) implements QueuePair {
  @Override
  public boolean post(long nowNs, WorkRequest request) {
    return false;
  }

  @Override
  public int sendRoom() {
    return 0;
  }

  @Override
  public int receiveRoom() {
    return 0;
  }

  @Override
  public void disconnect(long nowNs, byte[] privateData) {
    // It never was connected, and its end is told already.
  }

  @Override
  public void fail(long nowNs) {
    // Nothing is under way.
  }

  @Override
  public int number() {
    return 0;
  }
}
