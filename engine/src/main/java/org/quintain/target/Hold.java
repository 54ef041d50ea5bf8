// SPDX-License-Identifier: Apache-2.0
package org.quintain.target;

/** Whose commands wait until an aborted command, whose store is still at work, has ended. */
enum Hold {
  /** Nobody's. */
  NOBODY,
  /** Those of the same initiator device, on whatever nexus: it believes the old command gone. */
  SAME_INITIATOR,
  /** Everybody's. */
  EVERYBODY
}
