// SPDX-License-Identifier: Apache-2.0
package org.quintain.iscsi.wire;

/**
 * Why a receiver cannot find the next PDU any more; the connection is lost with it (RFC 7143 7.7,
 * 7.8).
 */
public enum ReceiveViolation {
  /** The header digest is wrong, so no length in the header can be believed. */
  HEADER_DIGEST_ERROR,
  /** DataSegmentLength is above the MaxRecvDataSegmentLength that was declared. */
  DATA_SEGMENT_TOO_LONG
}
