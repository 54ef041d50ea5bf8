// SPDX-License-Identifier: Apache-2.0
package org.quintain.records.published;

import java.util.Objects;

/**
 * One phase of a workload's procedure.
 *
 * @param name name of the phase
 * @param loadPercent offered load as a share of the full load; 0 where the phase has none of its
 *     own
 * @param seconds its length; 0 where something else ends it
 * @param description what happens in it
 */
public record WorkloadPhase(String name, double loadPercent, double seconds, String description) {
  /** Makes the value. */
  public WorkloadPhase {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(description, "description");
  }
}
