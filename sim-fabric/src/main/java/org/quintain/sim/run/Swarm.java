// SPDX-License-Identifier: Apache-2.0
package org.quintain.sim.run;

import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;
import org.quintain.sim.disk.DiskFaults;
import org.quintain.sim.disk.DiskProfile;
import org.quintain.sim.random.RandomStream;
import org.quintain.sim.reactor.MailboxDelay;
import org.quintain.sim.stream.StreamFaults;
import org.quintain.sim.stream.StreamProfile;

/**
 * One run's configuration, drawn from its seed: not one configuration tried often, but another each
 * time.
 *
 * @param wire the shape of the fabric's wire
 * @param faults the fault classes that this run meets
 * @param reactorCount how many reactors there are; initiators live on reactor 0
 * @param onDisk whether blocks live on a simulated disk; in memory that is lent otherwise
 */
record Swarm(
    FaultClass.Wire wire,
    Set<FaultClass> faults,
    int reactorCount,
    int initiatorCount,
    int logicalUnitCount,
    int blockBytes,
    int blocks,
    boolean onDisk,
    boolean volatileCache,
    DiskProfile diskProfile,
    DiskFaults diskFaults,
    StreamProfile streamProfile,
    StreamFaults streamFaults,
    MailboxDelay mailboxDelay,
    int queueDepth,
    int commandsPerInitiator,
    WorkloadMix mix,
    double managementPerCommand,
    double sessionEventPerCommand) {

  private static final long SCAN_NS = 50_000_000L;
  private static final long SECOND_NS = 1_000_000_000L;

  /** Whether nothing at all will go wrong. */
  boolean isCalm() {
    return faults.isEmpty();
  }

  /**
   * When an initiator looks after itself again. Where all is calm, it does so at set times, so that
   * it does not depend on how many events there are.
   */
  long nextScanNs(long nowNs) {
    return isCalm() ? (nowNs / SCAN_NS + 1) * SCAN_NS : nowNs + SCAN_NS;
  }

  static Swarm draw(RandomStream random, FaultSet faultSet, FaultClass.Wire wire) {
    EnumSet<FaultClass> faults = faultSet.draw(random, wire);
    int blockBytes = random.oneOfInts(512, 512, 4096);
    int blocks = (int) random.betweenMagnitudes(64, 4096 * 512 / blockBytes);
    boolean onDisk = faults.contains(FaultClass.POWER_LOSS) || random.chance(0.8);
    int initiators = 1 + random.below(3);
    return new Swarm(
        wire,
        Collections.unmodifiableSet(faults),
        1 + random.below(3),
        initiators,
        1 + random.below(2),
        blockBytes,
        blocks,
        onDisk,
        onDisk && random.chance(0.7),
        DiskProfile.draw(random),
        diskFaults(random, faults),
        StreamProfile.draw(random),
        streamFaults(random, faults),
        new MailboxDelay(
            random.betweenMagnitudes(100, 100_000), random.coin() ? 0 : random.unit() * 0.05),
        1 + random.below(random.coin() ? 4 : 32),
        (int) random.betweenMagnitudes(100, 2_000) / initiators,
        WorkloadMix.draw(random, blockBytes, blocks),
        faults.contains(FaultClass.TASK_MANAGEMENT) ? 0.002 + random.unit() * 0.03 : 0,
        0.002 + random.unit() * 0.01);
  }

  private static DiskFaults diskFaults(RandomStream random, Set<FaultClass> faults) {
    double error = faults.contains(FaultClass.DISK_ERROR) ? random.unit() * 0.03 : 0;
    double busy = faults.contains(FaultClass.DISK_BUSY) ? random.unit() * 0.05 : 0;
    double lost = random.unit();
    return new DiskFaults(error, error / 2, busy, lost, (1 - lost) * random.unit());
  }

  private static StreamFaults streamFaults(RandomStream random, Set<FaultClass> faults) {
    return new StreamFaults(
        perSegment(random, faults, FaultClass.STALL, 0.01),
        random.betweenMagnitudes(SECOND_NS / 1_000, 20 * SECOND_NS),
        perSegment(random, faults, FaultClass.RESET, 0.002),
        perSegment(random, faults, FaultClass.HALF_OPEN, 0.001),
        perSegment(random, faults, FaultClass.END_OF_STREAM, 0.001),
        perSegment(random, faults, FaultClass.LOSS, 0.01),
        perSegment(random, faults, FaultClass.BIT_FLIP, 0.003));
  }

  private static double perSegment(
      RandomStream random, Set<FaultClass> faults, FaultClass fault, double most) {
    return faults.contains(fault) ? most * random.unit() : 0;
  }

  boolean meets(FaultClass fault) {
    return faults.contains(fault);
  }

  /** How many sectors of 512 bytes a logical unit has. */
  int sectors() {
    return blocks * (blockBytes / 512);
  }
}
