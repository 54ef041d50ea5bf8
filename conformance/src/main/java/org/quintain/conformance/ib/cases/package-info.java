// SPDX-License-Identifier: Apache-2.0
/**
 * The cases of InfiniBand's reliable connection and communication management, by clause of the
 * InfiniBand Architecture Specification volume 1: IBR of the responding half, IBQ of the requesting
 * half, IBM of communication management.
 *
 * <p>A file is a table and the programs behind its lines. May depend on {@code conformance.ib} and
 * {@code conformance.bench}.
 */
@NullMarked
package org.quintain.conformance.ib.cases;

import org.jspecify.annotations.NullMarked;
