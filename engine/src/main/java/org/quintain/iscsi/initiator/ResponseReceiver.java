// SPDX-License-Identifier: Apache-2.0
package org.quintain.iscsi.initiator;

import java.nio.ByteBuffer;
import org.quintain.iscsi.wire.Bhs;
import org.quintain.iscsi.wire.DataPlacement;
import org.quintain.iscsi.wire.DataSegmentState;
import org.quintain.iscsi.wire.IscsiOpcode;
import org.quintain.iscsi.wire.PduSink;
import org.quintain.iscsi.wire.ReceiveViolation;

/**
 * Takes what a target sends on one connection and gives each PDU to the exchange that it belongs
 * to, by {@link ResponseRoute}'s table (RFC 7143 11).
 */
final class ResponseReceiver implements PduSink {
  private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

  private final IscsiInitiatorConnection connection;
  private final IscsiInitiatorSession session;
  private final CommandReceiver commands;
  private final TargetNotices notices;

  ResponseReceiver(IscsiInitiatorConnection connection, IscsiInitiatorSession session) {
    this.connection = connection;
    this.session = session;
    commands = new CommandReceiver(connection, session);
    notices = new TargetNotices(connection, session);
  }

  @Override
  public DataPlacement placement(long nowNs, ByteBuffer header, int base, int dataLengthBytes) {
    if (Bhs.opcode(header, base) != IscsiOpcode.DATA_IN || !connection.standing().isFullFeature()) {
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
    ResponseRoute route = ResponseRoute.of(connection.standing(), Bhs.opcode(header, base));
    if (route == ResponseRoute.IGNORED) {
      return;
    }
    ConnectionRepair repairs = connection.repair();
    // RFC 7143 7.8: without recovery within the connection, a digest error ends the session.
    if (state == DataSegmentState.DIGEST_ERROR && repairs == null) {
      connection.fail(nowNs, "a data digest of the target was wrong");
      return;
    }
    session.window().update(Bhs.expCmdSn(header, base), Bhs.maxCmdSn(header, base));
    if (route == ResponseRoute.VIOLATION) {
      connection.fail(
          nowNs,
          connection.standing().isFullFeature()
              ? "the target sent a PDU with operation code " + Bhs.opcode(header, base)
              : "the target sent a PDU that does not belong into a login");
      return;
    }
    if (repairs != null && !repairs.admits(nowNs, header, base, state)) {
      return;
    }
    dispatch(route, nowNs, header, base, data, dataOffset, dataLengthBytes, state);
  }

  private void dispatch(
      ResponseRoute route,
      long nowNs,
      ByteBuffer header,
      int base,
      ByteBuffer data,
      int dataOffset,
      int dataLengthBytes,
      DataSegmentState state) {
    ByteBuffer bytes = state == DataSegmentState.DISCARDED ? NOTHING : data;
    int length = state == DataSegmentState.DISCARDED ? 0 : dataLengthBytes;
    switch (route) {
      case LOGIN -> {
        connection.onStatSn(Bhs.statSn(header, base));
        connection.login().onResponse(nowNs, header, base, bytes, dataOffset, length);
      }
      case DATA_IN -> commands.onDataIn(nowNs, header, base, dataLengthBytes);
      case SCSI_RESPONSE -> commands.onResponse(nowNs, header, base, bytes, dataOffset, length);
      case READY_TO_TRANSFER -> commands.onR2t(nowNs, header, base);
      case NOP_IN -> connection.ping().onNopIn(header, base);
      case TASK_MANAGEMENT -> session.taskManagement().onResponse(nowNs, connection, header, base);
      case TEXT ->
          connection.text().onResponse(nowNs, header, base, bytes, dataOffset, length, state);
      case LOGOUT -> connection.logout().onResponse(nowNs, header, base);
      case ASYNCHRONOUS_MESSAGE ->
          notices.onAsyncMessage(nowNs, header, base, bytes, dataOffset, length);
      case REJECT -> notices.onReject(nowNs, header, base, bytes, dataOffset, length);
      case VIOLATION, IGNORED -> {
        // Dealt with before.
      }
    }
  }

  @Override
  public void onViolation(long nowNs, ReceiveViolation violation, ByteBuffer header, int base) {
    connection.fail(
        nowNs,
        switch (violation) {
          case HEADER_DIGEST_ERROR -> "a header digest of the target was wrong";
          case DATA_SEGMENT_TOO_LONG -> "the target sent a longer data segment than was agreed";
        });
  }
}
