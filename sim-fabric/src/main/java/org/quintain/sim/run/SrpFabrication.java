// SPDX-License-Identifier: Apache-2.0
package org.quintain.sim.run;

import org.quintain.sim.fabric.FabricSetup;
import org.quintain.sim.ib.IbPlan;
import org.quintain.sim.ib.SimulatedSrp;
import org.quintain.sim.ib.link.IbFaults;
import org.quintain.sim.random.RandomStream;
import org.quintain.sim.reactor.SimWorld;
import org.quintain.srp.initiator.SrpInitiatorSettings;
import org.quintain.srp.target.SrpTargetSettings;

/** Makes the InfiniBand subnet of a run: cables, switches, what both ends want, faults. */
final class SrpFabrication {
  private static final long SECOND_NS = 1_000_000_000L;
  private static final long MILLISECOND_NS = 1_000_000L;

  private SrpFabrication() {}

  static SimulatedSrp make(Swarm swarm, SimWorld world, FabricSetup setup) {
    RandomStream random = world.random("swarm/srp");
    IbFaults faults = faults(random, swarm);
    boolean mayBeBackToBack = swarm.initiatorCount() == 1;
    IbPlan plan = IbPlan.draw(random, mayBeBackToBack, faults);
    SrpInitiatorSettings initiator =
        SrpInitiatorSettings.DEFAULTS
            .withCommandsMax(swarm.queueDepth())
            .withChannels(random.coin() ? 1 : 1 + random.below(4))
            .withImmediateBytesMax(random.coin() ? 0 : 512 * (1 + random.below(16)))
            .withDescriptors(
                random.coin() ? 1 << 30 : (int) random.betweenMagnitudes(512, 64 << 10),
                random.oneOfInts(0, 1, 12, 255));
    SrpTargetSettings target =
        SrpTargetSettings.DEFAULTS
            .withRequestLimit((int) random.betweenMagnitudes(2, 128))
            .withRdmaBytesMax(512 * (int) random.betweenMagnitudes(1, 512))
            .withImmediateData(random.coin());
    return new SimulatedSrp(world, setup, plan, swarm.initiatorCount(), initiator, target);
  }

  private static IbFaults faults(RandomStream random, Swarm swarm) {
    return new IbFaults(
        often(random, swarm, FaultClass.PACKET_LOSS, 2e-3),
        often(random, swarm, FaultClass.PACKET_CORRUPTION, 1e-3),
        often(random, swarm, FaultClass.PACKET_DUPLICATE, 2e-3),
        often(random, swarm, FaultClass.PACKET_DELAY, 2e-3),
        random.betweenMagnitudes(MILLISECOND_NS / 1_000, SECOND_NS / 4),
        often(random, swarm, FaultClass.CM_LOSS, 0.3),
        often(random, swarm, FaultClass.QUEUE_PAIR_ERROR, 1e-3),
        often(random, swarm, FaultClass.RECEIVER_NOT_READY, 3e-3),
        random.betweenMagnitudes(MILLISECOND_NS / 100, SECOND_NS),
        often(random, swarm, FaultClass.REMOTE_ACCESS_ERROR, 1e-3),
        often(random, swarm, FaultClass.PATH_MIGRATION, 2e-3),
        often(random, swarm, FaultClass.CREDIT_STARVATION, 1e-3),
        random.betweenMagnitudes(MILLISECOND_NS / 10, SECOND_NS),
        often(random, swarm, FaultClass.HCA_REMOVAL, 5e-5),
        random.betweenMagnitudes(MILLISECOND_NS, 10 * SECOND_NS),
        often(random, swarm, FaultClass.PARTITION, 5e-5),
        random.betweenMagnitudes(MILLISECOND_NS, 5 * SECOND_NS),
        often(random, swarm, FaultClass.RECONNECTION_RACE, 0.3));
  }

  private static double often(RandomStream random, Swarm swarm, FaultClass fault, double most) {
    return swarm.meets(fault) ? most * (0.1 + 0.9 * random.unit()) : 0;
  }
}
