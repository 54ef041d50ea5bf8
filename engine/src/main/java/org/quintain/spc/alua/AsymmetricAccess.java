// SPDX-License-Identifier: Apache-2.0
package org.quintain.spc.alua;

import org.jspecify.annotations.Nullable;
import org.quintain.device.AccessRule;
import org.quintain.device.AdmissionStage;
import org.quintain.device.CommandDefinition;
import org.quintain.device.CommandExecution;
import org.quintain.device.CommandGate;
import org.quintain.device.CommandTable;
import org.quintain.device.LogicalUnitServices;
import org.quintain.fabric.ItNexus;
import org.quintain.sam.AdditionalSense;
import org.quintain.spc.CommandFamily;

/**
 * Asymmetric logical unit access of one logical unit (SPC-5 5.18): its two commands, the check of
 * every command against the state of its port's group, and the unit attentions of changes.
 *
 * <pre>
 * state                    AccessRule ALWAYS   STANDBY     ACTIVE
 * active, both kinds       runs                runs        runs
 * logical block dependent  runs                runs        by the blocks that it names
 * standby                  runs                runs        2/04/0B
 * unavailable, offline     runs                2/04/0C     2/04/0C
 * transitioning            runs                2/04/0A     2/04/0A
 * </pre>
 */
public final class AsymmetricAccess implements CommandFamily {
  /** Tells which logical blocks a command touches. */
  @FunctionalInterface
  public interface BlocksOf {
    /** The blocks that {@code execution} touches; null when it touches none. */
    @Nullable Blocks of(CommandExecution execution);
  }

  /**
   * Logical blocks.
   *
   * @param first the first of them
   * @param count how many
   */
  public record Blocks(long first, long count) {}

  private final LogicalUnitServices logicalUnit;
  private final TargetPortGroups groups;
  private final BlocksOf blocksOf;
  private final Gate gate = new Gate();

  /** The access of {@code logicalUnit} through {@code groups}. */
  public AsymmetricAccess(
      LogicalUnitServices logicalUnit, TargetPortGroups groups, BlocksOf blocksOf) {
    this.logicalUnit = logicalUnit;
    this.groups = groups;
    this.blocksOf = blocksOf;
    groups.listen(this::onStatesChanged);
    groups.whenNoted(gate::review);
    gate.review();
  }

  /** The groups that it goes by. */
  public TargetPortGroups groups() {
    return groups;
  }

  @Override
  public void addTo(CommandTable table) {
    new ReportTargetPortGroups(logicalUnit, groups).addTo(table);
    if (groups.isExplicit()) {
      new SetTargetPortGroups(logicalUnit, groups).addTo(table);
    }
  }

  @Override
  public @Nullable CommandGate gateAt(AdmissionStage stage) {
    return stage == AdmissionStage.ACCESS ? gate : null;
  }

  /** Shut while a group is in a state in which commands are refused. */
  private final class Gate extends CommandGate {
    void review() {
      open(groups.areAllActive());
    }

    @Override
    protected boolean admits(long nowNs, CommandExecution execution) {
      CommandDefinition definition = execution.definition();
      AccessState obstacle =
          definition == null || definition.accessRule() == AccessRule.ALWAYS
              ? null
              : obstacle(definition.accessRule(), execution);
      AdditionalSense refusal = obstacle == null ? null : obstacle.refusal();
      if (refusal == null) {
        return true;
      }
      execution.terminate(nowNs, refusal);
      return false;
    }
  }

  private @Nullable AccessState obstacle(AccessRule rule, CommandExecution execution) {
    int port = execution.command().nexus().identity().relativeTargetPortIdentifier();
    TargetPortGroup group = groups.groupOf(port);
    if (group == null) {
      return null;
    }
    return switch (group.state()) {
      case ACTIVE_OPTIMIZED, ACTIVE_NON_OPTIMIZED -> null;
      case STANDBY -> rule == AccessRule.STANDBY ? null : AccessState.STANDBY;
      case UNAVAILABLE, OFFLINE, TRANSITIONING -> group.state();
      case LOGICAL_BLOCK_DEPENDENT -> {
        ReferralMap referrals = groups.referrals();
        Blocks touched = blocksOf.of(execution);
        yield rule == AccessRule.STANDBY || referrals == null || touched == null
            ? null
            : referrals.obstacle(group.identifier(), touched.first(), touched.count());
      }
    };
  }

  /** SPC-5 5.18.2.9: every nexus but the one that asked is told. */
  private void onStatesChanged(long nowNs, @Nullable ItNexus by) {
    logicalUnit.establishUnitAttentionForOthers(
        nowNs, by, AdditionalSense.ASYMMETRIC_ACCESS_STATE_CHANGED);
  }
}
