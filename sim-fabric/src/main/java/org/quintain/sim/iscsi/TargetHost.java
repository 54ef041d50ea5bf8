// SPDX-License-Identifier: Apache-2.0
package org.quintain.sim.iscsi;

import org.jspecify.annotations.Nullable;
import org.quintain.initiator.TargetControl;
import org.quintain.iscsi.negotiation.KeyPreferences;
import org.quintain.iscsi.target.IscsiTarget;
import org.quintain.iscsi.target.IscsiTargetNode;
import org.quintain.iscsi.target.IscsiTargetPortal;
import org.quintain.iscsi.target.IscsiTargetSettings;
import org.quintain.sam.Check;
import org.quintain.sim.fabric.EngineHost;
import org.quintain.sim.fabric.FabricSetup;
import org.quintain.sim.fabric.PortNaming;
import org.quintain.sim.reactor.SimWorld;
import org.quintain.target.TargetPort;
import org.quintain.wire.StreamEndpoint;

/**
 * The target's machine with its iSCSI node and one portal, which live as long as the power is on.
 */
final class TargetHost {
  static final String TARGET_NAME = "iqn.2026-11.org.quintain:sim";

  private static final int CONNECTIONS_MAX = 64;
  private static final int SESSIONS_MAX = 32;

  private final SimWorld world;
  private final FabricSetup setup;
  private final TargetShape shape;
  private final EngineHost engine;
  private @Nullable IscsiTargetPortal portal;

  TargetHost(SimWorld world, FabricSetup setup, TargetShape shape) {
    this.world = world;
    this.setup = setup;
    this.shape = shape;
    this.engine = new EngineHost(world, setup, PortNaming.after(TARGET_NAME), true);
    start();
  }

  private void start() {
    IscsiTargetSettings settings =
        IscsiTargetSettings.DEFAULTS
            .withDirectMemory(false)
            .withLimits(CONNECTIONS_MAX, SESSIONS_MAX)
            .withNop(setup.pingIntervalNs(), setup.pingIntervalNs());
    IscsiTargetNode node = new IscsiTargetNode(engine.wireReactor(), settings);
    KeyPreferences preferences =
        IscsiSettings.applied(KeyPreferences.ofTarget(), setup.targetSettings());
    IscsiTarget first = null;
    for (TargetPort port : engine.ports()) {
      IscsiTarget target =
          IscsiTarget.of(port.name(), setup.mutation().target(world, port))
              .withPreferences(preferences);
      node.put(shape.shaped(target));
      first = first == null ? target : first;
    }
    Check.that(first != null, "a target has a port");
    shape.addTo(node, first, world.seed());
    portal = new IscsiTargetPortal(node);
  }

  void powerOn() {
    engine.powerOn();
    start();
  }

  void powerOff() {
    portal = null;
    engine.powerOff();
  }

  void silenceStores(boolean areSilent) {
    engine.silenceStores(areSilent);
  }

  boolean isOn() {
    return engine.isOn();
  }

  /** An endpoint for a stream that comes in, or null when the node takes no more. */
  @Nullable StreamEndpoint accept() {
    IscsiTargetPortal present = portal;
    return present == null ? null : present.newConnection();
  }

  /** Says {@code notice} to all initiators; nothing while the power is off. */
  void tell(long nowNs, TargetControl.Notice notice, int seconds) {
    IscsiTargetPortal present = portal;
    if (present == null) {
      return;
    }
    IscsiTargetNode node = present.node();
    switch (notice) {
      case LOGOUT_REQUEST -> node.requestLogouts(nowNs, seconds);
      case SESSIONS_END -> node.closeAll(nowNs, "the target ends all sessions");
      case NEGOTIATION_REQUEST -> node.requestNegotiations(nowNs, seconds);
    }
  }

  void check() {
    engine.check();
  }

  /** What is not at rest, or null. */
  @Nullable String whatIsBusy() {
    IscsiTargetPortal present = portal;
    if (present != null && present.node().connectionCount() != 0) {
      return present.node().connectionCount() + " connections stand";
    }
    if (present != null && !present.node().sessions().isEmpty()) {
      return present.node().sessions().size() + " sessions stand";
    }
    return engine.whatIsBusy();
  }
}
