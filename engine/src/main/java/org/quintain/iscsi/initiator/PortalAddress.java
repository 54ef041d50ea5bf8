// SPDX-License-Identifier: Apache-2.0
package org.quintain.iscsi.initiator;

import org.jspecify.annotations.Nullable;
import org.quintain.iscsi.negotiation.TextValues;

/**
 * A portal as TargetAddress gives it: {@code host[:port][,portal-group-tag]} (RFC 7143 13.8).
 *
 * @param host without brackets
 * @param portalGroupTag -1 where none is given
 */
public record PortalAddress(String host, int port, int portalGroupTag) {
  /** Reads {@code text}, or answers null when it is no portal. */
  public static @Nullable PortalAddress parse(String text) {
    int comma = text.lastIndexOf(',');
    long group = comma < 0 ? -1 : TextValues.number(text.substring(comma + 1));
    String where = comma < 0 ? text : text.substring(0, comma);
    int colon = where.lastIndexOf(':');
    boolean bracketed = where.indexOf("]:") > 0;
    boolean hasPort = bracketed || (colon >= 0 && where.indexOf(':') == colon);
    long port = hasPort ? TextValues.number(where.substring(colon + 1)) : IscsiUrl.DEFAULT_PORT;
    String host = hasPort ? where.substring(0, colon) : where;
    if (host.startsWith("[") && host.endsWith("]")) {
      host = host.substring(1, host.length() - 1);
    }
    boolean good = !host.isEmpty() && port >= 1 && port <= 65_535 && group <= 65_535;
    return good && (comma < 0 || group >= 0)
        ? new PortalAddress(host, (int) port, (int) group)
        : null;
  }
}
