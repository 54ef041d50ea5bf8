// SPDX-License-Identifier: Apache-2.0
package org.quintain.sim.ib;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.quintain.ib.connection.CmTimes;
import org.quintain.ib.connection.ConnectedPort;
import org.quintain.ib.transport.IbPort;
import org.quintain.ib.transport.IbPortOptions;
import org.quintain.sam.Check;
import org.quintain.sim.ib.link.PacketPool;
import org.quintain.sim.ib.link.SubnetTap;
import org.quintain.sim.ib.link.SubnetWays;
import org.quintain.sim.ib.link.Way;
import org.quintain.sim.ib.link.WirePacket;
import org.quintain.sim.reactor.SimWorld;
import org.quintain.sim.trace.TraceKind;
import org.quintain.sim.trace.TraceSource;
import org.quintain.wire.Gid;
import org.quintain.wire.OutgoingMessage;
import org.quintain.wire.RdmaPort;

/**
 * A simulated InfiniBand subnet: adapters, cables, switches, and what goes wrong between them. What
 * travels is packets in RoCEv2 form, byte for byte, or whole runs of them where nothing can happen
 * to one. Built once; used on the simulation's thread.
 */
final class SimSubnet {
  /** 10.0.0.0 and the number of the port, from 1 on, in the form of RFC 4291 2.5.5.2. */
  private static final long FIRST_ADDRESS = 0xFFFF_0A00_0000L;

  private final SimWorld world;
  private final IbPlan plan;
  private final SubnetTap tap;
  private final boolean isTapped;
  private final TraceSource source;
  private final PacketPool pool = new PacketPool();
  private final List<HcaDriver> drivers = new ArrayList<>();
  private final SubnetTrouble trouble;
  private @Nullable SubnetWays waysOnceBuilt;
  private int portsMade;

  SimSubnet(SimWorld world, IbPlan plan, @Nullable SubnetTap tap) {
    this.world = world;
    this.plan = plan;
    this.tap = tap == null ? new SubnetTap() {} : tap;
    this.isTapped = tap != null;
    this.source = world.trace().source("subnet");
    this.trouble = new SubnetTrouble(world, this, plan.weather());
  }

  // Building.

  /** Adds an adapter's port; its number is its place in {@link #drivers}. */
  void add(HcaDriver driver) {
    Check.that(waysOnceBuilt == null, "ports come before cables");
    drivers.add(driver);
  }

  /** Lays the cables; the ports with a number below {@code atFirst} stand at the first switch. */
  void layCables(int atFirst) {
    int[] leafOf = new int[plan.switches() == 0 ? 0 : drivers.size()];
    for (int port = 0; port < leafOf.length; port++) {
      leafOf[port] = port < atFirst ? 0 : plan.switches() - 1;
    }
    Check.that(leafOf.length > 0 || drivers.size() == 2, "a cable has two ends", drivers.size());
    waysOnceBuilt =
        new SubnetWays(
            plan.speed(),
            leafOf,
            plan.portMetres(),
            new int[] {plan.firstTrunkMetres(), plan.secondTrunkMetres()},
            plan.hopNs());
  }

  // What stands.

  /** The address of the port with that number. */
  static Gid gid(int number) {
    return new Gid(0, FIRST_ADDRESS + 1 + number);
  }

  /** The port with that address, or null. */
  @Nullable HcaDriver driver(Gid gid) {
    long number = gid.interfaceId() - FIRST_ADDRESS - 1;
    return gid.prefix() == 0 && number >= 0 && number < drivers.size()
        ? drivers.get((int) number)
        : null;
  }

  List<HcaDriver> drivers() {
    return drivers;
  }

  SimWorld world() {
    return world;
  }

  IbPlan plan() {
    return plan;
  }

  SubnetWays ways() {
    SubnetWays present = waysOnceBuilt;
    Check.that(present != null, "cables are laid before anything is sent");
    return present;
  }

  PacketPool pool() {
    return pool;
  }

  SubnetTrouble trouble() {
    return trouble;
  }

  boolean isTapped() {
    return isTapped;
  }

  /** A port for the adapter behind {@code driver}, which nothing has happened to yet. */
  AdapterPort port(HcaDriver driver) {
    IbPortOptions options = IbPortOptions.of(IbNames.adapterGuid(driver.number()), driver.name());
    IbPort transport = new IbPort(options);
    RdmaPort rdma = new ConnectedPort(transport, CmTimes.QUICK, ++portsMade);
    return new AdapterPort(
        transport, plan.isWhole() ? rdma : new TroubledPort(rdma, driver.trouble()));
  }

  // What travels.

  /**
   * Sends a packet, which the subnet takes over.
   *
   * @return when the sender's cable is free again
   */
  long send(long nowNs, WirePacket packet) {
    trouble.onPacket(nowNs, packet.from(), packet.to());
    SubnetTrouble.Fate fate = trouble.of(nowNs, packet);
    tap.onPacket(nowNs, drivers.get(packet.from()).name(), packet);
    Way way = ways().way(packet.from(), packet.to());
    if (way == null) {
      pool.giveBack(packet);
      return nowNs;
    }
    long atNs = way.send(nowNs, packet.transportBytes(), 1);
    int crcAt = packet.lengthBytes() - Integer.BYTES;
    world
        .trace()
        .event(
            nowNs,
            source,
            TraceKind.PACKET_SENT,
            packet.lengthBytes(),
            packet.bytes().getInt(crcAt));
    switch (fate) {
      case ARRIVES -> deliver(atNs + trouble.delayNs(nowNs, packet), packet);
      case TWICE -> {
        WirePacket copy = pool.take();
        copy.copyFrom(packet);
        deliver(atNs, packet);
        deliver(atNs + trouble.copyDelayNs(copy), copy);
      }
      case LOST -> pool.giveBack(packet);
    }
    return way.freeAtNs();
  }

  private void deliver(long atNs, WirePacket packet) {
    world.schedule(atNs, drivers.get(packet.to()), HcaDriver.PACKET, packet.slot());
  }

  /** A run is on its way in one piece. */
  void noteRun(long nowNs, OutgoingMessage run) {
    world
        .trace()
        .event(nowNs, source, TraceKind.RUN_SENT, run.payloadBytes(), run.firstSequenceNumber());
  }

  /** Shows a packet that is handed over as a part of a whole run. */
  void show(long nowNs, String portName, WirePacket packet) {
    tap.onPacket(nowNs, portName, packet);
  }

  /** Something that is under way, in words, or null. */
  @Nullable String whatIsBusy() {
    return pool.lentCount() == 0 ? null : pool.lentCount() + " packets are on their way";
  }
}
