// SPDX-License-Identifier: Apache-2.0
package org.quintain.sim.ib;

import org.quintain.sam.Check;

/**
 * A straight line through measured points by least squares.
 *
 * @param atZero the value at 0
 * @param perUnit the slope
 * @param rSquared how much of the points' variance the line explains, 0 to 1
 * @param worstPercent how far the worst point lies off the line, in per cent of the point
 */
public record LineFit(double atZero, double perUnit, double rSquared, double worstPercent) {
  /** The line through {@code (x[i], y[i])}. */
  public static LineFit of(double[] x, double[] y) {
    Check.that(x.length == y.length && x.length >= 2, "a line has two points at least", x.length);
    double meanX = mean(x);
    double meanY = mean(y);
    double squares = 0;
    double products = 0;
    double variance = 0;
    for (int index = 0; index < x.length; index++) {
      squares += (x[index] - meanX) * (x[index] - meanX);
      products += (x[index] - meanX) * (y[index] - meanY);
      variance += (y[index] - meanY) * (y[index] - meanY);
    }
    double slope = products / squares;
    double atZero = meanY - slope * meanX;
    double left = 0;
    double worst = 0;
    for (int index = 0; index < x.length; index++) {
      double off = y[index] - (atZero + slope * x[index]);
      left += off * off;
      worst = Math.max(worst, 100 * Math.abs(off) / y[index]);
    }
    return new LineFit(atZero, slope, 1 - left / variance, worst);
  }

  private static double mean(double[] values) {
    double sum = 0;
    for (double value : values) {
      sum += value;
    }
    return sum / values.length;
  }

  /** The line's value at {@code x}. */
  public double at(double x) {
    return atZero + perUnit * x;
  }
}
