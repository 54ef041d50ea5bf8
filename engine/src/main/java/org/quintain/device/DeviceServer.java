// SPDX-License-Identifier: Apache-2.0
package org.quintain.device;

import org.jspecify.annotations.Nullable;
import org.quintain.fabric.Command;
import org.quintain.fabric.DeliveryResult;
import org.quintain.fabric.ItNexus;
import org.quintain.sam.AdditionalSense;
import org.quintain.sam.SenseData;

/**
 * What executes the CDBs of one logical unit (SAM-5 4.8): an emulated disk on a store, a real
 * device behind pass-through, or another program. Runs on the reactor that the task set enabled the
 * command on.
 */
public interface DeviceServer {
  /**
   * The commands it knows: the logical unit checks a CDB against its row before {@link #execute}.
   */
  CommandTable commands();

  /**
   * Executes an enabled command, whose row is in its {@link CommandExecution}: it ends through the
   * {@link CommandEnd} that the device server was made with.
   */
  void execute(long nowNs, Command command);

  /** The Data-Out that this device server asked for is there, or is not to be had. */
  void onDataOutReceived(long nowNs, Command command, DeliveryResult result);

  /**
   * A command ended, with the status that it has, or silently; whatever the device server counts it
   * counts here. Allocates nothing.
   */
  default void onCommandEnded(long nowNs, CommandExecution execution) {}

  /** A piece of Data-In, not the last, was delivered. */
  void onDataInDelivered(long nowNs, Command command, DeliveryResult result);

  /**
   * Logical unit reset (SAM-5 6.3.3): volatile settings go back to their saved or default values.
   */
  void onReset(long nowNs);

  /** {@code nexus} sees the logical unit from now on, and knows of the power on or of its loss. */
  default void onNexusEstablished(long nowNs, ItNexus nexus) {}

  /** I_T nexus loss (SAM-5 6.3.4): what {@code nexus} held alone is given up. */
  default void onNexusLoss(long nowNs, ItNexus nexus) {}

  /**
   * The logical unit leaves its target device: no work is begun any more that no command asks for.
   */
  default void onRemoval(long nowNs) {}

  /** What the device server stands on has another capacity from now on. */
  default void onCapacityChanged(long nowNs) {}

  /** The byte 0 of INQUIRY data that this device server answers for a connected logical unit. */
  int peripheralDeviceType();

  /**
   * Whether {@code execution} passes the checks of {@code stage}; false says that it has ended. Its
   * row may be missing.
   */
  default boolean admits(long nowNs, CommandExecution execution, AdmissionStage stage) {
    return true;
  }

  /** What the Control mode page says of the moment. */
  default ControlParameters control() {
    return ControlParameters.DEFAULT;
  }

  /**
   * The command duration limit that holds for {@code execution}, whose row may be missing; null for
   * none, which costs next to nothing.
   */
  default @Nullable DurationLimit durationLimitOf(CommandExecution execution) {
    return null;
  }

  /** Whether autosense is in descriptor format (D_SENSE, SPC-5 7.5.10). */
  boolean isDescriptorSense();

  /** Whether commands that change the medium are refused on every nexus. */
  boolean isWriteProtected();

  /** The sense data of a unit attention condition, with what this device server adds to it. */
  default SenseData senseOf(AdditionalSense attention) {
    return SenseData.of(attention);
  }

  /** What a command that is not in {@link #commands} is told. */
  default AdditionalSense refusal() {
    return AdditionalSense.INVALID_COMMAND_OPERATION_CODE;
  }

  /** Whether nothing is under way that belongs to no command. */
  boolean isIdle();
}
