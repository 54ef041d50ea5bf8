// SPDX-License-Identifier: Apache-2.0
package org.quintain.sim.fc.link;

/**
 * How often a frame meets which fault, or sets off which fault of the fabric. A probability of 0
 * switches a fault off.
 *
 * @param loss a frame vanishes and its buffer is given back
 * @param corruption up to 32 neighbouring bits change; the CRC tells the receiver
 * @param duplicate a frame comes twice
 * @param delay a sequence is held back within the fabric and others overtake it
 * @param delayMeanNs mean of that while, in nanoseconds
 * @param linkFlap the frame's link goes down and comes up again
 * @param linkDownMeanNs mean of how long it is down
 * @param creditLoss an R_RDY, or the SOF of a frame, is not recognised
 * @param slowDrain the receiving port takes its time with every frame for a while
 * @param slowHoldMeanNs mean of what it takes for each
 * @param rscnStorm the fabric controller tells everybody of changes that are none
 * @param zoneChange a zone set without one of the pairs is active for a while
 * @param portLogout the fabric logs a port out in the middle of what it does
 * @param switchReboot a switch starts anew and its links are down meanwhile
 * @param npivChurn further virtual ports come and go beside a port
 */
public record FcFaults(
    double loss,
    double corruption,
    double duplicate,
    double delay,
    long delayMeanNs,
    double linkFlap,
    long linkDownMeanNs,
    double creditLoss,
    double slowDrain,
    long slowHoldMeanNs,
    double rscnStorm,
    double zoneChange,
    double portLogout,
    double switchReboot,
    double npivChurn) {
  /** No faults. */
  public static final FcFaults NONE = new FcFaults(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);
}
