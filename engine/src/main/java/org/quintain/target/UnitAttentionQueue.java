// SPDX-License-Identifier: Apache-2.0
package org.quintain.target;

import org.jspecify.annotations.Nullable;
import org.quintain.sam.AdditionalSense;

/**
 * The unit attention conditions that one logical unit has for one nexus (SAM-5 5.14), in the order
 * they are reported.
 *
 * <p>A reset says all that conditions before it said, so it takes their place; of two resets the
 * farther reaching one stays: power on, hard reset, logical unit reset, nexus loss (SAM-5 6.2,
 * table 55). A queue that is full falls back to POWER ON, RESET, OR BUS DEVICE RESET OCCURRED,
 * which makes the initiator look at everything anew.
 */
final class UnitAttentionQueue {
  private static final int CONDITIONS_MAX = 8;
  private static final int NOT_A_RESET = 0;

  private final AdditionalSense[] conditions = new AdditionalSense[CONDITIONS_MAX];
  private int count;

  /** Forgets everything. */
  void clear() {
    count = 0;
  }

  /** Adds {@code condition} where it belongs; says whether the queue changed. */
  boolean establish(AdditionalSense condition) {
    if (indexOf(condition) >= 0) {
      return false;
    }
    int reach = reach(condition);
    if (reach != NOT_A_RESET) {
      if (count > 0 && reach(conditions[0]) > reach) {
        return false;
      }
      count = 0;
    } else if (count == CONDITIONS_MAX) {
      count = 0;
      conditions[count++] = AdditionalSense.POWER_ON_RESET_OR_BUS_DEVICE_RESET_OCCURRED;
      return true;
    }
    conditions[count++] = condition;
    return true;
  }

  /**
   * How far a reset reaches, {@link #NOT_A_RESET} for everything else. A pending reset is always
   * first.
   */
  private static int reach(AdditionalSense condition) {
    return switch (condition) {
      case POWER_ON_RESET_OR_BUS_DEVICE_RESET_OCCURRED, POWER_ON_OCCURRED -> 4;
      case SCSI_BUS_RESET_OCCURRED -> 3;
      case BUS_DEVICE_RESET_FUNCTION_OCCURRED -> 2;
      case I_T_NEXUS_LOSS_OCCURRED -> 1;
      default -> NOT_A_RESET;
    };
  }

  /** Takes the first condition away, or null when there is none. */
  @Nullable AdditionalSense take() {
    if (count == 0) {
      return null;
    }
    AdditionalSense first = conditions[0];
    removeAt(0);
    return first;
  }

  /** Takes the first condition away if it is that of a reset or of a nexus loss; else null. */
  @Nullable AdditionalSense takeReset() {
    return count > 0 && reach(conditions[0]) != NOT_A_RESET ? take() : null;
  }

  /** The first condition, which stays, if it is that of a reset or of a nexus loss; else null. */
  @Nullable AdditionalSense peekReset() {
    return count > 0 && reach(conditions[0]) != NOT_A_RESET ? conditions[0] : null;
  }

  /** Whether {@code condition} is pending. */
  boolean has(AdditionalSense condition) {
    return indexOf(condition) >= 0;
  }

  /** The first condition, which stays, or null. */
  @Nullable AdditionalSense peek() {
    return count == 0 ? null : conditions[0];
  }

  /** Takes {@code condition} away if it is there. */
  void remove(AdditionalSense condition) {
    int index = indexOf(condition);
    if (index >= 0) {
      removeAt(index);
    }
  }

  /** How many conditions are pending. */
  int count() {
    return count;
  }

  private int indexOf(AdditionalSense condition) {
    for (int index = 0; index < count; index++) {
      if (conditions[index] == condition) {
        return index;
      }
    }
    return -1;
  }

  private void removeAt(int index) {
    count--;
    System.arraycopy(conditions, index + 1, conditions, index, count - index);
  }
}
