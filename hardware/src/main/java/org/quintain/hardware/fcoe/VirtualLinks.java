// SPDX-License-Identifier: Apache-2.0
package org.quintain.hardware.fcoe;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.quintain.time.DeadlineTable;

/**
 * The ports of an end node that are logged in with the fabric, each with the Ethernet address that
 * the fabric provided, and the names of those whose login is under way.
 */
final class VirtualLinks {
  /** FKA_VN_PERIOD: how often each port tells that it lives (FC-BB-6 table 57). */
  static final long KEEP_ALIVE_NS = 90_000_000_000L;

  private static final int UNDER_WAY_MAX = 1_024;

  /** One port's link to the forwarder. */
  static final class VirtualLink {
    final int portId;
    final long address;
    final long portName;
    long keepAliveNs;

    VirtualLink(int portId, long address, long portName, long keepAliveNs) {
      this.portId = portId;
      this.address = address;
      this.portName = portName;
      this.keepAliveNs = keepAliveNs;
    }
  }

  private final List<VirtualLink> links = new ArrayList<>();
  private final Map<Integer, Long> namesUnderWay = new LinkedHashMap<>();

  /** A login of the port {@code portName} goes out under {@code exchangeId}. */
  void request(int exchangeId, long portName) {
    if (namesUnderWay.size() >= UNDER_WAY_MAX) {
      namesUnderWay.clear();
    }
    namesUnderWay.put(exchangeId, portName);
  }

  /** The fabric granted the login that went out under {@code exchangeId}. */
  VirtualLink grant(long nowNs, int exchangeId, int portId, long address) {
    Long portName = namesUnderWay.remove(exchangeId);
    VirtualLink granted =
        new VirtualLink(portId, address, portName == null ? 0 : portName, nowNs + KEEP_ALIVE_NS);
    links.removeIf(link -> link.portId == portId);
    links.add(granted);
    return granted;
  }

  /** Forgets the link of that port, and gives it, or null. */
  @Nullable VirtualLink remove(int portId) {
    VirtualLink link = find(portId);
    links.remove(link);
    return link;
  }

  /** The link of that port, or null. Allocates nothing. */
  @Nullable VirtualLink find(int portId) {
    for (int index = 0; index < links.size(); index++) {
      VirtualLink link = links.get(index);
      if (link.portId == portId) {
        return link;
      }
    }
    return null;
  }

  /** All of them. */
  List<VirtualLink> all() {
    return List.copyOf(links);
  }

  void clear() {
    links.clear();
    namesUnderWay.clear();
  }

  /** When the next of them tells that it lives. */
  long nextDeadlineNs() {
    long nearestNs = DeadlineTable.NONE;
    for (int index = 0; index < links.size(); index++) {
      nearestNs = Math.min(nearestNs, links.get(index).keepAliveNs);
    }
    return nearestNs;
  }
}
