// SPDX-License-Identifier: Apache-2.0
/**
 * The bytes both ends of iSCSI share (RFC 7143): header accessors per PDU kind, serial numbers,
 * digests, and the machines that cut a byte stream into PDUs and lay PDUs out for a byte stream.
 *
 * <p>Promises that a receiver yields the same PDUs for any segmentation of the stream and that
 * nothing is allocated per PDU. May depend on {@code sam} for checks and on {@code memory}.
 */
@NullMarked
package org.quintain.iscsi.wire;

import org.jspecify.annotations.NullMarked;
