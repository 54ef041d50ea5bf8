// SPDX-License-Identifier: Apache-2.0
package org.quintain.sim.ib;

import org.quintain.sim.ib.link.LinkSpeed;

/**
 * The costs of two hosts, from how long single transfers between them take.
 *
 * <p>Single transfers give four numbers: what a read and a write take whatever their length, and
 * for each KiB. The cable is known. So there are four more:
 *
 * <ul>
 *   <li>a write is longer than a read by one RDMA read, whose end the target's processor has to
 *       handle: what is left of the difference when the cable's share is taken off is what it takes
 *       to handle a message;
 *   <li>what is left of a read is the initiator's;
 *   <li>what a KiB of a read takes beyond the cable is shared by both hosts in halves, one of which
 *       maps memory and the other of which copies it: nothing measured says otherwise;
 *   <li>what a KiB of a write takes beyond that of a read is RDMA reads' being slower than writes.
 * </ul>
 */
public final class SrpTimingModel {
  private static final int SMALL_BYTES = 4 << 10;
  private static final int LARGE_BYTES = 128 << 10;
  private static final double NS_PER_US = 1_000;

  private SrpTimingModel() {}

  /**
   * The costs.
   *
   * @param reads what reads take in microseconds, by their length in KiB
   * @param writes the same of writes
   */
  public static SrpSweep.Costs calibrate(LinkSpeed speed, LineFit reads, LineFit writes) {
    LineFit cableReads = cable(speed, false);
    LineFit cableWrites = cable(speed, true);
    double handlingUs =
        (writes.atZero() - cableWrites.atZero()) - (reads.atZero() - cableReads.atZero());
    double initiatorUs = reads.atZero() - cableReads.atZero() - handlingUs;
    double halfUsPerKib = (reads.perUnit() - cableReads.perUnit()) / 2;
    double readUsPerKib = writes.perUnit() - 2 * halfUsPerKib;
    return new SrpSweep.Costs(
        Math.round(initiatorUs * NS_PER_US),
        halfUsPerKib * NS_PER_US,
        new HostCosts(Math.round(handlingUs * NS_PER_US), 0),
        bytesPerSecond(halfUsPerKib),
        bytesPerSecond(readUsPerKib));
  }

  private static LineFit cable(LinkSpeed speed, boolean isWrite) {
    double small = SrpSweep.meanNs(SrpSweep.Costs.NONE, speed, isWrite, SMALL_BYTES, 1);
    double large = SrpSweep.meanNs(SrpSweep.Costs.NONE, speed, isWrite, LARGE_BYTES, 1);
    return LineFit.of(
        new double[] {SMALL_BYTES / 1024.0, LARGE_BYTES / 1024.0},
        new double[] {small / NS_PER_US, large / NS_PER_US});
  }

  private static long bytesPerSecond(double usPerKib) {
    return Math.round(1024 / (usPerKib * 1e-6));
  }
}
