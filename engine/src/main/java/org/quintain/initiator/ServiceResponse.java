// SPDX-License-Identifier: Apache-2.0
package org.quintain.initiator;

/** Service responses of Execute Command (SAM-5 5.1), the ways to have none told apart. */
public enum ServiceResponse {
  /** The device server completed the command: the status means something. */
  COMMAND_COMPLETE,
  /** The transport said that it could not be carried out. */
  SERVICE_DELIVERY_OR_TARGET_FAILURE,
  /** The nexus was lost before an answer came. */
  NEXUS_LOST,
  /** A task management function of this port's ended it; no status comes. */
  ABORTED
}
