// SPDX-License-Identifier: Apache-2.0
package org.quintain.hardware.serve;

import org.quintain.iscsi.target.CountedPlaces;
import org.quintain.iscsi.target.Places;
import org.quintain.iscsi.target.SessionLimits;

/**
 * What of the targets is taken by all reactors together. Its lock is held for a few look-ups when a
 * connection logs in or ends, and by nobody on the way of a command.
 */
final class SharedPlaces implements Places {
  private final CountedPlaces counts = new CountedPlaces();

  @Override
  public synchronized int take(
      String targetName, String initiatorName, SessionLimits limits, boolean joins) {
    return counts.take(targetName, initiatorName, limits, joins);
  }

  @Override
  public synchronized void giveConnection(String targetName, String initiatorName) {
    counts.giveConnection(targetName, initiatorName);
  }

  @Override
  public synchronized void giveSession(String targetName, String initiatorName) {
    counts.giveSession(targetName, initiatorName);
  }
}
