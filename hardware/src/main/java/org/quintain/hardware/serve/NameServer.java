// SPDX-License-Identifier: Apache-2.0
package org.quintain.hardware.serve;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.quintain.hardware.config.NameServerConfig;
import org.quintain.iscsi.isns.IsnsEntity;
import org.quintain.iscsi.isns.IsnsEntity.Membership;
import org.quintain.iscsi.isns.IsnsEntity.Portal;
import org.quintain.iscsi.isns.IsnsEntity.Target;
import org.quintain.iscsi.target.IscsiTarget;
import org.quintain.iscsi.target.PortalGroup;
import org.quintain.sam.InternetAddress;

/**
 * The iSNS server that is registered with, whichever the configuration of the moment names, or
 * none. Called by one thread at a time, never by a reactor; never waits for the server but at the
 * end.
 */
final class NameServer implements AutoCloseable {
  private final int reactorIndex;
  private final KnownInitiators known;
  private final ServeListener listener;
  private @Nullable NameServerConfig config;
  private @Nullable NameServerAgent agent;

  NameServer(int reactorIndex, KnownInitiators known, ServeListener listener) {
    this.reactorIndex = reactorIndex;
    this.known = known;
    this.listener = listener;
  }

  /** Registers those of {@code targets} that take logins with {@code next}, and nowhere else. */
  void register(@Nullable NameServerConfig next, List<IscsiTarget> targets) {
    known.asked(next != null && next.isAccessControl());
    if (!Objects.equals(next, config)) {
      close();
      config = next;
    }
    NameServerConfig present = config;
    if (present == null) {
      return;
    }
    IsnsEntity entity = entity(NameServerAgent.entityName(present), targets);
    NameServerAgent running = agent;
    if (running == null) {
      running = new NameServerAgent(present, reactorIndex, known, listener, entity.portals());
      agent = running;
    }
    running.want(entity);
  }

  /** What is registered of {@code targets}. */
  static IsnsEntity entity(String name, List<IscsiTarget> targets) {
    List<Portal> portals = new ArrayList<>();
    List<Target> registered = new ArrayList<>();
    for (IscsiTarget target : targets) {
      if (!target.enabled()) {
        continue;
      }
      List<Membership> memberships = new ArrayList<>();
      for (PortalGroup group : target.groups()) {
        for (String text : group.portals()) {
          Portal portal = portal(text);
          memberships.add(new Membership(portal, group.tag()));
          if (!portals.contains(portal)) {
            portals.add(portal);
          }
        }
      }
      registered.add(new Target(target.name(), target.alias(), memberships));
    }
    return new IsnsEntity(name, portals, registered);
  }

  private static Portal portal(String text) {
    InternetAddress address = InternetAddress.ofHostAndPort(text);
    boolean isAny = address == null || address.isAny();
    int port = Integer.parseInt(text.substring(text.lastIndexOf(':') + 1));
    return new Portal(isAny ? "" : InternetAddress.host(text), port);
  }

  /** Takes back what is registered, as far as the server answers soon. */
  @Override
  public void close() {
    NameServerAgent running = agent;
    agent = null;
    if (running != null) {
      running.close();
    }
  }
}
