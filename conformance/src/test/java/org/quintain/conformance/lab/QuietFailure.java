// SPDX-License-Identifier: Apache-2.0
package org.quintain.conformance.lab;

import org.jspecify.annotations.Nullable;
import org.quintain.fabric.Command;
import org.quintain.memory.SegmentList;
import org.quintain.reactor.Reactor;
import org.quintain.sam.SenseData;
import org.quintain.sam.Status;
import org.quintain.store.BackingStore;
import org.quintain.store.ForwardingStore;
import org.quintain.store.StoreOperation;
import org.quintain.store.StoreRequest;

/**
 * A target whose failing INQUIRY commands do nothing to the commands around them, whatever QERR
 * says: the engine never hears of the failure. Reads take half a second, so that there are some
 * around.
 */
final class QuietFailure implements Bend {
  private static final long READ_NS = 500_000_000L;

  private @Nullable Command failing;

  @Override
  public boolean onCommand(Command command) {
    byte[] cdb = command.cdb();
    if (cdb[0] == 0x12 && cdb[1] == 0 && cdb[2] != 0) {
      failing = command;
      java.util.Arrays.fill(cdb, 0, command.cdbLength(), (byte) 0);
    }
    return true;
  }

  @Override
  public void onAnswer(Command command) {
    if (command == failing) {
      failing = null;
      command.senseLength(SenseData.invalidFieldInCdb(2, 7).encode(command.sense(), false));
      command.status(Status.CHECK_CONDITION, 0);
    }
  }

  @Override
  public BackingStore store(int index, BackingStore store) {
    return new LateReads(store);
  }

  private static final class LateReads extends ForwardingStore {
    LateReads(BackingStore store) {
      super(store);
    }

    @Override
    public void submit(long nowNs, Reactor reactor, StoreRequest request) {
      if (request.operation() == StoreOperation.READ) {
        request.onSubmitted(reactor);
        reactor.callAt(nowNs + READ_NS, atNs -> handOn(atNs, request));
      } else {
        super.submit(nowNs, reactor, request);
      }
    }

    private void handOn(long nowNs, StoreRequest request) {
      Reactor reactor = request.reactor();
      request.onHandedOn();
      super.submit(nowNs, reactor, request);
    }

    @Override
    public boolean lend(long offsetBytes, int lengthBytes, SegmentList into) {
      return false;
    }
  }
}
