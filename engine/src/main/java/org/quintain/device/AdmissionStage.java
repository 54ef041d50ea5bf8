// SPDX-License-Identifier: Apache-2.0
package org.quintain.device;

/**
 * The checks of a device server that stand between the task set and a command's handler, in the
 * order in which they are made (SAM-5 5.3.3 status precedence).
 */
public enum AdmissionStage {
  /** Reservations, before every unit attention condition but those of resets and nexus losses. */
  RESERVATION,
  /** Asymmetric access states, after all unit attention conditions. */
  ACCESS,
  /** Whether the medium is there, started, formatted; after the CDB was found well formed. */
  READINESS
}
