// SPDX-License-Identifier: Apache-2.0
package org.quintain.sim.ib;

import org.quintain.ib.wire.BaseTransportHeader;
import org.quintain.sim.ib.link.IbFaultKind;
import org.quintain.sim.ib.link.IbFaults;
import org.quintain.sim.ib.link.IbWeather;
import org.quintain.sim.ib.link.WirePacket;
import org.quintain.sim.random.RandomStream;
import org.quintain.sim.reactor.SimWorld;
import org.quintain.sim.time.EventHandler;
import org.quintain.sim.trace.TraceKind;
import org.quintain.sim.trace.TraceSource;

/**
 * What goes wrong with packets, and with the subnet as a whole, each set off by one of the packets
 * and drawn from a stream of its own.
 */
final class SubnetTrouble implements EventHandler {
  private static final int TOGETHER_AGAIN = 0;
  private static final int PUT_BACK = 1;
  private static final int GENERAL_SERVICES = 1;
  private static final long LATE_COPY_MEAN_NS = 300_000_000L;
  private static final long LATE_COPY_MAX_NS = 2_000_000_000L;
  private static final long COPY_MEAN_NS = 10_000L;
  private static final long DELAY_MAX_NS = 1_000_000_000L;

  /** What becomes of a packet. */
  enum Fate {
    ARRIVES,
    LOST,
    TWICE
  }

  private final SimWorld world;
  private final SimSubnet subnet;
  private final IbWeather weather;
  private final TraceSource source;
  private final RandomStream packets;
  private final RandomStream migrations;
  private final RandomStream partitions;
  private final RandomStream removals;
  private final RandomStream starvation;
  private long starvedUntilNs;
  private int partitioned = -1;
  private int removed = -1;

  SubnetTrouble(SimWorld world, SimSubnet subnet, IbWeather weather) {
    this.world = world;
    this.subnet = subnet;
    this.weather = weather;
    this.source = world.trace().source("subnet/trouble");
    this.packets = world.random("subnet/packets");
    this.migrations = world.random("subnet/migration");
    this.partitions = world.random("subnet/partition");
    this.removals = world.random("subnet/removal");
    this.starvation = world.random("subnet/starvation");
  }

  private void note(long nowNs, IbFaultKind kind, long argument) {
    weather.onMet(kind);
    world.trace().event(nowNs, source, TraceKind.FAULT, kind.ordinal(), argument);
  }

  // One packet.

  private static boolean isManagement(WirePacket packet) {
    return BaseTransportHeader.destinationQueuePair(packet.bytes(), WirePacket.TRANSPORT_AT)
        == GENERAL_SERVICES;
  }

  /** Draws the fate of a packet that leaves; may change its bytes. */
  Fate of(long nowNs, WirePacket packet) {
    if (weather.isQuiet()) {
      return Fate.ARRIVES;
    }
    IbFaults faults = weather.faults();
    if (packets.chance(faults.loss())) {
      note(nowNs, IbFaultKind.PACKET_LOSS, packet.lengthBytes());
      packet.remark("injected: this packet is lost");
      return Fate.LOST;
    }
    boolean isManagement = isManagement(packet);
    if (isManagement && packets.chance(faults.managementLoss())) {
      note(nowNs, IbFaultKind.CM_LOSS, packet.lengthBytes());
      packet.remark("injected: this message of communication management is lost");
      return Fate.LOST;
    }
    if (isManagement && packets.chance(faults.race())) {
      note(nowNs, IbFaultKind.RECONNECTION_RACE, packet.lengthBytes());
      packet.remark("injected: this message of communication management comes again much later");
      return Fate.TWICE;
    }
    if (packets.chance(faults.corruption())) {
      corrupt(nowNs, packet);
    }
    if (packets.chance(faults.duplicate())) {
      note(nowNs, IbFaultKind.PACKET_DUPLICATE, packet.lengthBytes());
      packet.remark("injected: this packet comes twice");
      return Fate.TWICE;
    }
    return Fate.ARRIVES;
  }

  /** Turns over some of up to 32 neighbouring bits, one at least: a burst that a CRC-32 finds. */
  private void corrupt(long nowNs, WirePacket packet) {
    int room = packet.lengthBytes() - WirePacket.TRANSPORT_AT - 3;
    int at = WirePacket.TRANSPORT_AT + packets.below(room);
    int pattern = (int) packets.nextLong() | 1;
    packet.bytes().putInt(at, packet.bytes().getInt(at) ^ pattern);
    note(nowNs, IbFaultKind.PACKET_CORRUPTION, at);
    packet.remark("injected: bits turned over from byte " + at + " of the IP packet on");
  }

  /** How long a packet is held back. */
  long delayNs(long nowNs, WirePacket packet) {
    if (weather.isQuiet() || !packets.chance(weather.faults().delay())) {
      return 0;
    }
    long delayNs = Math.min(DELAY_MAX_NS, packets.exponentialNs(weather.faults().delayMeanNs()));
    note(nowNs, IbFaultKind.PACKET_DELAY, delayNs);
    return delayNs;
  }

  /** How long after a packet its copy comes. */
  long copyDelayNs(WirePacket copy) {
    boolean isLate = isManagement(copy) && weather.faults().race() > 0;
    return isLate
        ? Math.min(LATE_COPY_MAX_NS, packets.exponentialNs(LATE_COPY_MEAN_NS))
        : packets.exponentialNs(COPY_MEAN_NS);
  }

  // The subnet.

  /** A packet leaves; the subnet may change with it. */
  void onPacket(long nowNs, int from, int to) {
    if (weather.isQuiet()) {
      return;
    }
    IbFaults faults = weather.faults();
    if (migrations.chance(faults.pathMigration())) {
      note(nowNs, IbFaultKind.PATH_MIGRATION, to);
      subnet.ways().migrate(from, to);
    }
    if (partitions.chance(faults.partition()) && partitioned < 0) {
      partitioned = partitions.below(subnet.drivers().size());
      long durationNs = partitions.exponentialNs(faults.partitionMeanNs());
      note(nowNs, IbFaultKind.PARTITION, durationNs);
      subnet.ways().partition(partitioned, 1);
      world.schedule(nowNs + durationNs, this, TOGETHER_AGAIN, 0);
    }
    if (removals.chance(faults.removal()) && removed < 0) {
      removed = removals.below(subnet.drivers().size());
      long durationNs = removals.exponentialNs(faults.removedMeanNs());
      boolean isCable = removals.coin();
      note(nowNs, IbFaultKind.HCA_REMOVAL, durationNs);
      subnet.drivers().get(removed).takeOut(isCable);
      world.schedule(nowNs + durationNs, this, PUT_BACK, 0);
    }
    if (starvation.chance(faults.starvation()) && nowNs >= starvedUntilNs) {
      long durationNs = starvation.exponentialNs(faults.starvedMeanNs());
      note(nowNs, IbFaultKind.CREDIT_STARVATION, durationNs);
      starvedUntilNs = nowNs + durationNs;
    }
  }

  /** Whether targets are to give no credit just now. */
  boolean isStarving(long nowNs) {
    return nowNs < starvedUntilNs;
  }

  @Override
  public void onEvent(long nowNs, int kind, long argument) {
    if (kind == TOGETHER_AGAIN) {
      joinAgain();
    } else {
      putBack();
    }
  }

  private void joinAgain() {
    if (partitioned >= 0) {
      subnet.ways().partition(partitioned, 0);
      partitioned = -1;
    }
  }

  private void putBack() {
    if (removed >= 0) {
      subnet.drivers().get(removed).putBack();
      removed = -1;
    }
  }

  /** All that is still wrong is set right. */
  void heal() {
    joinAgain();
    putBack();
    starvedUntilNs = 0;
  }
}
