// SPDX-License-Identifier: Apache-2.0
/**
 * What served logical units keep in files beside their blocks: reservations, mode pages,
 * identifying information.
 *
 * <p>Owns the form of these files and the thread that writes them; promises that a crash at any
 * instant leaves each value old or new, and that a damaged file is told and never believed. May
 * depend on the engine's {@code store} and {@code reactor}.
 */
@NullMarked
package org.quintain.hardware.state;

import org.jspecify.annotations.NullMarked;
