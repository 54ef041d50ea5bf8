// SPDX-License-Identifier: Apache-2.0
/**
 * The suite's own view of SCSI bytes: CDB builders and parsers of sense, parameter data and pages.
 *
 * <p>Promises to share no table and no code with the engine, so that two ends cannot share a
 * mistake. May depend on the JDK alone.
 */
@NullMarked
package org.quintain.conformance.scsi;

import org.jspecify.annotations.NullMarked;
