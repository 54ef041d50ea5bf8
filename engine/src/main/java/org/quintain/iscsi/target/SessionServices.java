// SPDX-License-Identifier: Apache-2.0
package org.quintain.iscsi.target;

import org.quintain.fabric.Command;
import org.quintain.fabric.DeliveryResult;
import org.quintain.fabric.TaskManagementRequest;
import org.quintain.fabric.TransportServices;
import org.quintain.sam.SenseData;

/**
 * The fabric of a session's I_T nexus as the engine sees it (SAM-5 5.4): each call goes to the
 * connection that its command came by. Of a session that has ended, nothing is sent any more and
 * everything comes back at once.
 */
final class SessionServices implements TransportServices {
  private final IscsiTargetSession session;
  private final String initiatorAddress;
  private final String targetAddress;

  /** Of {@code session}, whose leading connection is {@code leading}. */
  SessionServices(IscsiTargetSession session, IscsiTargetConnection leading) {
    this.session = session;
    initiatorAddress = leading.peerAddress();
    targetAddress = leading.localAddress();
  }

  @Override
  public String initiatorAddress() {
    return initiatorAddress;
  }

  @Override
  public String targetAddress() {
    return targetAddress;
  }

  /** Whether nothing will take up the commands of {@code connection} any more. */
  private boolean isGone(FullFeaturePhase connection) {
    return connection.isClosed() && !session.connections().lost().isParking(connection);
  }

  @Override
  public void receiveDataOut(long nowNs, Command command, long offsetBytes, long lengthBytes) {
    IscsiTask task = session.tasks().of(command);
    if (session.isClosed()) {
      session.scsiTarget().onDataOutReceived(nowNs, command, DeliveryResult.TERMINATED);
      return;
    }
    FullFeaturePhase connection = task.connection();
    if (isGone(connection)) {
      session.scsiTarget().onDataOutReceived(nowNs, command, DeliveryResult.FAILED);
      return;
    }
    connection.dataOut().receive(nowNs, task, offsetBytes, lengthBytes);
    connection.connection().afterEngineCall(nowNs);
  }

  @Override
  public void sendDataIn(long nowNs, Command command, long offsetBytes, boolean last) {
    IscsiTask task = session.tasks().of(command);
    FullFeaturePhase connection = task.connection();
    if (session.isClosed() || isGone(connection)) {
      if (!last) {
        session.scsiTarget().onDataInDelivered(nowNs, command, DeliveryResult.FAILED);
      }
      return;
    }
    connection.dataIn().send(nowNs, task, offsetBytes, last);
    connection.connection().afterEngineCall(nowNs);
  }

  @Override
  public void sendCommandComplete(long nowNs, Command command) {
    IscsiTask task = session.tasks().of(command);
    FullFeaturePhase connection = task.connection();
    if (session.isClosed() || isGone(connection)) {
      session.tasks().end(nowNs, task);
      return;
    }
    task.state = IscsiTask.State.COMPLETING;
    if (connection.isClosed()) {
      // RFC 7143 7.2.2: the status waits for the command to be reassigned.
      return;
    }
    connection.responses().complete(nowNs, task);
    connection.connection().afterEngineCall(nowNs);
  }

  @Override
  public void endWithoutStatus(long nowNs, Command command) {
    IscsiTask task = session.tasks().of(command);
    FullFeaturePhase connection = task.connection();
    session.tasks().end(nowNs, task);
    connection.connection().afterEngineCall(nowNs);
  }

  @Override
  public void terminateDataTransfer(long nowNs, Command command) {
    IscsiTask task = session.tasks().of(command);
    if (task.state != IscsiTask.State.WITH_ENGINE) {
      return;
    }
    FullFeaturePhase connection = task.connection();
    connection.dataIn().terminate(nowNs, task);
    connection.dataOut().terminate(nowNs, task);
    connection.connection().afterEngineCall(nowNs);
  }

  @Override
  public void reportAsynchronousEvent(long nowNs, long lun, SenseData sense) {
    IscsiTarget target = session.node().target(session.targetName());
    ConnectionGroup connections = session.connections();
    if (connections.isEmpty() || target == null || !target.reportsEvents()) {
      return;
    }
    byte[] bytes = new byte[SenseData.FIXED_BYTES];
    int length = sense.encode(bytes, false);
    // RFC 7143 11.9.1: any connection of the session will do.
    FullFeaturePhase connection = connections.at(0);
    connection.asyncMessages().scsiEvent(lun, bytes, length);
    connection.connection().afterEngineCall(nowNs);
  }

  @Override
  public void taskManagementFunctionExecuted(long nowNs, TaskManagementRequest request) {
    if (session.isClosed() || ConnectionGroup.isOurs(request)) {
      return;
    }
    // RFC 7143 4.2.5: the response goes by the connection of the request, or not at all.
    FullFeaturePhase connection = session.connections().ownerOf(request);
    if (connection == null) {
      return;
    }
    connection.taskManagement().onExecuted(nowNs, request);
    connection.connection().afterEngineCall(nowNs);
  }
}
