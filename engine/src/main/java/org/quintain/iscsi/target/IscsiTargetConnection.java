// SPDX-License-Identifier: Apache-2.0
package org.quintain.iscsi.target;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;
import org.quintain.iscsi.wire.DataPlacement;
import org.quintain.iscsi.wire.DataSegmentState;
import org.quintain.iscsi.wire.PduReceiver;
import org.quintain.iscsi.wire.PduSink;
import org.quintain.iscsi.wire.ReceiveViolation;
import org.quintain.memory.SegmentList;
import org.quintain.sam.Check;
import org.quintain.time.DeadlineTable;
import org.quintain.wire.StreamEndpoint;
import org.quintain.wire.StreamWire;

/**
 * The target end of one iSCSI connection (RFC 7143 4.2): receives, transmits, keeps time and ends;
 * what PDUs mean is for its {@link ConnectionPhase}. Its states stand in the package's table. Made
 * by {@link IscsiTargetPortal}, driven by a stream driver on the node's reactor.
 */
public final class IscsiTargetConnection implements StreamEndpoint {
  static final int TIMER_LOGIN = 0;
  static final int TIMER_NOP = 1;
  static final int TIMER_DATA_OUT = 2;
  static final int TIMER_CLOSE = 3;
  static final int TIMER_RESET = 4;
  static final int TIMER_LOGOUT = 5;
  private static final int TIMERS = 6;

  /** What a connection in login takes in one data segment (RFC 7143 13.12, the default). */
  static final int LOGIN_DATA_SEGMENT_MAX = 8192;

  private static final int LOGIN_STAGING_BYTES =
      LOGIN_DATA_SEGMENT_MAX + PduReceiver.STAGING_OVERHEAD_BYTES;

  /** The longest data segment that is staged in full feature phase. */
  static final int STAGED_BYTES_MAX = 64 << 10;

  private enum State {
    LOGIN,
    FULL_FEATURE,
    CLOSING,
    CLOSED
  }

  /** Stands in for memory until the first bytes come: a silent connection holds next to nothing. */
  private static final ByteBuffer UNSTAGED =
      ByteBuffer.allocate(PduReceiver.STAGING_OVERHEAD_BYTES).asReadOnlyBuffer();

  private final IscsiTargetNode node;
  private final TargetOutput output;
  private final PduReceiver receiver;
  private final DeadlineTable timers = new DeadlineTable(TIMERS);

  private boolean isStaged;
  private State state = State.LOGIN;
  private ConnectionState standing = ConnectionState.FREE;
  private ConnectionPhase phase;
  private @Nullable ByteBuffer nextStaging;
  private @Nullable StreamWire wire;
  private String closeReason = "";
  private long lastReceivedNs;
  private int depth;

  IscsiTargetConnection(IscsiTargetNode node) {
    this.node = node;
    output = new TargetOutput(node.settings().directMemory(), node.shelf());
    receiver = new PduReceiver(new Sink(), UNSTAGED, LOGIN_DATA_SEGMENT_MAX);
    phase = new LoginPhase(this);
  }

  IscsiTargetNode node() {
    return node;
  }

  TargetOutput output() {
    return output;
  }

  PduReceiver receiver() {
    return receiver;
  }

  DeadlineTable timers() {
    return timers;
  }

  IscsiCounters counters() {
    return node.counters();
  }

  /** When the last bytes came. */
  long lastReceivedNs() {
    return lastReceivedNs;
  }

  /** The peer's "host:port", empty before the stream is up. */
  public String peerAddress() {
    StreamWire present = wire;
    return present == null ? "" : present.peerAddress();
  }

  /** Our own "host:port" on this stream, empty before the stream is up. */
  public String localAddress() {
    StreamWire present = wire;
    return present == null ? "" : present.localAddress();
  }

  /** Why the connection ended, or an empty string while it stands. */
  public String closeReason() {
    return closeReason;
  }

  /** Where it stands in the diagram of RFC 7143 8.1. */
  public ConnectionState standing() {
    return standing;
  }

  /** Goes to the state that follows {@code event}. */
  void on(ConnectionState.Event event) {
    ConnectionState next = standing.after(event);
    Check.that(
        next != null,
        "what happens to a connection is in its table",
        standing.ordinal(),
        event.ordinal());
    standing = next;
  }

  /** What was allegiant to it has ended, or goes on elsewhere. */
  void onCleanedUp() {
    if (standing == ConnectionState.CLEANUP_WAIT) {
      on(ConnectionState.Event.CLEANED_UP);
    }
  }

  private void onEnded() {
    if (standing == ConnectionState.FREE) {
      return;
    }
    boolean isLogin = standing == ConnectionState.XPT_UP || standing == ConnectionState.IN_LOGIN;
    on(isLogin ? ConnectionState.Event.LOGIN_FAILED : ConnectionState.Event.STREAM_LOST);
  }

  boolean isFullFeature() {
    return state == State.FULL_FEATURE;
  }

  boolean isClosed() {
    return state == State.CLOSED;
  }

  /** The login is done: {@code next} takes the PDUs after it, in a larger staging buffer. */
  void beginFullFeature(ConnectionPhase next) {
    Check.that(state == State.LOGIN, "full feature phase follows login");
    state = State.FULL_FEATURE;
    on(ConnectionState.Event.LOGIN_DONE);
    phase = next;
    node.logins().onEnded(this);
    timers.clear(TIMER_LOGIN);
    nextStaging = node.shelf().take(STAGED_BYTES_MAX + PduReceiver.STAGING_OVERHEAD_BYTES);
  }

  /** Takes no more input and closes once what is queued was sent; does nothing when closed. */
  void closeAfterOutput(long nowNs, String reason) {
    if (state == State.CLOSED || state == State.CLOSING) {
      return;
    }
    closeReason = reason;
    state = State.CLOSING;
    node.logins().onEnded(this);
    if (standing == ConnectionState.IN_LOGOUT) {
      on(ConnectionState.Event.LOGOUT_DONE);
    } else {
      onEnded();
    }
    receiver.fail();
    phase.onClosed(nowNs);
    timers.clear(TIMER_LOGIN);
    timers.clear(TIMER_NOP);
    timers.clear(TIMER_DATA_OUT);
    timers.set(TIMER_CLOSE, nowNs + node.settings().times().closeNs());
    wake();
  }

  /** Closes at once: queued output is dropped. */
  void closeNow(long nowNs, String reason) {
    if (state == State.CLOSED) {
      return;
    }
    boolean wasOpen = state != State.CLOSING;
    if (wasOpen) {
      closeReason = reason;
      counters().add(IscsiCounter.CONNECTIONS_DROPPED);
    }
    state = State.CLOSED;
    node.logins().onEnded(this);
    if (wasOpen) {
      onEnded();
    }
    receiver.fail();
    if (wasOpen) {
      phase.onClosed(nowNs);
    }
    output.transmitter().abandon(nowNs);
    for (int timer = 0; timer < TIMERS; timer++) {
      timers.clear(timer);
    }
    wake();
  }

  /** Something may be to do outside an input: does it, and tells the driver. */
  void afterEngineCall(long nowNs) {
    if (depth == 0) {
      depth++;
      leave(nowNs);
      wake();
    }
  }

  private void wake() {
    StreamWire present = wire;
    if (depth == 0 && present != null) {
      present.markReady();
    }
  }

  /** Sends what there is by now, in the middle of an input. */
  void sendEarly(long nowNs) {
    phase.pump(nowNs);
    StreamWire present = wire;
    if (present != null) {
      present.sendEarly(nowNs);
    }
  }

  private void leave(long nowNs) {
    if (state == State.LOGIN || state == State.FULL_FEATURE) {
      phase.pump(nowNs);
    }
    depth--;
  }

  @Override
  public void onConnected(long nowNs, StreamWire itsWire) {
    wire = itsWire;
    lastReceivedNs = nowNs;
    if (state == State.LOGIN) {
      on(ConnectionState.Event.STREAM_UP);
      timers.set(TIMER_LOGIN, nowNs + node.settings().logins().timeoutNs());
      node.logins().onBegun(nowNs, this);
    }
  }

  @Override
  public ByteBuffer receiveSpace() {
    if (!isStaged) {
      isStaged = true;
      receiver.replaceStaging(node.shelf().take(LOGIN_STAGING_BYTES));
    }
    return receiver.receiveSpace();
  }

  @Override
  public void onReceived(long nowNs, int lengthBytes) {
    depth++;
    lastReceivedNs = nowNs;
    receiver.onReceived(nowNs, lengthBytes);
    ByteBuffer larger = nextStaging;
    if (larger != null && !receiver.isFailed()) {
      nextStaging = null;
      node.shelf().give(receiver.replaceStaging(larger));
    }
    leave(nowNs);
  }

  @Override
  public void onEndOfStream(long nowNs) {
    // A connection that is closing anyway still sends what it has to say.
    if (state != State.CLOSING) {
      depth++;
      closeNow(nowNs, "the initiator ended the stream");
      leave(nowNs);
    }
  }

  @Override
  public void onDisconnected(long nowNs, String reason) {
    depth++;
    closeNow(nowNs, reason);
    node.onConnectionGone();
    node.logins().onGone(this);
    leave(nowNs);
    // The driver calls no more, and what was queued is forgotten: the memory is free.
    node.shelf().give(isStaged ? receiver.staging() : null);
    node.shelf().give(nextStaging);
    nextStaging = null;
    output.giveBack();
  }

  @Override
  public boolean hasOutput() {
    return output.transmitter().hasOutput();
  }

  @Override
  public void gather(SegmentList into, int maximumBytes) {
    output.transmitter().gather(into, maximumBytes);
  }

  @Override
  public void onSent(long nowNs, long lengthBytes) {
    if (state == State.CLOSED) {
      return;
    }
    depth++;
    output.transmitter().onSent(nowNs, lengthBytes);
    leave(nowNs);
  }

  @Override
  public long nextDeadlineNs() {
    return timers.nearestNs();
  }

  @Override
  public void onDeadline(long nowNs) {
    depth++;
    int timer;
    while ((timer = timers.takeDue(nowNs)) >= 0) {
      onTimer(nowNs, timer);
    }
    leave(nowNs);
  }

  private void onTimer(long nowNs, int timer) {
    switch (timer) {
      case TIMER_LOGIN -> {
        counters().add(IscsiCounter.LOGIN_TIMEOUTS);
        closeNow(nowNs, "the login took too long");
      }
      case TIMER_CLOSE -> closeNow(nowNs, closeReason);
      default -> phase.onTimer(nowNs, timer);
    }
  }

  @Override
  public boolean wantsClose() {
    return state == State.CLOSING || state == State.CLOSED;
  }

  /** Hands what the receiver finds to the phase of the moment. */
  private final class Sink implements PduSink {
    @Override
    public DataPlacement placement(long nowNs, ByteBuffer header, int base, int dataLengthBytes) {
      return phase.placement(nowNs, header, base, dataLengthBytes);
    }

    @Override
    public ByteBuffer destination() {
      return phase.destination();
    }

    @Override
    public int destinationOffset() {
      return phase.destinationOffset();
    }

    @Override
    public void onPdu(
        long nowNs,
        ByteBuffer header,
        int base,
        ByteBuffer data,
        int dataOffset,
        int dataLengthBytes,
        DataSegmentState dataState) {
      phase.onPdu(nowNs, header, base, data, dataOffset, dataLengthBytes, dataState);
    }

    @Override
    public void onViolation(long nowNs, ReceiveViolation violation, ByteBuffer header, int base) {
      switch (violation) {
        case HEADER_DIGEST_ERROR -> {
          // RFC 7143 7.7: at error recovery level 0 the connection cannot be saved.
          counters().add(IscsiCounter.HEADER_DIGEST_ERRORS);
          closeNow(nowNs, "a header digest was wrong");
        }
        case DATA_SEGMENT_TOO_LONG -> {
          counters().add(IscsiCounter.DATA_SEGMENTS_TOO_LONG);
          phase.onViolation(nowNs, violation, header, base);
          closeAfterOutput(nowNs, "a data segment was longer than MaxRecvDataSegmentLength");
        }
      }
    }
  }
}
