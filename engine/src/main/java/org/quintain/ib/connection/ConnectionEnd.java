// SPDX-License-Identifier: Apache-2.0
package org.quintain.ib.connection;

import org.jspecify.annotations.Nullable;
import org.quintain.ib.transport.ConnectionOwner;
import org.quintain.ib.transport.DeferredEvent;
import org.quintain.ib.transport.QueuePairState;
import org.quintain.ib.transport.RcQueuePair;
import org.quintain.sam.Check;
import org.quintain.wire.QueuePair;
import org.quintain.wire.QueuePairListener;
import org.quintain.wire.QueuePairOptions;

/**
 * One end of a connection: moves its queue pair as communication management says, and tells the
 * upper layer, in turn with completions.
 */
final class ConnectionEnd implements CmUser, ConnectionOwner {
  /** A peer that comes before a receive is posted waits 0.64 ms. */
  private static final int RNR_TIMER_CODE = 12;

  private final ConnectedPort port;
  private final Communication communication;
  private @Nullable RcQueuePair queuePairOnceMade;
  private @Nullable PeerQueuePair peer;
  private int firstSequenceNumber;
  private boolean isToldTheEnd;
  private boolean isTimeWaitOver;

  ConnectionEnd(ConnectedPort port, Communication communication) {
    this.port = port;
    this.communication = communication;
  }

  /** The queue pair is made: receives may be posted. */
  void begin(RcQueuePair made, int sequenceNumber) {
    queuePairOnceMade = made;
    firstSequenceNumber = sequenceNumber;
    made.initialise();
  }

  private RcQueuePair made() {
    RcQueuePair present = queuePairOnceMade;
    Check.that(present != null, "an end begins with its queue pair");
    return present;
  }

  private QueuePairListener listener() {
    return made().listener();
  }

  Communication communication() {
    return communication;
  }

  @Override
  public QueuePair queuePair() {
    return made();
  }

  @Override
  public int queuePairNumber() {
    return made().number();
  }

  @Override
  public int firstSequenceNumber() {
    return firstSequenceNumber;
  }

  @Override
  public QueuePairOptions options() {
    return made().options();
  }

  @Override
  public void onDisconnectAsked(long nowNs, RcQueuePair queuePair, byte[] privateData) {
    stop(queuePair);
    port.disconnect(nowNs, communication, privateData);
  }

  private static void stop(RcQueuePair queuePair) {
    if (queuePair.state() != QueuePairState.ERR) {
      queuePair.toError();
    }
  }

  @Override
  public void onPeer(long nowNs, PeerQueuePair found) {
    peer = found;
    RcQueuePair queuePair = made();
    if (queuePair.state() == QueuePairState.INIT) {
      queuePair.readyToReceive(
          found.path(), found.mtuBytes(), found.number(), firstSequenceNumber, RNR_TIMER_CODE);
    }
  }

  @Override
  public void onEstablished(long nowNs, byte[] privateData) {
    RcQueuePair queuePair = made();
    PeerQueuePair known = peer;
    Check.that(known != null, "who is connected has a peer");
    if (queuePair.state() == QueuePairState.RTR) {
      queuePair.readyToSend(
          known.firstSequenceNumber(),
          known.ackTimeoutCode(),
          known.retryCount(),
          known.rnrRetryCount(),
          known.initiatorDepth());
    }
    port.port().defer(atNs -> listener().onEstablished(atNs, queuePair, privateData));
  }

  @Override
  public void onRejected(long nowNs, int reasonCode, byte[] privateData) {
    end(atNs -> listener().onRejected(atNs, made(), reasonCode, privateData));
  }

  @Override
  public void onUnreachable(long nowNs) {
    end(atNs -> listener().onUnreachable(atNs, made()));
  }

  @Override
  public void onDisconnected(long nowNs, byte[] privateData) {
    end(atNs -> listener().onDisconnected(atNs, made(), privateData));
  }

  /** Tells the end behind the last completion. */
  private void end(DeferredEvent last) {
    RcQueuePair queuePair = made();
    stop(queuePair);
    queuePair.whenFlushed(
        atNs -> {
          isToldTheEnd = true;
          releaseIfOver();
          last.deliver(atNs);
        });
  }

  @Override
  public void onTimeWaitOver(long nowNs) {
    isTimeWaitOver = true;
    releaseIfOver();
  }

  private void releaseIfOver() {
    if (isToldTheEnd && isTimeWaitOver) {
      port.forget(this);
      made().release();
    }
  }
}
