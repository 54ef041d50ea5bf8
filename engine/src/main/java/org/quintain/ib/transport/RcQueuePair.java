// SPDX-License-Identifier: Apache-2.0
package org.quintain.ib.transport;

import org.jspecify.annotations.Nullable;
import org.quintain.ib.transport.QueuePairState.Event;
import org.quintain.ib.wire.ExponentialTime;
import org.quintain.ib.wire.RnrTimer;
import org.quintain.sam.Check;
import org.quintain.time.DeadlineTable;
import org.quintain.wire.Gid;
import org.quintain.wire.MessageKind;
import org.quintain.wire.OutgoingMessage;
import org.quintain.wire.QueuePair;
import org.quintain.wire.QueuePairListener;
import org.quintain.wire.QueuePairOptions;
import org.quintain.wire.RdmaPath;
import org.quintain.wire.WorkOperation;
import org.quintain.wire.WorkRequest;
import org.quintain.wire.WorkStatus;

/**
 * A queue pair of the reliable connection (IBA 9.7, 10.2.4, 10.3). Made by its {@link IbPort} for
 * communication management, which moves it through {@link QueuePairState}'s table; the upper layer
 * above sees it as a {@link QueuePair}. All on the port's reactor.
 */
public final class RcQueuePair implements QueuePair {
  private static final int MTU_BYTES_LEAST = 256;
  private static final Gid NOWHERE = new Gid(0, 0);

  private final IbPort port;
  private final int number;
  private final int index;
  private final QueuePairOptions options;
  private final QueuePairListener listener;
  private final ConnectionOwner owner;
  private final ReceiveQueue receives;
  private final SendQueue sends;
  private final Requester requester;
  private final ResponseReceiver responses;
  private final QueueEnds ends;
  private final Responder responder;

  private QueuePairState state = QueuePairState.RESET;
  private @Nullable RdmaPath path;
  private int mtuBytes = MTU_BYTES_LEAST;
  private int remoteNumber;
  private boolean isDisconnectAsked;
  private boolean isOver;
  private boolean hasHeardOfPeer;
  private long deadlineNs = DeadlineTable.NONE;

  /** Whether it stands in the port's list of those that have something to send, and who is next. */
  boolean isScheduled;

  @Nullable RcQueuePair nextScheduled;

  /** Where it stands among the port's queue pairs. */
  int activePlace;

  RcQueuePair(
      IbPort port,
      int number,
      int index,
      QueuePairOptions options,
      QueuePairListener listener,
      ConnectionOwner owner) {
    this.port = port;
    this.number = number;
    this.index = index;
    this.options = options;
    this.listener = listener;
    this.owner = owner;
    receives = new ReceiveQueue(options.receiveDepth());
    sends = new SendQueue(this, port.completions(), options.sendDepth());
    requester = new Requester(this, sends, port.options().windowPackets());
    ends = new QueueEnds(this, sends, receives, requester);
    responses = new ResponseReceiver(this, requester);
    responder = new Responder(this, receives, options.responderResources());
  }

  // The upper layer's side.

  @Override
  public boolean post(long nowNs, WorkRequest request) {
    boolean isReceive = request.operation() == WorkOperation.RECEIVE;
    if (isOver || !(isReceive ? takesReceive() : takesSend())) {
      return false;
    }
    request.onPosted();
    if (isReceive) {
      receives.add(request);
    } else {
      sends.add(request, mtuBytes);
    }
    if (state == QueuePairState.ERR) {
      ends.flush();
      port.onCompletionsAdded();
    } else if (!isReceive && requester.canSend()) {
      schedule();
    }
    return true;
  }

  private boolean takesReceive() {
    return state.takesReceives() && receives.room() > 0;
  }

  private boolean takesSend() {
    return state.takesSends() && sends.room() > 0;
  }

  @Override
  public int sendRoom() {
    return sends.room();
  }

  @Override
  public int receiveRoom() {
    return receives.room();
  }

  @Override
  public void disconnect(long nowNs, byte[] privateData) {
    if (!isDisconnectAsked && !isOver) {
      isDisconnectAsked = true;
      owner.onDisconnectAsked(nowNs, this, privateData);
    }
  }

  @Override
  public void fail(long nowNs) {
    if (!isOver && state != QueuePairState.ERR) {
      toError();
    }
  }

  @Override
  public int number() {
    return number;
  }

  @Override
  public Gid peer() {
    RdmaPath present = path;
    return present == null ? NOWHERE : present.destination();
  }

  // Communication management's side.

  /** Where it is. */
  public QueuePairState state() {
    return state;
  }

  /** How it was made. */
  public QueuePairOptions options() {
    return options;
  }

  /** Who is told of it. */
  public QueuePairListener listener() {
    return listener;
  }

  /** The way to the peer, once it is known. */
  public @Nullable RdmaPath path() {
    return path;
  }

  /** Whether the upper layer has asked for the end of the connection. */
  public boolean isDisconnectAsked() {
    return isDisconnectAsked;
  }

  /** RESET to INIT: receives can be posted. */
  public void initialise() {
    move(Event.INITIALISED);
  }

  /**
   * INIT to RTR: the peer's packets are taken from here on.
   *
   * @param to the way to the peer
   * @param ofPath the path MTU in bytes that both ends agreed on
   * @param remoteQueuePair the peer's number
   * @param firstSequenceNumber where the peer's sequence numbers begin
   * @param rnrTimerCode how long the peer is to wait when no receive is posted
   */
  public void readyToReceive(
      RdmaPath to, int ofPath, int remoteQueuePair, int firstSequenceNumber, int rnrTimerCode) {
    Check.that(rnrTimerCode >= 0 && rnrTimerCode < RnrTimer.CODES, "a timer code", rnrTimerCode);
    path = to;
    mtuBytes = ofPath;
    remoteNumber = remoteQueuePair;
    responder.begin(firstSequenceNumber, rnrTimerCode);
    move(Event.READY_TO_RECEIVE);
  }

  /**
   * RTR to RTS: sending begins.
   *
   * @param firstSequenceNumber where our sequence numbers begin, as the peer was told
   * @param ackTimeoutCode how long to wait for an acknowledgement: 4.096 us times 2 to the power of
   *     it; 0 is for ever
   * @param retryCount as {@link QueuePairOptions} has it
   * @param rnrRetryCount as {@link QueuePairOptions} has it
   * @param initiatorDepth how many reads can be outstanding: the lesser of our wish and the peer's
   *     responder resources
   */
  public void readyToSend(
      int firstSequenceNumber,
      int ackTimeoutCode,
      int retryCount,
      int rnrRetryCount,
      int initiatorDepth) {
    boolean isFirst = state == QueuePairState.RTR;
    move(Event.READY_TO_SEND);
    if (isFirst) {
      long timeoutNs = ackTimeoutCode == 0 ? 0 : ExponentialTime.ns(ackTimeoutCode);
      requester.begin(firstSequenceNumber, timeoutNs, retryCount, rnrRetryCount, initiatorDepth);
    }
    requester.drain(false);
    schedule();
  }

  /** RTS to SQD: what was begun goes on; {@code then} is told when it is done. */
  public void drain(DeferredEvent then) {
    move(Event.DRAIN);
    requester.drain(true);
    ends.whenDrained(then);
  }

  /** To ERR: every request comes back flushed, those that the driver holds as it lets them go. */
  public void toError() {
    move(Event.ERROR);
    responder.stop();
    deadline(DeadlineTable.NONE);
    ends.flush();
    port.onCompletionsAdded();
  }

  /** Once in ERR: {@code then} is told behind the last completion. */
  public void whenFlushed(DeferredEvent then) {
    Check.that(state == QueuePairState.ERR, "a queue pair is flushed in the error state", number);
    ends.whenFlushed(then);
    port.onCompletionsAdded();
  }

  /** Its life is over and all has come back: the port forgets it. */
  public void release() {
    Check.that(sends.isEmpty() && receives.count() == 0, "a queue pair ends empty", number);
    isOver = true;
    move(Event.RESET);
    responder.stop();
    deadline(DeadlineTable.NONE);
    port.forget(this);
  }

  private void move(Event event) {
    QueuePairState next = state.after(event);
    Check.that(next != null, "a queue pair moves as its table has it", state.ordinal());
    state = next;
  }

  // The port's side.

  int index() {
    return index;
  }

  /** A packet or a run has come for it. */
  void onArrival(long nowNs, Gid source, Arrival arrival) {
    RdmaPath present = path;
    if (!state.receives() || present == null) {
      count(TransportCounter.UNKNOWN_QUEUE_PAIR);
      return;
    }
    if (!isOfPartition(arrival.partitionKey, present.partitionKey())) {
      count(TransportCounter.PARTITION_VIOLATIONS);
      return;
    }
    if (!present.destination().equals(source)) {
      count(TransportCounter.WRONG_SOURCE);
      return;
    }
    if (!arrival.isSupported || isRequest(arrival.kind)) {
      if (state == QueuePairState.RTR && !hasHeardOfPeer) {
        hasHeardOfPeer = true;
        port.agent().onCommunicationEstablished(nowNs, this);
      }
      responder.onRequest(nowNs, arrival);
    } else if (state != QueuePairState.RTR) {
      responses.onResponse(nowNs, arrival);
    }
    ends.tellDrained();
  }

  /** The same partition, of which at least one end is a full member (IBA 10.9.3). */
  private static boolean isOfPartition(int theirs, int ours) {
    return ((theirs ^ ours) & 0x7FFF) == 0 && ((theirs | ours) & 0x8000) != 0;
  }

  private static boolean isRequest(MessageKind kind) {
    return kind != MessageKind.RDMA_READ_RESPONSE && kind != MessageKind.ACKNOWLEDGE;
  }

  /** Whether {@code run} does the same taken as one. */
  boolean takesWhole(Arrival run, int itsMtuBytes) {
    if (itsMtuBytes != mtuBytes || !state.receives()) {
      return false;
    }
    return isRequest(run.kind) ? responder.takesWhole(run) : !requester.isDone(run.sequenceNumber);
  }

  /** Whether it has something that can be sent. */
  boolean canSend() {
    return responder.canSend() || (sendsRequests() && requester.canSend());
  }

  private boolean sendsRequests() {
    return state == QueuePairState.RTS || state == QueuePairState.SQD;
  }

  /** The next run, or null. */
  @Nullable OutgoingMessage next(long nowNs) {
    if (responder.canSend()) {
      OutgoingMessage answer = responder.next(nowNs);
      if (answer != null) {
        return answer;
      }
    }
    return sendsRequests() && requester.canSend() ? requester.next(nowNs) : null;
  }

  /** The driver has given back a run of {@code entry}. */
  void onSent(SendEntry entry) {
    entry.held--;
    sends.complete();
    ends.tellFlushed();
  }

  void onDeadline(long nowNs) {
    requester.onDeadline(nowNs);
    ends.tellDrained();
  }

  // What its halves ask for.

  /** A run on the way to the peer, begun. */
  OutgoingMessage newMessage(MessageKind kind, int sequenceNumber) {
    RdmaPath present = path;
    Check.that(present != null, "a queue pair that sends has a path");
    OutgoingMessage run = port.takeMessage();
    run.begin(kind, present, remoteNumber, mtuBytes, sequenceNumber);
    return run;
  }

  int mtuBytes() {
    return mtuBytes;
  }

  RegionTable regions() {
    return port.regions();
  }

  CompletionQueue completions() {
    return port.completions();
  }

  void count(TransportCounter what) {
    port.counters().add(what);
  }

  long deadlineNs() {
    return deadlineNs;
  }

  void deadline(long atNs) {
    deadlineNs = atNs;
    port.onDeadlineSet(atNs);
  }

  void schedule() {
    port.schedule(this);
  }

  /** It cannot go on, for {@code why}; what the peer is still to be told of that goes out. */
  void onBroken(long nowNs, WorkStatus why) {
    if (state == QueuePairState.ERR) {
      return;
    }
    count(TransportCounter.QUEUE_PAIR_ERRORS);
    move(Event.ERROR);
    deadline(DeadlineTable.NONE);
    sends.complete();
    port.completions().add(toldNs -> listener.onError(toldNs, this, why));
    ends.flush();
  }
}
