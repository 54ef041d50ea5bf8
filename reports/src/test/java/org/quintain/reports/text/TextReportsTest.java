// SPDX-License-Identifier: Apache-2.0
package org.quintain.reports.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.quintain.records.RunRecord;
import org.quintain.reports.ReportWriter;
import org.quintain.reports.Sample;
import org.quintain.reports.Xml;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

class TextReportsTest {
  private static final List<RunRecord> RUNS = List.of(Sample.qualify());

  @Test
  void junitHasOneSuitePerFabricWithCountsThatAddUp() {
    Document xml = Xml.parse(ReportWriter.junit(RUNS));
    Element root = xml.getDocumentElement();

    assertThat(root.getTagName()).isEqualTo("testsuites");
    assertThat(root.getAttribute("tests")).isEqualTo("360");
    List<Element> suites = Xml.elements(xml, "testsuite");
    assertThat(suites)
        .extracting(s -> s.getAttribute("name"))
        .containsExactly(
            "direct", "sim:iscsi", "iscsi://127.0.0.1:3260/iqn.2026-11.org.quintain:disk0/0");
    for (Element suite : suites) {
      List<Element> cases =
          Xml.children(suite).stream().filter(e -> e.getTagName().equals("testcase")).toList();
      assertThat(suite.getAttribute("tests")).isEqualTo(Integer.toString(cases.size()));
      assertThat(suite.getAttribute("failures")).isEqualTo(count(cases, "failure"));
      assertThat(suite.getAttribute("errors")).isEqualTo(count(cases, "error"));
      assertThat(suite.getAttribute("skipped")).isEqualTo(count(cases, "skipped"));
      assertThat(suite.getAttribute("timestamp")).isEqualTo("2026-11-22T15:41:00");
      assertThat(suite.getAttribute("time")).matches("\\d+\\.\\d+");
    }
  }

  private static String count(List<Element> cases, String outcome) {
    long count =
        cases.stream()
            .filter(c -> Xml.children(c).stream().anyMatch(e -> e.getTagName().equals(outcome)))
            .count();
    return Long.toString(count);
  }

  /** The elements and attributes that the schema of Jenkins' readers knows, and no others. */
  @Test
  void junitUsesOnlyWhatTheCommonSchemaHas() {
    Document xml = Xml.parse(ReportWriter.junit(RUNS));

    for (Element element : Xml.elements(xml, "*")) {
      Set<String> attributes =
          switch (element.getTagName()) {
            case "testsuites" -> Set.of("name", "tests", "failures", "errors", "time");
            case "testsuite" ->
                Set.of("name", "tests", "failures", "errors", "skipped", "time", "timestamp");
            case "properties" -> Set.of();
            case "property" -> Set.of("name", "value");
            case "testcase" -> Set.of("classname", "name", "time");
            case "failure", "error" -> Set.of("message", "type");
            case "skipped" -> Set.of("message");
            default -> throw new AssertionError("unknown element " + element.getTagName());
          };
      for (int i = 0; i < element.getAttributes().getLength(); i++) {
        assertThat(attributes).contains(element.getAttributes().item(i).getNodeName());
      }
      if (element.getTagName().equals("testcase")) {
        assertThat(Xml.children(element).size()).isLessThanOrEqualTo(1);
      }
    }
  }

  @Test
  void junitSaysWhyAndHowToRepeat() {
    String xml = ReportWriter.junit(RUNS);

    assertThat(xml)
        .contains(
            "<testcase classname=\"sim:iscsi.RES\" name=\"RES-05 Residual of a transfer that is too"
                + " short, variant 5\"")
        .contains(
            "<failure message=\"the residual was 0 where 512 bytes were not transferred\" type=\"shall\">")
        .contains("repeat: ./quintain conform RES-05 --on sim:iscsi --seed 20261122</failure>")
        .contains("<error message=\"no answer within 30 s of virtual time\" type=\"shall\">")
        .contains("<skipped message=\"the target reports no thin provisioning\"/>");
  }

  @Test
  void markdownHasVerdictsFindingsLoadsAndTheCommand() {
    String markdown = ReportWriter.markdown(RUNS);

    assertThat(markdown)
        .startsWith("# Quintain: Fail\n")
        .contains("| direct | Pass | 107 | 0 | 13 | 0 | 0 |\n")
        .contains("| sim:iscsi | Fail | 115 | 3 | 1 | 1 | 0 |\n")
        .contains("- **RES-05** FAIL on sim:iscsi (RFC 7143 11.4.5, shall): ")
        .contains(
            "| randread-4k-qd32 | iscsi://127.0.0.1:3260/iqn.2026-11.org.quintain:disk0/0 | read | ")
        .contains("## Beside published: scst-srp-2011\n\n**Matched**: all 7 figures lie within")
        .contains(
            "| iops bs=4096 iodepth=32 rw=read | read | 197 k ops/s | 204 k ops/s | +3.7 % |\n")
        .contains("- RL-03 on direct: the target reports no thin provisioning\n")
        .contains("  `./quintain qualify --out 'my runs'`\n");
  }

  @Test
  void markdownCellsCanNeitherEndNorBecomeMarkup() {
    assertThat(MarkdownReport.cell("a|b\n<b>*c*_d_`e`[f](g)"))
        .isEqualTo("a\\|b &lt;b&gt;\\*c\\*\\_d\\_\\`e\\`\\[f\\](g)");
    assertThat(MarkdownReport.code("a\nb")).isEqualTo("`a b`");
    assertThat(MarkdownReport.code("`x``y`")).isEqualTo("``` `x``y` ```");
  }

  @Test
  void csvHasOneRowPerDirectionWithAsManyCellsAsItsHead() {
    String[] lines = ReportWriter.csv(RUNS).split("\r\n");

    assertThat(lines).hasSize(1 + 3 * 3);
    int cells = lines[0].split(",", -1).length;
    for (String line : lines) {
      assertThat(line.split(",", -1)).hasSize(cells);
    }
    assertThat(lines[1])
        .startsWith("20261122-154100-qualify,direct,randread-4k-qd32,randread,4096,32,1,read,");
  }

  @Test
  void csvCellsAreQuotedAndNeverFormulas() {
    assertThat(CsvReport.cell("plain")).isEqualTo("plain");
    assertThat(CsvReport.cell("a,\"b\"\n")).isEqualTo("\"a,\"\"b\"\"\n\"");
    assertThat(CsvReport.cell("=1+1")).isEqualTo("'=1+1");
    assertThat(CsvReport.cell("@x,y")).isEqualTo("\"'@x,y\"");
  }
}
