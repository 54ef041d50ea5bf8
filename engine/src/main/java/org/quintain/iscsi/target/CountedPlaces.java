// SPDX-License-Identifier: Apache-2.0
package org.quintain.iscsi.target;

import java.util.TreeMap;
import org.quintain.iscsi.wire.LoginStatus;
import org.quintain.sam.Check;

/** {@link Places} for the nodes of one reactor: plain counts, for one thread at a time. */
public final class CountedPlaces implements Places {
  /** Of one initiator at one target, or of all of them there. */
  private static final class Count {
    private int sessions;
    private int connections;
  }

  private static final String ALL = "";

  /** By the target's name, then by the initiator's; no initiator's name is empty. */
  private final TreeMap<String, TreeMap<String, Count>> targets = new TreeMap<>();

  private Count count(String targetName, String initiatorName) {
    return targets
        .computeIfAbsent(targetName, none -> new TreeMap<>())
        .computeIfAbsent(initiatorName, none -> new Count());
  }

  @Override
  public int take(String targetName, String initiatorName, SessionLimits limits, boolean joins) {
    Count all = count(targetName, ALL);
    Count own = count(targetName, initiatorName);
    int status = joins ? LoginStatus.SUCCESS : limits.statusOfSession(all.sessions, own.sessions);
    if (status == LoginStatus.SUCCESS) {
      status = limits.statusOfConnection(own.connections);
    }
    if (status == LoginStatus.SUCCESS) {
      all.connections++;
      own.connections++;
      if (!joins) {
        all.sessions++;
        own.sessions++;
      }
    }
    forgetIfIdle(targetName, initiatorName);
    return status;
  }

  @Override
  public void giveConnection(String targetName, String initiatorName) {
    Count all = count(targetName, ALL);
    Count own = count(targetName, initiatorName);
    Check.that(own.connections > 0, "a place is given back once", own.connections);
    all.connections--;
    own.connections--;
    forgetIfIdle(targetName, initiatorName);
  }

  @Override
  public void giveSession(String targetName, String initiatorName) {
    Count all = count(targetName, ALL);
    Count own = count(targetName, initiatorName);
    Check.that(own.sessions > 0, "a session's place is given back once", own.sessions);
    all.sessions--;
    own.sessions--;
    forgetIfIdle(targetName, initiatorName);
  }

  /** Names that nobody uses any more take no memory. */
  private void forgetIfIdle(String targetName, String initiatorName) {
    TreeMap<String, Count> ofTarget = targets.get(targetName);
    if (ofTarget == null) {
      return;
    }
    Count own = ofTarget.get(initiatorName);
    if (own != null && own.sessions == 0 && own.connections == 0) {
      ofTarget.remove(initiatorName);
    }
    if (ofTarget.size() == 1 && ofTarget.containsKey(ALL)) {
      targets.remove(targetName);
    }
  }

  /** How many targets it keeps count of: those that have a session. */
  int targetCount() {
    return targets.size();
  }
}
