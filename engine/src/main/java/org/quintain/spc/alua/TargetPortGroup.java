// SPDX-License-Identifier: Apache-2.0
package org.quintain.spc.alua;

import java.util.ArrayList;
import java.util.List;

/**
 * A target port group (SPC-5 5.18.2.1): ports that have the same access state towards the logical
 * units of one {@link TargetPortGroups}. Its ports may be those of other target devices, which this
 * one only reports. Owned by the owner reactor.
 */
public final class TargetPortGroup {
  /** Why the group has the state that it has (STATUS CODE of its descriptor). */
  public enum Cause {
    /** Nothing to tell: it never changed. */
    NONE,
    /** SET TARGET PORT GROUPS. */
    EXPLICIT,
    /** The operator or the device itself. */
    IMPLICIT
  }

  private final int identifier;
  private final boolean isPreferred;
  private final List<Integer> relativePorts;
  private AccessState state;
  private Cause cause = Cause.NONE;

  /**
   * A group.
   *
   * @param identifier 0 to 65,535
   * @param isPreferred PREF
   * @param relativePorts the relative target port identifiers of its ports, 1 to 65,535
   */
  public TargetPortGroup(
      int identifier, boolean isPreferred, AccessState state, List<Integer> relativePorts) {
    if (identifier < 0 || identifier > 0xFFFF) {
      throw new IllegalArgumentException(
          "The identifier of a target port group is 0 to 65535, not " + identifier + ".");
    }
    if (relativePorts.size() > 0xFF) {
      throw new IllegalArgumentException(
          "Target port group " + identifier + " has more than 255 ports.");
    }
    this.identifier = identifier;
    this.isPreferred = isPreferred;
    this.state = state;
    this.relativePorts = new ArrayList<>(relativePorts);
  }

  /** TARGET PORT GROUP. */
  public int identifier() {
    return identifier;
  }

  /** PREF. */
  public boolean isPreferred() {
    return isPreferred;
  }

  /** The access state of the moment. */
  public AccessState state() {
    return state;
  }

  /** What brought the state about. */
  public Cause cause() {
    return cause;
  }

  /** The relative target port identifiers of its ports. */
  public List<Integer> relativePorts() {
    return relativePorts;
  }

  void moveTo(AccessState next, Cause by) {
    state = next;
    cause = by;
  }
}
