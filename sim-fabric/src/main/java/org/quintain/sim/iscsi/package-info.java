// SPDX-License-Identifier: Apache-2.0
/**
 * The simulated iSCSI fabric: the engine with its iSCSI portal, and initiators, joined by simulated
 * streams.
 *
 * <p>Promises that the classes that serve production run here unchanged, and that opening {@code
 * sim:iscsi} with one seed twice gives the same bytes. May depend on the engine and on all of
 * {@code sim} but {@code sim.run}.
 */
@NullMarked
package org.quintain.sim.iscsi;

import org.jspecify.annotations.NullMarked;
