// SPDX-License-Identifier: Apache-2.0
package org.quintain.records.json;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.HdrHistogram.Histogram;
import org.quintain.records.Latency;
import org.quintain.records.RunRecord;

/**
 * Says what is wrong with a run record's JSON, one sentence per fault: first field by field from
 * the table of shapes, then, once every field is sound, what must hold between fields.
 */
public final class RunRecordValidator {
  /** What an id may look like: it names a directory, so nothing that could leave it. */
  private static final Pattern ID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,127}");

  private final String file;
  private final List<Problem> problems = new ArrayList<>();

  private RunRecordValidator(String file) {
    this.file = file;
  }

  /**
   * The faults of one record, in the order of the file.
   *
   * @param root the parsed JSON
   * @param file what to call the file in the sentences
   * @return an empty list if the record is sound
   */
  public static List<Problem> validate(JsonNode root, String file) {
    RunRecordValidator validator = new RunRecordValidator(file);
    validator.run(root);
    return List.copyOf(validator.problems);
  }

  /** Whether a text can be the id of a run, and so the name of its directory. */
  public static boolean isValidId(String id) {
    return ID.matcher(id).matches();
  }

  private void run(JsonNode root) {
    JsonNode version = root.path("schemaVersion");
    if (version.isIntegralNumber() && version.asLong() > RunRecord.SCHEMA_VERSION) {
      // A newer shape would only draw a crowd of complaints about fields we cannot know.
      problem(
          "schemaVersion",
          version.asLong()
              + " is newer than this Quintain reads, which is "
              + RunRecord.SCHEMA_VERSION
              + " and older; use a newer Quintain");
      return;
    }
    new ShapeWalker(RunRecordShapes.all(), file, problems)
        .checkObject(root, RunRecordShapes.ROOT, "");
    if (problems.isEmpty()) {
      checkIdentity(root);
      Set<String> fabrics = checkFabrics(root.get("fabrics"));
      checkCases(root.get("cases"), fabrics);
      checkLoads(root.get("loads"), fabrics);
    }
  }

  private void checkIdentity(JsonNode root) {
    String id = root.get("id").asText();
    if (!isValidId(id)) {
      problem(
          "id",
          "must be 1 to 128 letters, digits, dots, hyphens and underscores, starting with a letter"
              + " or digit, but is "
              + ShapeWalker.shown(root.get("id")));
    }
    try {
      OffsetDateTime.parse(root.get("startedAt").asText());
    } catch (DateTimeParseException e) {
      problem(
          "startedAt",
          "must be a date and time with zone such as 2026-11-22T15:41:00Z, but is "
              + ShapeWalker.shown(root.get("startedAt")));
    }
  }

  private Set<String> checkFabrics(JsonNode fabrics) {
    Set<String> names = new HashSet<>();
    for (int i = 0; i < fabrics.size(); i++) {
      JsonNode name = fabrics.get(i).get("name");
      if (!names.add(name.asText())) {
        problem("fabrics[" + i + "].name", "must be unique, but " + name + " is there twice");
      }
    }
    return names;
  }

  private void checkFabricName(JsonNode owner, String at, Set<String> fabrics) {
    JsonNode name = owner.get("fabric");
    if (!fabrics.contains(name.asText())) {
      problem(
          at + ".fabric",
          "must be the name of one of the record's fabrics, but is " + ShapeWalker.shown(name));
    }
  }

  private void checkCases(JsonNode cases, Set<String> fabrics) {
    Set<String> seen = new HashSet<>();
    for (int i = 0; i < cases.size(); i++) {
      JsonNode result = cases.get(i);
      String at = "cases[" + i + "]";
      checkFabricName(result, at, fabrics);
      String id = result.get("id").asText();
      String fabric = result.get("fabric").asText();
      if (!seen.add(fabric + "\n" + id)) {
        problem(
            at + ".id", "must be unique per fabric, but " + id + " is there twice for " + fabric);
      }
      boolean passed = result.get("verdict").asText().equals("PASS");
      if (!passed && result.path("reason").asText("").isBlank()) {
        problem(at + ".reason", "is missing: a case that did not pass must say why");
      }
    }
  }

  private void checkLoads(JsonNode loads, Set<String> fabrics) {
    for (int i = 0; i < loads.size(); i++) {
      JsonNode load = loads.get(i);
      String at = "loads[" + i + "]";
      checkFabricName(load, at, fabrics);
      JsonNode directions = load.get("directions");
      Set<String> seen = new HashSet<>();
      for (int d = 0; d < directions.size(); d++) {
        String path = at + ".directions[" + d + "]";
        String direction = directions.get(d).get("direction").asText();
        if (!seen.add(direction)) {
          problem(path + ".direction", "must be unique, but " + direction + " is there twice");
        }
        for (String part : List.of("submission", "completion", "total")) {
          checkLatency(directions.get(d).get(part), path + "." + part);
        }
      }
      checkSeries(load.get("series"), at + ".series");
    }
  }

  private void checkSeries(JsonNode series, String at) {
    for (int i = 1; i < series.size(); i++) {
      if (series.get(i).get("atNs").asLong() <= series.get(i - 1).get("atNs").asLong()) {
        problem(at + "[" + i + "].atNs", "must be later than the point before it");
      }
    }
  }

  private void checkLatency(JsonNode latency, String at) {
    Histogram histogram;
    try {
      histogram = Latency.decode(latency.get("histogram").asText());
    } catch (IllegalArgumentException e) {
      problem(
          at + ".histogram", "must be a compressed V2 HdrHistogram in base64, but does not decode");
      return;
    }
    long count = latency.get("count").asLong();
    if (histogram.getTotalCount() != count) {
      problem(
          at + ".count",
          "must be the histogram's count, " + histogram.getTotalCount() + ", but is " + count);
    }
    JsonNode percentiles = latency.get("percentiles");
    for (int i = 1; i < percentiles.size(); i++) {
      JsonNode before = percentiles.get(i - 1);
      JsonNode here = percentiles.get(i);
      if (here.get("percent").asDouble() <= before.get("percent").asDouble()
          || here.get("valueNs").asLong() < before.get("valueNs").asLong()) {
        problem(at + ".percentiles[" + i + "]", "must not lie below the percentile before it");
      }
    }
  }

  private void problem(String field, String message) {
    problems.add(new Problem(file, field, message));
  }
}
