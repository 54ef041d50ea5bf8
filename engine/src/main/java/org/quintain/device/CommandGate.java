// SPDX-License-Identifier: Apache-2.0
package org.quintain.device;

/**
 * One check before a command's execution. Allocates nothing when it lets a command pass.
 *
 * <p>Nearly every command passes every gate, since nothing is reserved, formatted or shut down. So
 * a gate that would let all pass stands open until its owner shuts it, and an open one costs a test
 * of one field.
 */
public abstract class CommandGate {
  private static final Runnable NOBODY = () -> {};

  private boolean isOpen;
  private Runnable keeper = NOBODY;

  /** For a gate that is asked about every command until {@link #open} says otherwise. */
  protected CommandGate() {}

  /** From now on all commands pass without being looked at, or each is asked about again. */
  protected final void open(boolean isOpenNow) {
    isOpen = isOpenNow;
    keeper.run();
  }

  /** Whether it lets all commands pass without looking at them. */
  public final boolean isOpen() {
    return isOpen;
  }

  /** From now on {@code told} runs after each {@link #open}; one may be told. */
  public final void onMove(Runnable told) {
    keeper = told;
  }

  /** Whether the command may go on; false says that the gate has ended it. */
  public final boolean lets(long nowNs, CommandExecution execution) {
    return isOpen || admits(nowNs, execution);
  }

  /**
   * The same while the gate is shut. The command's row may be missing: it is then one that the
   * device server does not know.
   */
  protected abstract boolean admits(long nowNs, CommandExecution execution);
}
