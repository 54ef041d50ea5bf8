// SPDX-License-Identifier: Apache-2.0
package org.quintain.device;

/** The mode page whose descriptors the DLD bits of a command choose from (SPC-6 7.5.11, 7.5.12). */
public enum DurationPage {
  /** The command has no duration limits. */
  NONE(0),
  /** Command Duration Limit T2A, 0Ah/07h. */
  T2A(1),
  /** Command Duration Limit T2B, 0Ah/08h. */
  T2B(2);

  private final int code;

  DurationPage(int code) {
    this.code = code;
  }

  /** CDLP of REPORT SUPPORTED OPERATION CODES, RWCDLP being one unless it is zero. */
  public int code() {
    return code;
  }
}
