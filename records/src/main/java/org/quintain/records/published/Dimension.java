// SPDX-License-Identifier: Apache-2.0
package org.quintain.records.published;

/** What kind of quantity a metric is; units of one dimension convert into each other. */
public enum Dimension {
  /** Events per second. */
  RATE,
  /** Bytes per second. */
  BANDWIDTH,
  /** Time; base unit nanosecond. */
  TIME,
  /** Data; base unit byte. */
  SIZE,
  /** US dollars. */
  MONEY,
  /** US dollars per operation per second. */
  MONEY_PER_RATE,
  /** US dollars per byte. */
  MONEY_PER_SIZE,
  /** A bare number. */
  COUNT,
  /** A share; base unit per cent. */
  SHARE
}
