// SPDX-License-Identifier: Apache-2.0
package org.quintain.sim.run;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.quintain.sim.direct.SimulatedDirect;
import org.quintain.sim.disk.DiskWeather;
import org.quintain.sim.fabric.FabricSetup;
import org.quintain.sim.fabric.SimulatedFabric;
import org.quintain.sim.iscsi.SimulatedIscsi;
import org.quintain.sim.random.RandomStream;
import org.quintain.sim.reactor.SimWorld;
import org.quintain.sim.stream.StreamWeather;

/**
 * Makes the fabric that a run is for, the rest of its configuration drawn in the fabric's own
 * words.
 */
final class Fabrication {
  private static final long SECOND_NS = 1_000_000_000L;

  private Fabrication() {}

  static SimulatedFabric make(Swarm swarm, SimWorld world, SimulateOptions options) {
    FaultClass.Wire wire = FaultClass.Wire.of(options.fabric());
    RandomStream random = world.random("swarm/" + options.fabric());
    List<FabricSetup.UnitSetup> units = new ArrayList<>();
    for (int unit = 0; unit < swarm.logicalUnitCount(); unit++) {
      units.add(
          new FabricSetup.UnitSetup(
              (long) swarm.blocks() * swarm.blockBytes(),
              swarm.blockBytes(),
              swarm.onDisk(),
              swarm.volatileCache()));
    }
    boolean digests = swarm.meets(FaultClass.BIT_FLIP) || random.chance(0.3);
    FabricSetup setup =
        new FabricSetup(
            units,
            1,
            wire == FaultClass.Wire.NONE ? 0 : random.below(swarm.reactorCount()),
            random.below(swarm.reactorCount()),
            swarm.streamProfile(),
            new StreamWeather(swarm.streamFaults()),
            swarm.diskProfile(),
            new DiskWeather(swarm.diskFaults()),
            keys(random, digests),
            keys(random, digests),
            swarm.queueDepth(),
            random.oneOfInts(1, 5, 30) * SECOND_NS,
            options.capture(),
            options.mutation());
    return switch (wire) {
      case NONE -> new SimulatedDirect(world, setup);
      case STREAM -> new SimulatedIscsi(world, setup);
      case FRAMES -> FcFabrication.make(swarm, world, setup);
      case PACKETS -> SrpFabrication.make(swarm, world, setup);
    };
  }

  /** What one end wants of the keys that shape the data phases (RFC 7143 13). */
  private static SortedMap<String, String> keys(RandomStream random, boolean digests) {
    SortedMap<String, String> keys = new TreeMap<>();
    keys.put("iscsi.HeaderDigest", digest(random, digests));
    keys.put("iscsi.DataDigest", digest(random, digests));
    keys.put("iscsi.InitialR2T", yesOrNo(random));
    keys.put("iscsi.ImmediateData", yesOrNo(random));
    keys.put("iscsi.MaxOutstandingR2T", Long.toString(random.betweenMagnitudes(1, 16)));
    long maxBurst = 512 * random.betweenMagnitudes(1, 2_048);
    long firstBurst = Math.min(maxBurst, 512 * random.betweenMagnitudes(1, 512));
    keys.put("iscsi.MaxBurstLength", Long.toString(maxBurst));
    keys.put("iscsi.FirstBurstLength", Long.toString(firstBurst));
    keys.put(
        "iscsi.MaxRecvDataSegmentLength", Long.toString(512 * random.betweenMagnitudes(1, 512)));
    addRecovery(random, keys);
    return keys;
  }

  /** Connections, recovery and order: what a lost or bad PDU leads to (RFC 7143 7, 13.2, 13.20). */
  private static void addRecovery(RandomStream random, SortedMap<String, String> keys) {
    boolean simple = random.chance(0.25);
    keys.put("iscsi.MaxConnections", Integer.toString(simple ? 1 : 1 + random.below(4)));
    keys.put("iscsi.ErrorRecoveryLevel", simple ? "0" : random.chance(0.7) ? "2" : "1");
    keys.put("iscsi.DefaultTime2Wait", Integer.toString(random.below(4)));
    keys.put("iscsi.DefaultTime2Retain", Integer.toString(random.below(60)));
    keys.put("iscsi.DataPDUInOrder", random.chance(0.2) ? "Yes" : "No");
    keys.put("iscsi.DataSequenceInOrder", random.chance(0.2) ? "Yes" : "No");
  }

  private static String digest(RandomStream random, boolean digests) {
    return digests && random.chance(0.8) ? "CRC32C,None" : "None";
  }

  private static String yesOrNo(RandomStream random) {
    return random.coin() ? "Yes" : "No";
  }
}
