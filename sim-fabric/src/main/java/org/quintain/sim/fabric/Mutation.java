// SPDX-License-Identifier: Apache-2.0
package org.quintain.sim.fabric;

import org.quintain.fabric.ScsiTarget;
import org.quintain.sim.reactor.SimWorld;
import org.quintain.sim.stream.StreamTap;
import org.quintain.store.BackingStore;

/**
 * A deliberate mistake, put around a part of the target or into the wire: what proves that a run
 * would find one. This one makes none.
 */
public class Mutation {
  /** No mistake. */
  public static final Mutation NONE = new Mutation();

  /** For mutations. */
  protected Mutation() {}

  /** Puts the mistake around a logical unit's store. */
  public BackingStore store(SimWorld world, BackingStore store) {
    return store;
  }

  /** Puts the mistake between the fabric and the engine. */
  public ScsiTarget target(SimWorld world, ScsiTarget target) {
    return target;
  }

  /** Sees, and may change, the bytes of a new stream before they go out. */
  public StreamTap tap(SimWorld world) {
    return new StreamTap() {};
  }
}
