// SPDX-License-Identifier: Apache-2.0
package org.quintain.hardware.net;

/**
 * How long and how many accepted connections may go without having said which reactor they belong
 * to.
 *
 * @param timeoutNs from its acceptance until a connection is dropped that has not said it
 * @param perPortalMax how many there may be at one listening socket; the oldest gives way to one
 *     more
 * @param perAddressMax the same of one address they come from (of one /64 in IPv6)
 */
public record ArrivalLimits(long timeoutNs, int perPortalMax, int perAddressMax) {}
