// SPDX-License-Identifier: Apache-2.0
package org.quintain.cli.docs;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.quintain.reports.chart.LineChart;
import org.quintain.reports.chart.Scale;
import org.quintain.reports.chart.Series;
import org.quintain.reports.chart.Size;
import org.quintain.reports.chart.Words;
import org.quintain.sim.fc.link.LineRate;
import org.quintain.sim.fc.link.LinkProfile;
import org.quintain.sim.fc.link.LinkSaturation;

/**
 * Writes docs/fc-credits.md and its picture: what one Fibre Channel port gets through in simulation
 * against credits and distance, beside what the formula says.
 */
final class CreditsPage {
  /** How far simulation and formula may be apart, in per cent. */
  static final double TOLERANCE_PERCENT = 2;

  private static final LineRate RATE = LineRate.FC_16;
  private static final int PAYLOAD_BYTES = 2048;
  private static final int[] CREDITS = {8, 16, 32, 64, 128, 256};
  private static final int[] KILOMETRES = {1, 2, 3, 5, 7, 10, 15, 20, 30, 50, 70, 100};

  private static final String HEAD =
      """
      # Credits and distance

      Generated from simulation; do not edit it, but run `%s`.

      A sender of frames may have as many under way as the receiver has buffers: its buffer-to-buffer
      credit. Each credit comes back with an R_RDY, after the frame, twice the fibre and the R_RDY
      itself. So a port gets through

      ```
      X = min(payload / T_slot, credits * payload / (T_frame + RTT + T_R_RDY))
      ```

      where T_slot is a frame with the fill words behind it, and light takes 5 ns for a metre. Below,
      a port of %s sends full frames of %d bytes of payload over one fibre in the simulated fabric;
      every cell is measured in virtual time, frame by frame and R_RDY by R_RDY. The largest distance
      from the formula over all cells is %s per cent; the build fails above %s.

      ![Throughput against distance for several credits](fc-credits.svg)

      MB/s, simulated:

      """;

  private static final String STYLE =
      "<style>text{font:12px sans-serif;fill:#444}.label{font-weight:bold}"
          + ".grid{stroke:#ddd;stroke-width:1}.minor{stroke:#eee}.axis{stroke:#888}"
          + ".line{fill:none;stroke-width:2}.fine{stroke-width:5;opacity:.3}"
          + ".s1{stroke:#0b63c5}.s2{stroke:#c2410c}.s3{stroke:#15803d}"
          + ".s4{stroke:#7c3aed}.s5{stroke:#be185d}.s6{stroke:#0e7490}</style>";

  private CreditsPage() {}

  /** The page and its picture. */
  record Page(String text, String picture, double worstPercent) {}

  static Page write(String renewal) {
    double[][] simulated = new double[CREDITS.length][KILOMETRES.length];
    double worst = 0;
    for (int row = 0; row < CREDITS.length; row++) {
      for (int column = 0; column < KILOMETRES.length; column++) {
        simulated[row][column] = LinkSaturation.bytesPerSecond(profile(row, column), PAYLOAD_BYTES);
        double formula = formula(row, column);
        worst = Math.max(worst, 100 * Math.abs(simulated[row][column] - formula) / formula);
      }
    }
    StringBuilder page =
        new StringBuilder(
            String.format(
                HEAD,
                renewal,
                RATE.label(),
                PAYLOAD_BYTES,
                number("%.2f", worst),
                number("%.0f", TOLERANCE_PERCENT)));
    table(page, simulated);
    return new Page(page.toString(), picture(simulated), worst);
  }

  private static LinkProfile profile(int row, int column) {
    return LinkProfile.of(RATE, 1_000 * KILOMETRES[column], CREDITS[row]);
  }

  private static double formula(int row, int column) {
    return profile(row, column).throughput(CREDITS[row], PAYLOAD_BYTES, 0);
  }

  private static String number(String format, double value) {
    return String.format(Locale.ROOT, format, value);
  }

  private static void table(StringBuilder page, double[][] simulated) {
    page.append("| Credits |");
    for (int kilometres : KILOMETRES) {
      page.append(' ').append(kilometres).append(" km |");
    }
    page.append("\n| ---: |").append(" ---: |".repeat(KILOMETRES.length)).append('\n');
    for (int row = 0; row < CREDITS.length; row++) {
      page.append("| ").append(CREDITS[row]).append(" |");
      for (double cell : simulated[row]) {
        page.append(' ').append(number("%.1f", cell / 1e6)).append(" |");
      }
      page.append('\n');
    }
  }

  /** A thin line for each row of the simulation, on a broad one for the formula. */
  private static String picture(double[][] simulated) {
    List<Series> series = new ArrayList<>();
    for (int row = 0; row < CREDITS.length; row++) {
      List<Series.Place> measured = new ArrayList<>();
      List<Series.Place> expected = new ArrayList<>();
      for (int column = 0; column < KILOMETRES.length; column++) {
        measured.add(new Series.Place(KILOMETRES[column], simulated[row][column] / 1e6));
        expected.add(new Series.Place(KILOMETRES[column], formula(row, column) / 1e6));
      }
      String name = CREDITS[row] + " credits";
      series.add(new Series(name, row, measured, Series.Look.LINE));
      series.add(new Series(name + ", formula", row, expected, Series.Look.FINE));
    }
    Words words =
        new Words(
            "credits",
            "Throughput of one 16GFC port against the length of its fibre",
            "One line for each number of credits, from the lowest, 8, to the highest, 256: each"
                + " stays at the line rate up to a length and falls with it from there on. The"
                + " broad pale line under each is the formula.",
            "km",
            "MB/s for 8, 16, 32, 64, 128, 256 credits, from below");
    String svg =
        LineChart.svg(
            words,
            Scale.logarithmic(1, 100, mark -> number("%.0f", mark)),
            Scale.fromZero(1_700, mark -> number("%.0f", mark)),
            series,
            Size.WIDE);
    int head = svg.indexOf('>') + 1;
    String open =
        svg.substring(0, head).replace("<svg ", "<svg xmlns=\"http://www.w3.org/2000/svg\" ");
    return open + STYLE + svg.substring(head) + "\n";
  }
}
