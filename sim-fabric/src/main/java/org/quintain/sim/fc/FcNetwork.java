// SPDX-License-Identifier: Apache-2.0
package org.quintain.sim.fc;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.quintain.sim.fc.link.FcLink;
import org.quintain.sim.fc.link.FcWeather;
import org.quintain.sim.fc.link.FramePool;
import org.quintain.sim.fc.link.LinkFrame;
import org.quintain.sim.fc.link.LinkProfile;
import org.quintain.sim.fc.link.LinkTap;
import org.quintain.sim.fc.service.RoutingTable;
import org.quintain.sim.reactor.SimWorld;

/**
 * Switches, the links between them and to the ports of nodes, and the one set of services that they
 * act for. Built once; used on the simulation's thread.
 */
final class FcNetwork {
  private static final long FABRIC_NAME = 0x1000_00C0_DD00_0000L;
  private static final long FABRIC_PORT_NAME = 0x2000_00C0_DD00_0000L;

  private final SimWorld world;
  private final FcWeather weather;
  private final LinkTap tap;
  private final FramePool pool = new FramePool();
  private final FabricServices services;
  private final FcTrouble trouble;
  private final Express express;
  private final List<FcSwitch> switches = new ArrayList<>();
  private final List<FcLink> links = new ArrayList<>();
  private final List<RoutingTable.InterSwitchLink> interSwitchLinks = new ArrayList<>();
  private @Nullable RoutingTable routes;

  FcNetwork(SimWorld world, FcWeather weather, LinkTap tap) {
    this.world = world;
    this.weather = weather;
    this.tap = tap;
    this.services = new FabricServices(world, this, new ServiceFrames(pool));
    this.trouble = new FcTrouble(world, this, weather);
    this.express = new Express(world, this, pool.trains());
  }

  // Building.

  /** Adds a switch, whose domain is its number from 1 on. */
  FcSwitch addSwitch(long hopNs) {
    FcSwitch added = new FcSwitch(this, switches.size(), switches.size() + 1, hopNs);
    switches.add(added);
    return added;
  }

  /** Joins two switches. */
  FcLink joinSwitches(FcSwitch one, FcSwitch other, LinkProfile profile) {
    int number = links.size();
    FcSwitch.Port first = one.addPort(number);
    FcSwitch.Port second = other.addPort(number);
    FcLink link = new FcLink(world, "isl/" + number, profile, weather, pool, tap, first, second);
    first.attach(link.first());
    second.attach(link.second());
    links.add(link);
    interSwitchLinks.add(new RoutingTable.InterSwitchLink(number, one.index(), other.index()));
    return link;
  }

  /** Joins a node's port, the link's first end, to a switch. */
  FcLink join(PortDriver driver, FcSwitch at, LinkProfile profile) {
    FcSwitch.Port port = at.addPort(RoutingTable.NONE);
    FcLink link =
        new FcLink(world, "link/" + driver.name(), profile, weather, pool, tap, driver, port);
    driver.attach(link.first(), express);
    port.attach(link.second());
    links.add(link);
    return link;
  }

  /** Joins two nodes' ports without a fabric. */
  FcLink join(PortDriver one, PortDriver other, LinkProfile profile) {
    FcLink link = new FcLink(world, "link/" + one.name(), profile, weather, pool, tap, one, other);
    one.attach(link.first(), express);
    other.attach(link.second(), express);
    links.add(link);
    return link;
  }

  /** Joins a node's port, the link's first end, to a loop. */
  FcLink join(PortDriver driver, FcLoop loop, long portName, LinkProfile profile) {
    FcLoop.Port port = loop.addPort(driver, portName);
    FcLink link =
        new FcLink(world, "link/" + driver.name(), profile, weather, pool, tap, driver, port);
    driver.attach(link.first(), express);
    port.attach(link.second());
    links.add(link);
    return link;
  }

  // What stands.

  FramePool pool() {
    return pool;
  }

  FabricServices services() {
    return services;
  }

  FcTrouble trouble() {
    return trouble;
  }

  List<FcSwitch> switches() {
    return switches;
  }

  List<FcLink> links() {
    return links;
  }

  /** The links that end at {@code at}. */
  List<FcLink> linksOf(FcSwitch at) {
    List<FcLink> found = new ArrayList<>();
    for (FcLink link : links) {
      for (FcSwitch.Port port : at.ports()) {
        if (port.end() == link.first() || port.end() == link.second()) {
          found.add(link);
        }
      }
    }
    return found;
  }

  long fabricName() {
    return FABRIC_NAME;
  }

  long portName(FcSwitch.Port port) {
    return FABRIC_PORT_NAME | (long) port.owner().domain() << 8 | port.area();
  }

  private RoutingTable routes() {
    RoutingTable present = routes;
    if (present == null) {
      List<RoutingTable.InterSwitchLink> open = new ArrayList<>();
      for (RoutingTable.InterSwitchLink link : interSwitchLinks) {
        if (links.get(link.number()).isUp()) {
          open.add(link);
        }
      }
      present = new RoutingTable(switches.size(), open);
      routes = present;
    }
    return present;
  }

  /** The link from switch {@code index} towards {@code domain}, or {@link RoutingTable#NONE}. */
  int nextLink(int index, int domain, int exchange) {
    return domain < 1 || domain > switches.size()
        ? RoutingTable.NONE
        : routes().next(index, domain - 1, exchange);
  }

  /** Whether frames find a way between two domains. */
  boolean areJoined(int one, int other) {
    return one == other
        || (one >= 1
            && other >= 1
            && one <= switches.size()
            && other <= switches.size()
            && routes().hops(one - 1, other - 1) != RoutingTable.NONE);
  }

  /** How many links lead as well from switch {@code index} to {@code domain}; 0 for none. */
  int choices(int index, int domain) {
    return domain < 1 || domain > switches.size() ? 0 : routes().choices(index, domain - 1);
  }

  // What happens.

  /** Something changes that decides where frames go, or whether: trains become frames before. */
  void onWaysChanged(long nowNs) {
    pool.trains().toFrames(nowNs);
    express.forgetWays();
  }

  /** A link between switches came up or went down: there are other ways, or none. */
  void onTopologyChanged(long nowNs) {
    onWaysChanged(nowNs);
    routes = null;
    services.tellAll(nowNs);
  }

  void onFrameForwarded(long nowNs) {
    trouble.onFrame(nowNs);
  }

  void discard(LinkFrame frame) {
    pool.giveBack(frame);
  }

  void check() {
    for (FcLink link : links) {
      link.check();
    }
  }

  /** A link on which something is under way, or null. */
  @Nullable String whatIsBusy() {
    for (FcLink link : links) {
      if (!link.isQuiet()) {
        return "frames are on " + link.name();
      }
    }
    if (pool.trains().running() > 0) {
      return pool.trains().running() + " sequences are under way whole";
    }
    return pool.lentCount() == 0 ? null : pool.lentCount() + " frames are on no link";
  }
}
