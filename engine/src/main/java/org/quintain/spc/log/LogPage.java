// SPDX-License-Identifier: Apache-2.0
package org.quintain.spc.log;

/**
 * One log page (SPC-5 7.3): a list of log parameters. Runs on the logical unit's owner reactor; the
 * page is one for all I_T nexuses.
 */
public interface LogPage {
  /** PAGE CODE, 00h to 3Eh. */
  int pageCode();

  /** SUBPAGE CODE, 00h to FEh. */
  default int subpageCode() {
    return 0;
  }

  /**
   * Writes its parameters with their cumulative values as they are at {@code nowNs}, in ascending
   * order of their codes.
   */
  void write(long nowNs, LogParameters into);

  /** Writes its parameters with their default cumulative values (PC 11b); those of a reset. */
  default void writeDefaults(long nowNs, LogParameters into) {
    write(nowNs, into);
  }

  /** Whether it has threshold values (PC 00b and 10b), which {@link #writeThresholds} writes. */
  default boolean hasThresholds() {
    return false;
  }

  /** Writes its parameters with their threshold values. */
  default void writeThresholds(LogParameters into, boolean isDefault) {}

  /** LOG SELECT with PCR or with default cumulative values: what can be reset is (SPC-5 6.8). */
  default void reset(long nowNs) {}

  /**
   * Whether LOG SELECT may replace the value of {@code parameterCode} by {@code value}. Asked for
   * all parameters of a list before the first of them is changed.
   */
  default boolean accepts(int parameterCode, byte[] value) {
    return false;
  }

  /** LOG SELECT replaces the value of {@code parameterCode}, which {@link #accepts} let through. */
  default void set(long nowNs, int parameterCode, byte[] value) {}
}
