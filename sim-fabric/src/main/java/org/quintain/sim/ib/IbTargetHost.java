// SPDX-License-Identifier: Apache-2.0
package org.quintain.sim.ib;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.quintain.sim.fabric.EngineHost;
import org.quintain.sim.fabric.FabricSetup;
import org.quintain.sim.fabric.PortNaming;
import org.quintain.sim.reactor.SimWorld;
import org.quintain.srp.target.SrpTargetSettings;
import org.quintain.target.TargetPortConfig;

/**
 * The target's machine with an adapter for each of its target ports, which live as long as the
 * power is on.
 */
final class IbTargetHost {
  private final EngineHost engine;
  private final List<IbTargetNode> nodes = new ArrayList<>();

  IbTargetHost(
      SimWorld world,
      FabricSetup setup,
      SimSubnet subnet,
      SrpTargetSettings settings,
      HostCosts costs) {
    PortNaming naming =
        (number, luns) ->
            new TargetPortConfig(
                IbNames.targetPort(number - 1).toString(), number, PortNaming.SRP, number, luns);
    this.engine = new EngineHost(world, setup, naming, true);
    for (int number = 0; number < setup.targetPorts(); number++) {
      nodes.add(new IbTargetNode(world, setup, subnet, engine, number, settings, costs));
    }
  }

  /** The adapters come up. */
  void start() {
    nodes.forEach(IbTargetNode::start);
  }

  void powerOn() {
    engine.powerOn();
    start();
  }

  void powerOff() {
    nodes.forEach(IbTargetNode::powerOff);
    engine.powerOff();
  }

  boolean isOn() {
    return engine.isOn();
  }

  /** Lets initiators have little credit from now on, or all that there is. */
  void starve(long nowNs, boolean isStarving) {
    nodes.forEach(node -> node.starve(nowNs, isStarving));
  }

  void check() {
    engine.check();
    nodes.forEach(IbTargetNode::check);
  }

  /** What is not at rest, or null. */
  @Nullable String whatIsBusy() {
    for (IbTargetNode node : nodes) {
      String busy = node.whatIsBusy();
      if (busy != null) {
        return busy + " at a target port";
      }
    }
    return engine.whatIsBusy();
  }
}
