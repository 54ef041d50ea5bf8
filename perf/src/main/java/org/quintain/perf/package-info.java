// SPDX-License-Identifier: Apache-2.0

/**
 * Owns the load generator and its measurements. Promises that a run keeps its whole latency
 * distribution and its whole set-up. May depend on the engine's initiator border and on records.
 */
@NullMarked
package org.quintain.perf;

import org.jspecify.annotations.NullMarked;
