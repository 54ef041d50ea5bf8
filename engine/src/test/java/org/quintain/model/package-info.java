// SPDX-License-Identifier: Apache-2.0
/**
 * A naive model of a disk with its reservations and unit attention conditions, and random sequences
 * of commands from several nexuses that the engine is held against.
 *
 * <p>Promises that the model is written from the standards and looks at nothing of the engine. May
 * depend on {@code testing} and on the engine's outside.
 */
@NullMarked
package org.quintain.model;

import org.jspecify.annotations.NullMarked;
