// SPDX-License-Identifier: Apache-2.0
package org.quintain.sim.ib.link;

/**
 * How often a packet, or a work request, meets which fault or sets off which fault of the subnet. A
 * probability of 0 switches a fault off.
 *
 * @param loss a packet vanishes
 * @param corruption up to 32 neighbouring bits change; the ICRC tells the receiver
 * @param duplicate a packet comes twice
 * @param delay a packet is held back and others overtake it
 * @param delayMeanNs mean of that while, in nanoseconds
 * @param managementLoss a datagram of communication management vanishes, beyond {@code loss}
 * @param queuePairError a work request puts its queue pair into error
 * @param receiverNotReady a receiver keeps its buffers to itself for a while
 * @param notReadyMeanNs mean of that while
 * @param remoteAccess a work request names a remote key that is none
 * @param pathMigration two ports go over to another way between them
 * @param starvation a target takes credits back for a while
 * @param starvedMeanNs mean of that while
 * @param removal an adapter is taken out and put back
 * @param removedMeanNs mean of how long it is out
 * @param partition a port is taken out of the others' partition
 * @param partitionMeanNs mean of how long
 * @param race an initiator port is logged in anew while the old connection is still going down
 */
public record IbFaults(
    double loss,
    double corruption,
    double duplicate,
    double delay,
    long delayMeanNs,
    double managementLoss,
    double queuePairError,
    double receiverNotReady,
    long notReadyMeanNs,
    double remoteAccess,
    double pathMigration,
    double starvation,
    long starvedMeanNs,
    double removal,
    long removedMeanNs,
    double partition,
    long partitionMeanNs,
    double race) {
  /** No faults. */
  public static final IbFaults NONE =
      new IbFaults(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);
}
