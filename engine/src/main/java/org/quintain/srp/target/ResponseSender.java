// SPDX-License-Identifier: Apache-2.0
package org.quintain.srp.target;

import java.nio.ByteBuffer;
import org.quintain.fabric.Command;
import org.quintain.sam.AdditionalSense;
import org.quintain.sam.Status;
import org.quintain.srp.wire.SolicitedNotification;
import org.quintain.srp.wire.SrpInformationUnit;
import org.quintain.srp.wire.SrpResponseCode;
import org.quintain.srp.wire.SrpResponseIu;
import org.quintain.wire.WorkRequest;

/** SRP_RSP: status, residuals, response data, sense data, and credit (SRP r16a 6.9). */
final class ResponseSender {
  private static final int FIXED_SENSE_BYTES = 18;

  private final SrpTargetPort port;

  ResponseSender(SrpTargetPort port) {
    this.port = port;
  }

  /** Send Command Complete, once its Data-In is on its way. */
  void complete(long nowNs, TargetTask task) {
    if (task.awaitsTable == TargetTask.Transfer.SEND) {
      task.state = TargetTask.State.COMPLETING;
      return;
    }
    Command command = task.command();
    begin(task, command.status());
    addResiduals(
        task,
        command.dataOutBytes() - command.expectedDataOutBytes(),
        command.dataInBytes() - command.expectedDataInBytes());
    if (task.responseCode != SrpResponseCode.FUNCTION_COMPLETE) {
      SrpResponseIu.addResponseCode(task.responseMemory, task.responseAt, task.responseCode);
    }
    addSense(task, command.sense(), command.senseLength());
    send(nowNs, task, command.status() == Status.GOOD && task.responseCode == 0);
  }

  /** TASK SET FULL for a command that there is no slot for. */
  void sendTaskSetFull(long nowNs, TargetTask task) {
    begin(task, Status.TASK_SET_FULL);
    addResiduals(task, -task.out.lengthBytes(), -task.in.lengthBytes());
    send(nowNs, task, false);
  }

  /** SAM-5 5.10: OVERLAPPED COMMANDS ATTEMPTED. */
  void sendOverlapped(long nowNs, TargetTask task) {
    begin(task, Status.CHECK_CONDITION);
    addResiduals(task, -task.out.lengthBytes(), -task.in.lengthBytes());
    addSense(task, OVERLAPPED, FIXED_SENSE_BYTES);
    send(nowNs, task, false);
  }

  private static final byte[] OVERLAPPED =
      fixedSense(AdditionalSense.OVERLAPPED_COMMANDS_ATTEMPTED);

  /** SPC-5 4.5.3: fixed format, current. */
  private static byte[] fixedSense(AdditionalSense sense) {
    byte[] bytes = new byte[FIXED_SENSE_BYTES];
    bytes[0] = (byte) 0x70;
    bytes[2] = (byte) sense.key().code();
    bytes[7] = (byte) (FIXED_SENSE_BYTES - 8);
    bytes[12] = (byte) sense.code();
    bytes[13] = (byte) sense.qualifier();
    return bytes;
  }

  /** A response with nothing but a code, to a function or to a command that is invalid. */
  void sendCode(long nowNs, TargetTask task, int code) {
    begin(task, Status.GOOD);
    SrpResponseIu.addResponseCode(task.responseMemory, task.responseAt, code);
    send(nowNs, task, code == SrpResponseCode.FUNCTION_COMPLETE);
  }

  private static void begin(TargetTask task, Status status) {
    SrpInformationUnit.RSP.begin(task.responseMemory, task.responseAt, task.tag);
    SrpResponseIu.status(task.responseMemory, task.responseAt, status.code());
  }

  private static void addResiduals(TargetTask task, long dataOut, long dataIn) {
    SrpResponseIu.addDataOutResidual(task.responseMemory, task.responseAt, dataOut);
    SrpResponseIu.addDataInResidual(task.responseMemory, task.responseAt, dataIn);
  }

  /** As much of it as the initiator's information units have room for. */
  private static void addSense(TargetTask task, byte[] sense, int lengthBytes) {
    ByteBuffer bytes = task.responseMemory;
    int at = task.responseAt;
    int room = at + task.channel().unitBytesMax() - SrpResponseIu.senseAt(bytes, at);
    int length = Math.min(lengthBytes, room);
    if (length > 0) {
      SrpResponseIu.addSense(bytes, at, length);
      bytes.put(SrpResponseIu.senseAt(bytes, at), sense, 0, length);
    }
  }

  private void send(long nowNs, TargetTask task, boolean isSuccess) {
    ByteBuffer bytes = task.responseMemory;
    int at = task.responseAt;
    TargetChannel channel = task.channel();
    port.life().close(task);
    SrpResponseIu.requestLimitDelta(bytes, at, channel.limit().give());
    int wanted =
        isSuccess ? SolicitedNotification.OF_SUCCESSFUL : SolicitedNotification.OF_UNSUCCESSFUL;
    boolean wakes = (task.notification & wanted) != 0;
    SolicitedNotification.bits(bytes, at, wakes ? SolicitedNotification.SOLICITED : 0);
    int length = SrpResponseIu.lengthBytes(bytes, at);
    task.response.clear();
    task.response.add(bytes, at, length);
    task.isResponsePosted = true;
    WorkRequest request = port.work().take(task);
    channel.post(nowNs, request.asSend(task.response, 0, length).solicited(wakes));
    port.life().releaseIfDone(nowNs, task);
  }
}
