// SPDX-License-Identifier: Apache-2.0
package org.quintain.target;

/**
 * The limits of one logical unit, which keep it from taking all that it has in common with others.
 *
 * @param commandsMax how many commands it may have at once, those included that its store never
 *     answered; the next one ends with TASK SET FULL or BUSY
 * @param nexusCommandsMax how many of them one nexus may have; {@link #NO_LIMIT} for all
 * @param unansweredMax how many commands may have ended without an answer of the store before it
 *     takes no further one; BUSY until the store answers
 * @param deadlinePercent how long a store may take for one request, in percent of the recommended
 *     timeout of the command it belongs to; {@link #NO_DEADLINE} for as long as it likes
 * @param abortedDeadlineNs how long a store may take for the request of a command that was aborted
 * @param isShared whether the two that follow from how many logical units there are still do
 * @param checkedFrom from how many commands on it is worth while to look which limit is reached;
 *     follows from the others, whatever is given
 */
public record TaskSetLimits(
    int commandsMax,
    int nexusCommandsMax,
    int unansweredMax,
    int deadlinePercent,
    long abortedDeadlineNs,
    boolean isShared,
    int checkedFrom) {

  /** Stores may take as long as they like, also for commands that were aborted. */
  public static final int NO_DEADLINE = 0;

  /** One nexus may have all commands of the logical unit. */
  public static final int NO_LIMIT = Integer.MAX_VALUE;

  private static final int DEADLINE_PERCENT = 100;
  private static final long NS_PER_PERCENT_OF_SECOND = 10_000_000L;
  private static final long ABORTED_DEADLINE_NS = 5_000_000_000L;

  /** Checks the limits; throws {@link IllegalArgumentException} with one sentence. */
  public TaskSetLimits {
    if (commandsMax < 1
        || nexusCommandsMax < 1
        || unansweredMax < 1
        || deadlinePercent < 0
        || abortedDeadlineNs < 1) {
      throw new IllegalArgumentException("Every limit of a logical unit is 1 or more.");
    }
    checkedFrom = Math.min(commandsMax, nexusCommandsMax);
  }

  /** Limits of its own, without one for each nexus. */
  public TaskSetLimits(
      int commandsMax, int unansweredMax, int deadlinePercent, long abortedDeadlineNs) {
    this(commandsMax, NO_LIMIT, unansweredMax, deadlinePercent, abortedDeadlineNs, false, NO_LIMIT);
  }

  /** How long a store may take where the table of commands recommends {@code seconds}. */
  long deadlineNs(int seconds) {
    return (long) seconds * deadlinePercent * NS_PER_PERCENT_OF_SECOND;
  }

  /** The same with stores that may take as long as they like. */
  public TaskSetLimits withoutDeadlines() {
    return withDeadlinePercent(NO_DEADLINE);
  }

  /** The same with another deadline. */
  public TaskSetLimits withDeadlinePercent(int percent) {
    return new TaskSetLimits(
        commandsMax,
        nexusCommandsMax,
        unansweredMax,
        percent,
        abortedDeadlineNs,
        isShared,
        checkedFrom);
  }

  /** The same with {@code commands} for each nexus at most. */
  public TaskSetLimits withNexusCommandsMax(int commands) {
    return new TaskSetLimits(
        commandsMax,
        commands,
        unansweredMax,
        deadlinePercent,
        abortedDeadlineNs,
        isShared,
        checkedFrom);
  }

  /**
   * The limits of one of {@code units} logical units that have {@code slots} command slots in
   * common: one alone may have them all, of several each leaves an eighth to the others.
   */
  static TaskSetLimits share(int slots, int units) {
    int eighth = Math.max(1, slots / 8);
    int commandsMax = units > 1 ? Math.max(1, slots - eighth) : slots;
    return new TaskSetLimits(
        commandsMax, NO_LIMIT, eighth, DEADLINE_PERCENT, ABORTED_DEADLINE_NS, true, NO_LIMIT);
  }

  /** The same for another number of slots and units, unless the limits are its own. */
  TaskSetLimits shared(int slots, int units) {
    return isShared
        ? share(slots, units)
            .withDeadlinePercent(deadlinePercent)
            .withNexusCommandsMax(nexusCommandsMax)
        : this;
  }
}
