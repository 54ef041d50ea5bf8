// SPDX-License-Identifier: Apache-2.0
/**
 * The fabric-neutral application client: submit a CDB, a task management function, await the
 * outcome.
 *
 * <p>Conformance and load code is written once against it and runs on every fabric. May depend on
 * {@code target} and everything below it.
 */
@NullMarked
package org.quintain.initiator;

import org.jspecify.annotations.NullMarked;
