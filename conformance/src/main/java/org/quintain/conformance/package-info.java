// SPDX-License-Identifier: Apache-2.0

/**
 * Owns the conformance suite: an initiator-side program with its own CDB and parser tables.
 * Promises that every verdict cites a clause and that a case that could not run is never counted as
 * passed. May depend on the engine's initiator border and on records.
 */
@NullMarked
package org.quintain.conformance;

import org.jspecify.annotations.NullMarked;
