// SPDX-License-Identifier: Apache-2.0
package org.quintain.iscsi.isns;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.quintain.iscsi.isns.IsnsEntity.Membership;
import org.quintain.iscsi.isns.IsnsEntity.Portal;
import org.quintain.iscsi.isns.IsnsEntity.Target;
import org.quintain.sam.InternetAddress;

/**
 * The attributes of each request that a target sends (RFC 4171 5.6.5). Portals without an address
 * of their own get that of our end of the connection.
 */
final class IsnsRequests {
  private final String localHost;
  private final int notificationPort;
  private final IsnsSettings settings;

  /**
   * For a connection whose end is at {@code localHost}.
   *
   * @param notificationPort where the server reaches us, 0 for nowhere
   */
  IsnsRequests(String localHost, int notificationPort, IsnsSettings settings) {
    this.localHost = localHost;
    this.notificationPort = notificationPort;
    this.settings = settings;
  }

  /** {@code entity} with an address in every portal; portals that spell none are left out. */
  IsnsEntity placed(IsnsEntity entity) {
    List<Portal> portals = new ArrayList<>();
    for (Portal portal : entity.portals()) {
      Portal placed = placed(portal);
      if (address(placed) != null && !portals.contains(placed)) {
        portals.add(placed);
      }
    }
    List<Target> targets = new ArrayList<>();
    for (Target target : entity.targets()) {
      List<Membership> memberships = new ArrayList<>();
      for (Membership each : target.memberships()) {
        memberships.add(new Membership(placed(each.portal()), each.tag()));
      }
      targets.add(new Target(target.name(), target.alias(), memberships));
    }
    return new IsnsEntity(entity.identifier(), portals, targets);
  }

  private Portal placed(Portal portal) {
    return portal.host().isEmpty() ? new Portal(localHost, portal.port()) : portal;
  }

  private static @Nullable InternetAddress address(Portal portal) {
    return InternetAddress.parse(portal.host());
  }

  private static IsnsAttribute name(String target) {
    return IsnsAttribute.text(IsnsTag.ISCSI_NAME, target);
  }

  /** DevAttrReg of everything (RFC 4171 5.6.5.1), {@code entity} being placed. */
  List<IsnsAttribute> registration(IsnsEntity entity) {
    List<IsnsAttribute> all = new ArrayList<>();
    IsnsAttribute identifier = IsnsAttribute.text(IsnsTag.ENTITY_IDENTIFIER, entity.identifier());
    all.add(name(entity.targets().get(0).name()));
    all.add(identifier);
    all.add(IsnsAttribute.DELIMITER);
    all.add(identifier);
    all.add(IsnsAttribute.number(IsnsTag.ENTITY_PROTOCOL, IsnsTag.ISCSI));
    all.add(
        IsnsAttribute.number(IsnsTag.REGISTRATION_PERIOD, settings.registrationPeriodSeconds()));
    for (Portal portal : entity.portals()) {
      addPortal(all, portal, IsnsTag.PORTAL_ADDRESS, IsnsTag.PORTAL_PORT);
      if (notificationPort > 0) {
        if (settings.esiIntervalSeconds() > 0) {
          all.add(IsnsAttribute.number(IsnsTag.ESI_INTERVAL, settings.esiIntervalSeconds()));
          all.add(IsnsAttribute.number(IsnsTag.ESI_PORT, notificationPort));
        }
        all.add(IsnsAttribute.number(IsnsTag.SCN_PORT, notificationPort));
      }
    }
    for (Target target : entity.targets()) {
      all.add(name(target.name()));
      all.add(IsnsAttribute.number(IsnsTag.ISCSI_NODE_TYPE, IsnsTag.NODE_TARGET));
      if (!target.alias().isEmpty()) {
        all.add(IsnsAttribute.text(IsnsTag.ISCSI_ALIAS, target.alias()));
      }
      for (Portal portal : entity.portals()) {
        all.add(IsnsAttribute.text(IsnsTag.PG_ISCSI_NAME, target.name()));
        addPortal(all, portal, IsnsTag.PG_PORTAL_ADDRESS, IsnsTag.PG_PORTAL_PORT);
        all.add(tagOf(target, portal));
      }
    }
    return all;
  }

  /** RFC 4171 6.5.5: no tag says that the target is not reached through the portal. */
  private static IsnsAttribute tagOf(Target target, Portal portal) {
    for (Membership each : target.memberships()) {
      if (each.portal().equals(portal)) {
        return IsnsAttribute.number(IsnsTag.PG_TAG, each.tag());
      }
    }
    return IsnsAttribute.empty(IsnsTag.PG_TAG);
  }

  private static void addPortal(
      List<IsnsAttribute> all, Portal portal, int addressTag, int portTag) {
    InternetAddress address = address(portal);
    if (address != null) {
      all.add(new IsnsAttribute(addressTag, address.mappedBytes()));
      all.add(IsnsAttribute.number(portTag, portal.port()));
    }
  }

  /** DevDereg of the whole entity (RFC 4171 5.6.5.4). */
  List<IsnsAttribute> deregistration(IsnsEntity entity) {
    return List.of(
        name(entity.targets().get(0).name()),
        IsnsAttribute.DELIMITER,
        IsnsAttribute.text(IsnsTag.ENTITY_IDENTIFIER, entity.identifier()));
  }

  /** DevDereg of what {@code before} has and {@code after} has not; empty for nothing. */
  List<IsnsAttribute> deregistration(IsnsEntity before, IsnsEntity after) {
    List<IsnsAttribute> all = new ArrayList<>();
    all.add(name(before.targets().get(0).name()));
    all.add(IsnsAttribute.DELIMITER);
    int none = all.size();
    for (Portal portal : before.portals()) {
      if (!after.portals().contains(portal)) {
        addPortal(all, portal, IsnsTag.PORTAL_ADDRESS, IsnsTag.PORTAL_PORT);
      }
    }
    for (String target : before.names()) {
      if (!after.names().contains(target)) {
        all.add(name(target));
      }
    }
    return all.size() == none ? List.of() : all;
  }

  /** SCNReg: news of initiators that {@code target} has to do with (RFC 4171 5.6.5.5). */
  List<IsnsAttribute> notifications(String target) {
    return List.of(
        name(target),
        name(target),
        IsnsAttribute.DELIMITER,
        IsnsAttribute.number(
            IsnsTag.ISCSI_SCN_BITMAP,
            IsnsTag.SCN_OF_INITIATORS
                | IsnsTag.SCN_REMOVED
                | IsnsTag.SCN_ADDED
                | IsnsTag.SCN_UPDATED));
  }

  /** DevAttrQry: which initiators share a discovery domain with {@code target}. */
  List<IsnsAttribute> initiators(String target) {
    return List.of(
        name(target),
        IsnsAttribute.number(IsnsTag.ISCSI_NODE_TYPE, IsnsTag.NODE_INITIATOR),
        IsnsAttribute.DELIMITER,
        IsnsAttribute.empty(IsnsTag.ISCSI_NAME));
  }

  /** DevAttrQry: whether the entity is still known, which also keeps it from being forgotten. */
  List<IsnsAttribute> presence(IsnsEntity entity) {
    return List.of(
        name(entity.targets().get(0).name()),
        IsnsAttribute.text(IsnsTag.ENTITY_IDENTIFIER, entity.identifier()),
        IsnsAttribute.DELIMITER,
        IsnsAttribute.empty(IsnsTag.ENTITY_IDENTIFIER));
  }
}
