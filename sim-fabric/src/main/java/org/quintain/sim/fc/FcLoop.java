// SPDX-License-Identifier: Apache-2.0
package org.quintain.sim.fc;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;
import org.quintain.sim.fc.link.LinkClient;
import org.quintain.sim.fc.link.LinkEnd;
import org.quintain.sim.fc.link.LinkFrame;
import org.quintain.sim.fc.service.LoopInitialisation;
import org.quintain.sim.reactor.SimReactor;
import org.quintain.sim.reactor.SimWorld;
import org.quintain.sim.time.EventHandler;

/**
 * An arbitrated loop without a fabric (FC-AL-2), wired as a star: a hub passes on from port to
 * port. One pair of ports has the loop at a time; who wants it next waits, with its frames in the
 * hub's buffers. A port that comes or goes sets off an initialisation, which gives each its AL_PA.
 *
 * <pre>
 * DOWN → INITIALISING → MONITORING ⇄ ARBITRATING → OPEN → MONITORING …
 *             ↑______________|______________|_________|
 * </pre>
 */
final class FcLoop implements EventHandler {
  /** AL_TIME (FC-AL-2 11.3): how long LIP and what follows it take at most. */
  private static final long INITIALISATION_NS = 15_000_000;

  /** What a loop port adds to what it passes on: six words at 4GFC. */
  private static final long PORT_DELAY_PS = 70_000;

  /** How many frames a circuit carries while others wait. */
  private static final int FRAMES_MAX = 32;

  /** A circuit is closed when no further frame began within this: fill words, SOF and header. */
  private static final int GAP_BYTES = 64;

  private static final int INITIALISED = 0;
  private static final int OPENED = 1;
  private static final int IDLE = 2;

  private final SimWorld world;
  private final List<Port> ports = new ArrayList<>();
  private boolean isInitialising;
  private long initialisations;

  // The circuit, if there is one, between two ports.
  private @Nullable Port from;
  private @Nullable Port to;
  private boolean isOpen;
  private int carried;
  private long lastTailPs;
  private long circuits;

  FcLoop(SimWorld world) {
    this.world = world;
  }

  /** A port of the hub with the node behind it. */
  final class Port implements LinkClient {
    private final PortDriver driver;
    private final long portName;
    private final ArrayDeque<LinkFrame> waiting = new ArrayDeque<>();
    private @Nullable LinkEnd end;
    private int address = LoopInitialisation.NONE;
    private int previous = LoopInitialisation.NONE;
    private boolean hadItsTurn;

    Port(PortDriver driver, long portName) {
      this.driver = driver;
      this.portName = portName;
    }

    void attach(LinkEnd at) {
      end = at;
    }

    boolean isUp() {
      LinkEnd present = end;
      return present != null && present.isUp();
    }

    @Override
    public @Nullable SimReactor reactor() {
      return null;
    }

    @Override
    public boolean cutsThrough() {
      return true;
    }

    @Override
    public void onFrame(long nowNs, LinkEnd at, LinkFrame frame) {
      if (address == LoopInitialisation.NONE) {
        at.finish(nowNs, frame);
        return;
      }
      waiting.add(frame);
      goOn(nowNs);
    }

    @Override
    public void onRoom(long nowNs, LinkEnd at) {
      // Frames come when they come.
    }

    @Override
    public void onLinkUp(long nowNs, LinkEnd at) {
      initialise(nowNs, this);
    }

    @Override
    public void onLinkDown(long nowNs, LinkEnd at) {
      initialise(nowNs, this);
    }
  }

  /** Adds a place on the loop; the lowest name becomes loop master. */
  Port addPort(PortDriver driver, long portName) {
    Port port = new Port(driver, portName);
    ports.add(port);
    return port;
  }

  /** How often the loop was initialised. */
  long initialisations() {
    return initialisations;
  }

  /** How often two ports had the loop. */
  long circuits() {
    return circuits;
  }

  /** LIP: all that is under way is lost, and every port has to take part anew. */
  private void initialise(long nowNs, Port because) {
    if (isInitialising) {
      return; // Who is there at the end of it takes part.
    }
    isInitialising = true;
    endCircuit();
    for (Port port : ports) {
      port.address = LoopInitialisation.NONE;
      LinkEnd end = port.end;
      while (end != null && !port.waiting.isEmpty()) {
        end.finish(nowNs, port.waiting.remove());
      }
      if (end != null && port != because && end.isUp()) {
        end.link().flap(nowNs, 0);
      }
    }
    world.schedule(nowNs + INITIALISATION_NS, this, INITIALISED, 0);
  }

  /** LIFA, LIPA, LIHA, LISA, LIRP and LILP have been around: all know their address and all. */
  private void onInitialised(long nowNs) {
    isInitialising = false;
    initialisations++;
    List<Port> present = new ArrayList<>();
    List<LoopInitialisation.Member> members = new ArrayList<>();
    for (Port port : ports) {
      if (port.isUp()) {
        present.add(port);
        members.add(
            new LoopInitialisation.Member(
                port.portName,
                false,
                LoopInitialisation.NONE,
                port.previous,
                LoopInitialisation.NONE));
      }
    }
    if (present.isEmpty()) {
      return;
    }
    SortedMap<Integer, Integer> assigned = LoopInitialisation.assign(members);
    assigned.forEach(
        (place, address) -> {
          present.get(place).address = address;
          present.get(place).previous = address;
        });
    for (Port port : present) {
      if (port.address != LoopInitialisation.NONE) {
        List<Integer> others = new ArrayList<>(assigned.values());
        others.remove((Integer) port.address);
        port.driver.onLoopInitialised(nowNs, port.address, others);
      }
    }
  }

  private void endCircuit() {
    from = null;
    to = null;
    isOpen = false;
    carried = 0;
    circuits++;
  }

  private @Nullable Port portAt(int address) {
    for (Port port : ports) {
      if (port.address == address) {
        return port;
      }
    }
    return null;
  }

  private void goOn(long nowNs) {
    if (isInitialising) {
      return;
    }
    if (from == null) {
      arbitrate(nowNs);
    } else if (isOpen) {
      carry(nowNs);
    }
  }

  /** The lowest AL_PA of those that want the loop and had no turn yet wins (FC-AL-2 8.4). */
  private void arbitrate(long nowNs) {
    Port winner = next(nowNs);
    if (winner == null) {
      ports.forEach(port -> port.hadItsTurn = false);
      winner = next(nowNs);
    }
    if (winner != null) {
      from = winner;
      to = portAt(winner.waiting.element().destinationId());
      winner.hadItsTurn = true;
      world.schedule(nowNs + (tripPs() * 3 / 2 + 999) / 1_000, this, OPENED, circuits);
    }
  }

  private @Nullable Port next(long nowNs) {
    Port found = null;
    for (Port port : ports) {
      LinkEnd end = port.end;
      while (end != null
          && !port.waiting.isEmpty()
          && portAt(port.waiting.element().destinationId()) == null) {
        end.finish(nowNs, port.waiting.remove()); // OPN came back: nobody stands there.
      }
      if (!port.waiting.isEmpty()
          && !port.hadItsTurn
          && (found == null || port.address < found.address)) {
        found = port;
      }
    }
    return found;
  }

  /** Once around the loop. */
  private long tripPs() {
    long tripPs = 0;
    for (Port port : ports) {
      LinkEnd end = port.end;
      if (end != null && port.isUp()) {
        tripPs += PORT_DELAY_PS + 2 * end.link().profile().propagationPs();
      }
    }
    return tripPs;
  }

  /** Both ports of the circuit send to each other what they have for each other. */
  private void carry(long nowNs) {
    Port one = from;
    Port other = to;
    if (one != null && other != null) {
      carry(nowNs, one, other);
      carry(nowNs, other, one);
      LinkEnd end = one.end;
      if (end != null) {
        long gapPs = end.link().profile().rate().durationPs(GAP_BYTES);
        long idleNs = (Math.max(lastTailPs, nowNs * 1_000) + gapPs + 999) / 1_000;
        world.schedule(idleNs, this, IDLE, circuits);
      }
    }
  }

  private void carry(long nowNs, Port source, Port destination) {
    LinkEnd out = destination.end;
    while (out != null
        && !source.waiting.isEmpty()
        && source.waiting.element().destinationId() == destination.address
        && (carried < FRAMES_MAX || !doOthersWait())) {
      LinkFrame frame = source.waiting.remove();
      frame.delayBy(nowNs, PORT_DELAY_PS, out);
      long slotPs = out.link().profile().slotPs(frame.lengthBytes());
      lastTailPs = Math.max(lastTailPs, nowNs * 1_000 + slotPs);
      carried++;
      out.send(nowNs, frame);
    }
  }

  private boolean doOthersWait() {
    for (Port port : ports) {
      if (port != from && port != to && !port.waiting.isEmpty()) {
        return true;
      }
    }
    return false;
  }

  @Override
  public void onEvent(long nowNs, int kind, long argument) {
    if (kind == INITIALISED) {
      onInitialised(nowNs);
    } else if (argument == circuits && kind == OPENED) {
      isOpen = true;
      lastTailPs = 0;
      carry(nowNs);
    } else if (argument == circuits && lastTailPs < nowNs * 1_000) {
      endCircuit();
      goOn(nowNs);
    }
  }
}
