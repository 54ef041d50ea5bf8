// SPDX-License-Identifier: Apache-2.0
package org.quintain.sim.fc.service;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The name server's objects by address (FC-GS-8 clause 5), and who may see which. One database for
 * the whole fabric, as switches make theirs look.
 */
public final class NameServer {
  private final SortedMap<Integer, PortObject> ports = new TreeMap<>();
  private final SortedMap<Long, byte[]> symbolicNodeNames = new TreeMap<>();
  private Visibility visibility = (one, other) -> true;

  /** Whether two ports may know of each other: zones, and switches that are apart. */
  @FunctionalInterface
  public interface Visibility {
    /** Whether {@code one} may see {@code other}. */
    boolean between(PortObject one, PortObject other);
  }

  /** An empty database in which everybody sees everybody. */
  public NameServer() {}

  /** Decides from here on who sees whom. */
  public void setVisibility(Visibility next) {
    visibility = next;
  }

  /** A port has logged in with the fabric. What was known of that address is forgotten. */
  public PortObject logIn(int portId, long portName, long nodeName, long fabricPortName) {
    PortObject port = new PortObject(portId, portName, nodeName, fabricPortName);
    ports.put(portId, port);
    return port;
  }

  /** A port is gone; answers what was known, or null. */
  public @Nullable PortObject logOut(int portId) {
    return ports.remove(portId);
  }

  /** What is known of an address, or null. */
  public @Nullable PortObject port(int portId) {
    return ports.get(portId);
  }

  /** All ports, by address. */
  public List<PortObject> all() {
    return new ArrayList<>(ports.values());
  }

  /** All ports that the port with address {@code requester} sees, by address, itself included. */
  public List<PortObject> visibleTo(int requester) {
    PortObject one = ports.get(requester);
    List<PortObject> seen = new ArrayList<>();
    for (PortObject other : ports.values()) {
      if (one != null && visibility.between(one, other)) {
        seen.add(other);
      }
    }
    return seen;
  }

  /**
   * Whether {@code one} and {@code other}, addresses of ports that are logged in, see each other.
   */
  public boolean sees(int one, int other) {
    PortObject first = ports.get(one);
    PortObject second = ports.get(other);
    return first != null && second != null && visibility.between(first, second);
  }

  byte[] symbolicNodeName(long nodeName) {
    return symbolicNodeNames.getOrDefault(nodeName, new byte[0]);
  }

  void setSymbolicNodeName(long nodeName, byte[] name) {
    symbolicNodeNames.put(nodeName, name);
  }
}
