// SPDX-License-Identifier: Apache-2.0
package org.quintain.iscsi.target;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.quintain.fabric.ScsiTarget;
import org.quintain.iscsi.authentication.ChallengeSource;
import org.quintain.iscsi.authentication.TargetAuthentication;
import org.quintain.iscsi.negotiation.IscsiName;
import org.quintain.reactor.Reactor;
import org.quintain.sam.Check;

/**
 * An iSCSI network entity's target side: its targets, its sessions, its limits. Owned by one
 * reactor, on which all of its connections live; targets are added and removed there too.
 */
public final class IscsiTargetNode {
  private static final int TSIH_MAX = 0xFFFF;

  private final Reactor reactor;
  private final IscsiTargetSettings settings;
  private final MemoryShelf shelf;
  private final IscsiCounters counters = new IscsiCounters();
  private final TreeMap<String, IscsiTarget> targets = new TreeMap<>();
  private final TreeMap<Integer, IscsiTargetSession> sessions = new TreeMap<>();
  private TargetAuthentication discoveryAuthentication = TargetAuthentication.NONE;
  private ChallengeSource challenges = ChallengeSource.NONE;
  private final UnfinishedLogins logins;
  private Places places = new CountedPlaces();
  private int connections;
  private int lastTsih;
  private int firstTsih = 1;
  private int tsihStep = 1;

  /** A node without targets on {@code reactor}. */
  public IscsiTargetNode(Reactor reactor, IscsiTargetSettings settings) {
    this.reactor = reactor;
    this.settings = settings;
    this.logins = new UnfinishedLogins(settings, counters);
    this.shelf = new MemoryShelf(settings.directMemory());
  }

  /** The memory of its connections. */
  MemoryShelf shelf() {
    return shelf;
  }

  /**
   * It is the one of number {@code index} of {@code nodes} that serve the same targets: no two give
   * out the same TSIH. Before its first session.
   */
  public void shareTsihs(int index, int nodes) {
    firstTsih = index + 1;
    tsihStep = nodes;
    lastTsih = firstTsih - tsihStep;
  }

  /**
   * It counts what its targets' limits allow together with other nodes that serve the same targets.
   * Before its first session.
   */
  public void places(Places shared) {
    places = shared;
  }

  /** What of its targets is taken. */
  Places places() {
    return places;
  }

  /** The reactor that owns it. */
  public Reactor reactor() {
    return reactor;
  }

  /** Its limits and times. */
  public IscsiTargetSettings settings() {
    return settings;
  }

  /** What it counted. */
  public IscsiCounters counters() {
    return counters;
  }

  /** Who may ask which targets there are; that of the targets is their own. */
  public TargetAuthentication discoveryAuthentication() {
    return discoveryAuthentication;
  }

  /** Sets who may ask which targets there are; logins under way go on as they began. */
  public void discoveryAuthentication(TargetAuthentication users) {
    discoveryAuthentication = users;
  }

  /** Where CHAP challenges come from. */
  ChallengeSource challenges() {
    return challenges;
  }

  /** Sets where CHAP challenges come from, before the first user is configured. */
  public void challenges(ChallengeSource source) {
    challenges = source;
  }

  /** Adds {@code target}, or replaces the one of the same name, whose sessions stay as they are. */
  public void put(IscsiTarget target) {
    targets.put(target.name(), target);
  }

  /** Takes a target away and ends its sessions; false when there is none of that name. */
  public boolean remove(long nowNs, String name) {
    String normalized = IscsiName.normalized(name);
    IscsiTarget removed = normalized == null ? null : targets.remove(normalized);
    if (removed == null) {
      return false;
    }
    closeSessionsOf(nowNs, removed.name(), "the target was removed");
    return true;
  }

  /**
   * Takes a target away, whose initiators are asked to log out within {@code graceSeconds}; what is
   * left of its sessions then ends. False when there is none of that name.
   */
  public boolean remove(long nowNs, String name, int graceSeconds) {
    String normalized = IscsiName.normalized(name);
    IscsiTarget removed = normalized == null ? null : targets.remove(normalized);
    if (removed == null) {
      return false;
    }
    requestLogoutsOf(nowNs, removed.name(), graceSeconds);
    return true;
  }

  /**
   * Asks the initiators of one target to log out within {@code seconds}; what is left then ends.
   */
  public void requestLogoutsOf(long nowNs, String targetName, int seconds) {
    for (IscsiTargetSession session : sessions()) {
      if (session.targetName().equals(targetName)) {
        session.requestLogout(nowNs, seconds);
      }
    }
  }

  /**
   * Asks the initiators of all sessions to log out within {@code seconds} (RFC 7143 11.9.1, event
   * 1); what is left then ends.
   */
  public void requestLogouts(long nowNs, int seconds) {
    for (IscsiTargetSession session : sessions()) {
      session.requestLogout(nowNs, seconds);
    }
  }

  /**
   * Asks the initiator of a session to log out within {@code seconds}, after which the session
   * ends; false when there is none of that TSIH.
   */
  public boolean requestLogout(long nowNs, int tsih, int seconds) {
    IscsiTargetSession session = sessions.get(tsih);
    if (session == null || session.isClosed()) {
      return false;
    }
    session.requestLogout(nowNs, seconds);
    return true;
  }

  /**
   * Asks the initiator of a session to negotiate its parameters anew, within {@code seconds} (RFC
   * 7143 11.9.1, event 4); false when there is no session of that TSIH.
   */
  public boolean requestNegotiation(long nowNs, int tsih, int seconds) {
    IscsiTargetSession session = sessions.get(tsih);
    if (session == null || session.isClosed()) {
      return false;
    }
    session.connections().requestNegotiation(nowNs, seconds);
    return true;
  }

  /**
   * Ends one connection of a session, whose initiator is asked to log it out within {@code seconds}
   * before, unless that is 0; false when there is none of that CID.
   */
  public boolean closeConnection(long nowNs, int tsih, int cid, int seconds, String reason) {
    IscsiTargetSession session = sessions.get(tsih);
    FullFeaturePhase connection = session == null ? null : session.connections().find(cid);
    if (connection == null) {
      return false;
    }
    if (seconds > 0) {
      connection.asyncMessages().logoutRequested(nowNs, seconds, false);
    } else {
      connection.asyncMessages().dropConnection(nowNs, reason);
    }
    connection.connection().afterEngineCall(nowNs);
    return true;
  }

  /** Ends all sessions of one target, which their initiators are told. */
  public void closeSessionsOf(long nowNs, String targetName, String reason) {
    for (IscsiTargetSession session : sessions()) {
      if (session.targetName().equals(targetName)) {
        session.drop(nowNs, reason);
      }
    }
  }

  /** Asks all initiators for a negotiation within {@code seconds} (RFC 7143 11.9.1, event 4). */
  public void requestNegotiations(long nowNs, int seconds) {
    for (IscsiTargetSession session : sessions()) {
      session.connections().requestNegotiation(nowNs, seconds);
    }
  }

  /** Ends all sessions, which their initiators are told: the node goes down. */
  public void closeAll(long nowNs, String reason) {
    for (IscsiTargetSession session : sessions()) {
      session.drop(nowNs, reason);
    }
  }

  /** Ends the session of a TSIH, which its initiator is told; false when there is none. */
  public boolean closeSession(long nowNs, int tsih, String reason) {
    IscsiTargetSession session = sessions.get(tsih);
    if (session == null || session.isClosed()) {
      return false;
    }
    session.drop(nowNs, reason);
    return true;
  }

  /** The target of a name in the form names are compared in, or null. */
  public @Nullable IscsiTarget target(String name) {
    return targets.get(name);
  }

  /** All targets, by name. */
  public Collection<IscsiTarget> targets() {
    return targets.values();
  }

  /** The sessions that stand or still end their commands, by TSIH. */
  public List<IscsiTargetSession> sessions() {
    return new ArrayList<>(sessions.values());
  }

  /** How many connections there are. */
  public int connectionCount() {
    return connections;
  }

  /** Its connections that have not logged in. */
  UnfinishedLogins logins() {
    return logins;
  }

  /** How much memory its connections hold for what they receive and send. */
  public long connectionMemoryBytes() {
    return shelf.lentBytes();
  }

  /** How many connections have not logged in. */
  public int unfinishedLoginCount() {
    return logins.count();
  }

  /**
   * Whether there is room for one more connection, which is counted then; one in login makes room
   * for it if need be.
   */
  boolean onConnectionMade() {
    boolean isFull = connections - logins.leaving() >= settings.limits().connectionsMax();
    if (isFull && !logins.dropOldest(reactor.nowNs())) {
      counters.add(IscsiCounter.CONNECTIONS_REFUSED);
      return false;
    }
    connections++;
    counters.add(IscsiCounter.CONNECTIONS);
    return true;
  }

  void onConnectionGone() {
    Check.that(connections > 0, "no more connections end than were made");
    connections--;
  }

  /**
   * The session at {@code port} that a login with TSIH 0 would reinstate (RFC 7143 6.3.5), or null.
   * One at a target of that name which was taken away since is none: whatever still keeps its
   * commands is not behind the target that has the name now.
   */
  @Nullable IscsiTargetSession find(SessionIdentity identity, ScsiTarget port) {
    for (IscsiTargetSession session : sessions.values()) {
      if (!session.targetName().isEmpty()
          && session.identity().equals(identity)
          && session.scsiTarget() == port) {
        return session;
      }
    }
    return null;
  }

  /** The session of a TSIH, or null. */
  @Nullable IscsiTargetSession find(int tsih) {
    return sessions.get(tsih);
  }

  /**
   * A TSIH not in use, not used again soon, never 0; or 0 when the node has all sessions it takes.
   */
  int newTsih() {
    if (sessions.size() >= settings.limits().sessionsMax()) {
      return 0;
    }
    do {
      lastTsih += tsihStep;
      if (lastTsih > TSIH_MAX) {
        lastTsih = firstTsih;
      }
    } while (sessions.containsKey(lastTsih));
    return lastTsih;
  }

  void add(IscsiTargetSession session) {
    sessions.put(session.tsih(), session);
  }

  void remove(IscsiTargetSession session) {
    sessions.remove(session.tsih());
  }
}
