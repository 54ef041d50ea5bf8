// SPDX-License-Identifier: Apache-2.0
package org.quintain.hardware.config;

import java.net.InetSocketAddress;

/**
 * One {@code portal} of the driver.
 *
 * @param address where it listens
 * @param tag the portal group that it is in, 0 to 65,535; 1 where none is given
 */
public record PortalConfig(InetSocketAddress address, int tag) {}
