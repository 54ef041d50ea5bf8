// SPDX-License-Identifier: Apache-2.0
package org.quintain.hardware.serve;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.quintain.hardware.config.ConfigurationException;
import org.quintain.hardware.config.ReactorConfig;
import org.quintain.hardware.net.ArrivalLimits;
import org.quintain.hardware.net.NettyReactor;
import org.quintain.hardware.net.StreamLane;
import org.quintain.hardware.net.StreamSorter;
import org.quintain.hardware.net.Transport;
import org.quintain.iscsi.target.IscsiCounter;
import org.quintain.iscsi.target.IscsiTarget;
import org.quintain.iscsi.target.IscsiTargetNode;
import org.quintain.iscsi.target.IscsiTargetPortal;
import org.quintain.iscsi.target.IscsiTargetSettings;
import org.quintain.iscsi.target.SessionReport;
import org.quintain.iscsi.target.SessionSorter;
import org.quintain.reactor.Reactor;

/**
 * The reactors of a server and the iSCSI node on each of them. All nodes have the same targets; a
 * session is with one node for good. The first reactor accepts, and owns the target device.
 */
final class Nodes implements AutoCloseable {
  private static final int CORES_PER_THREAD = 4;
  private static final int THREADS_UNASKED_MAX = 4;
  private static final int LOGOUT_SECONDS = 2;

  private final List<NettyReactor> reactors = new ArrayList<>();
  private final List<IscsiTargetNode> nodes = new ArrayList<>();
  private volatile int logoutSeconds = LOGOUT_SECONDS;

  /** What is to be done with a node, on its reactor. */
  @FunctionalInterface
  interface NodeAction {
    void run(long nowNs, IscsiTargetNode node);
  }

  /** Starts the reactors. */
  Nodes(ReactorConfig config, Transport transport) {
    int threads = threads(config, transport, Runtime.getRuntime().availableProcessors());
    for (int index = 0; index < threads; index++) {
      String name = threads == 1 ? "quintain-iscsi" : "quintain-iscsi-" + index;
      reactors.add(new NettyReactor(index, transport, name, config.busyPoll()));
    }
  }

  /** How many reactors there are to be. Only epoll moves connections from one to another. */
  static int threads(ReactorConfig config, Transport transport, int cores) {
    if (transport != Transport.EPOLL) {
      return 1;
    }
    return config.threads() > 0
        ? config.threads()
        : Math.max(1, Math.min(THREADS_UNASKED_MAX, cores / CORES_PER_THREAD));
  }

  /** Makes the nodes, once what they serve is there. */
  void make(IscsiTargetSettings settings) {
    SharedPlaces places = new SharedPlaces();
    for (NettyReactor reactor : reactors) {
      IscsiTargetNode node = new IscsiTargetNode(reactor, settings);
      node.shareTsihs(reactor.index(), reactors.size());
      node.places(places);
      nodes.add(node);
    }
  }

  /** The reactor that accepts and owns the target device. */
  NettyReactor owner() {
    return reactors.get(0);
  }

  List<NettyReactor> reactors() {
    return reactors;
  }

  /** The reactors as a target device takes them. */
  List<Reactor> fabricReactors() {
    return List.copyOf(reactors);
  }

  /** How long initiators may take to log out before what they use goes. */
  int logoutSeconds() {
    return logoutSeconds;
  }

  void logoutSeconds(int seconds) {
    logoutSeconds = seconds;
  }

  /** The limits and times of each node. */
  IscsiTargetSettings settings() {
    return nodes.get(0).settings();
  }

  /** Where accepted connections may go, in the order that {@link #sorter} counts in. */
  List<StreamLane> lanes() {
    return nodes.stream()
        .map(
            node ->
                new StreamLane(
                    reactors.get(node.reactor().index()),
                    new IscsiTargetPortal(node)::newConnection))
        .toList();
  }

  /** What a login may take and how many may be under way, for those no node knows of yet. */
  ArrivalLimits arrivals() {
    IscsiTargetSettings settings = settings();
    return new ArrivalLimits(
        settings.logins().timeoutNs(),
        settings.logins().perPortalMax(),
        settings.logins().perAddressMax());
  }

  StreamSorter sorter() {
    SessionSorter sessions = new SessionSorter(nodes.size());
    return (bytes, isAll) -> {
      int node = sessions.nodeOf(bytes, isAll);
      return node == SessionSorter.MORE ? StreamSorter.MORE : node;
    };
  }

  /** Does something with each node: at once where the caller runs on its reactor, else soon. */
  void forEach(long nowNs, NodeAction action) {
    for (IscsiTargetNode node : nodes) {
      if (node.reactor().isCurrent()) {
        action.run(nowNs, node);
      } else {
        node.reactor().post(atNs -> action.run(atNs, node));
      }
    }
  }

  void put(long nowNs, IscsiTarget target) {
    forEach(nowNs, (atNs, node) -> node.put(target));
  }

  /** What can be done by the one node that has what it is done to. */
  @FunctionalInterface
  interface NodeSearch {
    /** Does it, or gives false where the node does not have it. */
    boolean run(long nowNs, IscsiTargetNode node);
  }

  /**
   * Does something by the node that can; false when none can.
   *
   * @throws ConfigurationException with one sentence when the server does not answer
   */
  boolean any(NodeSearch action) throws ConfigurationException {
    boolean found = false;
    for (IscsiTargetNode node : nodes) {
      found |= ReactorCalls.call(node.reactor(), nowNs -> action.run(nowNs, node));
    }
    return found;
  }

  /**
   * What a moment showed of all nodes.
   *
   * @param connections how many connections there are
   * @param counters what was counted
   * @param sessions the sessions, by node, then by TSIH
   */
  record Sight(int connections, Map<IscsiCounter, Long> counters, List<SessionReport> sessions) {}

  /**
   * Looks at all nodes, one after another.
   *
   * @throws ConfigurationException with one sentence when the server does not answer
   */
  Sight look() throws ConfigurationException {
    int connections = 0;
    Map<IscsiCounter, Long> counters = new EnumMap<>(IscsiCounter.class);
    List<SessionReport> sessions = new ArrayList<>();
    for (IscsiTargetNode node : nodes) {
      Sight one =
          ReactorCalls.call(
              node.reactor(),
              nowNs ->
                  new Sight(
                      node.connectionCount(),
                      node.counters().asMap(),
                      node.sessions().stream().map(SessionReport::of).toList()));
      connections += one.connections();
      one.counters().forEach((counter, value) -> counters.merge(counter, value, Long::sum));
      sessions.addAll(one.sessions());
    }
    return new Sight(connections, counters, sessions);
  }

  /** One reactor stopped since an invariant broke: so do the others, which share its engine. */
  void onFault(Throwable broken) {
    for (NettyReactor reactor : reactors) {
      reactor.post(
          nowNs -> {
            throw new IllegalStateException(
                "Another reactor has stopped: " + broken.getMessage(), broken);
          });
    }
  }

  @Override
  public void close() {
    reactors.forEach(NettyReactor::close);
  }
}
