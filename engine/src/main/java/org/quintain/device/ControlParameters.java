// SPDX-License-Identifier: Apache-2.0
package org.quintain.device;

/**
 * What the Control mode page says of the moment (SPC-5 7.5.10), as the task set and the device
 * server obey it. Immutable; replaced whole by MODE SELECT and by a reset.
 *
 * @param taskSetType TST: 0 one task set for all nexuses, 1 one for each nexus
 * @param isTaskManagementOnly TMF_ONLY
 * @param isDescriptorSense D_SENSE
 * @param queueAlgorithmModifier QUEUE ALGORITHM MODIFIER: 0 restricted, 1 unrestricted reordering
 * @param queueErrorManagement QERR: 0, 1 or 3
 * @param unitAttentionInterlock UA_INTLCK_CTRL: 0, 2 or 3
 * @param isSoftwareWriteProtected SWP
 * @param isTaskAbortedStatus TAS
 * @param isApplicationTagOwner ATO: the application client owns the logical block application tag
 * @param noUnitAttentionOnRelease NUAR
 * @param checksOnlyIfAsked DPICZ: no check of protection information where the CDB's field is zero
 * @param isApplicationTagPageEnabled ATMPE: the Application Tag mode page says which tags to expect
 * @param rejectsWriteWithoutProtection RWWP
 */
public record ControlParameters(
    int taskSetType,
    boolean isTaskManagementOnly,
    boolean isDescriptorSense,
    int queueAlgorithmModifier,
    int queueErrorManagement,
    int unitAttentionInterlock,
    boolean isSoftwareWriteProtected,
    boolean isTaskAbortedStatus,
    boolean isApplicationTagOwner,
    boolean noUnitAttentionOnRelease,
    boolean checksOnlyIfAsked,
    boolean isApplicationTagPageEnabled,
    boolean rejectsWriteWithoutProtection) {

  /** One task set, free reordering, nothing aborted on errors, fixed sense data. */
  public static final ControlParameters DEFAULT = of(false);

  /** The default with D_SENSE as given. */
  public static ControlParameters of(boolean isDescriptorSense) {
    return new ControlParameters(
        0, false, isDescriptorSense, 1, 0, 0, false, false, true, false, false, false, false);
  }
}
