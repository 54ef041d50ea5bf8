// SPDX-License-Identifier: Apache-2.0
package org.quintain.ib.connection;

import org.quintain.wire.RdmaPath;

/**
 * What communication management settled on, as one side's queue pair needs it (IBA 11.2.4.2).
 *
 * @param number the peer's queue pair
 * @param firstSequenceNumber of the first packet that we send, as the peer wants it
 * @param path the way there
 * @param mtuBytes the longest payload of a packet, both ways
 * @param initiatorDepth how many reads we may have outstanding at the peer
 * @param retryCount how often we send again without an acknowledgement
 * @param rnrRetryCount how often we send again where the peer is not ready; 7 is for ever
 * @param ackTimeoutCode how long we wait for an acknowledgement
 */
record PeerQueuePair(
    int number,
    int firstSequenceNumber,
    RdmaPath path,
    int mtuBytes,
    int initiatorDepth,
    int retryCount,
    int rnrRetryCount,
    int ackTimeoutCode) {}
