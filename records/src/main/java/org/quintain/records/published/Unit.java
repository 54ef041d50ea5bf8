// SPDX-License-Identifier: Apache-2.0
package org.quintain.records.published;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Units that published figures come in. Figures are kept as published and converted on use. */
public enum Unit {
  /** Operations per second. */
  OPS_PER_SECOND("ops/s", Dimension.RATE, 1),
  /** Bytes per second. */
  BYTES_PER_SECOND("B/s", Dimension.BANDWIDTH, 1),
  /** Decimal megabytes per second. */
  MB_PER_SECOND("MB/s", Dimension.BANDWIDTH, 1e6),
  /** Binary megabytes per second. */
  MIB_PER_SECOND("MiB/s", Dimension.BANDWIDTH, 1 << 20),
  /** Decimal gigabytes per second. */
  GB_PER_SECOND("GB/s", Dimension.BANDWIDTH, 1e9),
  /** Nanoseconds. */
  NS("ns", Dimension.TIME, 1),
  /** Microseconds. */
  US("us", Dimension.TIME, 1e3),
  /** Milliseconds. */
  MS("ms", Dimension.TIME, 1e6),
  /** Seconds. */
  S("s", Dimension.TIME, 1e9),
  /** Bytes. */
  BYTE("B", Dimension.SIZE, 1),
  /** Binary kilobytes. */
  KIB("KiB", Dimension.SIZE, 1 << 10),
  /** Decimal gigabytes. */
  GB("GB", Dimension.SIZE, 1e9),
  /** US dollars. */
  USD("USD", Dimension.MONEY, 1),
  /** US dollars per operation per second. */
  USD_PER_OPS("USD/(ops/s)", Dimension.MONEY_PER_RATE, 1),
  /** US dollars per decimal gigabyte. */
  USD_PER_GB("USD/GB", Dimension.MONEY_PER_SIZE, 1e-9),
  /** A bare number. */
  COUNT("count", Dimension.COUNT, 1),
  /** Per cent. */
  PERCENT("%", Dimension.SHARE, 1);

  private final String symbol;
  private final Dimension dimension;
  private final double factor;

  Unit(String symbol, Dimension dimension, double factor) {
    this.symbol = symbol;
    this.dimension = dimension;
    this.factor = factor;
  }

  /** The unit as data files spell it. */
  public String symbol() {
    return symbol;
  }

  /** What it measures. */
  public Dimension dimension() {
    return dimension;
  }

  /** A value of this unit in the base unit of its dimension. */
  public double toBase(double value) {
    return value * factor;
  }

  /** The unit with a symbol, if there is one. */
  public static Optional<Unit> ofSymbol(String symbol) {
    return Arrays.stream(values()).filter(u -> u.symbol.equals(symbol)).findFirst();
  }

  /** The symbols of all units, in order. */
  public static List<String> symbols() {
    return Arrays.stream(values()).map(Unit::symbol).toList();
  }
}
