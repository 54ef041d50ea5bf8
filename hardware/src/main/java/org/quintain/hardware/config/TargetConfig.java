// SPDX-License-Identifier: Apache-2.0
package org.quintain.hardware.config;

import java.util.List;
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
 * @param relativeTargetId {@code rel_tgt_id}, 1 to 65,535
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
    KeyPreferences keys,
    int queuedCommands,
    int nopInIntervalSeconds,
    int nopInTimeoutSeconds,
    int rspTimeoutSeconds,
    AccessConfig access,
    List<LunConfig> luns,
    List<GroupConfig> groups) {

  /** Makes the lists immutable. */
  public TargetConfig {
    luns = List.copyOf(luns);
    groups = List.copyOf(groups);
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
