// SPDX-License-Identifier: Apache-2.0
package org.quintain.sim.fc;

import java.util.SortedMap;
import java.util.TreeMap;
import org.quintain.sim.reactor.SimWorld;
import org.quintain.sim.time.EventHandler;

/**
 * The LOGOs by which the fabric ends logins by itself. Each is said again until the port answers it
 * or is logged in anew (FC-LS-5 4.3.9 asks for a reply): a port that has nothing to send would
 * otherwise never learn from a single lost frame that nobody can reach it any more.
 */
final class FabricLogouts implements EventHandler {
  private static final long AGAIN_NS = 2_000_000_000L;

  private final SimWorld world;
  private final FabricServices services;
  private final ServiceFrames frames;
  private final SortedMap<Integer, FabricLogin> underWay = new TreeMap<>();

  FabricLogouts(SimWorld world, FabricServices services, ServiceFrames frames) {
    this.world = world;
    this.services = services;
    this.frames = frames;
  }

  /** Tells the port of {@code login}, which ends, and again until it answers. */
  void tell(long nowNs, FabricLogin login) {
    int exchange = frames.newExchange();
    underWay.put(exchange, login);
    byte[] logout = LinkService.logout(login.portId, login.portName);
    frames.request(nowNs, login.port, FabricServices.LOGIN_SERVER, login.portId, logout, exchange);
    world.schedule(nowNs + AGAIN_NS, this, 0, exchange);
  }

  /** A port answered the request of {@code exchange}. */
  void onAnswered(int exchange) {
    underWay.remove(exchange);
  }

  /** All behind {@code port} is logged out and knows it: its link went down, or it begins anew. */
  void forget(FcSwitch.Port port) {
    underWay.values().removeIf(login -> login.port == port);
  }

  @Override
  public void onEvent(long nowNs, int kind, long argument) {
    FabricLogin login = underWay.remove((int) argument);
    // An address that is somebody's again is not told that it is nobody's.
    if (login != null && services.login(login.portId) == null) {
      tell(nowNs, login);
    }
  }
}
