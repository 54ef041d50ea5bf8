// SPDX-License-Identifier: Apache-2.0
package org.quintain.device;

/**
 * What a logical unit did for all its nexuses since it began, aborted commands included: counted
 * when a command's fabric gives it back, its response on the way. The numbers only ever grow.
 */
public interface CommandTotals {
  /** How many commands of {@code ioClass} there were. */
  long commands(IoClass ioClass);

  /** How long they took together, from their receipt on, in nanoseconds. */
  long tookNs(IoClass ioClass);

  /** How many bytes they gave to initiators. */
  long dataInBytes(IoClass ioClass);

  /** How many bytes they took from initiators. */
  long dataOutBytes(IoClass ioClass);
}
