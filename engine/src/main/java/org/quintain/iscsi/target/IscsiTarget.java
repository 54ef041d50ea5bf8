// SPDX-License-Identifier: Apache-2.0
package org.quintain.iscsi.target;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.quintain.fabric.ScsiTarget;
import org.quintain.iscsi.authentication.TargetAuthentication;
import org.quintain.iscsi.negotiation.IscsiName;
import org.quintain.iscsi.negotiation.KeyPreferences;

/**
 * One iSCSI target: a name under which a SCSI target device is reached, by a port of its own
 * through each portal group (RFC 7143 4.3).
 *
 * @param name the TargetName, in the form names are compared in
 * @param alias the TargetAlias, empty for none
 * @param groups its portal groups, at least one, by tag
 * @param enabled whether it takes logins
 * @param reportsEvents whether initiators are told by Asynchronous Messages of what changes at
 *     logical units (RFC 7143 11.9.1, event 0)
 * @param preferences how it answers negotiated keys
 * @param rules who gets in, as whom, how often, or to where instead
 */
public record IscsiTarget(
    String name,
    String alias,
    List<PortalGroup> groups,
    boolean enabled,
    boolean reportsEvents,
    KeyPreferences preferences,
    LoginRules rules) {

  /**
   * Checks and normalises.
   *
   * @throws IllegalArgumentException with one sentence when a value cannot be
   */
  public IscsiTarget {
    String normalized = IscsiName.normalized(name);
    if (normalized == null) {
      throw new IllegalArgumentException(
          "The target name \"" + name + "\" is not an iqn., eui. or naa. name (RFC 7143 4.2.7).");
    }
    if (groups.isEmpty()
        || groups.stream().map(PortalGroup::tag).distinct().count() < groups.size()) {
      throw new IllegalArgumentException(
          "The target " + name + " has one portal group of each tag, and at least one.");
    }
    name = normalized;
    groups = List.copyOf(groups);
  }

  /** An enabled target that everybody may use, with our usual answers to keys. */
  public static IscsiTarget of(String name, ScsiTarget scsiTarget) {
    return new IscsiTarget(
        name,
        "",
        List.of(new PortalGroup(PortalGroup.USUAL_TAG, List.of(), scsiTarget, 1)),
        true,
        true,
        KeyPreferences.ofTarget(),
        LoginRules.OPEN);
  }

  /**
   * The group that a connection which came to {@code localAddress}, "host:port", is of, or null
   * where the target is not reached there. A group without portals has all that are no other's.
   */
  public @Nullable PortalGroup groupAt(String localAddress) {
    for (PortalGroup group : groups) {
      if (group.has(localAddress)) {
        return group;
      }
    }
    for (PortalGroup group : groups) {
      if (group.hasByPort(localAddress)) {
        return group;
      }
    }
    for (PortalGroup group : groups) {
      if (group.portals().isEmpty()) {
        return group;
      }
    }
    return null;
  }

  /** This target with other answers to keys. */
  public IscsiTarget withPreferences(KeyPreferences other) {
    return with(groups, enabled, other, rules);
  }

  /** This target, taking logins or not. */
  public IscsiTarget withEnabled(boolean takesLogins) {
    return with(groups, takesLogins, preferences, rules);
  }

  /** This target, telling initiators by Asynchronous Messages what changes, or not. */
  public IscsiTarget withReportsEvents(boolean reports) {
    return new IscsiTarget(name, alias, groups, enabled, reports, preferences, rules);
  }

  /** This target with other portal groups. */
  public IscsiTarget withGroups(List<PortalGroup> others) {
    return with(others, enabled, preferences, rules);
  }

  /** This target with other advertised portals in its first group. */
  public IscsiTarget withPortals(List<String> advertised) {
    List<PortalGroup> first = new ArrayList<>(groups);
    first.set(0, groups.get(0).withPortals(advertised));
    return withGroups(first);
  }

  /** This target with other rules for logins. */
  public IscsiTarget withRules(LoginRules other) {
    return with(groups, enabled, preferences, other);
  }

  /** This target with another rule of who may use it. */
  public IscsiTarget withAccess(InitiatorAccess other) {
    return withRules(rules.withAccess(other));
  }

  /** This target with other users. */
  public IscsiTarget withAuthentication(TargetAuthentication other) {
    return withRules(rules.withAuthentication(other));
  }

  /** This target, sending every login elsewhere (RFC 7143 11.13.5, class 01). */
  public IscsiTarget withRedirect(String targetAddress, boolean permanent) {
    return withRules(rules.withRedirect(targetAddress, permanent));
  }

  private IscsiTarget with(
      List<PortalGroup> itsGroups, boolean isEnabled, KeyPreferences itsKeys, LoginRules itsRules) {
    return new IscsiTarget(name, alias, itsGroups, isEnabled, reportsEvents, itsKeys, itsRules);
  }
}
