// SPDX-License-Identifier: Apache-2.0
package org.quintain.iscsi.target;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;
import org.quintain.iscsi.negotiation.ConnectionParameters;
import org.quintain.iscsi.negotiation.DigestAlgorithm;
import org.quintain.iscsi.negotiation.Negotiator;
import org.quintain.iscsi.wire.Bhs;
import org.quintain.iscsi.wire.DataPlacement;
import org.quintain.iscsi.wire.DataSegmentState;
import org.quintain.iscsi.wire.IscsiOpcode;
import org.quintain.iscsi.wire.ReceiveViolation;
import org.quintain.iscsi.wire.RejectReason;
import org.quintain.iscsi.wire.SerialNumber;

/**
 * One connection in full feature phase (RFC 7143 4.2): gives each PDU to the handler of its kind,
 * in CmdSN order, and lets data out as far as there is room.
 */
final class FullFeaturePhase implements ConnectionPhase {
  private final IscsiTargetConnection connection;
  private final IscsiTargetSession session;
  private final int cid;
  private final ConnectionParameters parameters;
  private final TargetOutput output;
  private final RejectSender rejects;
  private final ScsiResponseSender responses;
  private final ScsiCommandHandler commands;
  private final DataOutReceiver dataOut;
  private final DataInSender dataIn;
  private final TaskManagementHandler taskManagement;
  private final NopHandler nop;
  private final NumberedRequests numbered;
  private final AsyncMessages asyncMessages;
  private final Allegiance allegiance = new Allegiance();
  private boolean isPlacingPing;

  /** What error recovery above level 0 needs; there at no other. */
  private @Nullable ConnectionRecovery recovery;

  /** The StatSN that the initiator expects next; kept where there is a fence. */
  private int expStatSn;

  private boolean loggedOut;
  private boolean closed;

  FullFeaturePhase(
      IscsiTargetConnection connection,
      IscsiTargetSession session,
      int cid,
      Negotiator negotiator,
      ConnectionParameters parameters) {
    this.connection = connection;
    this.session = session;
    this.cid = cid;
    this.parameters = parameters;
    output = connection.output();
    rejects = new RejectSender(output, connection.counters());
    responses = new ScsiResponseSender(this);
    dataOut = new DataOutReceiver(this);
    dataIn = new DataInSender(this, parameters.sendDataSegmentMax());
    commands = new ScsiCommandHandler(this);
    taskManagement = new TaskManagementHandler(this);
    nop = new NopHandler(this, parameters);
    numbered =
        new NumberedRequests(
            this, nop, new TextHandler(this, negotiator, parameters.sendDataSegmentMax()));
    asyncMessages = new AsyncMessages(this);
  }

  /** Everything after the final Login Response follows what was agreed on (RFC 7143 6.3). */
  void begin(long nowNs, ConnectionParameters parameters) {
    boolean header = parameters.headerDigest() == DigestAlgorithm.CRC32C;
    boolean data = parameters.dataDigest() == DigestAlgorithm.CRC32C;
    output.beginFullFeature(session.outputSlots(), header, data);
    connection.receiver().digests(header, data);
    connection.receiver().dataSegmentMax(parameters.receiveDataSegmentMax());
    if (session.parameters().errorRecoveryLevel() > 0 && !session.isDiscovery()) {
      recovery = new ConnectionRecovery(this, nop);
    }
    connection.beginFullFeature(this);
    expStatSn = output.statSn();
    nop.begin(nowNs);
  }

  /** All status before this StatSN is acknowledged, as far as is kept track of. */
  int expStatSn() {
    return expStatSn;
  }

  /** Takes the acknowledgement in a PDU; nonsense changes nothing. */
  private void takeExpStatSn(ByteBuffer header, int base) {
    int came = Bhs.expStatSn(header, base);
    if (SerialNumber.isAfter(came, expStatSn) && !SerialNumber.isAfter(came, output.statSn())) {
      expStatSn = came;
    }
  }

  /**
   * Makes the initiator acknowledge what was sent, if it has not been asked to already. Says
   * whether it was asked now.
   */
  boolean askForAck(long nowNs) {
    boolean asks = nop.askForAck(nowNs);
    if (asks) {
      connection.afterEngineCall(nowNs);
    }
    return asks;
  }

  IscsiTargetConnection connection() {
    return connection;
  }

  IscsiTargetSession session() {
    return session;
  }

  int cid() {
    return cid;
  }

  ConnectionParameters parameters() {
    return parameters;
  }

  TargetOutput output() {
    return output;
  }

  RejectSender rejects() {
    return rejects;
  }

  ScsiResponseSender responses() {
    return responses;
  }

  DataOutReceiver dataOut() {
    return dataOut;
  }

  DataInSender dataIn() {
    return dataIn;
  }

  TaskManagementHandler taskManagement() {
    return taskManagement;
  }

  NopHandler nop() {
    return nop;
  }

  NumberedRequests numbered() {
    return numbered;
  }

  AsyncMessages asyncMessages() {
    return asyncMessages;
  }

  IscsiCounters counters() {
    return connection.counters();
  }

  boolean isClosed() {
    return closed;
  }

  /** The connection ends by agreement: nothing of it is to be recovered. */
  void onLoggedOut() {
    loggedOut = true;
  }

  boolean isLoggedOut() {
    return loggedOut;
  }

  /** What was sent with a StatSN and is not acknowledged, or null at error recovery level 0. */
  @Nullable StatusHistory history() {
    ConnectionRecovery present = recovery;
    return present == null ? null : present.history();
  }

  void releaseHistory(long nowNs) {
    StatusHistory kept = history();
    if (kept != null) {
      kept.releaseAll(nowNs);
    }
  }

  /** A SCSI Response was queued and ends {@code task}. */
  void onResponseQueued(long nowNs, IscsiTask task) {
    ConnectionRecovery present = recovery;
    if (present != null) {
      present.onResponseQueued(nowNs, task);
    }
  }

  /** The initiator declared another MaxRecvDataSegmentLength (RFC 7143 13.12). */
  void sendDataSegmentMax(int lengthBytes) {
    dataIn.dataSegmentMax(lengthBytes);
    nop.sendDataSegmentMax(lengthBytes);
  }

  /** Whether the queue has room for data, with the room for responses left alone. */
  boolean hasRoomForData() {
    return freeSlots() > OutputReserve.SLOTS_TO_SEND_DATA;
  }

  private int freeSlots() {
    return output.transmitter().freeSlots()
        - session.tasks().openCount()
        - session.window().heldCount()
        - taskManagement.outstanding();
  }

  private boolean hasRoomToReceive() {
    return freeSlots() > OutputReserve.SLOTS_TO_RECEIVE && nop.hasRoom();
  }

  @Override
  public DataPlacement placement(long nowNs, ByteBuffer header, int base, int dataLengthBytes) {
    ConnectionRecovery present = recovery;
    if (present != null) {
      present.onHeader(nowNs, header, base);
    }
    int opcode = Bhs.opcode(header, base);
    isPlacingPing = opcode == IscsiOpcode.NOP_OUT;
    return switch (opcode) {
      case IscsiOpcode.SCSI_COMMAND -> commands.placement(nowNs, header, base, dataLengthBytes);
      case IscsiOpcode.DATA_OUT -> dataOut.placement(nowNs, header, base, dataLengthBytes);
      case IscsiOpcode.NOP_OUT -> nop.placement(dataLengthBytes);
      case IscsiOpcode.TEXT_REQUEST ->
          dataLengthBytes <= TextHandler.TEXT_BYTES_MAX
              ? DataPlacement.STAGE
              : DataPlacement.DISCARD;
      default -> DataPlacement.DISCARD;
    };
  }

  @Override
  public ByteBuffer destination() {
    return isPlacingPing ? nop.destination() : dataOut.destination();
  }

  @Override
  public int destinationOffset() {
    return isPlacingPing ? 0 : dataOut.destinationOffset();
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
    ConnectionRecovery present = recovery;
    if (present != null) {
      present.onHeader(nowNs, header, base);
    }
    if (session.fence() != null) {
      takeExpStatSn(header, base);
    }
    int opcode = Bhs.opcode(header, base);
    if (state == DataSegmentState.DIGEST_ERROR) {
      counters().add(IscsiCounter.DATA_DIGEST_ERRORS);
    }
    switch (RequestRoute.of(connection.standing(), session.isDiscovery(), opcode)) {
      case SCSI_COMMAND -> commands.onPdu(nowNs, header, base, dataLengthBytes, state);
      case DATA_OUT -> dataOut.onPdu(nowNs, header, base, dataLengthBytes, state);
      case NUMBERED ->
          numbered.onPdu(nowNs, header, base, data, dataOffset, dataLengthBytes, state);
      case SNACK -> onSnack(nowNs, header, base);
      case PROTOCOL_ERROR -> rejects.reject(header, base, RejectReason.PROTOCOL_ERROR);
      case NOT_SUPPORTED -> rejects.reject(header, base, RejectReason.COMMAND_NOT_SUPPORTED);
      case IGNORED -> {
        // Nothing follows a Logout Request.
      }
    }
    if (!closed && dataIn.isWorthSending() && connection.receiver().isHalfTime()) {
      connection.sendEarly(nowNs);
    }
    if (!closed && !hasRoomToReceive()) {
      connection.receiver().pause();
    }
  }

  private void onSnack(long nowNs, ByteBuffer header, int base) {
    ConnectionRecovery present = recovery;
    if (present == null) {
      // RFC 7143 11.16: SNACK is for error recovery levels above 0.
      rejects.reject(header, base, RejectReason.SNACK_REJECT);
    } else {
      present.onSnack(nowNs, header, base);
    }
  }

  /** ExpCmdSN moved on: what was held for it follows. */
  void onAdvanced(long nowNs) {
    numbered.onAdvanced(nowNs);
  }

  @Override
  public void onViolation(long nowNs, ReceiveViolation violation, ByteBuffer header, int base) {
    rejects.reject(header, base, RejectReason.INVALID_PDU_FIELD);
  }

  @Override
  public void pump(long nowNs) {
    ResponseFence fence = session.fence();
    if (fence != null && !fence.isOpen()) {
      fence.pump(nowNs);
    }
    ConnectionRecovery present = recovery;
    if (present != null) {
      present.pump();
    }
    dataOut.pump(nowNs);
    dataIn.pump(nowNs);
    if (!closed && connection.receiver().isPaused() && hasRoomToReceive()) {
      connection.receiver().resume(nowNs);
      dataOut.pump(nowNs);
      dataIn.pump(nowNs);
    }
  }

  @Override
  public void onTimer(long nowNs, int timer) {
    if (timer == IscsiTargetConnection.TIMER_NOP) {
      nop.onTimer(nowNs);
    } else if (timer == IscsiTargetConnection.TIMER_RESET) {
      taskManagement.onColdReset(nowNs);
    } else if (timer == IscsiTargetConnection.TIMER_LOGOUT) {
      asyncMessages.onLogoutOverdue(nowNs);
    } else {
      dataOut.onTimer(nowNs);
    }
  }

  /** The commands that are allegiant to the connection. */
  Allegiance allegiance() {
    return allegiance;
  }

  /** Nothing of {@code task} is sent or expected any more. */
  void forget(IscsiTask task) {
    dataOut.forget(task);
    dataIn.forget(task);
  }

  @Override
  public void onClosed(long nowNs) {
    if (closed) {
      return;
    }
    closed = true;
    commands.onClosed(nowNs);
    dataOut.onClosed(nowNs);
    session.connections().onClosed(nowNs, this);
  }
}
