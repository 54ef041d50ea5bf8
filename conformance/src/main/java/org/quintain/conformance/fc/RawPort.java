// SPDX-License-Identifier: Apache-2.0
package org.quintain.conformance.fc;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.quintain.conformance.bench.CaseEnd;
import org.quintain.conformance.bench.TestBench;
import org.quintain.initiator.FabricException;
import org.quintain.initiator.FramePort;

/**
 * A bare port of the suite's: puts sequences together out of the frames that come, and answers what
 * peers ask of an N_Port so that nobody waits for it. Closed with the case.
 */
public final class RawPort {
  /**
   * The fabric's login server, controller and name server (FC-FS-5 table of well-known addresses).
   */
  public static final int LOGIN_SERVER = 0xFF_FFFE;

  public static final int FABRIC_CONTROLLER = 0xFF_FFFD;
  public static final int NAME_SERVER = 0xFF_FFFC;

  private static final int UNITS_KEPT_MAX = 4096;
  private static final byte UNABLE = 0x09;

  private final TestBench bench;
  private final FramePort port;
  private final Map<Long, List<RawFrame>> begun = new LinkedHashMap<>();
  private final List<Runnable> farewells = new ArrayList<>();
  private final ArrayDeque<RawUnit> units = new ArrayDeque<>();
  private final SortedSet<Integer> portIds = new TreeSet<>();
  private int portId;
  private int nextExchange = 0x0100;

  private RawPort(TestBench bench, FramePort port) {
    this.bench = bench;
    this.port = port;
    this.portId = port.assignedPortId();
  }

  /** A port on a link that is up; the case is skipped where the fabric carries no frames. */
  public static RawPort open(TestBench bench) {
    try {
      FramePort port = bench.fabric().openFramePort();
      if (port == null) {
        throw CaseEnd.skip("The fabric has no port for bare frames.");
      }
      RawPort made = new RawPort(bench, port);
      bench.atEnd(made::leave);
      return made;
    } catch (FabricException e) {
      throw CaseEnd.unknown("There is no port for bare frames: " + e.getMessage());
    }
  }

  /** Takes the port off its link without a word. */
  public void close() {
    farewells.clear();
    port.close();
  }

  /** Has {@code farewell} said when the case has ended, if the port is still there. */
  void beforeLeaving(Runnable farewell) {
    farewells.add(farewell);
  }

  private void leave() {
    List.copyOf(farewells).forEach(Runnable::run);
    close();
  }

  TestBench bench() {
    return bench;
  }

  /** Its name. */
  public long portName() {
    return port.portName();
  }

  /** Its node's name. */
  public long nodeName() {
    return port.nodeName();
  }

  /** Whether a fabric gives addresses and knows names. */
  public boolean hasFabric() {
    return port.hasFabric();
  }

  /** Skips the case where there is no fabric. */
  public RawPort needFabric() {
    bench.require(port.hasFabric(), "There is no fabric between the ports.");
    return this;
  }

  /** Its address identifier, 0 as long as it has none. */
  public int portId() {
    return portId;
  }

  /** Lets it have another address from here on. */
  public void portId(int id) {
    portId = id;
    portIds.add(id);
  }

  /**
   * Whether {@code destination} is another address of this port's than {@code localId}, which may
   * have an exchange of the same OX_ID. Nobody else's address is: a case is to see what goes there.
   */
  boolean isForAnother(int destination, int localId) {
    return localId != 0 && destination != localId && portIds.contains(destination);
  }

  /** The longest frame payload that the link takes. */
  public int framePayloadMax() {
    return Math.min(2112, port.framePayloadMax()) & ~3;
  }

  /** An OX_ID not used before. */
  public int newExchangeId() {
    nextExchange = nextExchange == 0xFFFE ? 0x0100 : nextExchange + 1;
    return nextExchange;
  }

  /** Where the link itself found {@code name}, or 0. */
  int neighbour(long name) {
    return port.neighbourPortId(name);
  }

  /** Sends a frame. */
  public void send(RawFrame frame) {
    bench.journal().add(String.format("%06x → %s", portId, frame));
    port.send(frame.toFrame());
  }

  // What comes.

  /** The next sequence that {@code fits}, others are kept; null if none comes in time. */
  public @Nullable RawUnit poll(Predicate<RawUnit> fits, long timeoutNs) {
    long deadlineNs = bench.world().nowNs() + bench.boundedNs(timeoutNs);
    while (true) {
      for (RawUnit unit : units) {
        if (fits.test(unit)) {
          units.remove(unit);
          return unit;
        }
      }
      long leftNs = deadlineNs - bench.world().nowNs();
      FramePort.Frame frame = port.receive(Math.max(0, leftNs));
      if (frame == null) {
        return null;
      }
      take(RawFrame.received(frame));
    }
  }

  /** A sequence of {@code routing} that belongs to none of our exchanges, or null. */
  public @Nullable RawUnit pollRequest(int routing, long timeoutNs) {
    return poll(unit -> unit.routing() == routing && !isReply(unit.first()), timeoutNs);
  }

  static boolean isReply(RawFrame frame) {
    return frame.has(RawFrame.RESPONDER);
  }

  private void take(RawFrame frame) {
    bench.journal().add(String.format("%06x ← %s", portId, frame));
    List<RawFrame> frames = begun.computeIfAbsent(key(frame), key -> new ArrayList<>());
    if (frame.initiates()) {
      frames.clear();
    }
    frames.add(frame);
    if (!frame.has(RawFrame.END_SEQUENCE)) {
      return;
    }
    begun.remove(key(frame));
    RawUnit unit = RawUnit.of(frames);
    if (units.size() >= UNITS_KEPT_MAX) {
      units.removeFirst();
    }
    units.add(unit);
    answer(unit);
  }

  private static long key(RawFrame frame) {
    return (long) frame.source() << 24 << 16
        | (long) frame.originatorExchange() << 24
        | (frame.has(RawFrame.RESPONDER) ? 1 << 16 : 0)
        | (frame.destination() & 0xFF) << 8
        | frame.sequenceId();
  }

  /** A request of a peer's gets an answer, whatever it is; a case looks at it all the same. */
  private void answer(RawUnit unit) {
    RawFrame request = unit.first();
    if (isReply(request)) {
      return;
    }
    if (request.routing() == RawFrame.ELS_REQUEST && unit.length() > 0) {
      int control = RawFrame.RESPONDER | RawFrame.LAST_SEQUENCE | RawFrame.END_SEQUENCE;
      send(
          turned(request, RawFrame.ELS_REPLY, RawFrame.TYPE_ELS, control)
              .payload(reply(unit.u8(0))));
    } else if (request.routing() == RawFrame.ABTS) {
      byte[] accept = new byte[12];
      accept[4] = (byte) request.u8(16);
      accept[5] = (byte) request.u8(17);
      accept[6] = (byte) request.u8(18);
      accept[7] = (byte) request.u8(19);
      accept[10] = (byte) 0xFF;
      accept[11] = (byte) 0xFF;
      int control = RawFrame.RESPONDER | RawFrame.LAST_SEQUENCE | RawFrame.END_SEQUENCE;
      send(turned(request, RawFrame.BA_ACC, RawFrame.TYPE_BASIC, control).payload(accept));
    }
  }

  /** Who introduces himself, goes or tells of a change is heard; nobody may log in with us. */
  private byte[] reply(int command) {
    return switch (command) {
      case Els.LOGO, Els.RSCN -> Els.plain(Els.LS_ACC, 4);
      case Els.FLOGI -> Els.login(Els.LS_ACC, portName(), nodeName(), framePayloadMax());
      default -> {
        byte[] reject = Els.plain(Els.LS_RJT, 8);
        reject[5] = UNABLE;
        yield reject;
      }
    };
  }

  private RawFrame turned(RawFrame request, int routing, int type, int control) {
    return RawFrame.of(routing, type, control)
        .between(request.source(), request.destination())
        .exchange(request.originatorExchange(), 0x7000);
  }
}
