// SPDX-License-Identifier: Apache-2.0
package org.quintain.iscsi.target;

import java.util.List;
import org.quintain.fabric.ScsiTarget;
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
 * @param preferences how it answers negotiated keys
 * @param access who may see it and log in
 * @param redirect where logins are sent instead, as TargetAddress has it (RFC 7143 13.8); empty for
 *     nowhere
 * @param redirectPermanent whether that is for good
 */
public record IscsiTarget(
    String name,
    String alias,
    ScsiTarget scsiTarget,
    int relativeTargetPortIdentifier,
    int portalGroupTag,
    List<String> portals,
    boolean enabled,
    KeyPreferences preferences,
    InitiatorAccess access,
    String redirect,
    boolean redirectPermanent) {

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
        KeyPreferences.ofTarget(),
        InitiatorAccess.ANYBODY,
        "",
        false);
  }

  /** This target with other answers to keys. */
  public IscsiTarget withPreferences(KeyPreferences other) {
    return new IscsiTarget(
        name,
        alias,
        scsiTarget,
        relativeTargetPortIdentifier,
        portalGroupTag,
        portals,
        enabled,
        other,
        access,
        redirect,
        redirectPermanent);
  }

  /** This target with another rule of who may use it. */
  public IscsiTarget withAccess(InitiatorAccess other) {
    return new IscsiTarget(
        name,
        alias,
        scsiTarget,
        relativeTargetPortIdentifier,
        portalGroupTag,
        portals,
        enabled,
        preferences,
        other,
        redirect,
        redirectPermanent);
  }

  /** This target, taking logins or not. */
  public IscsiTarget withEnabled(boolean takesLogins) {
    return new IscsiTarget(
        name,
        alias,
        scsiTarget,
        relativeTargetPortIdentifier,
        portalGroupTag,
        portals,
        takesLogins,
        preferences,
        access,
        redirect,
        redirectPermanent);
  }

  /** This target with other advertised portals. */
  public IscsiTarget withPortals(List<String> advertised) {
    return new IscsiTarget(
        name,
        alias,
        scsiTarget,
        relativeTargetPortIdentifier,
        portalGroupTag,
        advertised,
        enabled,
        preferences,
        access,
        redirect,
        redirectPermanent);
  }

  /** This target, sending every login elsewhere (RFC 7143 11.13.5, class 01). */
  public IscsiTarget withRedirect(String targetAddress, boolean permanent) {
    return new IscsiTarget(
        name,
        alias,
        scsiTarget,
        relativeTargetPortIdentifier,
        portalGroupTag,
        portals,
        enabled,
        preferences,
        access,
        targetAddress,
        permanent);
  }
}
