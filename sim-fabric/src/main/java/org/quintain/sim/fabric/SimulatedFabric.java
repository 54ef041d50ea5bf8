// SPDX-License-Identifier: Apache-2.0
package org.quintain.sim.fabric;

import java.util.SortedMap;
import org.jspecify.annotations.Nullable;
import org.quintain.initiator.InitiatorPort;

/**
 * A simulated fabric with its target, as a run drives it. All calls come from outside of events.
 */
public interface SimulatedFabric {
  /**
   * Begins an I_T nexus of initiator {@code initiator}, always from the same initiator port, so
   * that it takes the place of one that stands. Answers at once; the port says when it is
   * connected, or why it never will be.
   */
  InitiatorPort connect(int initiator);

  /**
   * Begins to end the nexus of {@code port} in good order; its {@code isConnected} says when that
   * is done.
   */
  void disconnect(InitiatorPort port);

  /** Breaks the wire of {@code port}, as an initiator does that gives up on a nexus. */
  void breakWire(InitiatorPort port);

  /** Takes the target's power away: all wires fall, the disks keep what they keep. */
  void powerOff();

  /** Gives the target its power back. */
  void powerOn();

  /** Ends all faults of wires and disks. */
  void heal();

  /**
   * What at the target is still busy or held, in words; null when it is idle and nothing has
   * leaked.
   */
  @Nullable String whatIsBusy();

  /**
   * Checks, after every event and so cheaply, what must always hold.
   *
   * @throws org.quintain.sam.InvariantViolation when it does not
   */
  void check(long nowNs);

  /**
   * How many faults of each kind were injected so far, by the names that {@code --faults} takes.
   */
  SortedMap<String, Long> faultCounts();
}
