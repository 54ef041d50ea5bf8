// SPDX-License-Identifier: Apache-2.0
package org.quintain.sim.fc;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import org.quintain.sim.fc.link.FcFaultKind;
import org.quintain.sim.fc.link.FcFaults;
import org.quintain.sim.fc.link.FcLink;
import org.quintain.sim.fc.link.FcWeather;
import org.quintain.sim.fc.service.ZoneSet;
import org.quintain.sim.random.RandomStream;
import org.quintain.sim.reactor.SimWorld;
import org.quintain.sim.time.EventHandler;
import org.quintain.sim.trace.TraceKind;
import org.quintain.sim.trace.TraceSource;

/**
 * What goes wrong with the fabric as a whole, each set off by one of the frames that switches pass
 * on and drawn from a stream of its own.
 */
final class FcTrouble implements EventHandler {
  private static final int ZONES_BACK = 0;
  private static final int SWITCH_BACK = 1;
  private static final int STORM = 2;
  private static final long ZONED_OUT_MEAN_NS = 500_000_000L;
  private static final long REBOOT_MEAN_NS = 2_000_000_000L;
  private static final long GUST_MEAN_NS = 1_000_000L;
  private static final int STORM_MAX = 20;

  private final SimWorld world;
  private final FcNetwork network;
  private final FcWeather weather;
  private final TraceSource source;
  private final RandomStream storms;
  private final RandomStream zoning;
  private final RandomStream logouts;
  private final RandomStream reboots;
  private final RandomStream churn;
  private final List<List<FcLink>> heldDown = new ArrayList<>();
  private ZoneSet usualZones = ZoneSet.OPEN;
  private boolean isZonedOut;
  private boolean isRebooting;
  private boolean churnWanted;

  FcTrouble(SimWorld world, FcNetwork network, FcWeather weather) {
    this.world = world;
    this.network = network;
    this.weather = weather;
    this.source = world.trace().source("fabric");
    this.storms = world.random("fabric/storm");
    this.zoning = world.random("fabric/zoning");
    this.logouts = world.random("fabric/logout");
    this.reboots = world.random("fabric/reboot");
    this.churn = world.random("fabric/churn");
  }

  private void note(long nowNs, FcFaultKind kind, long argument) {
    weather.onMet(kind);
    world.trace().event(nowNs, source, TraceKind.FAULT, kind.ordinal(), argument);
  }

  /** A switch passes a frame on. */
  void onFrame(long nowNs) {
    if (weather.isQuiet()) {
      return;
    }
    FcFaults faults = weather.faults();
    if (storms.chance(faults.rscnStorm())) {
      storm(nowNs);
    }
    if (zoning.chance(faults.zoneChange()) && !isZonedOut) {
      zoneOut(nowNs);
    }
    if (logouts.chance(faults.portLogout())) {
      logOut(nowNs);
    }
    if (reboots.chance(faults.switchReboot()) && !isRebooting) {
      reboot(nowNs);
    }
    churnWanted |= churn.chance(faults.npivChurn());
  }

  /** Whether a virtual port shall come or go; asked once for each. */
  boolean takeChurn(long nowNs) {
    boolean wanted = churnWanted;
    churnWanted = false;
    if (wanted) {
      note(nowNs, FcFaultKind.NPIV_CHURN, 0);
    }
    return wanted;
  }

  private void storm(long nowNs) {
    int gusts = 1 + storms.below(STORM_MAX);
    note(nowNs, FcFaultKind.RSCN_STORM, gusts);
    long atNs = nowNs;
    for (int gust = 0; gust < gusts; gust++) {
      atNs += storms.exponentialNs(GUST_MEAN_NS);
      world.schedule(atNs, this, STORM, 0);
    }
  }

  private void zoneOut(long nowNs) {
    SortedSet<Long> portNames = new TreeSet<>();
    for (FabricLogin login : network.services().logins()) {
      portNames.add(login.portName);
    }
    if (portNames.size() < 2) {
      return;
    }
    isZonedOut = true;
    List<Long> all = new ArrayList<>(portNames);
    long out = all.get(zoning.below(all.size()));
    usualZones = network.services().zones();
    long durationNs = zoning.exponentialNs(ZONED_OUT_MEAN_NS);
    note(nowNs, FcFaultKind.ZONE_CHANGE, durationNs);
    List<ZoneSet.Zone> zones = new ArrayList<>();
    for (ZoneSet.Zone zone : usualZones.zones()) {
      SortedSet<Long> left = new TreeSet<>(zone.portNames());
      left.remove(out);
      zones.add(new ZoneSet.Zone(zone.name(), left));
    }
    zones.add(ZoneSet.Zone.of("alone", out));
    network.services().setZones(nowNs, new ZoneSet(zones, usualZones.isDefaultOpen()));
    world.schedule(nowNs + durationNs, this, ZONES_BACK, 0);
  }

  private void logOut(long nowNs) {
    List<FabricLogin> logins = network.services().logins();
    if (!logins.isEmpty()) {
      FabricLogin login = logins.get(logouts.below(logins.size()));
      note(nowNs, FcFaultKind.PORT_LOGOUT, login.portId);
      network.services().logOut(nowNs, login);
    }
  }

  private void reboot(long nowNs) {
    isRebooting = true;
    int index = reboots.below(network.switches().size());
    long durationNs = reboots.exponentialNs(REBOOT_MEAN_NS);
    note(nowNs, FcFaultKind.SWITCH_REBOOT, durationNs);
    // The frame that set it off is still in the switch's hands: the links go down behind it.
    world.schedule(nowNs, this, SWITCH_BACK, -1 - index);
    world.schedule(nowNs + durationNs, this, SWITCH_BACK, index);
  }

  @Override
  public void onEvent(long nowNs, int kind, long argument) {
    switch (kind) {
      case ZONES_BACK -> restoreZones(nowNs);
      case STORM -> network.services().tellAll(nowNs);
      default -> {
        if (argument < 0 && !isRebooting) {
          break; // Healed in the same moment.
        }
        if (argument < 0) {
          List<FcLink> links = network.linksOf(network.switches().get((int) (-1 - argument)));
          links.forEach(link -> link.holdDown(nowNs));
          heldDown.add(links);
        } else {
          restoreSwitches();
        }
      }
    }
  }

  private void restoreZones(long nowNs) {
    if (isZonedOut) {
      isZonedOut = false;
      network.services().setZones(nowNs, usualZones);
    }
  }

  private void restoreSwitches() {
    isRebooting = false;
    for (List<FcLink> links : heldDown) {
      links.forEach(FcLink::letUp);
    }
    heldDown.clear();
  }

  /** All that is still wrong is set right. */
  void heal(long nowNs) {
    churnWanted = false;
    restoreZones(nowNs);
    restoreSwitches();
  }
}
