// SPDX-License-Identifier: Apache-2.0
package org.quintain.hardware.net;

/**
 * A reactor that connections may be given to, and what makes their endpoints there.
 *
 * @param reactor the reactor
 * @param endpoints called on it
 */
public record StreamLane(NettyReactor reactor, StreamListener.EndpointFactory endpoints) {}
