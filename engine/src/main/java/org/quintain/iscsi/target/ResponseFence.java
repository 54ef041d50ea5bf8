// SPDX-License-Identifier: Apache-2.0
package org.quintain.iscsi.target;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.quintain.iscsi.wire.SerialNumber;

/**
 * The Response Fence of a session with several connections (RFC 7143 4.2.2.3.3): a response that
 * must not overtake others, nor be overtaken, waits until every status sent before it is
 * acknowledged on every connection, and what follows for its logical unit waits until it is
 * acknowledged itself. Acknowledgements are asked for by NOP-In. One fence stands at a time.
 *
 * <pre>
 *   state   input                                        next
 *   OPEN    fenced response, all status acknowledged     SENT     the response goes out
 *   OPEN    fenced response                              RAISED   NOP-In where status is not acknowledged
 *   RAISED  the last of those is acknowledged or gone    SENT     the response goes out
 *   SENT    the response is acknowledged                 OPEN     what was held follows, in order
 *   any     the response's connection is gone            OPEN     what was held follows, in order
 *   any     response for another logical unit            the same it goes out
 *   RAISED, SENT  any other response                     the same it is held
 * </pre>
 */
final class ResponseFence {
  /** The fence is for all logical units. */
  static final long EVERY_LUN = -1;

  private static final int ASKS_AT_ONCE = 4;
  private static final long ASK_INTERVAL_NS = 1_000_000_000L;

  /** What sends a response when it may go. */
  @FunctionalInterface
  interface Sender {
    void send(long nowNs);
  }

  /** A response that came from the engine. */
  private static final class Response {
    private final FullFeaturePhase by;
    private final long lun;
    private final boolean isFenced;
    private final @Nullable IscsiTask task;
    private final Sender sender;

    Response(
        FullFeaturePhase by, long lun, boolean isFenced, @Nullable IscsiTask task, Sender sender) {
      this.by = by;
      this.lun = lun;
      this.isFenced = isFenced;
      this.task = task;
      this.sender = sender;
    }

    boolean isFor(Response other) {
      return lun == EVERY_LUN || other.lun == EVERY_LUN || lun == other.lun;
    }
  }

  private record Unacknowledged(FullFeaturePhase connection, int statSn) {}

  private final ConnectionGroup connections;
  private final List<Unacknowledged> awaited = new ArrayList<>();
  private final ArrayDeque<Response> held = new ArrayDeque<>();
  private @Nullable Response fenced;
  private boolean isSent;
  private boolean isStatSnKnown;
  private int asksLeft;
  private long nextAskNs;

  ResponseFence(ConnectionGroup connections) {
    this.connections = connections;
  }

  /** Whether nothing stands in the way of any response. */
  boolean isOpen() {
    return fenced == null;
  }

  /** Whether the response of {@code task} may go without further ado. */
  boolean passes(IscsiTask task) {
    return fenced == null && !task.command().needsResponseFence();
  }

  /** The session ends: nothing is held any more, and nothing follows. */
  void drop() {
    fenced = null;
    awaited.clear();
    held.clear();
  }

  /** The response of {@code task}, which {@code sender} sends: now, or when it may go. */
  void submit(long nowNs, FullFeaturePhase by, IscsiTask task, Sender sender) {
    boolean needsFence = task.command().needsResponseFence();
    submit(nowNs, new Response(by, task.lun, needsFence, task, sender));
  }

  /** The response to a function for {@code lun}. */
  void submit(long nowNs, FullFeaturePhase by, long lun, boolean isFenced, Sender sender) {
    submit(nowNs, new Response(by, lun, isFenced, null, sender));
  }

  private void submit(long nowNs, Response response) {
    Response standing = fenced;
    if (standing != null) {
      if (response.isFenced || response.isFor(standing) || !held.isEmpty()) {
        held.add(response);
      } else {
        response.sender.send(nowNs);
      }
      return;
    }
    if (!response.isFenced || connections.count() <= 1) {
      response.sender.send(nowNs);
      return;
    }
    fenced = response;
    isSent = false;
    isStatSnKnown = false;
    asksLeft = ASKS_AT_ONCE;
    for (int index = 0; index < connections.count(); index++) {
      await(connections.at(index));
    }
    if (awaited.isEmpty()) {
      sendFenced(nowNs, response);
    } else {
      ask(nowNs);
    }
  }

  private void await(FullFeaturePhase connection) {
    int next = connection.output().statSn();
    if (connection.expStatSn() != next) {
      awaited.add(new Unacknowledged(connection, next));
    }
  }

  /**
   * Each answer to a ping is an input that leads here again: an initiator whose ExpStatSN stands
   * still is asked a few times at once, and then at intervals.
   */
  private void ask(long nowNs) {
    if (asksLeft <= 0 && nowNs < nextAskNs) {
      return;
    }
    nextAskNs = nowNs + ASK_INTERVAL_NS;
    for (Unacknowledged each : List.copyOf(awaited)) {
      // It may lead here again before it returns.
      asksLeft--;
      if (!each.connection().askForAck(nowNs)) {
        asksLeft++;
      }
    }
  }

  private void sendFenced(long nowNs, Response response) {
    isSent = true;
    response.sender.send(nowNs);
    if (response.task == null && fenced == response) {
      onFencedQueued(response);
    }
    response.by.connection().afterEngineCall(nowNs);
  }

  private void onFencedQueued(Response response) {
    isStatSnKnown = true;
    awaited.add(new Unacknowledged(response.by, response.by.output().statSn()));
  }

  /** The SCSI Response of {@code task} was queued. */
  void onResponseQueued(IscsiTask task) {
    Response standing = fenced;
    if (standing != null && isSent && !isStatSnKnown && standing.task == task) {
      onFencedQueued(standing);
    }
  }

  /** An ExpStatSN came, or a connection has work done: goes on as far as it can. */
  void pump(long nowNs) {
    Response standing = fenced;
    if (standing == null) {
      return;
    }
    if (awaited.removeIf(
        each -> !SerialNumber.isBefore(each.connection().expStatSn(), each.statSn()))) {
      asksLeft = ASKS_AT_ONCE;
    }
    if (!awaited.isEmpty()) {
      ask(nowNs);
    } else if (!isSent) {
      asksLeft = ASKS_AT_ONCE;
      sendFenced(nowNs, standing);
      ask(nowNs);
    } else if (isStatSnKnown) {
      open(nowNs);
    }
  }

  private void open(long nowNs) {
    fenced = null;
    awaited.clear();
    List<Response> following = List.copyOf(held);
    held.clear();
    for (Response response : following) {
      if (!response.by.isClosed()) {
        submit(nowNs, response);
        response.by.connection().afterEngineCall(nowNs);
      }
    }
  }

  /** {@code task} has ended or goes on elsewhere: nothing of it is held. */
  void forget(long nowNs, IscsiTask task) {
    held.removeIf(response -> response.task == task);
    Response standing = fenced;
    if (standing != null && standing.task == task && !isStatSnKnown) {
      open(nowNs);
    }
  }

  /** {@code gone} acknowledges nothing any more, and what it was to send is not sent. */
  void onClosed(long nowNs, FullFeaturePhase gone) {
    awaited.removeIf(each -> each.connection() == gone);
    held.removeIf(response -> response.by == gone);
    Response standing = fenced;
    if (standing != null && standing.by == gone) {
      open(nowNs);
    } else {
      pump(nowNs);
    }
  }
}
