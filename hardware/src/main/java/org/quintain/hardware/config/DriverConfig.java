// SPDX-License-Identifier: Apache-2.0
package org.quintain.hardware.config;

import org.jspecify.annotations.Nullable;
import org.quintain.iscsi.authentication.TargetAuthentication;

/**
 * What {@code TARGET_DRIVER iscsi} says of logins, whatever the target.
 *
 * @param discovery {@code IncomingUser} and {@code OutgoingUser} of discovery sessions
 * @param loginTimeoutSeconds {@code login_timeout}: how long a login may take
 * @param loginsPerPortalMax {@code max_logins_per_portal}: how many connections of one portal may
 *     be in login at once
 * @param loginsPerAddressMax {@code max_logins_per_address}: the same of one address they come from
 * @param nameServer the iSNS server that targets are registered with, or null
 */
public record DriverConfig(
    TargetAuthentication discovery,
    int loginTimeoutSeconds,
    int loginsPerPortalMax,
    int loginsPerAddressMax,
    @Nullable NameServerConfig nameServer) {
  /** What {@code login_timeout} is where it is not given, as with LIO. */
  static final int LOGIN_TIMEOUT_SECONDS = 15;
}
