// SPDX-License-Identifier: Apache-2.0
/**
 * Captures of simulated wires as pcapng, for Wireshark and tshark.
 *
 * <p>Promises frames that an outside decoder accepts, with the true bytes of the wire and a comment
 * where a fault was injected. May depend on {@code sim.stream} and {@code sim.fc.link} alone.
 */
@NullMarked
package org.quintain.sim.capture;

import org.jspecify.annotations.NullMarked;
