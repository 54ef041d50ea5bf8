// SPDX-License-Identifier: Apache-2.0
/**
 * What a case works with: nexuses, calls and answers that explain themselves, and the facts of the
 * target.
 *
 * <p>Promises that every wait is bounded and that every way for a target to misbehave ends as a
 * {@link org.quintain.conformance.bench.CaseEnd}. May depend on {@code conformance.scsi}, on {@code
 * records}, and of the engine on {@code initiator}, {@code reactor} and {@code sam} alone.
 */
@NullMarked
package org.quintain.conformance.bench;

import org.jspecify.annotations.NullMarked;
