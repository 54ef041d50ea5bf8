// SPDX-License-Identifier: Apache-2.0
package org.quintain.sbc.medium;

import org.jspecify.annotations.Nullable;
import org.quintain.device.CommandExecution;
import org.quintain.device.CommandGate;
import org.quintain.device.ReadinessRule;
import org.quintain.sam.AdditionalSense;
import org.quintain.sam.SenseData;

/**
 * In which state the medium is, and the check that every command passes by its {@link
 * ReadinessRule} (SBC-4 4.10, 4.11, 4.20). Owned by the logical unit's reactor.
 *
 * <p>While the medium is ready and no power condition timer runs, it stands open.
 */
final class MediumState extends CommandGate {
  /** How far the operation that goes on has come, of 65,536. */
  @FunctionalInterface
  interface Progress {
    /** The progress indication (SPC-5 4.5.2.4.4). */
    int of65536();
  }

  private final PowerConditions power;
  private Progress progress = () -> 0;
  private MediumPhase phase = MediumPhase.READY;
  private SenseData corruption = SenseData.of(AdditionalSense.MEDIUM_FORMAT_CORRUPTED);
  private boolean isPresent = true;

  MediumState(PowerConditions power) {
    this.power = power;
    power.whenChanged(this::review);
    review();
  }

  /** Whose progress is told while an operation goes on. */
  void progressOf(Progress operation) {
    progress = operation;
  }

  private void review() {
    open(phase == MediumPhase.READY && isPresent && !power.isWatching());
  }

  MediumPhase phase() {
    return phase;
  }

  void phase(MediumPhase next) {
    phase = next;
    review();
  }

  /** The last format operation came to no end; {@code because} is told to commands. */
  void corrupted(AdditionalSense because) {
    corruption = SenseData.of(because);
    phase(MediumPhase.FORMAT_CORRUPT);
  }

  boolean isPresent() {
    return isPresent;
  }

  void present(boolean isLoaded) {
    isPresent = isLoaded;
    review();
  }

  @Override
  protected boolean admits(long nowNs, CommandExecution execution) {
    var definition = execution.definition();
    ReadinessRule rule = definition == null ? ReadinessRule.ALWAYS : definition.readinessRule();
    SenseData refusal = refusal(rule);
    if (refusal != null) {
      execution.terminate(nowNs, refusal);
      return false;
    }
    switch (rule) {
      case READY, FORMAT, SANITIZE -> power.onMediumAccess(nowNs);
      case ALWAYS, UNIT, MEDIUM, STARTED -> {}
    }
    return true;
  }

  /**
   * What a command of {@code rule} is refused with, or null: the table of {@link ReadinessRule}.
   */
  @Nullable SenseData refusal(ReadinessRule rule) {
    if (rule == ReadinessRule.ALWAYS) {
      return null;
    }
    SenseData operation =
        switch (phase) {
          case FORMATTING -> withProgress(AdditionalSense.FORMAT_IN_PROGRESS);
          case SANITIZING -> withProgress(AdditionalSense.SANITIZE_IN_PROGRESS);
          case SANITIZE_FAILED ->
              rule == ReadinessRule.SANITIZE
                  ? null
                  : SenseData.of(AdditionalSense.SANITIZE_COMMAND_FAILED);
          case READY, FORMAT_CORRUPT -> null;
        };
    if (operation != null || rule == ReadinessRule.UNIT) {
      return operation;
    }
    if (!isPresent) {
      return SenseData.of(AdditionalSense.MEDIUM_NOT_PRESENT);
    }
    if (rule == ReadinessRule.MEDIUM) {
      return null;
    }
    if (power.condition() == PowerCondition.STOPPED) {
      return SenseData.of(AdditionalSense.INITIALIZING_COMMAND_REQUIRED);
    }
    boolean needsFormat = rule == ReadinessRule.READY || rule == ReadinessRule.STARTED;
    return phase == MediumPhase.FORMAT_CORRUPT && needsFormat ? corruption : null;
  }

  private SenseData withProgress(AdditionalSense additional) {
    return SenseData.of(additional).withProgress(Math.min(progress.of65536(), 0xFFFF));
  }

  /**
   * What REQUEST SENSE tells of the moment: why a READ would be refused, else the low power
   * condition (SPC-5 5.12, pollable sense data), else null.
   */
  @Nullable SenseData condition() {
    SenseData refusal = refusal(ReadinessRule.READY);
    return refusal != null ? refusal : power.pollable();
  }
}
