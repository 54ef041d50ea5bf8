// SPDX-License-Identifier: Apache-2.0
package org.quintain.wire;

/**
 * A connection that is wanted.
 *
 * @param destination the port there
 * @param serviceId what is wanted there; where it is one of {@link RdmaPort#ipServiceId}'s, the
 *     request says our and their IP address before the private data (annex A11.4)
 * @param privateData for the listener there: at most {@link ConnectRequest#REQUEST_DATA_BYTES_MAX}
 *     bytes, or {@link ConnectRequest#IP_REQUEST_DATA_BYTES_MAX} behind the addresses
 * @param options how our queue pair is made
 */
public record ConnectParameters(
    Gid destination, long serviceId, byte[] privateData, QueuePairOptions options) {}
