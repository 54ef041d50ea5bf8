// SPDX-License-Identifier: Apache-2.0
package org.quintain.iscsi.target;

import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.quintain.fabric.ScsiTarget;
import org.quintain.sam.InternetAddress;

/**
 * One portal group of a target: the portals that a session may have its connections through, and
 * the SCSI target port that it is (RFC 7143 4.3, 4.4.1).
 *
 * @param tag TargetPortalGroupTag, 0 to 65,535
 * @param portals what SendTargets advertises of it, each "host:port"; where there is none, or the
 *     host stands for any address, the address that the asking connection came to
 * @param scsiTarget the SCSI target port behind it
 * @param relativeTargetPortIdentifier of that port, 1 to 65,535
 */
public record PortalGroup(
    int tag, List<String> portals, ScsiTarget scsiTarget, int relativeTargetPortIdentifier) {
  /** The tag of a target's only portal group, unless another one is asked for. */
  public static final int USUAL_TAG = 1;

  /**
   * Checks, and makes the list immutable.
   *
   * @throws IllegalArgumentException with one sentence when a number cannot be
   */
  public PortalGroup {
    if (tag < 0 || tag > 65_535) {
      throw new IllegalArgumentException("A portal group tag is 0 to 65535, not " + tag + ".");
    }
    if (relativeTargetPortIdentifier < 1 || relativeTargetPortIdentifier > 65_535) {
      throw new IllegalArgumentException("A relative target port identifier is 1 to 65535.");
    }
    portals = List.copyOf(portals);
  }

  /** The name of the SCSI target port that a portal group is (RFC 7143 4.4.3.1). */
  public static String portName(String targetName, int tag) {
    return targetName + ",t,0x" + String.format(Locale.ROOT, "%04x", tag);
  }

  /** The same group with other portals. */
  PortalGroup withPortals(List<String> others) {
    return new PortalGroup(tag, others, scsiTarget, relativeTargetPortIdentifier);
  }

  /** Whether {@code localAddress}, "host:port" of our end of a connection, is a portal of it. */
  boolean has(String localAddress) {
    InternetAddress local = InternetAddress.ofHostAndPort(localAddress);
    return portals.stream()
        .anyMatch(
            portal ->
                portal.equals(localAddress)
                    || (Objects.equals(local, InternetAddress.ofHostAndPort(portal))
                        && local != null
                        && port(portal).equals(port(localAddress))));
  }

  /** Whether a portal of it that stands for any address has the port of {@code localAddress}. */
  boolean hasByPort(String localAddress) {
    return portals.stream()
        .anyMatch(portal -> isAnyAddress(portal) && port(portal).equals(port(localAddress)));
  }

  /** Whether {@code portal} stands for any address. */
  static boolean isAnyAddress(String portal) {
    InternetAddress address = InternetAddress.ofHostAndPort(portal);
    return portal.startsWith("*:") || (address != null && address.isAny());
  }

  /** The port of "host:port" with its colon. */
  static String port(String portal) {
    return portal.substring(Math.max(0, portal.lastIndexOf(':')));
  }
}
