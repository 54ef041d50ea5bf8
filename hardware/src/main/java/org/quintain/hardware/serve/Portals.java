// SPDX-License-Identifier: Apache-2.0
package org.quintain.hardware.serve;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.quintain.hardware.config.ConfigurationException;
import org.quintain.hardware.config.PortalConfig;
import org.quintain.hardware.net.ArrivalLimits;
import org.quintain.hardware.net.StreamLane;
import org.quintain.hardware.net.StreamListener;
import org.quintain.hardware.net.StreamSorter;

/**
 * The listening sockets of a server, each under the address that was asked for. An address may be
 * asked for several times, as port 0 is, which stands for another port each time.
 */
final class Portals {
  private record Entry(InetSocketAddress asked, StreamListener listener) {}

  private final List<StreamLane> lanes;
  private final StreamSorter sorter;
  private final ArrivalLimits arrivals;
  private final List<Entry> entries = new ArrayList<>();

  Portals(Nodes nodes) {
    this.lanes = nodes.lanes();
    this.sorter = nodes.sorter();
    this.arrivals = nodes.arrivals();
  }

  /**
   * Listens on those of {@code wanted} that it does not listen on yet, or on none of them.
   *
   * @throws ConfigurationException with one sentence when an address cannot be had
   */
  synchronized void open(List<InetSocketAddress> wanted) throws ConfigurationException {
    List<InetSocketAddress> missing = new ArrayList<>(wanted);
    entries.forEach(each -> missing.remove(each.asked()));
    List<Entry> opened = new ArrayList<>();
    try {
      for (InetSocketAddress at : missing) {
        opened.add(new Entry(at, StreamListener.open(lanes, at, sorter, arrivals)));
      }
    } catch (IOException refused) {
      opened.forEach(each -> each.listener().close());
      throw new ConfigurationException(String.valueOf(refused.getMessage()));
    }
    entries.addAll(opened);
  }

  /** Takes no more connections but at {@code wanted}; connections that are up stay. */
  synchronized void closeAllBut(List<InetSocketAddress> wanted) {
    List<Entry> left = of(wanted);
    for (Entry each : entries) {
      if (!left.contains(each)) {
        each.listener().close();
      }
    }
    entries.retainAll(left);
  }

  private List<Entry> of(List<InetSocketAddress> wanted) {
    List<Entry> unused = new ArrayList<>(entries);
    List<Entry> found = new ArrayList<>();
    for (InetSocketAddress at : wanted) {
      take(unused, at).ifPresent(found::add);
    }
    return found;
  }

  /** Where it listens for {@code wanted}, each as a person writes it, by tag of portal group. */
  synchronized SortedMap<Integer, List<String>> groups(List<PortalConfig> wanted) {
    SortedMap<Integer, List<String>> groups = new TreeMap<>();
    List<Entry> unused = new ArrayList<>(entries);
    for (PortalConfig portal : wanted) {
      List<String> group = groups.computeIfAbsent(portal.tag(), none -> new ArrayList<>());
      take(unused, portal.address())
          .ifPresent(each -> group.add(IscsiServer.text(each.listener().localAddress())));
    }
    return groups;
  }

  private static Optional<Entry> take(List<Entry> unused, InetSocketAddress at) {
    Optional<Entry> found = unused.stream().filter(each -> each.asked().equals(at)).findFirst();
    found.ifPresent(unused::remove);
    return found;
  }

  /** Where it listens. */
  synchronized List<InetSocketAddress> addresses() {
    return entries.stream().map(each -> each.listener().localAddress()).toList();
  }
}
