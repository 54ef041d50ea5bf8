// SPDX-License-Identifier: Apache-2.0
package org.quintain.reports.text;

import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import org.quintain.records.CaseResult;
import org.quintain.reports.markup.Markup;
import org.quintain.reports.model.CaseRow;
import org.quintain.reports.model.FabricSummary;
import org.quintain.reports.model.ReportModel;
import org.quintain.reports.model.VerdictCounts;

/**
 * Conformance results as JUnit XML, in the form that Jenkins, GitLab and others read: one suite per
 * fabric. FAIL becomes a failure, UNKNOWN an error, SKIPPED skipped with its reason.
 */
public final class JUnitXml {
  private JUnitXml() {}

  /** The document; equal models give equal text. */
  public static String of(ReportModel model) {
    Markup xml = new Markup();
    xml.trusted("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    VerdictCounts all = model.counts();
    long durationNs = model.fabrics().stream().mapToLong(JUnitXml::durationNs).sum();
    xml.open(
        "testsuites",
        "name",
        "quintain",
        "tests",
        Integer.toString(all.total()),
        "failures",
        Integer.toString(all.failed()),
        "errors",
        Integer.toString(all.unknown()),
        "time",
        seconds(durationNs));
    xml.line();
    for (FabricSummary fabric : model.fabrics()) {
      if (!fabric.cases().isEmpty()) {
        suite(xml, fabric);
      }
    }
    return xml.closeLine().toString();
  }

  private static void suite(Markup xml, FabricSummary fabric) {
    VerdictCounts counts = fabric.counts();
    xml.open(
        "testsuite",
        "name",
        fabric.label(),
        "tests",
        Integer.toString(counts.total()),
        "failures",
        Integer.toString(counts.failed()),
        "errors",
        Integer.toString(counts.unknown()),
        "skipped",
        Integer.toString(counts.skipped()),
        "time",
        seconds(durationNs(fabric)),
        "timestamp",
        timestamp(fabric.run().startedAt()));
    xml.line();
    properties(xml, fabric);
    for (CaseResult result : fabric.cases()) {
      testcase(xml, fabric, result);
    }
    xml.closeLine();
  }

  private static void properties(Markup xml, FabricSummary fabric) {
    xml.open("properties").line();
    property(xml, "url", fabric.fabric().url());
    property(xml, "run", fabric.run().id());
    property(xml, "version", fabric.run().software().version());
    property(xml, "commit", fabric.run().software().commit());
    Long seed = fabric.run().seed();
    if (seed != null) {
      property(xml, "seed", Long.toString(seed));
    }
    xml.closeLine();
  }

  private static void property(Markup xml, String name, String value) {
    xml.empty("property", "name", name, "value", value).line();
  }

  private static void testcase(Markup xml, FabricSummary fabric, CaseResult result) {
    xml.open(
        "testcase",
        "classname",
        fabric.label() + "." + CaseRow.areaOf(result.id()),
        "name",
        result.id() + " " + result.title(),
        "time",
        seconds(result.durationNs()));
    switch (result.verdict()) {
      case PASS -> xml.text("");
      case FAIL -> outcome(xml, "failure", result);
      case UNKNOWN -> outcome(xml, "error", result);
      case SKIPPED -> xml.empty("skipped", "message", result.reason());
    }
    xml.closeLine();
  }

  private static void outcome(Markup xml, String element, CaseResult result) {
    StringBuilder text = new StringBuilder(result.reason());
    text.append("\nclause: ").append(result.clause()).append(" (");
    text.append(result.level().word()).append(')');
    if (!result.detail().isBlank()) {
      text.append('\n').append(result.detail());
    }
    if (!result.repeat().isBlank()) {
      text.append("\nrepeat: ").append(result.repeat());
    }
    xml.leaf(element, text.toString(), "message", result.reason(), "type", result.level().word());
  }

  private static long durationNs(FabricSummary fabric) {
    List<CaseResult> cases = fabric.cases();
    return cases.stream().mapToLong(CaseResult::durationNs).sum();
  }

  private static String seconds(long ns) {
    return String.format(Locale.ROOT, "%.6f", ns / 1e9);
  }

  /** The schema wants a date and time without zone; everyone takes it for UTC. */
  private static String timestamp(String startedAt) {
    try {
      return OffsetDateTime.parse(startedAt)
          .withOffsetSameInstant(ZoneOffset.UTC)
          .truncatedTo(ChronoUnit.SECONDS)
          .format(DateTimeFormatter.ISO_LOCAL_DATE_TIME);
    } catch (DateTimeParseException e) {
      return "1970-01-01T00:00:00"; // Only records that were never validated come here.
    }
  }
}
