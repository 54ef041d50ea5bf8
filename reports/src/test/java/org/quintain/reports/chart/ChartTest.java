// SPDX-License-Identifier: Apache-2.0
package org.quintain.reports.chart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;
import org.quintain.reports.Xml;
import org.quintain.reports.chart.Series.Look;
import org.quintain.reports.chart.Series.Place;

class ChartTest {
  private static final Words WORDS = new Words("c1", "Title", "What is seen.", "time", "IOPS");

  @Test
  void drawsAShareBarAsThis() {
    String svg =
        ShareBar.svg(
            WORDS,
            List.of(
                new ShareBar.Part("pass", 999),
                new ShareBar.Part("fail", 1),
                new ShareBar.Part("skip", 0)));

    assertThat(svg)
        .isEqualTo(
            "<svg class=\"chart share\" viewBox=\"0 0 300 10\" role=\"img\""
                + " aria-labelledby=\"c1-share-t c1-share-d\">"
                + "<title id=\"c1-share-t\">Title</title>"
                + "<desc id=\"c1-share-d\">What is seen.</desc>"
                + "<rect class=\"pass\" x=\"0\" y=\"0\" width=\"293\" height=\"10\" rx=\"2\"/>"
                + "<rect class=\"fail\" x=\"295\" y=\"0\" width=\"5\" height=\"10\" rx=\"2\"/>"
                + "</svg>");
  }

  @Test
  void drawsABarForEachValueInProportion() {
    String svg =
        BarChart.svg(
            WORDS,
            List.of(new BarChart.Bar("a", "100", 100, 0), new BarChart.Bar("b", "50", 50, 1)),
            Size.NARROW);

    List<Double> widths =
        Xml.elements(Xml.parse(svg), "rect").stream()
            .map(e -> Double.parseDouble(e.getAttribute("width")))
            .toList();
    assertThat(widths).hasSize(2);
    assertThat(widths.get(0)).isEqualTo(2 * widths.get(1), within(0.02));
  }

  @Test
  void shortensALabelThatWouldRunOutOfTheDrawing() {
    assertThat(BarChart.fitted("sim:iscsi", 340)).isEqualTo("sim:iscsi");
    assertThat(BarChart.fitted("abcdefghijklmnopqrstuvwxyz", 66)).isEqualTo("abcde…wxyz");
  }

  @Test
  void keepsEveryPointOfALineWithinTheDrawing() {
    Scale x = Scale.fromZero(10, Double::toString);
    Scale y = Scale.fromZero(100, Double::toString);
    List<Place> places = List.of(new Place(-5, -5), new Place(5, 50), new Place(99, 999));

    String svg =
        LineChart.svg(WORDS, x, y, List.of(new Series("s", 0, places, Look.AREA)), Size.WIDE);

    String path = Xml.elements(Xml.parse(svg), "path").get(1).getAttribute("d");
    assertThat(path).isEqualTo("M62 258L294 143L526 28");
  }

  @Test
  void marksALineOfOnePoint() {
    Scale scale = Scale.fromZero(10, Double::toString);
    Series one = new Series("s", 7, List.of(new Place(1, 1)), Look.LINE);

    String svg = LineChart.svg(WORDS, scale, scale, List.of(one), Size.NARROW);

    assertThat(Xml.elements(Xml.parse(svg), "circle")).hasSize(1);
    assertThat(one.colorClass()).isEqualTo("s2");
  }

  @Test
  void givesNothingToDrawForAnEmptyHistogram() {
    assertThat(Distribution.percentiles(new Histogram(3))).isEmpty();
    assertThat(Distribution.outline(new Histogram(3))).isEmpty();
  }

  @Property(seed = "751933775", tries = 200)
  void sharesOfAHistogramAddUpToTheWhole(@ForAll("values") List<Long> values) {
    Histogram histogram = new Histogram(3);
    values.forEach(histogram::recordValue);

    List<Place> outline = Distribution.outline(histogram);

    double sum = 0;
    for (int i = 1; i + 1 < outline.size(); i += 2) {
      sum += outline.get(i).y();
    }
    assertThat(sum).isEqualTo(100, within(1e-6));
  }

  @Property(seed = "3717569273", tries = 200)
  void percentilesNeverFallAndEndAtTheLargest(@ForAll("values") List<Long> values) {
    Histogram histogram = new Histogram(3);
    values.forEach(histogram::recordValue);

    List<Place> places = Distribution.percentiles(histogram);

    assertThat(places).isSortedAccordingTo((a, b) -> Double.compare(a.y(), b.y()));
    assertThat(places.get(places.size() - 1).y()).isEqualTo(histogram.getMaxValue());
  }

  @Provide
  Arbitrary<List<Long>> values() {
    return Arbitraries.longs().between(0, 60_000_000_000L).list().ofMinSize(1).ofMaxSize(300);
  }
}
