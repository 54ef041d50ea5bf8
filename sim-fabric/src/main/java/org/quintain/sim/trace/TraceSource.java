// SPDX-License-Identifier: Apache-2.0
package org.quintain.sim.trace;

import org.quintain.sim.random.RandomStream;

/** A component as the trace names it. Made once per component through {@link Trace#source}. */
public final class TraceSource {
  private final String name;
  private final long hash;

  TraceSource(String name) {
    this.name = name;
    this.hash = RandomStream.hash(name);
  }

  /** The component's path. */
  public String name() {
    return name;
  }

  long hash() {
    return hash;
  }
}
