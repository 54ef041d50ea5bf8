// SPDX-License-Identifier: Apache-2.0
package org.quintain.iscsi.target;

import java.util.List;
import org.quintain.fabric.ScsiTarget;
import org.quintain.iscsi.authentication.TargetAuthentication;
import org.quintain.iscsi.negotiation.IscsiName;
import org.quintain.iscsi.negotiation.KeyPreferences;

/**
 * One iSCSI target: a name under which a SCSI target port is reached through one portal group (RFC
 * 7143 4.3).
 *
 * @param name the TargetName, in the form names are compared in
 * @param alias the TargetAlias, empty for none
 * @param scsiTarget the SCSI target device behind it
 * @param relativeTargetPortIdentifier of its port, 1 to 65,535
 * @param portalGroupTag TargetPortalGroupTag, 0 to 65,535
 * @param portals what SendTargets advertises, each "host:port"; where there is none, or the host
 *     stands for any address, the address that the asking connection came to
 * @param enabled whether it takes logins
 * @param reportsEvents whether initiators are told by Asynchronous Messages of what changes at
 *     logical units (RFC 7143 11.9.1, event 0)
 * @param preferences how it answers negotiated keys
 * @param rules who gets in, as whom, how often, or to where instead
 */
public record IscsiTarget(
    String name,
    String alias,
    ScsiTarget scsiTarget,
    int relativeTargetPortIdentifier,
    int portalGroupTag,
    List<String> portals,
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
    if (portalGroupTag < 0 || portalGroupTag > 65_535) {
      throw new IllegalArgumentException(
          "The portal group tag of " + name + " is 0 to 65535, not " + portalGroupTag + ".");
    }
    if (relativeTargetPortIdentifier < 1 || relativeTargetPortIdentifier > 65_535) {
      throw new IllegalArgumentException(
          "The relative target port identifier of " + name + " is 1 to 65535.");
    }
    name = normalized;
    portals = List.copyOf(portals);
  }

  /** An enabled target that everybody may use, with our usual answers to keys. */
  public static IscsiTarget of(String name, ScsiTarget scsiTarget) {
    return new IscsiTarget(
        name,
        "",
        scsiTarget,
        1,
        1,
        List.of(),
        true,
        true,
        KeyPreferences.ofTarget(),
        LoginRules.OPEN);
  }

  /** This target with other answers to keys. */
  public IscsiTarget withPreferences(KeyPreferences other) {
    return with(portals, enabled, other, rules);
  }

  /** This target, taking logins or not. */
  public IscsiTarget withEnabled(boolean takesLogins) {
    return with(portals, takesLogins, preferences, rules);
  }

  /** This target, telling initiators by Asynchronous Messages what changes, or not. */
  public IscsiTarget withReportsEvents(boolean reports) {
    return new IscsiTarget(
        name,
        alias,
        scsiTarget,
        relativeTargetPortIdentifier,
        portalGroupTag,
        portals,
        enabled,
        reports,
        preferences,
        rules);
  }

  /** This target with other advertised portals. */
  public IscsiTarget withPortals(List<String> advertised) {
    return with(advertised, enabled, preferences, rules);
  }

  /** This target with other rules for logins. */
  public IscsiTarget withRules(LoginRules other) {
    return with(portals, enabled, preferences, other);
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
      List<String> itsPortals, boolean isEnabled, KeyPreferences itsKeys, LoginRules itsRules) {
    return new IscsiTarget(
        name,
        alias,
        scsiTarget,
        relativeTargetPortIdentifier,
        portalGroupTag,
        itsPortals,
        isEnabled,
        reportsEvents,
        itsKeys,
        itsRules);
  }
}
