// SPDX-License-Identifier: Apache-2.0
package org.quintain.reports.chart;

import java.util.List;

/**
 * One line of a chart.
 *
 * @param name what the legend calls it
 * @param color which of the page's series colours and dash patterns it has, from 0
 * @param points its places, in order
 * @param look how it is drawn
 */
public record Series(String name, int color, List<Place> points, Look look) {
  /** How many colours and dash patterns there are before they repeat. */
  public static final int COLORS = 6;

  /** How a line is drawn. */
  public enum Look {
    /** A line of the usual weight. */
    LINE("line"),
    /** A thin line, for the second of two that belong together. */
    FINE("line fine"),
    /** A line of the usual weight with the area under it tinted. */
    AREA("line");

    private final String lineClass;

    Look(String lineClass) {
      this.lineClass = lineClass;
    }
  }

  private static final String[] DASHES = {"", "7 3", "2 3", "10 3 2 3", "4 2", "1 4"};

  /** Makes the value with its own copy of the points. */
  public Series {
    points = List.copyOf(points);
  }

  /** The class that gives it its colour. */
  public String colorClass() {
    return colorClass(color);
  }

  /** The classes that give its line its weight and colour. */
  public String lineClass() {
    return look.lineClass + " " + colorClass();
  }

  /** The class of a colour by its number. */
  public static String colorClass(int color) {
    return "s" + (color % COLORS + 1);
  }

  /** Its dash pattern as SVG spells it; empty for a full line. */
  public String dashes() {
    return DASHES[color % COLORS];
  }

  /**
   * A place in values, not in user units.
   *
   * @param x the value along the horizontal axis
   * @param y the value along the vertical axis
   */
  public record Place(double x, double y) {}
}
