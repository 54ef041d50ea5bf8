// SPDX-License-Identifier: Apache-2.0
package org.quintain.target;

import java.util.SortedMap;
import org.jspecify.annotations.Nullable;
import org.quintain.fabric.ItNexus;
import org.quintain.fabric.TransportServices;
import org.quintain.sam.Check;
import org.quintain.sam.Lun;

/**
 * What the engine keeps for one I_T nexus: one part for its own reactor, one for the owner reactor.
 */
final class NexusState {
  private final ItNexus nexus;
  private final TargetPort port;
  private final ReactorResources resources;
  private final TransportServices transport;

  // Owned by the reactor of the nexus.
  int commandsOpen;
  boolean isLostOnFabric;
  boolean mayReturnIndex;

  // Owned by the owner reactor.
  boolean isLost;
  private final CommandIndex commands;
  private LunMap.@Nullable Mapping[] mappings = new LunMap.Mapping[0];
  private long[] luns = {};

  NexusState(
      ItNexus nexus, TargetPort port, ReactorResources resources, TransportServices transport) {
    this.commands = new CommandIndex(port.commandsPerNexus());
    this.nexus = nexus;
    this.port = port;
    this.resources = resources;
    this.transport = transport;
  }

  static NexusState from(ItNexus nexus) {
    Object context = nexus.engineContext();
    Check.that(context != null, "a nexus is made by the engine", nexus.index());
    return (NexusState) context;
  }

  ItNexus nexus() {
    return nexus;
  }

  int index() {
    return nexus.index();
  }

  TargetPort port() {
    return port;
  }

  ReactorResources resources() {
    return resources;
  }

  /** The fabric, by mailbox where the nexus lives on another reactor than the engine. */
  TransportServices transport() {
    return transport;
  }

  /** The commands of the nexus that have not ended. */
  CommandIndex commands() {
    return commands;
  }

  String initiatorDeviceName() {
    return nexus.identity().initiatorDeviceName();
  }

  /** Takes over what the nexus sees from here on. */
  void see(SortedMap<Integer, LunMap.Mapping> visible) {
    int highest = visible.isEmpty() ? -1 : visible.lastKey();
    mappings = new LunMap.Mapping[highest + 1];
    luns = new long[visible.size()];
    int count = 0;
    for (SortedMap.Entry<Integer, LunMap.Mapping> entry : visible.entrySet()) {
      mappings[entry.getKey()] = entry.getValue();
      luns[count++] = Lun.ofIndex(entry.getKey());
    }
  }

  /** What a LUN index leads to, or null. */
  LunMap.@Nullable Mapping mapping(int lunIndex) {
    return lunIndex >= 0 && lunIndex < mappings.length ? mappings[lunIndex] : null;
  }

  /** All mappings by LUN index, with gaps. */
  LunMap.@Nullable Mapping[] mappings() {
    return mappings;
  }

  /** The LUNs it sees, ascending by index. */
  long[] luns() {
    return luns;
  }
}
