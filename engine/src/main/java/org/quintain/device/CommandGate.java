// SPDX-License-Identifier: Apache-2.0
package org.quintain.device;

/** One check before a command's execution. Allocates nothing when it lets a command pass. */
@FunctionalInterface
public interface CommandGate {
  /**
   * Whether the command may go on; false says that the gate has ended it. The command's row may be
   * missing: it is then one that the device server does not know.
   */
  boolean admits(long nowNs, CommandExecution execution);
}
