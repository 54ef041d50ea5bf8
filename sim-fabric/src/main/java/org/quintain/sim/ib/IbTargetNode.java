// SPDX-License-Identifier: Apache-2.0
package org.quintain.sim.ib;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.quintain.reactor.Reactor;
import org.quintain.sam.Check;
import org.quintain.sim.fabric.EngineHost;
import org.quintain.sim.fabric.FabricSetup;
import org.quintain.sim.reactor.SimReactor;
import org.quintain.sim.reactor.SimWorld;
import org.quintain.srp.target.SrpTargetPort;
import org.quintain.srp.target.SrpTargetSettings;
import org.quintain.wire.ConnectRequest;
import org.quintain.wire.RdmaEndpoint;
import org.quintain.wire.RdmaPort;
import org.quintain.wire.RejectReason;

/**
 * One adapter of the target with the SRP target port behind it. An adapter that is put back is
 * another one to the machine: it gets a port of its own, which takes nobody before all is over that
 * the one before had begun.
 */
final class IbTargetNode implements HcaHost {
  private static final int STARVED_LIMIT = 1;

  private final SimWorld world;
  private final FabricSetup setup;
  private final SimSubnet subnet;
  private final EngineHost engine;
  private final int number;
  private final SrpTargetSettings settings;
  private final HcaDriver driver;
  private final List<Adapter> gone = new ArrayList<>();
  private @Nullable Adapter present;

  /** A port of an adapter and what stands on it. */
  private record Adapter(AdapterPort port, SrpTargetPort target) {
    @Nullable String whatIsBusy() {
      if (target.tasksInUse() != 0) {
        return target.tasksInUse() + " tasks are in use";
      }
      if (target.workInUse() != 0) {
        return target.workInUse() + " work requests are in use";
      }
      if (target.channelsInUse() != 0) {
        return target.channelsInUse() + " channels are in use";
      }
      return port.whatIsBusy(target.regionsKept());
    }
  }

  IbTargetNode(
      SimWorld world,
      FabricSetup setup,
      SimSubnet subnet,
      EngineHost engine,
      int number,
      SrpTargetSettings settings,
      HostCosts costs) {
    this.world = world;
    this.setup = setup;
    this.subnet = subnet;
    this.engine = engine;
    this.number = number;
    this.settings = settings;
    SimReactor reactor = world.reactor(setup.wireReactor());
    this.driver = new HcaDriver(subnet, "target/" + number, reactor, costs);
  }

  /** The power is on: the adapter comes up. */
  void start() {
    driver.appear(made(), this);
  }

  void powerOff() {
    driver.vanish();
    gone.clear();
    present = null;
  }

  @Override
  public RdmaEndpoint onTakenOut(long nowNs) {
    Adapter before = present;
    if (before != null) {
      gone.add(before);
    }
    return made();
  }

  private RdmaEndpoint made() {
    String name = driver.name();
    AdapterPort port = subnet.port(driver);
    RdmaPort seen = port.rdma();
    Reactor reactor = engine.wireReactor();
    SrpTargetPort target =
        new SrpTargetPort(
            reactor,
            seen,
            setup.mutation().target(world, engine.ports().get(number)),
            IbNames.targetPort(number),
            settings);
    present = new Adapter(port, target);
    boolean isHeard = seen.listen(IbNames.SERVICE_ID, this::onConnectRequest);
    isHeard &= seen.listen(RdmaPort.ipServiceId(IbNames.IP_SERVICE_PORT), this::onConnectRequest);
    Check.that(isHeard, "nobody else listens at " + name);
    return port.transport();
  }

  private void onConnectRequest(long nowNs, ConnectRequest request) {
    gone.removeIf(before -> before.target().tasksInUse() == 0);
    Adapter standing = present;
    if (standing == null || !gone.isEmpty()) {
      request.reject(nowNs, RejectReason.NO_RESOURCES_AVAILABLE, new byte[0]);
    } else {
      standing.target().logins().onConnectRequest(nowNs, request);
    }
  }

  void starve(long nowNs, boolean isStarving) {
    Adapter standing = present;
    if (standing != null) {
      standing.target().limitRequests(nowNs, isStarving ? STARVED_LIMIT : settings.requestLimit());
    }
  }

  void check() {
    Adapter standing = present;
    Check.that(
        standing == null || standing.target().isCreditWhole(), "no credit of a channel is lost");
  }

  /** What is not at rest, or null. */
  @Nullable String whatIsBusy() {
    for (Adapter before : gone) {
      String busy = before.whatIsBusy();
      if (busy != null) {
        return busy + " (taken out)";
      }
    }
    Adapter standing = present;
    return standing == null ? null : standing.whatIsBusy();
  }
}
