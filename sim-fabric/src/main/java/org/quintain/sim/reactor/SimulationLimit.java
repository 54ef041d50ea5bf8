// SPDX-License-Identifier: Apache-2.0
package org.quintain.sim.reactor;

/** A run that went on for longer than it may: a hang, told as a failure. */
public final class SimulationLimit extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Makes a failure that says {@code sentence}. */
  public SimulationLimit(String sentence) {
    super(sentence);
  }
}
