// SPDX-License-Identifier: Apache-2.0
package org.quintain.sim.fc;

import java.util.Collection;
import java.util.TreeSet;
import org.quintain.sim.reactor.SimWorld;
import org.quintain.sim.time.EventHandler;

/**
 * Tells ports that registered for it what changed (RSCN, FC-LS-5 4.3.31). Changes gather for a
 * moment; a port that does not accept an RSCN is told again, so that a lost frame hides no change
 * for good.
 */
final class StateChanges implements EventHandler {
  /** The address format of a page: one port, or the whole fabric (FC-LS-5 table 49). */
  static final int PORT = 0 << 24;

  static final int FABRIC = 3 << 24;

  private static final int FABRIC_CONTROLLER = 0xFF_FFFD;
  private static final int TELL = 0;
  private static final int AGAIN = 1;
  private static final long GATHERING_NS = 500_000;
  private static final long AGAIN_NS = 2_000_000_000L;
  private static final int PAGES_MAX = 64;

  /** The registrations that want to hear of changes of other ports: N_Port, or full. */
  private static final int ABOUT_PORTS = 0x02;

  private static final int CLEAR = 0xFF;

  private final SimWorld world;
  private final FabricServices services;
  private final ServiceFrames frames;
  private long told;

  StateChanges(SimWorld world, FabricServices services, ServiceFrames frames) {
    this.world = world;
    this.services = services;
    this.frames = frames;
  }

  /**
   * A port registers (SCR): 1 for the fabric's findings, 2 for ports', 3 for both, 255 for none.
   */
  static void register(FabricLogin login, int function) {
    login.registration = function == CLEAR ? 0 : function;
  }

  /** {@code page} changed as far as {@code login} is concerned. */
  void onChanged(long nowNs, FabricLogin login, int page) {
    if ((login.registration & ABOUT_PORTS) == 0) {
      return;
    }
    login.changes.add(page);
    if (!login.isTelling) {
      login.isTelling = true;
      world.schedule(nowNs + GATHERING_NS, this, TELL, login.portId);
    }
  }

  @Override
  public void onEvent(long nowNs, int kind, long argument) {
    FabricLogin login = services.login((int) argument);
    if (login == null || !login.isTelling) {
      return;
    }
    if (kind == TELL) {
      tell(nowNs, login);
    } else if ((int) (argument >>> 32) == login.changesExchange) {
      login.changes.addAll(login.changesUnderWay);
      tell(nowNs, login);
    }
  }

  private void tell(long nowNs, FabricLogin login) {
    login.changesUnderWay.clear();
    Collection<Integer> pages = login.changes;
    if (pages.size() > PAGES_MAX) {
      pages = new TreeSet<>();
      pages.add(FABRIC);
    }
    login.changesUnderWay.addAll(pages);
    login.changes.clear();
    login.changesExchange = frames.newExchange();
    told++;
    byte[] payload = LinkService.stateChanges(login.changesUnderWay, login.changesUnderWay.size());
    frames.request(
        nowNs, login.port, FABRIC_CONTROLLER, login.portId, payload, login.changesExchange);
    long again = (long) login.changesExchange << 32 | login.portId;
    world.schedule(nowNs + AGAIN_NS, this, AGAIN, again);
  }

  /** The port answered the RSCN of {@code exchange}. */
  void onAnswered(long nowNs, FabricLogin login, int exchange) {
    if (!login.isTelling || exchange != login.changesExchange) {
      return;
    }
    login.changesUnderWay.clear();
    login.isTelling = false;
    if (!login.changes.isEmpty()) {
      login.isTelling = true;
      world.schedule(nowNs + GATHERING_NS, this, TELL, login.portId);
    }
  }

  /** How many RSCNs were sent. */
  long told() {
    return told;
  }
}
