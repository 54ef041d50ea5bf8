// SPDX-License-Identifier: Apache-2.0
package org.quintain.sim.run;

import org.quintain.fcp.initiator.FcpInitiatorSettings;
import org.quintain.fcp.target.FcpTargetSettings;
import org.quintain.fcp.wire.FcpServiceParameters;
import org.quintain.sim.fabric.FabricSetup;
import org.quintain.sim.fabric.SimulatedFabric;
import org.quintain.sim.fc.FcPlan;
import org.quintain.sim.fc.SimulatedFc;
import org.quintain.sim.fc.link.FcFaults;
import org.quintain.sim.random.RandomStream;
import org.quintain.sim.reactor.SimWorld;

/** Makes the Fibre Channel fabric of a run: links, switches, what both ends want, faults. */
final class FcFabrication {
  private static final long SECOND_NS = 1_000_000_000L;
  private static final long MILLISECOND_NS = 1_000_000L;

  private FcFabrication() {}

  static SimulatedFabric make(Swarm swarm, SimWorld world, FabricSetup setup) {
    RandomStream random = world.random("swarm/fc");
    boolean isCalm = swarm.isCalm();
    FcFaults drawnFaults = faults(random, swarm);
    FcFaults faults = isCalm ? FcFaults.NONE : drawnFaults;
    boolean mayBeLoop = !meetsSwitches(swarm);
    boolean mayBePointToPoint = swarm.initiatorCount() == 1 && mayBeLoop;
    FcPlan drawn = FcPlan.draw(random, mayBePointToPoint, mayBeLoop, faults);
    FcPlan plan = isCalm ? drawn.calm() : drawn;
    FcpInitiatorSettings initiator =
        FcpInitiatorSettings.DEFAULTS
            .with(parameters(random, FcpServiceParameters.ofInitiator(random.coin())))
            .withCommandsMax(swarm.queueDepth())
            .withTimeouts(FcpInitiatorSettings.DEFAULTS.recoveryTimeoutNs(), 0)
            .withFirstBurstBytesMax(512 * (int) random.betweenMagnitudes(1, 512));
    FcpTargetSettings target =
        FcpTargetSettings.DEFAULTS
            .with(parameters(random, FcpServiceParameters.ofTarget(random.coin())))
            .withBurstBytesMax(512 * (int) random.betweenMagnitudes(1, 2_048));
    return new SimulatedFc(world, setup, plan, swarm.initiatorCount(), initiator, target);
  }

  /** A fibre from port to port meets no fault of a fabric. */
  private static boolean meetsSwitches(Swarm swarm) {
    return swarm.meets(FaultClass.RSCN_STORM)
        || swarm.meets(FaultClass.ZONE_CHANGE)
        || swarm.meets(FaultClass.PORT_LOGOUT)
        || swarm.meets(FaultClass.SWITCH_REBOOT)
        || swarm.meets(FaultClass.NPIV_CHURN);
  }

  /** With or without confirmation and recovery by sequences (FCP-5 6.3.4). */
  private static FcpServiceParameters parameters(RandomStream random, FcpServiceParameters all) {
    return random.chance(0.3)
        ? all.without(
            FcpServiceParameters.RETRY
                | FcpServiceParameters.REC_SUPPORT
                | FcpServiceParameters.TASK_RETRY_IDENTIFICATION
                | (random.coin() ? FcpServiceParameters.CONFIRMED_COMPLETION : 0))
        : all;
  }

  private static FcFaults faults(RandomStream random, Swarm swarm) {
    return new FcFaults(
        perFrame(random, swarm, FaultClass.FRAME_LOSS, 3e-4),
        perFrame(random, swarm, FaultClass.FRAME_CORRUPTION, 3e-4),
        perFrame(random, swarm, FaultClass.FRAME_DUPLICATE, 1e-3),
        perFrame(random, swarm, FaultClass.FRAME_DELAY, 1e-3),
        random.betweenMagnitudes(MILLISECOND_NS / 100, SECOND_NS / 4),
        perFrame(random, swarm, FaultClass.LINK_FLAP, 5e-5),
        random.betweenMagnitudes(MILLISECOND_NS, 10 * SECOND_NS),
        perFrame(random, swarm, FaultClass.CREDIT_LOSS, 3e-4),
        perFrame(random, swarm, FaultClass.SLOW_DRAIN, 5e-4),
        random.betweenMagnitudes(MILLISECOND_NS / 1_000, 20 * MILLISECOND_NS),
        perFrame(random, swarm, FaultClass.RSCN_STORM, 1e-4),
        perFrame(random, swarm, FaultClass.ZONE_CHANGE, 5e-5),
        perFrame(random, swarm, FaultClass.PORT_LOGOUT, 5e-5),
        perFrame(random, swarm, FaultClass.SWITCH_REBOOT, 2e-5),
        perFrame(random, swarm, FaultClass.NPIV_CHURN, 2e-4));
  }

  private static double perFrame(RandomStream random, Swarm swarm, FaultClass fault, double most) {
    return swarm.meets(fault) ? most * (0.1 + 0.9 * random.unit()) : 0;
  }
}
