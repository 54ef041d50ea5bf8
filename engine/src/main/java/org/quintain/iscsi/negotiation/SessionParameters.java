// SPDX-License-Identifier: Apache-2.0
package org.quintain.iscsi.negotiation;

/**
 * The session-wide results of a login (RFC 7143 clause 13), lengths in bytes, times in seconds.
 *
 * @param maxBurstLength of one Data-In or solicited Data-Out sequence
 * @param firstBurstLength of immediate and unsolicited data of one command together; never above
 *     maxBurstLength
 * @param taskReporting RFC3720, ResponseFence or FastAbort
 * @param protocolLevel of RFC 7144; 1 is RFC 7143 alone
 */
public record SessionParameters(
    SessionType sessionType,
    int maxConnections,
    boolean initialR2t,
    boolean immediateData,
    int maxBurstLength,
    int firstBurstLength,
    int defaultTime2Wait,
    int defaultTime2Retain,
    int maxOutstandingR2t,
    boolean dataPduInOrder,
    boolean dataSequenceInOrder,
    int errorRecoveryLevel,
    String taskReporting,
    int protocolLevel) {}
