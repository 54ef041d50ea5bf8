// SPDX-License-Identifier: Apache-2.0
package org.quintain.fabric;

import org.jspecify.annotations.Nullable;
import org.quintain.reactor.Reactor;
import org.quintain.sam.ItNexusIdentity;

/**
 * The engine as a fabric sees it: the target side of SAM's transport protocol services (SAM-5 5.4,
 * 7.12). One per SCSI target device. All calls for a nexus happen on the nexus' reactor; none
 * blocks; each may call back into {@link TransportServices} before it returns.
 */
public interface ScsiTarget {
  /**
   * A new I_T nexus. Null when the target is out of nexuses, which the fabric tells its peer as
   * being out of resources.
   */
  @Nullable ItNexus onNexusEstablished(
      long nowNs, ItNexusIdentity identity, TransportServices transport, Reactor reactor);

  /**
   * Nexus Loss (SAM-5 6.3.4). Every command of the nexus ends without status: the fabric gets
   * {@link TransportServices#endWithoutStatus} for each, at once or when its store is done with it,
   * and answers {@link #onCommandReleased} as ever. The fabric delivers nothing to the peer from
   * here on.
   */
  void onNexusLoss(long nowNs, ItNexus nexus);

  /** Transport Reset (SAM-5 6.3.3) of the target port that {@code nexus} uses. */
  void onTransportReset(long nowNs, ItNexus nexus);

  /**
   * A command slot for {@code nexus}, or null when all are in use or the nexus has reached its
   * share: the fabric then answers TASK SET FULL by itself.
   */
  @Nullable Command acquire(long nowNs, ItNexus nexus);

  /** How many commands one nexus may have open: the fabric's command window or request limit. */
  int commandsPerNexus();

  /**
   * Gives {@code command} a block for min({@code lengthBytes}, the largest transfer) bytes of
   * Data-Out. False when memory is out: the fabric then drops the data it cannot place, and the
   * engine ends the command with BUSY or TASK SET FULL.
   */
  boolean provideDataOut(Command command, long lengthBytes);

  /** SCSI Command Received (SAM-5 5.4.2.3). The command is the engine's from here on. */
  void onCommandReceived(long nowNs, Command command);

  /**
   * Data-Out Received (SAM-5 5.4.3.3.3): the answer to {@link TransportServices#receiveDataOut}.
   */
  void onDataOutReceived(long nowNs, Command command, DeliveryResult result);

  /** Data-In Delivered (SAM-5 5.4.3.2.3): the answer to {@link TransportServices#sendDataIn}. */
  void onDataInDelivered(long nowNs, Command command, DeliveryResult result);

  /**
   * The fabric needs nothing of a completed command any more: slot and memory go back. Follows
   * every {@link TransportServices#sendCommandComplete} and {@link
   * TransportServices#endWithoutStatus}, once. A fabric also gives back by it, in state RECEIVED, a
   * command that it acquired but never handed over, since its PDU turned out bad or its wire was
   * lost.
   */
  void onCommandReleased(long nowNs, Command command);

  /** Task Management Request Received (SAM-5 7.12.3). */
  void onTaskManagementRequest(long nowNs, TaskManagementRequest request);
}
