// SPDX-License-Identifier: Apache-2.0
package org.quintain.sim.fc;

import java.util.Collections;
import org.quintain.fcp.initiator.FcpInitiatorSettings;
import org.quintain.fcp.target.FcpTargetSettings;
import org.quintain.fcp.wire.FcpServiceParameters;
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
import org.quintain.sim.fc.link.FcFaults;
import org.quintain.sim.random.RandomStream;
import org.quintain.sim.reactor.MailboxDelay;
import org.quintain.sim.reactor.SimWorld;
import org.quintain.sim.reactor.WorldLimits;
import org.quintain.sim.stream.StreamFaults;
import org.quintain.sim.stream.StreamProfile;
import org.quintain.sim.stream.StreamWeather;
import org.quintain.sim.trace.Trace;

/**
 * Opens {@code sim:fc}: two switches, two adapters of initiators, a target with two ports on
 * simulated disks, in virtual time. Settings: {@code faults} is {@code none} or {@code default},
 * which draws the links and has ports drain slowly and lose credits, as links recover from. The
 * URL's argument {@code burst=first} has the target grant first bursts to initiators that ask for
 * them.
 */
public final class SimFcProvider implements FabricProvider {
  private static final String PREFIX = "sim:fc";
  private static final String FAULTS = "faults";
  private static final String FIRST_BURST = "?burst=first";
  private static final int REACTORS = 2;
  private static final int TARGET_REACTOR = 1;
  private static final int TARGET_PORTS = 2;
  private static final int QUEUE_DEPTH_MAX = 64;
  private static final FcFaults RECOVERABLE =
      new FcFaults(0, 0, 0, 0, 0, 0, 0, 0.0005, 0.0005, 20_000, 0.0001, 0, 0, 0, 0);

  /** For {@link java.util.ServiceLoader}. */
  public SimFcProvider() {}

  @Override
  public String prefix() {
    return PREFIX;
  }

  @Override
  public String description() {
    return "a simulated Fibre Channel fabric in virtual time: sim:fc or sim:fc/LUN, with ?burst=first if"
        + " writes may begin without FCP_XFER_RDY";
  }

  @Override
  public Fabric open(String url, FabricOptions options) throws FabricException {
    boolean hasFirstBurst = url.endsWith(FIRST_BURST);
    String place = hasFirstBurst ? url.substring(0, url.length() - FIRST_BURST.length()) : url;
    int lun = lun(place, options.logicalUnits().size());
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
    FcPlan plan = faulty ? FcPlan.draw(random, false, false, RECOVERABLE) : FcPlan.quiet();
    SimulatedFc fabric =
        new SimulatedFc(
            world,
            setup,
            plan,
            SimFcFabric.adapters(),
            FcpInitiatorSettings.DEFAULTS.withCommandsMax(QUEUE_DEPTH_MAX),
            FcpTargetSettings.DEFAULTS.with(FcpServiceParameters.ofTarget(hasFirstBurst)));
    return new SimFcFabric(url, Lun.ofIndex(lun), fabric);
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
        "\""
            + url
            + "\" is not sim:fc or sim:fc/LUN with a LUN below "
            + units
            + ", and perhaps ?burst=first behind it.");
  }

  private static boolean isFaulty(FabricOptions options) throws FabricException {
    for (String name : options.settings().keySet()) {
      if (!name.equals(FAULTS)) {
        throw new FabricException(
            "sim:fc has no setting called \"" + name + "\"; there is faults.");
      }
    }
    String faults = options.settings().getOrDefault(FAULTS, "none");
    return switch (faults) {
      case "none" -> false;
      case "default" -> true;
      default ->
          throw new FabricException(
              "The setting faults of sim:fc is none or default, not \"" + faults + "\".");
    };
  }
}
