// SPDX-License-Identifier: Apache-2.0
package org.quintain.initiator;

import org.quintain.reactor.World;

/**
 * A SCSI initiator port with one I_T nexus to one target port: the application client's way to any
 * fabric. Submissions come from any thread; listeners run on the world's reactor.
 */
public interface InitiatorPort extends AutoCloseable {
  /** The world it lives in. */
  World world();

  /**
   * Sends {@code command}; never blocks; the command ends exactly once, with its nexus at the
   * latest.
   */
  void submit(ExecuteCommand command);

  /** Sends a task management function; never blocks. */
  void submit(ManageTask function);

  /** Whether the nexus stands. */
  boolean isConnected();

  /** Why the nexus fell, or an empty string while it stands. */
  String disconnectReason();

  /** How many commands the port can have under way; more wait within the port. */
  int commandsMax();

  /** Submits {@code command} and waits for its end; false when {@code timeoutNs} pass first. */
  default boolean execute(ExecuteCommand command, long timeoutNs) {
    submit(command);
    return world().awaitUntil(command::isDone, timeoutNs);
  }

  /** Submits {@code function} and waits for its answer; false when {@code timeoutNs} pass first. */
  default boolean execute(ManageTask function, long timeoutNs) {
    submit(function);
    return world().awaitUntil(function::isDone, timeoutNs);
  }

  /** Ends the nexus in good order (iSCSI: logout) within a few seconds, then by force. */
  @Override
  void close();
}
