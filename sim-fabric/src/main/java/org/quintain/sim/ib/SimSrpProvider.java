// SPDX-License-Identifier: Apache-2.0
package org.quintain.sim.ib;

import java.util.Collections;
import org.quintain.initiator.Fabric;
import org.quintain.initiator.FabricException;
import org.quintain.initiator.FabricOptions;
import org.quintain.initiator.FabricProvider;
import org.quintain.sam.Lun;
import org.quintain.sim.disk.DiskFaults;
import org.quintain.sim.disk.DiskProfile;
import org.quintain.sim.disk.DiskWeather;
import org.quintain.sim.fabric.FabricSetup;
import org.quintain.sim.fabric.Mutation;
import org.quintain.sim.ib.link.IbFaults;
import org.quintain.sim.random.RandomStream;
import org.quintain.sim.reactor.MailboxDelay;
import org.quintain.sim.reactor.SimWorld;
import org.quintain.sim.reactor.WorldLimits;
import org.quintain.sim.stream.StreamFaults;
import org.quintain.sim.stream.StreamProfile;
import org.quintain.sim.stream.StreamWeather;
import org.quintain.sim.trace.Trace;
import org.quintain.srp.initiator.SrpInitiatorSettings;
import org.quintain.srp.target.SrpTargetSettings;

/**
 * Opens {@code sim:srp}: two switches, two adapters of initiators, a target with two ports on
 * simulated disks, in virtual time. Settings: {@code faults} is {@code none} or {@code default},
 * which draws cables and switches, and lets happen to packets what reliable connections recover
 * from.
 */
public final class SimSrpProvider implements FabricProvider {
  private static final String PREFIX = "sim:srp";
  private static final String FAULTS = "faults";
  private static final int REACTORS = 2;
  private static final int TARGET_REACTOR = 1;
  private static final int TARGET_PORTS = 2;
  private static final int BARE_PORTS = 2;
  private static final int QUEUE_DEPTH_MAX = 64;
  private static final IbFaults RECOVERABLE =
      new IbFaults(
          0.0005, 0.0005, 0.001, 0.001, 20_000, 0, 0, 0.001, 100_000, 0, 0.001, 0, 0, 0, 0, 0, 0,
          0);

  /** For {@link java.util.ServiceLoader}. */
  public SimSrpProvider() {}

  @Override
  public String prefix() {
    return PREFIX;
  }

  @Override
  public String description() {
    return "a simulated InfiniBand subnet with SRP in virtual time: sim:srp or sim:srp/LUN";
  }

  @Override
  public Fabric open(String url, FabricOptions options) throws FabricException {
    int lun = lun(url, options.logicalUnits().size());
    boolean faulty = isFaulty(options);
    RandomStream random = new RandomStream(options.seed(), "setup");
    SimWorld world =
        new SimWorld(
            options.seed(), REACTORS, MailboxDelay.usual(), new Trace(), WorldLimits.generous());
    FabricSetup setup =
        new FabricSetup(
            FabricSetup.unitsOf(options),
            TARGET_PORTS,
            TARGET_REACTOR,
            TARGET_REACTOR,
            StreamProfile.quiet(),
            new StreamWeather(StreamFaults.NONE),
            DiskProfile.quiet(),
            new DiskWeather(DiskFaults.NONE),
            Collections.emptySortedMap(),
            Collections.emptySortedMap(),
            QUEUE_DEPTH_MAX,
            0,
            null,
            Mutation.NONE);
    IbPlan plan = faulty ? IbPlan.draw(random, false, RECOVERABLE) : IbPlan.quiet();
    SimulatedSrp fabric =
        new SimulatedSrp(
            world,
            setup,
            plan,
            SimSrpFabric.adapters(),
            SrpInitiatorSettings.DEFAULTS.withCommandsMax(QUEUE_DEPTH_MAX),
            SrpTargetSettings.DEFAULTS,
            HostCosts.NONE,
            HostCosts.NONE,
            BARE_PORTS);
    return new SimSrpFabric(url, Lun.ofIndex(lun), fabric);
  }

  private static int lun(String url, int units) throws FabricException {
    String rest = url.substring(PREFIX.length());
    if (rest.isEmpty()) {
      return 0;
    }
    try {
      int lun = rest.startsWith("/") ? Integer.parseInt(rest.substring(1)) : -1;
      if (lun >= 0 && lun < units) {
        return lun;
      }
    } catch (NumberFormatException notANumber) {
      // Told below.
    }
    throw new FabricException(
        "\"" + url + "\" is not sim:srp or sim:srp/LUN with a LUN below " + units + ".");
  }

  private static boolean isFaulty(FabricOptions options) throws FabricException {
    for (String name : options.settings().keySet()) {
      if (!name.equals(FAULTS)) {
        throw new FabricException(
            "sim:srp has no setting called \"" + name + "\"; there is faults.");
      }
    }
    String faults = options.settings().getOrDefault(FAULTS, "none");
    return switch (faults) {
      case "none" -> false;
      case "default" -> true;
      default ->
          throw new FabricException(
              "The setting faults of sim:srp is none or default, not \"" + faults + "\".");
    };
  }
}
