// SPDX-License-Identifier: Apache-2.0
package org.quintain.sim.reactor;

import org.quintain.sim.time.EventHandler;

/**
 * A handler whose events run on a reactor: not before the reactor has time, and as its current
 * code.
 */
public interface ReactorEvents extends EventHandler {
  /** The reactor the events run on. */
  SimReactor reactor();
}
