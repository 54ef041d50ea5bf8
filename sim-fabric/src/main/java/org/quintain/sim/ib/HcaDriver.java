// SPDX-License-Identifier: Apache-2.0
package org.quintain.sim.ib;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;
import org.quintain.ib.wire.InvariantCrc;
import org.quintain.sam.Check;
import org.quintain.sim.ib.link.Way;
import org.quintain.sim.ib.link.WirePacket;
import org.quintain.sim.reactor.ReactorEvents;
import org.quintain.sim.reactor.SimReactor;
import org.quintain.sim.reactor.SimWorld;
import org.quintain.wire.Gid;
import org.quintain.wire.OutgoingMessage;
import org.quintain.wire.RdmaEndpoint;
import org.quintain.wire.RdmaPath;
import org.quintain.wire.RdmaWire;

/**
 * The adapter of a node: the loop that {@link RdmaEndpoint} asks for, on the port's own reactor.
 * Sends packets as fast as its cable takes them and checks the CRC of those that come, or hands
 * over whole runs of packets where the plan says so.
 *
 * <pre>
 * DOWN ⇄ UP       an endpoint that is taken out, or loses its power, is not heard of again
 * </pre>
 */
final class HcaDriver implements RdmaWire, ReactorEvents {
  /** A packet is in; the argument is its slot. */
  static final int PACKET = 0;

  /** Runs are in; the argument says whose. */
  static final int RUNS = 1;

  private static final int HANDLED = 2;
  private static final int DELIVERED = 3;
  private static final int PUMP = 4;
  private static final int UP = 5;
  private static final int OUT = 6;

  private static final int FULL_MEMBER_OF_ALL = 0x7FFF;

  /** How much the cable may have before it, so that what is urgent need not wait for long. */
  private static final long AHEAD_NS = 20_000;

  private final SimSubnet subnet;
  private final SimWorld world;
  private final String name;
  private final int number;
  private final Gid gid;
  private final SimReactor reactor;
  private final HostCosts costs;
  private final boolean isWhole;
  private final RunLauncher launcher;
  private final RunPackets packets;
  private final InvariantCrc crc = new InvariantCrc();
  private final Alarm alarm;
  private final PathTable paths;
  private final AdapterTrouble trouble;
  private @Nullable RdmaEndpoint endpoint;
  private @Nullable HcaHost host;
  private @Nullable OutgoingMessage cut;
  private boolean isUp;
  private boolean isOut;
  private boolean pumpScheduled;
  private boolean pumping;
  private long freeAtNs;
  private long badPackets;

  /**
   * A driver without an endpoint.
   *
   * @param name the port's path, such as "target/0"
   */
  HcaDriver(SimSubnet subnet, String name, SimReactor reactor, HostCosts costs) {
    this.subnet = subnet;
    this.world = subnet.world();
    this.name = name;
    this.number = subnet.drivers().size();
    this.gid = SimSubnet.gid(number);
    this.reactor = reactor;
    this.costs = costs;
    this.isWhole = subnet.plan().isWhole();
    this.launcher = new RunLauncher(world, number);
    this.packets = new RunPackets(gid);
    this.alarm = new Alarm(world, reactor, this);
    this.paths = new PathTable(subnet, this);
    this.trouble = new AdapterTrouble(world, reactor, subnet.plan().weather(), name);
    subnet.add(this);
  }

  // The node.

  /** The node has an endpoint now, whose link comes up at once. */
  void appear(RdmaEndpoint fresh, HcaHost owner) {
    Check.that(endpoint == null, "a node appears after it was gone");
    endpoint = fresh;
    host = owner;
    world.schedule(world.nowNs(), this, UP, 0);
  }

  /** The node lost its power: nobody is told anything any more, packets are thrown away. */
  void vanish() {
    endpoint = null;
    host = null;
    cut = null;
    isUp = false;
    launcher.forgetAll();
  }

  /** Takes the adapter out, or its cable alone, from the next moment on. */
  void takeOut(boolean isCable) {
    isOut = true;
    world.schedule(world.nowNs(), this, OUT, isCable ? 1 : 0);
  }

  /** Puts it back. */
  void putBack() {
    isOut = false;
    world.schedule(world.nowNs(), this, UP, 0);
  }

  int number() {
    return number;
  }

  /** What goes wrong with its work requests. */
  AdapterTrouble trouble() {
    return trouble;
  }

  /** How many packets it threw away because their CRC was wrong. */
  long badPackets() {
    return badPackets;
  }

  @Override
  public SimReactor reactor() {
    return reactor;
  }

  // What happens.

  @Override
  public void onEvent(long nowNs, int kind, long argument) {
    switch (kind) {
      case PACKET -> onPacket(nowNs, subnet.pool().get((int) argument));
      case RUNS -> onRuns(nowNs, argument);
      case HANDLED -> takeRuns(nowNs, argument);
      case DELIVERED -> launcher.giveBack(nowNs, argument, endpoint);
      case UP -> onUp(nowNs);
      case OUT -> onOut(nowNs, argument == 1);
      default -> pumpScheduled = false;
    }
    pump(nowNs);
  }

  private void onUp(long nowNs) {
    RdmaEndpoint present = endpoint;
    if (present != null && !isUp && !isOut) {
      isUp = true;
      present.onPortUp(nowNs, this);
    }
  }

  private void onOut(long nowNs, boolean isCable) {
    RdmaEndpoint present = endpoint;
    if (present == null) {
      return;
    }
    boolean wasUp = isUp;
    isUp = false;
    giveBackAll(nowNs, present);
    HcaHost owner = host;
    if (!isCable && owner != null) {
      present.onRemoved(nowNs, "the adapter was taken out");
      endpoint = owner.onTakenOut(nowNs);
    } else if (wasUp) {
      present.onPortDown(nowNs, "the cable was taken out");
    }
  }

  private void giveBackAll(long nowNs, RdmaEndpoint present) {
    OutgoingMessage held = cut;
    cut = null;
    if (held != null) {
      present.onSent(nowNs, held);
    }
    launcher.giveBackAll(nowNs, present);
  }

  /** The alarm rings. */
  void onAlarm(long nowNs) {
    RdmaEndpoint present = endpoint;
    if (present != null) {
      if (present.nextDeadlineNs() <= nowNs) {
        present.onDeadline(nowNs);
      }
      pump(nowNs);
    }
  }

  // What arrives.

  private void onPacket(long nowNs, WirePacket packet) {
    RdmaEndpoint present = endpoint;
    if (present != null && isUp) {
      ByteBuffer bytes = packet.bytes();
      int lengthBytes = packet.transportBytes() - InvariantCrc.LENGTH_BYTES;
      if (crc.isRight(bytes, 0, bytes, WirePacket.TRANSPORT_AT, lengthBytes)) {
        Gid from = SimSubnet.gid(packet.from());
        present.onPacket(nowNs, from, bytes, WirePacket.TRANSPORT_AT, lengthBytes);
      } else {
        badPackets++;
      }
    }
    subnet.pool().giveBack(packet);
  }

  private HcaDriver sender(long argument) {
    return subnet.drivers().get(RunLauncher.portOf(argument));
  }

  private void onRuns(long nowNs, long argument) {
    OutgoingMessage chain = sender(argument).launcher.chain(argument);
    if (chain != null && costs.handlingNs() > 0 && RunPackets.isAnyTold(chain)) {
      reactor.holdUntil(nowNs + costs.handlingNs());
      world.schedule(nowNs + costs.handlingNs(), this, HANDLED, argument);
    } else {
      takeRuns(nowNs, argument);
    }
  }

  private void takeRuns(long nowNs, long argument) {
    HcaDriver sender = sender(argument);
    OutgoingMessage run = sender.launcher.chain(argument);
    while (run != null) {
      RdmaEndpoint present = endpoint;
      if (present != null && isUp) {
        present.onMessage(nowNs, sender.gid, run);
      }
      run = run.next();
    }
    if (sender.reactor == reactor) {
      sender.launcher.giveBack(nowNs, argument, sender.endpoint);
      sender.pump(nowNs);
    } else {
      world.schedule(nowNs, sender, DELIVERED, argument);
    }
  }

  // What is sent.

  private void pump(long nowNs) {
    RdmaEndpoint present = endpoint;
    if (present == null || pumping) {
      return;
    }
    pumping = true;
    while (isUp && (cut != null || present.hasOutput())) {
      if (freeAtNs > nowNs + AHEAD_NS) {
        pumpAt(freeAtNs - AHEAD_NS);
        break;
      }
      OutgoingMessage run = cut == null ? present.poll(nowNs) : cut;
      if (run == null) {
        break;
      }
      if (isWhole) {
        sendWhole(nowNs, present, run);
      } else {
        sendNext(nowNs, present, run);
      }
    }
    launcher.launch();
    pumping = false;
    alarm.arm(present.nextDeadlineNs());
  }

  private void sendWhole(long nowNs, RdmaEndpoint present, OutgoingMessage run) {
    HcaDriver to = PathTable.destination(run.path());
    Way way = subnet.ways().way(number, to.number);
    if (subnet.isTapped()) {
      show(nowNs, run, to);
    }
    if (way == null) {
      present.onSent(nowNs, run);
      return;
    }
    long onCable = costs.onCable(run.kind(), RunPackets.transportBytes(run), subnet.plan().speed());
    long atNs = way.send(nowNs, onCable, run.packetCount());
    freeAtNs = way.freeAtNs();
    subnet.noteRun(nowNs, run);
    launcher.add(run, to, atNs);
  }

  /** An observer sees the packets of a run that travels in one piece. */
  private void show(long nowNs, OutgoingMessage run, HcaDriver to) {
    packets.begin(run);
    while (packets.hasNext()) {
      WirePacket packet = subnet.pool().take();
      packets.next(packet, number, to.number, to.gid);
      subnet.show(nowNs, name, packet);
      subnet.pool().giveBack(packet);
    }
  }

  private void sendNext(long nowNs, RdmaEndpoint present, OutgoingMessage run) {
    if (cut == null) {
      packets.begin(run);
      cut = run;
    }
    HcaDriver to = PathTable.destination(run.path());
    WirePacket packet = subnet.pool().take();
    packets.next(packet, number, to.number, to.gid);
    freeAtNs = subnet.send(nowNs, packet);
    if (!packets.hasNext()) {
      cut = null;
      present.onSent(nowNs, run);
    }
  }

  @Override
  public void markReady() {
    pumpAt(world.nowNs());
  }

  private void pumpAt(long timeNs) {
    if (!pumpScheduled) {
      pumpScheduled = true;
      world.schedule(timeNs, this, PUMP, 0);
    }
  }

  // What the endpoint asks for.

  @Override
  public Gid gid() {
    return gid;
  }

  @Override
  public @Nullable RdmaPath pathTo(Gid destination) {
    return paths.to(destination);
  }

  @Override
  public int mtuBytes() {
    return subnet.plan().pathMtuBytes();
  }

  @Override
  public boolean isInPartition(int partitionKey) {
    return (partitionKey & FULL_MEMBER_OF_ALL) == FULL_MEMBER_OF_ALL;
  }

  @Override
  public String name() {
    return name;
  }
}
