// SPDX-License-Identifier: Apache-2.0
package org.quintain.spc.alua;

import org.jspecify.annotations.Nullable;
import org.quintain.sam.AdditionalSense;

/**
 * The asymmetric access states of a target port group (SPC-5 5.18.2.4), each with the row of the
 * two tables that are about it: the bit that says whether it is supported, and what a command is
 * told that it does not let run.
 */
public enum AccessState {
  /** Active/optimized: everything runs. */
  ACTIVE_OPTIMIZED(0x0, 0x01, null),
  /** Active/non-optimized: everything runs, perhaps slower. */
  ACTIVE_NON_OPTIMIZED(0x1, 0x02, null),
  /** Standby: what does not touch the medium runs. */
  STANDBY(0x2, 0x04, AdditionalSense.TARGET_PORT_IN_STANDBY_STATE),
  /** Unavailable: only what tells states and identities runs. */
  UNAVAILABLE(0x3, 0x08, AdditionalSense.TARGET_PORT_IN_UNAVAILABLE_STATE),
  /** Logical block dependent: what touches the medium depends on where (SBC-4 4.27). */
  LOGICAL_BLOCK_DEPENDENT(0x4, 0x10, null),
  /** Offline: as unavailable for whatever still gets through. */
  OFFLINE(0xE, 0x40, AdditionalSense.TARGET_PORT_IN_UNAVAILABLE_STATE),
  /** Transitioning between two of the others. */
  TRANSITIONING(0xF, 0x80, AdditionalSense.ASYMMETRIC_ACCESS_STATE_TRANSITION);

  private final int code;
  private final int supportBit;
  private final @Nullable AdditionalSense refusal;

  AccessState(int code, int supportBit, @Nullable AdditionalSense refusal) {
    this.code = code;
    this.supportBit = supportBit;
    this.refusal = refusal;
  }

  /** ASYMMETRIC ACCESS STATE, four bits. */
  public int code() {
    return code;
  }

  /** The bit of byte 1 of a target port group descriptor that says it is supported. */
  int supportBit() {
    return supportBit;
  }

  /** What a refused command is told, null where the state refuses none. */
  @Nullable AdditionalSense refusal() {
    return refusal;
  }

  /**
   * Whether SET TARGET PORT GROUPS may ask for it: a port goes offline by its operator alone, and
   * nobody asks for a transition.
   */
  boolean isRequestable() {
    return switch (this) {
      case ACTIVE_OPTIMIZED, ACTIVE_NON_OPTIMIZED, STANDBY, UNAVAILABLE -> true;
      case LOGICAL_BLOCK_DEPENDENT, OFFLINE, TRANSITIONING -> false;
    };
  }

  /** Whether commands that touch the medium run, at least for some logical blocks. */
  boolean isActive() {
    return refusal == null;
  }

  /** The state of {@code code}, or null. */
  static @Nullable AccessState ofCode(int code) {
    for (AccessState state : values()) {
      if (state.code == code) {
        return state;
      }
    }
    return null;
  }
}
