// SPDX-License-Identifier: Apache-2.0
package org.quintain.iscsi.target;

import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.quintain.iscsi.negotiation.IscsiKey;
import org.quintain.iscsi.negotiation.IscsiName;
import org.quintain.iscsi.negotiation.TextKeyList;
import org.quintain.iscsi.negotiation.TextValues;
import org.quintain.sam.InternetAddress;

/** The answer to SendTargets (RFC 7143 Appendix C). */
final class SendTargets {
  private static final String ALL = "All";

  private SendTargets() {}

  /** Adds to {@code out} what {@code asked} asks for on the connection of {@code phase}. */
  static void answer(FullFeaturePhase phase, String asked, TextKeyList out) {
    IscsiTargetSession session = phase.session();
    IscsiTargetNode node = session.node();
    if (session.isDiscovery()) {
      if (asked.equals(ALL)) {
        for (IscsiTarget target : node.targets()) {
          add(phase, target, out);
        }
        return;
      }
      if (asked.isEmpty()) {
        out.add(IscsiKey.SEND_TARGETS, TextValues.REJECT);
        return;
      }
      add(phase, targetOf(node, asked), out);
      return;
    }
    if (asked.equals(ALL)) {
      // Appendix C: All is for discovery sessions.
      out.add(IscsiKey.SEND_TARGETS, TextValues.REJECT);
      return;
    }
    if (asked.isEmpty() || session.targetName().equals(IscsiName.normalized(asked))) {
      add(phase, node.target(session.targetName()), out);
    }
  }

  private static @Nullable IscsiTarget targetOf(IscsiTargetNode node, String asked) {
    String name = IscsiName.normalized(asked);
    return name == null ? null : node.target(name);
  }

  private static void add(FullFeaturePhase phase, @Nullable IscsiTarget target, TextKeyList out) {
    IscsiTargetConnection connection = phase.connection();
    boolean visible =
        target != null
            && target.enabled()
            && target
                .rules()
                .access()
                .allows(
                    phase.session().initiatorName(),
                    connection.peerAddress(),
                    connection.localAddress());
    if (target == null || !visible) {
      return;
    }
    out.add(IscsiKey.TARGET_NAME, target.name());
    String local = connection.localAddress();
    for (PortalGroup group : target.groups()) {
      Set<String> told = new LinkedHashSet<>();
      if (group.portals().isEmpty() && group.equals(target.groupAt(local))) {
        told.add(local);
      }
      for (String portal : group.portals()) {
        told.add(PortalGroup.isAnyAddress(portal) ? atPort(local, portal) : portal);
      }
      for (String address : told) {
        if (!address.isEmpty()) {
          out.add(IscsiKey.TARGET_ADDRESS, address + "," + group.tag());
        }
      }
    }
  }

  /**
   * The host that the asking connection came to, at the port of {@code portal}; no zone with it.
   */
  private static String atPort(String local, String portal) {
    if (local.isEmpty()) {
      return "";
    }
    String host = InternetAddress.host(local);
    return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + PortalGroup.port(portal);
  }
}
