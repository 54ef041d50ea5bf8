// SPDX-License-Identifier: Apache-2.0
package org.quintain.device;

/**
 * One step of a command's execution: its beginning, or what follows when Data-Out came or a store
 * ended. Implementations hold no state of one command, so that one object serves all of them.
 */
@FunctionalInterface
public interface CommandStep {
  /**
   * Runs at {@code nowNs}; it ends the command or starts exactly one thing that leads to a further
   * step.
   */
  void run(long nowNs, CommandExecution execution);
}
