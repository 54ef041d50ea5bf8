// SPDX-License-Identifier: Apache-2.0
package org.quintain.iscsi.initiator;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;
import org.quintain.iscsi.negotiation.ConnectionParameters;
import org.quintain.iscsi.negotiation.DigestAlgorithm;
import org.quintain.iscsi.negotiation.TextKeyList;
import org.quintain.iscsi.wire.Bhs;
import org.quintain.iscsi.wire.DataPlacement;
import org.quintain.iscsi.wire.DataSegmentState;
import org.quintain.iscsi.wire.IscsiOpcode;
import org.quintain.iscsi.wire.PduReceiver;
import org.quintain.iscsi.wire.PduSentListener;
import org.quintain.iscsi.wire.PduSink;
import org.quintain.iscsi.wire.PduTransmitter;
import org.quintain.iscsi.wire.ReceiveViolation;
import org.quintain.memory.SegmentList;
import org.quintain.time.DeadlineTable;
import org.quintain.wire.StreamEndpoint;
import org.quintain.wire.StreamWire;

/**
 * One TCP connection of a session as a sans-IO machine (RFC 7143 4.2.1, 8.1): its PDU streams, its
 * StatSN, its timers, and the exchanges that live on it. Driven by a stream driver on the session's
 * reactor.
 */
public final class IscsiInitiatorConnection implements StreamEndpoint, PduSink, PduSentListener {
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

  private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

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
  private final CommandReceiver commands;
  private final TargetNotices notices;
  private final DataOutSender dataOut;
  private final LogoutExchange logout;

  /** There at error recovery level 1 and above. */
  private @Nullable ConnectionRepair repair;

  private @Nullable StreamWire wire;
  private int sendDataSegmentMax = LOGIN_SEGMENT_MAX;
  private long lastReceivedNs;
  private boolean withinInput;
  private boolean closing;

  IscsiInitiatorConnection(IscsiInitiatorSession session, InitiatorOptions options, int cid) {
    this.session = session;
    this.options = options;
    this.cid = cid;
    boolean direct = options.directBuffers();
    ByteBuffer staging =
        direct ? ByteBuffer.allocateDirect(STAGING_BYTES) : ByteBuffer.allocate(STAGING_BYTES);
    receiver = new PduReceiver(this, staging, LOGIN_SEGMENT_MAX);
    transmitter = new PduTransmitter(SLOTS_MAX, CommandSender.AHS_BYTES_MAX, 0, direct);
    requests = new RequestWriter(transmitter, session.window(), session.counters(), this);
    login = new LoginExchange(this, options, session.tsih());
    ping = new PingExchange(this, session.counters(), deadlines, options);
    text = new TextExchange(this);
    commands = new CommandReceiver(this, session);
    notices = new TargetNotices(this, session);
    dataOut = new DataOutSender(this, session.sequencesMax());
    logout = new LogoutExchange(this, deadlines, options);
  }

  // Inputs of the driver.

  @Override
  public void onConnected(long nowNs, StreamWire streamWire) {
    wire = streamWire;
    lastReceivedNs = nowNs;
    if (closing) {
      return;
    }
    deadlines.set(TIMER_LOGIN, nowNs + options.loginTimeoutNs());
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

  // Inputs of the receiver.

  @Override
  public DataPlacement placement(long nowNs, ByteBuffer header, int base, int dataLengthBytes) {
    if (Bhs.opcode(header, base) != IscsiOpcode.DATA_IN || !login.isDone()) {
      return DataPlacement.STAGE;
    }
    return commands.place(header, base, dataLengthBytes)
        ? DataPlacement.PLACE
        : DataPlacement.DISCARD;
  }

  @Override
  public ByteBuffer destination() {
    return commands.destination();
  }

  @Override
  public int destinationOffset() {
    return commands.destinationOffset();
  }

  @Override
  public void onPdu(
      long nowNs,
      ByteBuffer header,
      int base,
      ByteBuffer data,
      int dataOffset,
      int dataLengthBytes,
      DataSegmentState state) {
    if (closing) {
      return;
    }
    ConnectionRepair repairs = repair;
    // RFC 7143 7.8: without recovery within the connection, a digest error ends the session.
    if (state == DataSegmentState.DIGEST_ERROR && repairs == null) {
      fail(nowNs, "a data digest of the target was wrong");
      return;
    }
    ByteBuffer bytes = state == DataSegmentState.DISCARDED ? NOTHING : data;
    int length = state == DataSegmentState.DISCARDED ? 0 : dataLengthBytes;
    int opcode = Bhs.opcode(header, base);
    session.window().update(Bhs.expCmdSn(header, base), Bhs.maxCmdSn(header, base));
    if (!login.isDone()) {
      if (opcode == IscsiOpcode.LOGIN_RESPONSE) {
        onStatSn(Bhs.statSn(header, base));
        login.onResponse(nowNs, header, base, bytes, dataOffset, length);
      } else {
        fail(nowNs, "the target sent a PDU that does not belong into a login");
      }
      return;
    }
    if (repairs != null && !repairs.admits(nowNs, header, base, state)) {
      return;
    }
    switch (opcode) {
      case IscsiOpcode.DATA_IN -> commands.onDataIn(nowNs, header, base, dataLengthBytes);
      case IscsiOpcode.SCSI_RESPONSE ->
          commands.onResponse(nowNs, header, base, bytes, dataOffset, length);
      case IscsiOpcode.READY_TO_TRANSFER -> commands.onR2t(nowNs, header, base);
      case IscsiOpcode.NOP_IN -> ping.onNopIn(header, base);
      case IscsiOpcode.TASK_MANAGEMENT_RESPONSE ->
          session.taskManagement().onResponse(nowNs, this, header, base);
      case IscsiOpcode.TEXT_RESPONSE ->
          text.onResponse(nowNs, header, base, bytes, dataOffset, length, state);
      case IscsiOpcode.LOGOUT_RESPONSE -> logout.onResponse(nowNs, header, base);
      case IscsiOpcode.ASYNCHRONOUS_MESSAGE -> notices.onAsyncMessage(nowNs, header, base);
      case IscsiOpcode.REJECT -> notices.onReject(nowNs, header, base, bytes, dataOffset, length);
      default -> fail(nowNs, "the target sent a PDU with operation code " + opcode);
    }
  }

  @Override
  public void onViolation(long nowNs, ReceiveViolation violation, ByteBuffer header, int base) {
    fail(
        nowNs,
        switch (violation) {
          case HEADER_DIGEST_ERROR -> "a header digest of the target was wrong";
          case DATA_SEGMENT_TOO_LONG -> "the target sent a longer data segment than was agreed";
        });
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
    deadlines.clear(TIMER_LOGIN);
    transmitter.prepare(Math.min(SLOTS_MAX, CONTROL_SLOTS + 4 * options.commandsMax()));
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
    receiver.fail();
    transmitter.abandon(nowNs);
    for (int timer = 0; timer < TIMERS; timer++) {
      deadlines.clear(timer);
    }
    session.onConnectionLost(nowNs, this, reason);
    markReady();
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
