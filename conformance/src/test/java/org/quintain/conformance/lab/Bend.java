// SPDX-License-Identifier: Apache-2.0
package org.quintain.conformance.lab;

import org.quintain.fabric.Command;
import org.quintain.fabric.ScsiTarget;
import org.quintain.fabric.TaskManagementRequest;
import org.quintain.store.BackingStore;

/**
 * One way to be wrong: every method leaves things as they are unless a wrong target says otherwise.
 */
public interface Bend {
  /** The engine as it is. */
  Bend NONE = new Bend() {};

  /** Before the engine gets a command. False keeps it from the engine, which then never answers. */
  default boolean onCommand(Command command) {
    return true;
  }

  /** Before Data-In and status go to the initiator, once for each command. */
  default void onAnswer(Command command) {}

  /** Instead of the engine: true when the bend has dealt with the function. */
  default boolean onFunction(long nowNs, TaskManagementRequest request, ScsiTarget engine) {
    return false;
  }

  /** The store behind logical unit {@code index}. */
  default BackingStore store(int index, BackingStore store) {
    return store;
  }
}
