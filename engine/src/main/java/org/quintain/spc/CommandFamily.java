// SPDX-License-Identifier: Apache-2.0
package org.quintain.spc;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.quintain.device.AdmissionStage;
import org.quintain.device.CommandGate;
import org.quintain.device.CommandTable;
import org.quintain.fabric.ItNexus;
import org.quintain.sam.AdditionalSense;
import org.quintain.sam.SenseData;
import org.quintain.spc.log.LogPage;
import org.quintain.spc.mode.ModePage;
import org.quintain.spc.vpd.VpdPage;

/**
 * One subject of a device server with everything that belongs to it: its commands, its pages, its
 * check before other commands. A device server is the list of its families; its owner reactor is
 * theirs.
 */
public interface CommandFamily {
  /** Adds its rows to the device server's table. */
  void addTo(CommandTable table);

  /** Its vital product data pages. */
  default List<VpdPage> vpdPages() {
    return List.of();
  }

  /** Its mode pages. */
  default List<ModePage> modePages() {
    return List.of();
  }

  /** Its log pages. */
  default List<LogPage> logPages() {
    return List.of();
  }

  /** Its check of every command at {@code stage}, or null when it has none. */
  default @Nullable CommandGate gateAt(AdmissionStage stage) {
    return null;
  }

  /**
   * What REQUEST SENSE tells of this subject at {@code nowNs} while no unit attention condition is
   * pending, or null when there is nothing to tell (SPC-5 6.39, pollable sense data).
   */
  default @Nullable SenseData conditionAt(long nowNs) {
    return null;
  }

  /** The sense data of a unit attention condition that this subject says more about, or null. */
  default @Nullable SenseData describe(AdditionalSense attention) {
    return null;
  }

  /** Whether it lets a third-party copy on behalf of {@code nexus} read, or write. */
  default boolean permits(ItNexus nexus, boolean isWriting) {
    return true;
  }

  /** Logical unit reset (SAM-5 6.3.3). */
  default void onReset(long nowNs) {}

  /** {@code nexus} sees the logical unit from now on. */
  default void onNexusEstablished(long nowNs, ItNexus nexus) {}

  /** I_T nexus loss (SAM-5 6.3.4), also by the function I_T NEXUS RESET. */
  default void onNexusLoss(long nowNs, ItNexus nexus) {}

  /** The logical unit leaves its target device: what belongs to no command stops. */
  default void onRemoval(long nowNs) {}

  /** Whether nothing is under way that belongs to no command. */
  default boolean isIdle() {
    return true;
  }
}
