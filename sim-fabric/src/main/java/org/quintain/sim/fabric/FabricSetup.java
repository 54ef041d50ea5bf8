// SPDX-License-Identifier: Apache-2.0
package org.quintain.sim.fabric;

import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;
import org.quintain.initiator.FabricException;
import org.quintain.initiator.FabricOptions;
import org.quintain.sim.disk.DiskProfile;
import org.quintain.sim.disk.DiskWeather;
import org.quintain.sim.stream.StreamProfile;
import org.quintain.sim.stream.StreamWeather;

/**
 * What a simulated fabric is made of.
 *
 * @param units the logical units, LUN 0 first
 * @param targetPorts how many target ports there are: 1, or 2 in a target port group each, which
 *     SET TARGET PORT GROUPS may change
 * @param wireReactor the reactor that the target's end of all wires lives on
 * @param ownerReactor the reactor that owns the target device
 * @param initiatorSettings what initiators offer, by setting ({@code iscsi.HeaderDigest})
 * @param targetSettings what the target answers by, in the same words
 * @param queueDepthMax how many commands one initiator has under way at most
 * @param pingIntervalNs after how much silence either end pings the other; 0 for never
 * @param capture where a pcapng capture of the wires goes; null for nowhere
 */
public record FabricSetup(
    List<UnitSetup> units,
    int targetPorts,
    int wireReactor,
    int ownerReactor,
    StreamProfile streamProfile,
    StreamWeather streamWeather,
    DiskProfile diskProfile,
    DiskWeather diskWeather,
    SortedMap<String, String> initiatorSettings,
    SortedMap<String, String> targetSettings,
    int queueDepthMax,
    long pingIntervalNs,
    @Nullable OutputStream capture,
    Mutation mutation) {

  /**
   * One logical unit.
   *
   * @param capacityBytes a multiple of {@code blockBytes}
   * @param onDisk whether its blocks are on a simulated disk; in memory that survives a power loss
   *     otherwise
   * @param volatileCache whether the disk has one
   */
  public record UnitSetup(
      long capacityBytes, int blockBytes, boolean onDisk, boolean volatileCache) {}

  /**
   * The logical units that a fabric is asked for.
   *
   * @throws FabricException with one sentence when there can be no such unit
   */
  public static List<UnitSetup> unitsOf(FabricOptions options) throws FabricException {
    List<UnitSetup> units = new ArrayList<>();
    for (FabricOptions.LogicalUnitOptions unit : options.logicalUnits()) {
      if (unit.blocks() < 1 || (unit.blockBytes() != 512 && unit.blockBytes() != 4096)) {
        throw new FabricException(
            "A simulated logical unit has at least one block of 512 or 4096 bytes.");
      }
      long capacityBytes = unit.blocks() * unit.blockBytes();
      units.add(new UnitSetup(capacityBytes, unit.blockBytes(), true, unit.volatileCache()));
    }
    return units;
  }
}
