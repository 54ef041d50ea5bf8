// SPDX-License-Identifier: Apache-2.0
package org.quintain.iscsi.target;

/**
 * How a connection's output queue is shared, so that a response never finds it full: Data-In and
 * R2Ts leave room for the response of every open command, and input stops before the answers to it
 * would take that room.
 */
final class OutputReserve {
  /** Room for answers that no open command stands for: pings, text, rejects, task management. */
  static final int SLOTS = 32;

  /** Input goes on while this much more than the open commands' room is free. */
  static final int SLOTS_TO_RECEIVE = 8;

  /** Output of data goes on while this much more than the open commands' room is free. */
  static final int SLOTS_TO_SEND_DATA = 20;

  private OutputReserve() {}
}
