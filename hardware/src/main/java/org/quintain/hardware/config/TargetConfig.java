// SPDX-License-Identifier: Apache-2.0
package org.quintain.hardware.config;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.quintain.iscsi.negotiation.KeyPreferences;

/**
 * One {@code TARGET} of {@code TARGET_DRIVER iscsi}.
 *
 * @param line where it stands, for messages
 * @param name its iSCSI name
 * @param alias its TargetAlias, empty for none
 * @param enabled whether it takes logins
 * @param reportsEvents whether initiators are told by Asynchronous Messages of changed capacity,
 *     inventory and the like; not with {@code aen_disabled}
 * @param relativeTargetId {@code rel_tgt_id}, 1 to 65,535: of its port in its first portal group
 * @param portalGroupTags {@code tpgt}: the portal groups that it is to be in, empty for all
 * @param portalGroupIdentifiers {@code tpg_rel_tgt_id}, tag by tag
 * @param portalGroups those that it is in, by tag, once the portals are known
 * @param keys how it answers negotiated keys
 * @param queuedCommands how many commands a session may have open
 * @param nopInIntervalSeconds after how much silence a session is pinged; 0 for never
 * @param nopInTimeoutSeconds how long a ping may stay unanswered
 * @param rspTimeoutSeconds how long Data-Out that was asked for may fail to appear
 * @param access who gets in, as whom, how often, or to where instead
 * @param luns what initiators see that no group names
 * @param groups in the order in which they are tried
 */
public record TargetConfig(
    int line,
    String name,
    String alias,
    boolean enabled,
    boolean reportsEvents,
    int relativeTargetId,
    List<Integer> portalGroupTags,
    Map<Integer, Integer> portalGroupIdentifiers,
    List<TargetPortalGroup> portalGroups,
    KeyPreferences keys,
    int queuedCommands,
    int nopInIntervalSeconds,
    int nopInTimeoutSeconds,
    int rspTimeoutSeconds,
    AccessConfig access,
    List<LunConfig> luns,
    List<GroupConfig> groups)
    implements MappedTarget {

  /** Makes the lists immutable. */
  public TargetConfig {
    portalGroupTags = List.copyOf(portalGroupTags);
    portalGroupIdentifiers = Collections.unmodifiableMap(new TreeMap<>(portalGroupIdentifiers));
    portalGroups = List.copyOf(portalGroups);
    luns = List.copyOf(luns);
    groups = List.copyOf(groups);
  }

  /**
   * A portal group that a target is in.
   *
   * @param tag its tag
   * @param relativeTargetId the relative target port identifier of the target's port in it
   */
  public record TargetPortalGroup(int tag, int relativeTargetId) {}

  /** The relative target port identifiers of its ports, by tag of their portal groups. */
  public Map<Integer, Integer> identifiersByTag() {
    Map<Integer, Integer> identifiers = new TreeMap<>();
    portalGroups.forEach(group -> identifiers.put(group.tag(), group.relativeTargetId()));
    return identifiers;
  }

  /** The same target in other portal groups. */
  TargetConfig withPortalGroups(List<TargetPortalGroup> others) {
    return new TargetConfig(
        line,
        name,
        alias,
        enabled,
        reportsEvents,
        relativeTargetId,
        portalGroupTags,
        portalGroupIdentifiers,
        others,
        keys,
        queuedCommands,
        nopInIntervalSeconds,
        nopInTimeoutSeconds,
        rspTimeoutSeconds,
        access,
        luns,
        groups);
  }

  @Override
  public boolean isPerPortal() {
    return access.isPerPortal();
  }

  /** One {@code LUN number device} line. */
  public record LunConfig(int line, int lun, String device, boolean readOnly) {}

  /**
   * One {@code GROUP}.
   *
   * @param initiatorPatterns patterns of the initiator names that it is for
   * @param luns what they see instead of the target's own LUNs
   */
  public record GroupConfig(
      int line, String name, List<String> initiatorPatterns, List<LunConfig> luns) {
    /** Makes the lists immutable. */
    public GroupConfig {
      initiatorPatterns = List.copyOf(initiatorPatterns);
      luns = List.copyOf(luns);
    }
  }
}
