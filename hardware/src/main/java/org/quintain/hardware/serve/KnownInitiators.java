// SPDX-License-Identifier: Apache-2.0
package org.quintain.hardware.serve;

import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import org.quintain.iscsi.negotiation.IscsiName;

/**
 * Which initiators a name server says may use each target. While it is asked for access control and
 * has not said anything, nobody may. Read by every reactor, written by the name server's.
 */
final class KnownInitiators {
  private final Map<String, Set<String>> byTarget = new ConcurrentHashMap<>();
  private volatile boolean isAsked;

  /** Whether access control is asked for; what was known is forgotten when it is not. */
  void asked(boolean asked) {
    isAsked = asked;
    if (!asked) {
      byTarget.clear();
    }
  }

  /** {@code initiators}, as the server spells them, may use {@code target}, and nobody else. */
  void put(String target, Set<String> initiators) {
    Set<String> names = new TreeSet<>();
    for (String each : initiators) {
      String name = IscsiName.normalized(each);
      if (name != null) {
        names.add(name);
      }
    }
    String key = IscsiName.normalized(target);
    if (key != null) {
      byTarget.put(key, names);
    }
  }

  /** Whether {@code initiator}, in the form names are compared in, may use {@code target}. */
  boolean allows(String target, String initiator) {
    if (!isAsked) {
      return true;
    }
    String key = IscsiName.normalized(target);
    return key != null && byTarget.getOrDefault(key, Set.of()).contains(initiator);
  }
}
