// SPDX-License-Identifier: Apache-2.0
package org.quintain.fabric;

import org.quintain.sam.SenseData;

/**
 * A fabric as the engine sees it: the other half of SAM's transport protocol services (SAM-5 5.4,
 * 7.12). All calls happen on the nexus' reactor; none blocks; each may call back into {@link
 * ScsiTarget} before it returns.
 */
public interface TransportServices {
  /**
   * Where the initiator's end of the wire was when the nexus was made, "host:port", for who may see
   * what; empty where the fabric has no such addresses. Never changes; any thread.
   */
  default String initiatorAddress() {
    return "";
  }

  /** Where the target's end was, as {@link #initiatorAddress}. */
  default String targetAddress() {
    return "";
  }

  /**
   * Receive Data-Out (SAM-5 5.4.3.3.2): fetch {@code lengthBytes} bytes from {@code offsetBytes} of
   * the application client's Data-Out Buffer on into the command's block at the same offset. At
   * most the client's buffer is ever asked for. Answered once by {@link
   * ScsiTarget#onDataOutReceived}.
   */
  void receiveDataOut(long nowNs, Command command, long offsetBytes, long lengthBytes);

  /**
   * Send Data-In (SAM-5 5.4.3.2.2): deliver {@code command.dataIn()}, which begins at {@code
   * offsetBytes} of the application client's Data-In Buffer. With {@code last}, the next call for
   * this command is {@link #sendCommandComplete}, which follows without waiting (so that a fabric
   * may carry the status with the data); {@link ScsiTarget#onDataInDelivered} answers only calls
   * without {@code last}.
   */
  void sendDataIn(long nowNs, Command command, long offsetBytes, boolean last);

  /**
   * Send Command Complete (SAM-5 5.4.2.4): status, qualifier, sense, and the residual that follows
   * from {@code expected…Bytes} and {@code data…Bytes}. The command is the fabric's until it calls
   * {@link ScsiTarget#onCommandReleased}.
   */
  void sendCommandComplete(long nowNs, Command command);

  /**
   * The command ends with nothing said to the initiator: it was aborted by a task management
   * function or a nexus loss. The fabric forgets it, and gives it back as after a completion.
   */
  void endWithoutStatus(long nowNs, Command command);

  /**
   * Terminate Data Transfer (SAM-5 5.4.3.4): stop R2Ts or Data-In of {@code command}. A receive
   * that is under way is answered with {@link DeliveryResult#TERMINATED}, at once or when the
   * fabric can; also when the nexus was lost, since the engine ends such a command by this answer.
   */
  void terminateDataTransfer(long nowNs, Command command);

  /**
   * Tells the initiator, without a command of its, that {@code sense} holds for logical unit {@code
   * lun}: asynchronous event reporting, which SAM-2 had for all and RFC 7143 11.9.1 still has. A
   * fabric without it does nothing; the unit attention condition says the same later. Comes outside
   * every other call, of a nexus that stands.
   */
  default void reportAsynchronousEvent(long nowNs, long lun, SenseData sense) {}

  /** Task Management Function Executed (SAM-5 7.12.4). */
  void taskManagementFunctionExecuted(long nowNs, TaskManagementRequest request);
}
