// SPDX-License-Identifier: Apache-2.0
/**
 * What all simulated fabrics have in common: how a run drives one, and what one is made of.
 *
 * <p>Promises that a run is written once for iSCSI, Fibre Channel and SRP. May depend on the
 * engine's borders and on {@code sim.reactor}, {@code sim.stream} and {@code sim.disk}.
 */
@NullMarked
package org.quintain.sim.fabric;

import org.jspecify.annotations.NullMarked;
