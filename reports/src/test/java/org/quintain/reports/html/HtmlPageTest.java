// SPDX-License-Identifier: Apache-2.0
package org.quintain.reports.html;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.quintain.records.CaseResult;
import org.quintain.records.FabricUnderTest;
import org.quintain.records.Job;
import org.quintain.records.Latency;
import org.quintain.records.Level;
import org.quintain.records.LoadResult;
import org.quintain.records.RunRecord;
import org.quintain.records.Setup;
import org.quintain.records.Software;
import org.quintain.records.Verdict;
import org.quintain.reports.ReportWriter;
import org.quintain.reports.Sample;
import org.quintain.reports.Xml;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

class HtmlPageTest {
  private static final String PAGE = ReportWriter.html(List.of(Sample.qualify()));

  @Test
  void isWellFormedXml() {
    Document page = Xml.parse(PAGE);

    assertThat(page.getDocumentElement().getTagName()).isEqualTo("html");
    assertThat(Xml.elements(page, "h1").get(0).getTextContent()).isEqualTo("2 of 3 fabrics fail");
  }

  @Test
  void loadsNothing() {
    Document page = Xml.parse(PAGE);

    for (String tag :
        List.of("img", "iframe", "object", "embed", "audio", "video", "source", "base")) {
      assertThat(Xml.elements(page, tag)).as(tag).isEmpty();
    }
    for (Element element : Xml.elements(page, "*")) {
      assertThat(element.hasAttribute("src")).as(element.getTagName() + " src").isFalse();
      String href = element.getAttribute("href");
      assertThat(href.isEmpty() || href.startsWith("#") || href.equals("data:,")).as(href).isTrue();
      assertThat(element.hasAttribute("style")).as("style attribute").isFalse();
    }
    assertThat(Xml.elements(page, "style").get(0).getTextContent())
        .doesNotContain("url(")
        .doesNotContain("@import");
    assertThat(PAGE.contains("http://") || PAGE.contains("https://")).as("addresses").isFalse();
    assertThat(Xml.elements(page, "meta").get(1).getAttribute("content"))
        .startsWith("default-src 'none'; ");
  }

  @Test
  void opensOnAPhoneAndInTheDark() {
    assertThat(PAGE)
        .contains("name=\"viewport\" content=\"width=device-width, initial-scale=1\"")
        .contains("name=\"color-scheme\" content=\"light dark\"")
        .contains("@media (prefers-color-scheme: dark)")
        .contains("@media (max-width: 640px)");
  }

  @Test
  void everyChartHasATitleAndADescriptionOfItsOwn() {
    Document page = Xml.parse(PAGE);
    Set<String> ids = new HashSet<>();
    for (Element element : Xml.elements(page, "*")) {
      String id = element.getAttribute("id");
      assertThat(id.isEmpty() || ids.add(id)).as("id " + id + " is unique").isTrue();
    }
    List<Element> charts =
        Xml.elements(page, "svg").stream()
            .filter(e -> e.getAttribute("role").equals("img"))
            .toList();
    assertThat(charts).hasSize(3 + 2 * 4 * 2);
    for (Element chart : charts) {
      for (String id : chart.getAttribute("aria-labelledby").split(" ")) {
        assertThat(ids).contains(id);
      }
      assertThat(Xml.children(chart).get(1).getTextContent()).isNotBlank();
    }
  }

  @Test
  void everyLinkLeadsSomewhere() {
    Document page = Xml.parse(PAGE);
    Set<String> ids = new HashSet<>();
    Xml.elements(page, "*").forEach(e -> ids.add("#" + e.getAttribute("id")));

    assertThat(Xml.elements(page, "a"))
        .isNotEmpty()
        .allSatisfy(a -> assertThat(ids).contains(a.getAttribute("href")));
  }

  @Test
  void saysEveryVerdictInWordsAndWithoutScript() {
    Document page = Xml.parse(PAGE);
    List<Element> rows =
        Xml.elements(page, "tr").stream()
            .filter(e -> e.getAttribute("id").startsWith("case-"))
            .toList();

    assertThat(rows).hasSize(120).noneMatch(row -> row.hasAttribute("hidden"));
    Element row =
        rows.stream()
            .filter(e -> e.getAttribute("id").equals("case-rw-04"))
            .findFirst()
            .orElseThrow();
    assertThat(row.getAttribute("data-v")).isEqualTo("PASS FAIL");
    assertThat(row.getTextContent())
        .contains("✓ Pass")
        .contains("✕ Fail")
        .contains(
            "sim:iscsi, iscsi://127.0.0.1:3260/iqn.2026-11.org.quintain:disk0/0: the sense was 5/24/00");
    assertThat(Xml.elements(page, "form").get(0).hasAttribute("hidden"))
        .as("controls stay hidden until the script runs")
        .isTrue();
  }

  @Test
  void printsAFindingAsThis() {
    assertThat(PAGE)
        .contains(
            "<p><span class=\"badge fail\"><span aria-hidden=\"true\">✕</span> Fail</span> "
                + "<span class=\"fabric\">sim:iscsi</span> the residual was 0 where 512 bytes were"
                + " not transferred</p>\n"
                + "<div class=\"command\"><pre><code>./quintain conform RES-05 --on sim:iscsi"
                + " --seed 20261122</code></pre>"
                + "<button type=\"button\" class=\"copy\" hidden=\"hidden\">Copy</button></div>");
  }

  @Test
  void saysHowToRepeatTheRunAndOnWhatMachineItWasMade() {
    assertThat(PAGE)
        .contains("<code>./quintain qualify --out &#39;my runs&#39;</code>")
        .contains("<dt>Seed</dt><dd>20261122</dd>")
        .contains("<dt>Processor</dt><dd>AMD EPYC 7B13, 2 cores</dd>")
        .contains("<dt>Memory</dt><dd>16 GiB</dd>");
  }

  @Test
  void showsReplaysBesidePublishedFiguresWithTheirError() {
    assertThat(PAGE)
        .contains("<span class=\"badge pass\">Matched</span> all 7 figures lie within 10.0 %")
        .contains(
            "<th scope=\"row\">iops bs=4096 iodepth=32 rw=read</th>"
                + "<td data-h=\"Evidence\">read</td>"
                + "<td class=\"n\" data-h=\"Published\">197 k ops/s</td>"
                + "<td class=\"n\" data-h=\"Ours\">204 k ops/s</td>"
                + "<td class=\"n\" data-h=\"Error\"><b>+3.7 %</b></td>");
  }

  @Test
  void noTextOfARecordBecomesMarkup() {
    String evil = "</script></style><script>x</script><img src=x onerror=y>\"'&\u0000\u202E]]>";
    CaseResult result =
        new CaseResult(
            evil, evil, evil, Level.SHALL, Verdict.FAIL, evil, evil, evil, evil, 1, evil);
    LoadResult load =
        new LoadResult(
            evil,
            new Job(evil, evil, 1, 1, 1, 1, 1, 1, java.util.Map.of(evil, evil)),
            1,
            Sample.qualify().loads().get(0).directions(),
            List.of(),
            null);
    RunRecord run =
        RunRecord.builder()
            .id(evil)
            .title(evil)
            .time(evil, 1)
            .commandLine(List.of(evil))
            .software(new Software(evil, evil, evil))
            .setup(new Setup(evil, evil, evil, evil, 1, -1, 0))
            .fabric(new FabricUnderTest(evil, evil, evil))
            .cases(List.of(result))
            .load(load)
            .comparison(org.quintain.records.Comparison.of(evil, evil, evil, 1, 2))
            .note(evil)
            .replay(
                new org.quintain.records.ReplayResult(
                    evil,
                    evil,
                    evil,
                    evil,
                    evil,
                    List.of(new org.quintain.records.ReplayRow(evil, evil, evil, 1, 2, 3))))
            .build();

    String html = ReportWriter.html(List.of(run));

    Document page = Xml.parse(html);
    assertThat(Xml.elements(page, "script")).hasSize(1);
    assertThat(Xml.elements(page, "style")).hasSize(1);
    assertThat(Xml.elements(page, "img")).isEmpty();
    assertThat(html).doesNotContain("<script>x").doesNotContain("\u0000").doesNotContain("\u202E");
  }

  @Test
  void reportsNothingWithoutFallingOver() {
    assertThat(Xml.elements(Xml.parse(ReportWriter.html(List.of())), "h1").get(0).getTextContent())
        .isEqualTo("No results");
  }

  @Test
  void drawsALoadThatRecordedNothing() {
    Latency none = Latency.of(new org.HdrHistogram.Histogram(3));
    RunRecord sample = Sample.qualify();
    LoadResult first = sample.loads().get(0);
    var direction = first.directions().get(0);
    LoadResult empty =
        new LoadResult(
            "direct",
            first.job(),
            1,
            List.of(
                new org.quintain.records.DirectionResult(
                    direction.direction(), 0, 0, 7, 0, 0, none, none, none)),
            List.of(),
            null);
    RunRecord run =
        RunRecord.builder()
            .software(sample.software())
            .setup(sample.setup())
            .fabric(sample.fabrics().get(0))
            .load(empty)
            .build();

    String html = ReportWriter.html(List.of(run));

    assertThat(Xml.elements(Xml.parse(html), "h1").get(0).getTextContent())
        .isEqualTo("1 fabric fails");
    assertThat(html).contains("7 I/O errors").doesNotContain("NaN").doesNotContain("Infinity");
  }

  /** WCAG 2.1 1.4.3: text 4.5 to 1; 1.4.11: graphics 3 to 1. */
  @Test
  void coloursContrastInBothThemes() {
    int dark = PAGE.indexOf("prefers-color-scheme: dark");
    for (String css : List.of(PAGE.substring(0, dark), PAGE.substring(dark))) {
      for (String ground : List.of("paper", "card", "code")) {
        for (String text : List.of("ink", "muted", "accent")) {
          assertThat(contrast(css, text, ground)).as(text + " on " + ground).isGreaterThan(4.5);
        }
      }
      for (String verdict : List.of("pass", "fail", "skip", "unknown")) {
        assertThat(contrast(css, verdict, verdict + "-bg")).as(verdict).isGreaterThan(4.5);
        assertThat(contrast(css, verdict, "card")).as(verdict).isGreaterThan(4.5);
      }
      for (int i = 1; i <= 6; i++) {
        assertThat(contrast(css, "s" + i, "card")).as("series " + i).isGreaterThan(3.0);
      }
    }
  }

  private static double contrast(String css, String one, String other) {
    List<Double> luminances = new ArrayList<>(List.of(luminance(css, one), luminance(css, other)));
    luminances.sort(null);
    return (luminances.get(1) + 0.05) / (luminances.get(0) + 0.05);
  }

  private static double luminance(String css, String name) {
    Matcher matcher = Pattern.compile("--" + name + ": #([0-9a-f]{6});").matcher(css);
    assertThat(matcher.find()).as(name).isTrue();
    int rgb = Integer.parseInt(matcher.group(1), 16);
    double sum = 0;
    double[] weights = {0.2126, 0.7152, 0.0722};
    for (int i = 0; i < 3; i++) {
      double c = (rgb >> (16 - 8 * i) & 0xFF) / 255.0;
      sum += weights[i] * (c <= 0.03928 ? c / 12.92 : Math.pow((c + 0.055) / 1.055, 2.4));
    }
    return sum;
  }
}
