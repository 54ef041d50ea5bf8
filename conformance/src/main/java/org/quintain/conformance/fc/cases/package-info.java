// SPDX-License-Identifier: Apache-2.0
/**
 * The Fibre Channel and FCP cases, one file for each group of rows of the plan.
 *
 * <p>Owns their ids, clauses and programs. May depend on {@code conformance.fc}, {@code
 * conformance.bench} and {@code conformance.scsi}.
 */
@NullMarked
package org.quintain.conformance.fc.cases;

import org.jspecify.annotations.NullMarked;
