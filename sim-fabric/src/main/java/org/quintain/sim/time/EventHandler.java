// SPDX-License-Identifier: Apache-2.0
package org.quintain.sim.time;

/** What an event is for. One object handles all events of one component, told apart by kind. */
@FunctionalInterface
public interface EventHandler {
  /**
   * An event scheduled earlier is due.
   *
   * @param nowNs virtual time
   * @param kind the component's own number for what happens
   * @param argument whatever the component scheduled it with
   */
  void onEvent(long nowNs, int kind, long argument);
}
