// SPDX-License-Identifier: Apache-2.0
/**
 * The structured fuzzer of iSCSI targets: it brings a connection to a stage, sends each kind of PDU
 * there, right and mutated, and judges what comes back.
 *
 * <p>Promises that a connection is made from the seed and its number alone, that it sends nothing
 * that could end another initiator's session unless resets are allowed, and that it shares no code
 * with the engine's protocol ends. May depend on {@code conformance.iscsi}, {@code
 * conformance.scsi} and the byte streams of {@code initiator}.
 */
@NullMarked
package org.quintain.conformance.iscsi.fuzz;

import org.jspecify.annotations.NullMarked;
