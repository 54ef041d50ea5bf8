// SPDX-License-Identifier: Apache-2.0
package org.quintain.hardware.fcoe;

import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.IntPredicate;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;
import org.quintain.time.DeadlineTable;

/**
 * VN2VN (FC-BB-6 7.9.8): how a port without a fabric takes an address of its own and learns who
 * else is on the link. A sans-IO state machine.
 *
 * <pre>
 * state    when entered                         next
 * WAIT     a random moment, up to 100 ms        sends Probe Request, to PROBE1
 * PROBE1   100 ms                               sends Probe Request, to PROBE2
 * PROBE2   400 ms                               sends Claim Notification, to CLAIM
 * CLAIM    400 ms                               sends Beacon, the port is up: UP
 * UP       8 s and up to 100 ms more            sends Beacon; forgets who was silent for 20 s
 * </pre>
 *
 * <p>Whoever answered our claim was claiming then at the earliest, and is up 400 ms later; so its
 * beacon, for which it may take 8 s, is not waited for any longer than that.
 *
 * <p>Whoever finds that another has its address goes back to WAIT with another one, if the other
 * claimed it before or has the lower name (FC-BB-6 table 49).
 */
final class NeighbourFinder {
  enum State {
    DOWN,
    WAIT,
    PROBE1,
    PROBE2,
    CLAIM,
    UP
  }

  /** What it asks of the port that it finds for. */
  interface Outlet {
    /** Sends a message of {@code operation} with our own descriptors to {@code destination}. */
    void send(FipMessage.Operation operation, long destination);

    /** Our address is ours. */
    void onUp(long nowNs, int portId);

    /** Our address is not ours any more. */
    void onAddressLost(long nowNs, String reason);

    /** {@code neighbour} is there and takes logins. */
    void onNeighbour(long nowNs, Neighbour neighbour);

    /** It is not there any more. */
    void onNeighbourLost(long nowNs, Neighbour neighbour);
  }

  private static final long MS = 1_000_000L;
  static final long PROBE_WAIT_NS = 100 * MS;
  static final long ANNOUNCE_WAIT_NS = 400 * MS;
  static final long BEACON_NS = 8_000 * MS;
  static final long SILENCE_NS = BEACON_NS * 5 / 2;
  private static final int JITTER_MS = 100;
  private static final int NEIGHBOURS_MAX = 256;
  private static final int ID_MASK = 0xFFFF;

  private final Outlet outlet;
  private final long portName;
  private final IntSupplier random;
  private final IntPredicate isTaken;
  private final Map<Integer, Neighbour> neighbours = new TreeMap<>();
  private State state = State.DOWN;
  private int portId;
  private long deadlineNs = DeadlineTable.NONE;

  /** When those who answered our claim take logins at the latest. */
  private long greetingNs = DeadlineTable.NONE;

  /**
   * A finder that is down.
   *
   * @param random gives any int; only how ports on one link differ matters
   * @param isTaken whether a port beside this one, which does not hear it, has an address
   */
  NeighbourFinder(Outlet outlet, long portName, IntSupplier random, IntPredicate isTaken) {
    this.outlet = outlet;
    this.portName = portName;
    this.random = random;
    this.isTaken = isTaken;
  }

  private void chooseId(int bits) {
    portId = idFrom(bits);
    while (isTaken.test(portId)) {
      portId = idFrom(random.getAsInt());
    }
  }

  private static int idFrom(int bits) {
    int id = bits & ID_MASK;
    return id == 0 || id == ID_MASK ? 1 : id;
  }

  State state() {
    return state;
  }

  /** The address that it has, or tries to get. */
  int portId() {
    return portId;
  }

  long nextDeadlineNs() {
    return Math.min(deadlineNs, greetingNs);
  }

  /** The neighbour with {@code id}, or null. */
  @Nullable Neighbour find(int id) {
    return neighbours.get(id);
  }

  int neighbourCount() {
    return neighbours.size();
  }

  /** The link carries frames. */
  void start(long nowNs) {
    chooseId((int) portName);
    enter(State.WAIT, nowNs + jitterNs());
  }

  /** The link is gone. */
  void stop(long nowNs) {
    forgetAll(nowNs);
    enter(State.DOWN, DeadlineTable.NONE);
  }

  private long jitterNs() {
    return Math.floorMod(random.getAsInt(), JITTER_MS) * MS;
  }

  private void enter(State next, long nextDeadlineNs) {
    state = next;
    deadlineNs = nextDeadlineNs;
    greetingNs = DeadlineTable.NONE;
  }

  void onDeadline(long nowNs) {
    if (greetingNs <= nowNs) {
      greet(nowNs);
    }
    if (nowNs < deadlineNs) {
      return;
    }
    switch (state) {
      case DOWN -> deadlineNs = DeadlineTable.NONE;
      case WAIT -> {
        sendToAll(FipMessage.Operation.PROBE_REQUEST);
        enter(State.PROBE1, nowNs + PROBE_WAIT_NS);
      }
      case PROBE1 -> {
        sendToAll(FipMessage.Operation.PROBE_REQUEST);
        enter(State.PROBE2, nowNs + ANNOUNCE_WAIT_NS);
      }
      case PROBE2 -> {
        enter(State.CLAIM, nowNs + ANNOUNCE_WAIT_NS);
        sendToAll(FipMessage.Operation.CLAIM_NOTIFICATION);
      }
      case CLAIM -> {
        enter(State.UP, nowNs + BEACON_NS + jitterNs());
        sendToAll(FipMessage.Operation.BEACON);
        outlet.onUp(nowNs, portId);
        for (Neighbour neighbour : List.copyOf(neighbours.values())) {
          if (neighbour.takesLogins) {
            outlet.onNeighbour(nowNs, neighbour);
          } else if (neighbour.hasAnswered) {
            greetingNs = nowNs + ANNOUNCE_WAIT_NS;
          }
        }
      }
      case UP -> {
        deadlineNs = nowNs + BEACON_NS + jitterNs();
        sendToAll(FipMessage.Operation.BEACON);
        forgetSilent(nowNs);
      }
    }
  }

  private void greet(long nowNs) {
    greetingNs = DeadlineTable.NONE;
    for (Neighbour neighbour : List.copyOf(neighbours.values())) {
      if (neighbour.hasAnswered) {
        letLogIn(nowNs, neighbour);
      }
    }
  }

  private void letLogIn(long nowNs, Neighbour neighbour) {
    if (!neighbour.takesLogins) {
      neighbour.takesLogins = true;
      if (state == State.UP) {
        outlet.onNeighbour(nowNs, neighbour);
      }
    }
  }

  private void sendToAll(FipMessage.Operation operation) {
    outlet.send(operation, FcoeAddress.ALL_NEIGHBOURS);
  }

  /** A message of VN2VN came that {@linkplain FipMessage#hasPort names a port}. */
  void onMessage(long nowNs, FipMessage message) {
    if (state == State.DOWN || message.portName == portName) {
      return;
    }
    boolean isOurs = message.portId == portId;
    switch (message.operation) {
      case PROBE_REQUEST -> onProbe(nowNs, message, isOurs);
      case PROBE_REPLY -> {
        if (isOurs && state != State.UP) {
          restart(nowNs, "another port has it");
        } else if (isOurs) {
          sendToAll(FipMessage.Operation.CLAIM_NOTIFICATION);
        }
      }
      case CLAIM_NOTIFICATION -> onClaim(nowNs, message, isOurs);
      case CLAIM_RESPONSE -> {
        if (!isOurs && isClaimed()) {
          onClaimAnswered(nowNs, message);
        }
      }
      case BEACON -> onBeacon(nowNs, message, isOurs);
      case DISCOVERY_SOLICITATION,
          DISCOVERY_ADVERTISEMENT,
          VIRTUAL_LINK_REQUEST,
          VIRTUAL_LINK_REPLY,
          KEEP_ALIVE,
          CLEAR_VIRTUAL_LINKS,
          VLAN_REQUEST,
          VLAN_NOTIFICATION -> {}
    }
  }

  private boolean isClaimed() {
    return state == State.CLAIM || state == State.UP;
  }

  private void onProbe(long nowNs, FipMessage message, boolean isOurs) {
    if (!isOurs) {
      return;
    }
    boolean isBefore = isClaimed() || Long.compareUnsigned(portName, message.portName) > 0;
    if (isBefore && state != State.WAIT) {
      outlet.send(FipMessage.Operation.PROBE_REPLY, message.address);
    } else {
      restart(nowNs, "another port probes for it");
    }
  }

  private void onClaim(long nowNs, FipMessage message, boolean isOurs) {
    if (!isOurs) {
      if (isClaimed()) {
        note(nowNs, message);
        outlet.send(FipMessage.Operation.CLAIM_RESPONSE, message.address);
      }
    } else if (isClaimed() && Long.compareUnsigned(portName, message.portName) > 0) {
      sendToAll(FipMessage.Operation.CLAIM_NOTIFICATION);
    } else {
      restart(nowNs, "another port claims it");
    }
  }

  private void onClaimAnswered(long nowNs, FipMessage message) {
    note(nowNs, message);
    Neighbour known = neighbours.get(message.portId);
    if (known != null && !known.takesLogins) {
      known.hasAnswered = true;
      if (state == State.UP) {
        greetingNs = Math.min(greetingNs, nowNs + ANNOUNCE_WAIT_NS);
      }
    }
  }

  private void onBeacon(long nowNs, FipMessage message, boolean isOurs) {
    if (isOurs) {
      onClaim(nowNs, message, true);
      return;
    }
    if (!isClaimed()) {
      return;
    }
    Neighbour known = neighbours.get(message.portId);
    if (known == null || !known.isSame(message)) {
      // FC-BB-6 7.9.8.5: who has not heard its claim asks for one by claiming.
      note(nowNs, message);
      sendToAll(FipMessage.Operation.CLAIM_NOTIFICATION);
      known = neighbours.get(message.portId);
    }
    if (known != null) {
      known.heardNs = nowNs;
      letLogIn(nowNs, known);
    }
  }

  private void note(long nowNs, FipMessage message) {
    Neighbour known = neighbours.get(message.portId);
    if (known != null && !known.isSame(message)) {
      neighbours.remove(message.portId);
      tellLost(nowNs, known);
      known = null;
    }
    if (known == null) {
      if (neighbours.size() >= NEIGHBOURS_MAX) {
        return;
      }
      known = new Neighbour(message);
      neighbours.put(message.portId, known);
    }
    known.nodeAddress = message.address;
    known.heardNs = nowNs;
  }

  private void tellLost(long nowNs, Neighbour neighbour) {
    if (neighbour.takesLogins && state == State.UP) {
      outlet.onNeighbourLost(nowNs, neighbour);
    }
  }

  private void forgetSilent(long nowNs) {
    for (Iterator<Neighbour> each = neighbours.values().iterator(); each.hasNext(); ) {
      Neighbour neighbour = each.next();
      if (nowNs - neighbour.heardNs > SILENCE_NS) {
        each.remove();
        tellLost(nowNs, neighbour);
      }
    }
  }

  private void forgetAll(long nowNs) {
    for (Neighbour neighbour : neighbours.values()) {
      tellLost(nowNs, neighbour);
    }
    neighbours.clear();
  }

  private void restart(long nowNs, String reason) {
    boolean wasUp = state == State.UP;
    forgetAll(nowNs);
    chooseId(random.getAsInt());
    enter(State.WAIT, nowNs + jitterNs());
    if (wasUp) {
      outlet.onAddressLost(nowNs, reason);
    }
  }
}
