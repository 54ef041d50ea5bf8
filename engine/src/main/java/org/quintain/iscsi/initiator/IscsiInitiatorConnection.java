// SPDX-License-Identifier: Apache-2.0
package org.quintain.iscsi.initiator;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;
import org.quintain.iscsi.negotiation.ConnectionParameters;
import org.quintain.iscsi.negotiation.DigestAlgorithm;
import org.quintain.iscsi.negotiation.TextKeyList;
import org.quintain.iscsi.wire.PduReceiver;
import org.quintain.iscsi.wire.PduSentListener;
import org.quintain.iscsi.wire.PduTransmitter;
import org.quintain.memory.SegmentList;
import org.quintain.sam.Check;
import org.quintain.time.DeadlineTable;
import org.quintain.wire.StreamEndpoint;
import org.quintain.wire.StreamWire;

/**
 * One TCP connection of a session as a sans-IO machine (RFC 7143 4.2.1, 8.1): its PDU streams, its
 * StatSN, its timers, and the exchanges that live on it. Driven by a stream driver on the session's
 * reactor.
 */
public final class IscsiInitiatorConnection implements StreamEndpoint, PduSentListener {
  static final int TIMER_LOGIN = 0;
  static final int TIMER_PING = 1;
  static final int TIMER_PING_ANSWER = 2;
  static final int TIMER_LOGOUT = 3;
  static final int TIMER_REPAIR = 4;
  private static final int TIMERS = 5;

  /**
   * Transmitter slots that only requests without data may use, so that a full queue stays
   * steerable.
   */
  private static final int CONTROL_SLOTS = 32;

  private static final int SLOTS_MAX = 1024;
  private static final int STAGING_BYTES = 128 << 10;

  /** Until full feature phase the default limit holds for data segments (RFC 7143 13.12). */
  private static final int LOGIN_SEGMENT_MAX = 8192;

  private final IscsiInitiatorSession session;
  private final InitiatorOptions options;
  private final int cid;
  private final PduReceiver receiver;
  private final PduTransmitter transmitter;
  private final RequestWriter requests;
  private final DeadlineTable deadlines = new DeadlineTable(TIMERS);
  private final LoginExchange login;
  private final PingExchange ping;
  private final TextExchange text;
  private final DataOutSender dataOut;
  private final LogoutExchange logout;

  /** There at error recovery level 1 and above. */
  private @Nullable ConnectionRepair repair;

  private @Nullable StreamWire wire;
  private int sendDataSegmentMax = LOGIN_SEGMENT_MAX;
  private long lastReceivedNs;
  private boolean withinInput;
  private boolean closing;
  private ConnectionState standing = ConnectionState.FREE;

  IscsiInitiatorConnection(IscsiInitiatorSession session, InitiatorOptions options, int cid) {
    this.session = session;
    this.options = options;
    this.cid = cid;
    boolean direct = options.resources().directBuffers();
    ByteBuffer staging =
        direct ? ByteBuffer.allocateDirect(STAGING_BYTES) : ByteBuffer.allocate(STAGING_BYTES);
    receiver = new PduReceiver(new ResponseReceiver(this, session), staging, LOGIN_SEGMENT_MAX);
    transmitter = new PduTransmitter(SLOTS_MAX, CommandSender.AHS_BYTES_MAX, 0, direct);
    requests = new RequestWriter(transmitter, session.window(), session.counters(), this);
    login = new LoginExchange(this, options, session.tsih());
    ping = new PingExchange(this, session.counters(), deadlines, options);
    text = new TextExchange(this);
    dataOut = new DataOutSender(this, session.sequencesMax());
    logout = new LogoutExchange(this, deadlines, options);
    on(ConnectionState.Event.STREAM_ASKED);
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

  /** Its commands have ended, or go on elsewhere. */
  void onCleanedUp() {
    if (standing == ConnectionState.CLEANUP_WAIT) {
      on(ConnectionState.Event.CLEANED_UP);
    }
  }

  // Inputs of the driver.

  @Override
  public void onConnected(long nowNs, StreamWire streamWire) {
    wire = streamWire;
    lastReceivedNs = nowNs;
    if (closing) {
      return;
    }
    on(ConnectionState.Event.STREAM_UP);
    deadlines.set(TIMER_LOGIN, nowNs + options.times().loginNs());
    login.start();
  }

  @Override
  public ByteBuffer receiveSpace() {
    return receiver.receiveSpace();
  }

  @Override
  public void onReceived(long nowNs, int lengthBytes) {
    lastReceivedNs = nowNs;
    withinInput = true;
    receiver.onReceived(nowNs, lengthBytes);
    endInput(nowNs);
  }

  @Override
  public void onEndOfStream(long nowNs) {
    withinInput = true;
    fail(nowNs, isLoggingOut() ? "logged out" : "the target closed the connection");
    endInput(nowNs);
  }

  @Override
  public void onDisconnected(long nowNs, String reason) {
    withinInput = true;
    fail(nowNs, isLoggingOut() ? "logged out" : "the connection was lost: " + reason);
    endInput(nowNs);
    wire = null;
  }

  @Override
  public boolean hasOutput() {
    return transmitter.hasOutput();
  }

  @Override
  public void gather(SegmentList into, int maximumBytes) {
    transmitter.gather(into, maximumBytes);
  }

  @Override
  public void onSent(long nowNs, long lengthBytes) {
    if (closing) {
      return;
    }
    withinInput = true;
    transmitter.onSent(nowNs, lengthBytes);
    endInput(nowNs);
  }

  @Override
  public long nextDeadlineNs() {
    return deadlines.nearestNs();
  }

  @Override
  public void onDeadline(long nowNs) {
    withinInput = true;
    while (deadlines.nearestNs() <= nowNs && !closing) {
      int timer = deadlines.takeDue(nowNs);
      switch (timer) {
        case TIMER_LOGIN -> fail(nowNs, "the target did not finish the login in time");
        case TIMER_PING -> ping.onIntervalDeadline(nowNs, lastReceivedNs);
        case TIMER_PING_ANSWER -> ping.onAnswerDeadline(nowNs, lastReceivedNs);
        case TIMER_REPAIR -> repairInTime(nowNs);
        default -> fail(nowNs, "the target did not answer the logout");
      }
    }
    endInput(nowNs);
  }

  private void repairInTime(long nowNs) {
    ConnectionRepair present = repair;
    if (present != null) {
      present.onTimer(nowNs);
    }
  }

  @Override
  public boolean wantsClose() {
    return closing;
  }

  private void endInput(long nowNs) {
    session.pump(nowNs);
    withinInput = false;
    session.flushProgress(nowNs);
  }

  @Override
  public void onPduSent(long nowNs, int token) {
    session.onDataOutSent(nowNs, token);
  }

  // For the exchanges.

  void onStatSn(int statSn) {
    requests.onStatSn(statSn);
  }

  void onLoggedIn(long nowNs) {
    ConnectionParameters agreed = login.negotiator().connectionParameters();
    boolean headerDigest = agreed.headerDigest() == DigestAlgorithm.CRC32C;
    boolean dataDigest = agreed.dataDigest() == DigestAlgorithm.CRC32C;
    receiver.digests(headerDigest, dataDigest);
    requests.digests(headerDigest, dataDigest);
    receiver.dataSegmentMax(agreed.receiveDataSegmentMax());
    sendDataSegmentMax = agreed.sendDataSegmentMax();
    on(ConnectionState.Event.LOGIN_DONE);
    deadlines.clear(TIMER_LOGIN);
    transmitter.prepare(Math.min(SLOTS_MAX, CONTROL_SLOTS + 4 * options.resources().commandsMax()));
    ping.start(nowNs);
    session.onLoggedIn(nowNs, this);
    if (session.parameters().errorRecoveryLevel() > 0) {
      repair = new ConnectionRepair(this, session, deadlines);
    }
  }

  /**
   * Ends the connection: what is queued is dropped, the driver is asked to close, the session told.
   */
  void fail(long nowNs, String reason) {
    if (closing) {
      return;
    }
    closing = true;
    if (standing.isBeforeFullFeature()) {
      on(ConnectionState.Event.LOGIN_FAILED);
    } else if (standing.isFullFeature()) {
      on(ConnectionState.Event.STREAM_LOST);
    }
    receiver.fail();
    transmitter.abandon(nowNs);
    for (int timer = 0; timer < TIMERS; timer++) {
      deadlines.clear(timer);
    }
    session.onConnectionLost(nowNs, this, reason);
    markReady();
  }

  /** The target has agreed to the logout of the session. */
  void onLoggedOut() {
    session.onLogoutDone();
  }

  /** Something was queued or changed; the driver is told unless it is calling us. */
  void markReady() {
    StreamWire driver = wire;
    if (!withinInput && driver != null && (transmitter.hasOutput() || closing)) {
      driver.markReady();
    }
  }

  void logOut(long nowNs) {
    if (!closing) {
      logout.begin(nowNs);
    }
  }

  boolean isLoggingOut() {
    return logout.isUnderWay();
  }

  /** Our declarations over again, as a target may ask for (RFC 7143 11.9.1). */
  void renegotiate() {
    if (!text.isBusy() && canQueueControl()) {
      TextKeyList keys = new TextKeyList();
      login.negotiator().beginTextNegotiation();
      login.negotiator().redeclareSegmentLength(keys);
      text.request(keys, (nowNs, answer, problem) -> {});
    }
  }

  boolean isClosing() {
    return closing;
  }

  /** What asks again for what was lost; there at error recovery level 1 and above. */
  @Nullable ConnectionRepair repair() {
    return repair;
  }

  boolean isReadyForCommands() {
    return login.isDone() && !closing && !isLoggingOut();
  }

  boolean canQueueData() {
    return !closing && transmitter.freeSlots() > CONTROL_SLOTS;
  }

  boolean canQueueControl() {
    return !closing && transmitter.freeSlots() > 0;
  }

  RequestWriter requests() {
    return requests;
  }

  DataOutSender dataOut() {
    return dataOut;
  }

  LogoutExchange logout() {
    return logout;
  }

  TextExchange text() {
    return text;
  }

  PingExchange ping() {
    return ping;
  }

  LoginExchange login() {
    return login;
  }

  int sendDataSegmentMax() {
    return sendDataSegmentMax;
  }

  /** The connection's identifier within its session. */
  public int cid() {
    return cid;
  }

  /** What was agreed on for this connection. */
  public ConnectionParameters parameters() {
    return login.negotiator().connectionParameters();
  }
}
