// SPDX-License-Identifier: Apache-2.0
package org.quintain.hardware.config;

import java.util.List;
import org.quintain.iscsi.authentication.TargetAuthentication;
import org.quintain.iscsi.target.SessionLimits;

/**
 * Who gets into a {@code TARGET}.
 *
 * @param authentication {@code IncomingUser} and {@code OutgoingUser}
 * @param limits {@code MaxSessions}, {@code MaxSessionsPerInitiator}, {@code
 *     MaxConnectionsPerInitiator}
 * @param redirect where logins are sent instead, "host[:port]"; empty for nowhere
 * @param isRedirectPermanent whether that is for good
 * @param allowedPortals patterns or ranges of the addresses through which it is reached; empty for
 *     all
 * @param isPerPortal {@code per_portal_acl}: initiator patterns are held against "name#portal"
 */
public record AccessConfig(
    TargetAuthentication authentication,
    SessionLimits limits,
    String redirect,
    boolean isRedirectPermanent,
    List<String> allowedPortals,
    boolean isPerPortal) {
  /** Makes the list immutable. */
  public AccessConfig {
    allowedPortals = List.copyOf(allowedPortals);
  }
}
