// SPDX-License-Identifier: Apache-2.0
package org.quintain.iscsi;

import java.nio.ByteBuffer;
import java.util.Random;
import org.quintain.memory.SegmentList;
import org.quintain.reactor.Reactor;
import org.quintain.time.DeadlineTable;
import org.quintain.wire.StreamEndpoint;
import org.quintain.wire.StreamWire;

/** Two stream endpoints on one reactor with a pipe between them that cuts and joins at any byte. */
final class StreamPipe {
  private static final long STUCK_NS = 1_000_000;

  private final Reactor reactor;
  private final Random random;
  private final End one = new End();
  private final End other = new End();
  private boolean posted;
  private boolean gone;

  StreamPipe(Reactor reactor, StreamEndpoint client, StreamEndpoint server, long seed) {
    this.reactor = reactor;
    this.random = new Random(seed);
    one.endpoint = client;
    other.endpoint = server;
  }

  void open() {
    reactor.post(
        nowNs -> {
          other.endpoint.onConnected(nowNs, other);
          one.endpoint.onConnected(nowNs, one);
          pump(nowNs);
        });
  }

  /** The stream breaks, for both ends. */
  void cut() {
    reactor.post(nowNs -> disconnect(nowNs, "the cable was cut"));
  }

  boolean isGone() {
    return gone;
  }

  private void wake() {
    if (!posted && !gone) {
      posted = true;
      reactor.post(
          nowNs -> {
            posted = false;
            pump(nowNs);
          });
    }
  }

  private void pump(long nowNs) {
    if (gone) {
      return;
    }
    long moved = move(nowNs, one, other.endpoint);
    moved += move(nowNs, other, one.endpoint);
    boolean closing = one.endpoint.wantsClose() && !one.endpoint.hasOutput();
    closing |= other.endpoint.wantsClose() && !other.endpoint.hasOutput();
    if (closing) {
      disconnect(nowNs, "the other end closed");
      return;
    }
    watch(one);
    watch(other);
    if (one.endpoint.hasOutput() || other.endpoint.hasOutput()) {
      if (moved > 0) {
        wake();
      } else {
        // Neither takes anything just now; time must pass, or it never will.
        reactor.callAt(nowNs + STUCK_NS, atNs -> wake());
      }
    }
  }

  /** How many bytes went. */
  private long move(long nowNs, End from, StreamEndpoint into) {
    long moved = 0;
    for (int turn = random.nextInt(4); turn >= 0 && from.endpoint.hasOutput(); turn--) {
      SegmentList gathered = new SegmentList(1 + random.nextInt(20));
      from.endpoint.gather(gathered, 1 + random.nextInt(100_000));
      long taken = 0;
      for (int index = 0; index < gathered.count(); index++) {
        int sent = deliver(nowNs, gathered, index, into);
        taken += sent;
        if (sent < gathered.length(index)) {
          break;
        }
      }
      from.endpoint.onSent(nowNs, taken);
      moved += taken;
    }
    return moved;
  }

  private int deliver(long nowNs, SegmentList gathered, int index, StreamEndpoint into) {
    int done = 0;
    int whole = gathered.length(index);
    while (done < whole) {
      ByteBuffer space = into.receiveSpace();
      int piece = Math.min(Math.min(whole - done, space.remaining()), 1 + random.nextInt(70_000));
      if (piece == 0) {
        return done;
      }
      space.put(space.position(), gathered.base(index), gathered.offset(index) + done, piece);
      done += piece;
      into.onReceived(nowNs, piece);
    }
    return done;
  }

  private void watch(End end) {
    long deadlineNs = end.endpoint.nextDeadlineNs();
    if (deadlineNs == DeadlineTable.NONE || deadlineNs == end.watchedNs) {
      return;
    }
    end.watchedNs = deadlineNs;
    reactor.callAt(
        deadlineNs,
        nowNs -> {
          if (!gone && end.endpoint.nextDeadlineNs() <= nowNs) {
            end.endpoint.onDeadline(nowNs);
          }
          pump(nowNs);
        });
  }

  private void disconnect(long nowNs, String reason) {
    if (!gone) {
      gone = true;
      one.endpoint.onDisconnected(nowNs, reason);
      other.endpoint.onDisconnected(nowNs, reason);
    }
  }

  private final class End implements StreamWire {
    private StreamEndpoint endpoint;
    private long watchedNs = -1;

    @Override
    public void markReady() {
      wake();
    }

    @Override
    public String peerAddress() {
      return "127.0.0.2:40000";
    }

    @Override
    public String localAddress() {
      return "127.0.0.1:3260";
    }
  }
}
