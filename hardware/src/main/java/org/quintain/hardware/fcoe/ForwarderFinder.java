// SPDX-License-Identifier: Apache-2.0
package org.quintain.hardware.fcoe;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.quintain.hardware.ethernet.VlanLink;
import org.quintain.time.DeadlineTable;

/**
 * How an end node finds a fabric (FC-BB-6 7.9.2, 7.9.3, 7.9.5): it solicits, chooses one of the
 * forwarders that answer, and looks whether that one stays. As long as it solicits without a VLAN
 * tag it asks beside that which VLANs there are fabrics in; once it is told, it solicits in the
 * first of them, then in the next where nobody answered there, and at last without a tag again. A
 * sans-IO state machine.
 *
 * <pre>
 * state     when entered                              next
 * DOWN      no link
 * SEEKING   solicits at once, then at longer and      an answer: CHOOSING
 *           longer intervals up to 8 s           four times nobody in a VLAN: SEEKING
 *                                                elsewhere
 * CHOOSING  200 ms for other answers                  the best priority: JOINED
 * JOINED    keeps alive every FKA_ADV_PERIOD          2.5 periods of silence, or all virtual
 *                                                     links cleared: SEEKING
 * </pre>
 */
final class ForwarderFinder {
  enum State {
    DOWN,
    SEEKING,
    CHOOSING,
    JOINED
  }

  /** What it asks of the port that it finds for. */
  interface Outlet {
    /** Asks all forwarders which VLANs there are fabrics in. */
    void requestVlans();

    /** Sends and takes frames in {@code vlan} from now on, 0 for none. */
    void useVlan(int vlan);

    /** Solicits advertisements of {@code destination}. */
    void solicit(long destination);

    /** {@code forwarder} is the way into the fabric. */
    void onForwarder(long nowNs, Forwarder forwarder);

    /** It is not any more. */
    void onForwarderLost(long nowNs, String reason);

    /** {@code forwarder} wants to hear that the node lives. */
    void keepAlive(Forwarder forwarder);
  }

  private static final long MS = 1_000_000L;
  static final long CHOICE_NS = 200 * MS;
  static final long SOLICITATION_NS = 500 * MS;
  private static final long SOLICITATION_NS_MAX = 8_000 * MS;
  private static final int SOLICITATIONS_IN_VLAN = 4;
  private static final int FORWARDERS_MAX = 64;

  private final Outlet outlet;
  private final Map<Long, Forwarder> forwarders = new LinkedHashMap<>();
  private final VlanChoice vlans = new VlanChoice();
  private State state = State.DOWN;
  private long deadlineNs = DeadlineTable.NONE;
  private long solicitationNs = SOLICITATION_NS;
  private int solicitations;
  private @Nullable Forwarder chosen;

  ForwarderFinder(Outlet outlet) {
    this.outlet = outlet;
  }

  State state() {
    return state;
  }

  /** The forwarder that was chosen, or null. */
  @Nullable Forwarder chosen() {
    return chosen;
  }

  long nextDeadlineNs() {
    return deadlineNs;
  }

  /** The link carries frames. */
  void start(long nowNs) {
    seek(nowNs);
  }

  /** The link is gone. */
  void stop() {
    state = State.DOWN;
    deadlineNs = DeadlineTable.NONE;
    chosen = null;
    forwarders.clear();
    vlans.forget();
    outlet.useVlan(VlanLink.UNTAGGED);
  }

  private void seek(long nowNs) {
    state = State.SEEKING;
    chosen = null;
    forwarders.clear();
    solicitationNs = SOLICITATION_NS;
    solicitations = 0;
    deadlineNs = nowNs;
  }

  void onDeadline(long nowNs) {
    if (nowNs < deadlineNs) {
      return;
    }
    switch (state) {
      case DOWN -> deadlineNs = DeadlineTable.NONE;
      case SEEKING -> solicit(nowNs);
      case CHOOSING -> choose(nowNs);
      case JOINED -> keepAlive(nowNs);
    }
  }

  private void solicit(long nowNs) {
    boolean isTagged = vlans.current() != VlanLink.UNTAGGED;
    if (isTagged && solicitations == SOLICITATIONS_IN_VLAN) {
      seekElsewhere(nowNs);
      return;
    }
    if (!isTagged) {
      outlet.requestVlans();
    }
    outlet.solicit(FcoeAddress.ALL_FORWARDERS);
    solicitations++;
    deadlineNs = nowNs + solicitationNs;
    solicitationNs = Math.min(2 * solicitationNs, SOLICITATION_NS_MAX);
  }

  private void seekElsewhere(long nowNs) {
    vlans.next();
    outlet.useVlan(vlans.current());
    seek(nowNs);
  }

  /** A forwarder says which VLANs there are fabrics in: what comes without a tag is none then. */
  void onVlans(long nowNs, FipMessage message) {
    boolean isSeeking = state == State.SEEKING || state == State.CHOOSING;
    if (!isSeeking || vlans.current() != VlanLink.UNTAGGED) {
      return;
    }
    vlans.forget();
    for (int index = 0; index < message.vlanCount; index++) {
      vlans.note(message.vlans[index]);
    }
    if (vlans.hasAny()) {
      seekElsewhere(nowNs);
    }
  }

  private void choose(long nowNs) {
    Forwarder best = null;
    for (Forwarder each : forwarders.values()) {
      boolean isFit = each.hasAnswered && each.isAvailable;
      if (isFit && (best == null || each.priority < best.priority)) {
        best = each;
      }
    }
    if (best == null) {
      seek(nowNs);
      return;
    }
    state = State.JOINED;
    chosen = best;
    deadlineNs = nowNs + best.periodNs;
    outlet.onForwarder(nowNs, best);
  }

  private void keepAlive(long nowNs) {
    Forwarder joined = chosen;
    if (joined == null) {
      return;
    }
    if (nowNs - joined.heardNs >= joined.silenceNs()) {
      lose(nowNs, "the forwarder is silent");
      return;
    }
    if (joined.expectsKeepAlive) {
      outlet.keepAlive(joined);
    }
    deadlineNs = Math.min(nowNs + joined.periodNs, joined.heardNs + joined.silenceNs());
  }

  /** The way that was chosen leads nowhere any more; another is looked for. */
  void lose(long nowNs, String reason) {
    if (state == State.JOINED) {
      seek(nowNs);
      outlet.onForwarderLost(nowNs, reason);
    }
  }

  /** An advertisement came. */
  void onAdvertisement(long nowNs, FipMessage message) {
    boolean isWhole =
        (message.flags & FipMessage.FORWARDER) != 0
            && (message.flags & FipMessage.FABRIC_PROVIDED) != 0
            && message.address > 0
            && message.nodeName != -1
            && message.priority >= 0
            && message.fcMap >= 0;
    if (state == State.DOWN || !isWhole) {
      return;
    }
    Forwarder known = forwarders.get(message.address);
    if (known != null && !known.isSame(message)) {
      forwarders.remove(message.address);
      if (known == chosen) {
        lose(nowNs, "the forwarder leads to another fabric now");
      }
      known = null;
    }
    if (known == null) {
      if (forwarders.size() >= FORWARDERS_MAX) {
        return;
      }
      known = new Forwarder(message);
      forwarders.put(known.address, known);
    }
    known.note(nowNs, message);
    if (!known.hasAnswered) {
      // FC-BB-6 7.9.3.2: whether long frames come through, only its answer shows.
      outlet.solicit(known.address);
    } else if (state == State.SEEKING && known.isAvailable) {
      state = State.CHOOSING;
      deadlineNs = nowNs + CHOICE_NS;
    }
  }
}
