// SPDX-License-Identifier: Apache-2.0
package org.quintain.reports.chart;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.DoubleFunction;

/** Maps values to places on an axis, and knows the marks that belong there. */
public final class Scale {
  private enum Kind {
    LINEAR,
    LOGARITHMIC,
    NINES
  }

  private final Kind kind;
  private final double from;
  private final double to;
  private final List<Tick> ticks;

  private Scale(Kind kind, double from, double to, List<Tick> ticks) {
    this.kind = kind;
    this.from = from;
    this.to = to;
    this.ticks = List.copyOf(ticks);
  }

  /**
   * A linear scale from zero to a round number at or above a value.
   *
   * @param largest the largest value to show
   * @param label spells a tick
   */
  public static Scale fromZero(double largest, DoubleFunction<String> label) {
    double step = roundStep(largest > 0 ? largest : 1);
    int steps = (int) Math.ceil((largest > 0 ? largest : 1) / step - 1e-9);
    List<Tick> ticks = new ArrayList<>();
    for (int i = 0; i <= steps; i++) {
      ticks.add(new Tick((double) i / steps, label.apply(i * step)));
    }
    return new Scale(Kind.LINEAR, 0, steps * step, ticks);
  }

  /**
   * A logarithmic scale around two values, widened to 1, 2 or 5 times a power of ten.
   *
   * @param smallest the smallest value to show; must be above zero
   * @param largest the largest
   * @param label spells a tick
   */
  public static Scale logarithmic(double smallest, double largest, DoubleFunction<String> label) {
    List<Double> marks = oneTwoFive(smallest, Math.max(largest, smallest * 1.5));
    double from = marks.get(0);
    double to = marks.get(marks.size() - 1);
    double decades = Math.log10(to / from);
    List<Tick> ticks = new ArrayList<>();
    for (double mark : marks) {
      boolean isPower = Math.abs(Math.log10(mark) - Math.rint(Math.log10(mark))) < 1e-9;
      // Where many decades crowd an axis only powers of ten keep their words.
      boolean labelled = decades <= 2.2 || isPower;
      ticks.add(new Tick(Math.log10(mark / from) / decades, labelled ? label.apply(mark) : ""));
    }
    return new Scale(Kind.LOGARITHMIC, from, to, ticks);
  }

  /**
   * A scale of percentiles that gives every further nine the same room: 0, 90, 99, 99.9 per cent …
   *
   * @param count operations recorded; shares finer than one of them have no place
   */
  public static Scale nines(long count) {
    double end = Math.min(7, Math.max(1, Math.ceil(Math.log10(Math.max(count, 1)))));
    List<Tick> ticks = new ArrayList<>();
    ticks.add(new Tick(0, "0 %"));
    ticks.add(new Tick(Math.log10(2) / end, "50"));
    for (int nines = 1; nines <= end; nines++) {
      String label =
          nines == 1
              ? "90"
              : nines == 2
                  ? "99"
                  : String.format(
                      Locale.ROOT, "%." + (nines - 2) + "f", 100 - Math.pow(10, 2 - nines));
      ticks.add(new Tick(nines / end, label));
    }
    return new Scale(Kind.NINES, 0, end, ticks);
  }

  /** Where a value stands, from 0 to 1; what lies beyond an end is shown at it. */
  public double at(double value) {
    double place =
        switch (kind) {
          case LINEAR -> value / to;
          case LOGARITHMIC -> Math.log10(Math.max(value, from) / from) / Math.log10(to / from);
          case NINES -> value >= 100 ? 1 : -Math.log10(1 - value / 100) / to;
        };
    return Math.min(1, Math.max(0, place));
  }

  /** The marks, in order. */
  public List<Tick> ticks() {
    return ticks;
  }

  /** The value at the beginning. */
  public double from() {
    return from;
  }

  /** The value at the end; for nines, how many nines. */
  public double to() {
    return to;
  }

  /** 1, 2 or 5 times a power of ten, so that four to eight of them make up a value. */
  private static double roundStep(double largest) {
    double power = Math.pow(10, Math.floor(Math.log10(largest / 4)));
    for (double factor : new double[] {1, 2, 5}) {
      if (largest / (factor * power) <= 6) {
        return factor * power;
      }
    }
    return 10 * power;
  }

  private static List<Double> oneTwoFive(double smallest, double largest) {
    List<Double> marks = new ArrayList<>();
    int first = (int) Math.floor(Math.log10(smallest) + 1e-9);
    int last = (int) Math.ceil(Math.log10(largest) - 1e-9);
    for (int exponent = first; exponent <= last; exponent++) {
      for (int factor : new int[] {1, 2, 5}) {
        marks.add(factor * Math.pow(10, exponent));
      }
    }
    while (marks.size() > 2 && marks.get(1) <= smallest * (1 + 1e-9)) {
      marks.remove(0);
    }
    while (marks.size() > 2 && marks.get(marks.size() - 2) >= largest * (1 - 1e-9)) {
      marks.remove(marks.size() - 1);
    }
    return marks;
  }
}
