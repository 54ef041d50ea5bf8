// SPDX-License-Identifier: Apache-2.0
package org.quintain.iscsi.negotiation;

/**
 * The results of a login that hold for one connection (RFC 7143 13.1, 13.12), lengths in bytes.
 *
 * @param receiveDataSegmentMax the longest data segment we said we take (our
 *     MaxRecvDataSegmentLength)
 * @param sendDataSegmentMax the longest data segment the peer said it takes (its
 *     MaxRecvDataSegmentLength)
 */
public record ConnectionParameters(
    DigestAlgorithm headerDigest,
    DigestAlgorithm dataDigest,
    int receiveDataSegmentMax,
    int sendDataSegmentMax) {}
