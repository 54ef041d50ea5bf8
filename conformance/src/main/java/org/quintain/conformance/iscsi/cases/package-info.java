// SPDX-License-Identifier: Apache-2.0
/**
 * The cases of iSCSI itself: login, negotiation, numbering, data transfer, digests, text, sessions.
 *
 * <p>Promises as {@code conformance.cases} does; every case needs a byte stream. May depend on
 * {@code conformance.iscsi}, {@code conformance.bench} and {@code conformance.scsi}.
 */
@NullMarked
package org.quintain.conformance.iscsi.cases;

import org.jspecify.annotations.NullMarked;
