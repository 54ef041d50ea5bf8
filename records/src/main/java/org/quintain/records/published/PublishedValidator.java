// SPDX-License-Identifier: Apache-2.0
package org.quintain.records.published;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.quintain.records.json.Problem;
import org.quintain.records.json.ShapeWalker;

/**
 * Says what is wrong with a data file of a published record or workload: first field by field, then
 * what must hold between fields.
 */
final class PublishedValidator {
  /**
   * SPC-1 and its terms are trademarks, and only the Storage Performance Council makes SPC results;
   * whoever prints a figure from such a file has to print this with it.
   */
  static final String SPC_NOTICE = "not an SPC result";

  private final String file;
  private final List<Problem> problems = new ArrayList<>();

  private PublishedValidator(String file) {
    this.file = file;
  }

  static List<Problem> validate(JsonNode root, String shape, String file) {
    PublishedValidator validator = new PublishedValidator(file);
    new ShapeWalker(PublishedShapes.all(), file, validator.problems).checkObject(root, shape, "");
    if (validator.problems.isEmpty()) {
      validator.checkRelations(root);
    }
    return List.copyOf(validator.problems);
  }

  private void checkRelations(JsonNode root) {
    String id = root.get("id").asText();
    if (!file.equals(id + ".yaml") && !file.endsWith("/" + id + ".yaml")) {
      problem("id", "must be the name of the file without .yaml, but is \"" + id + "\"");
    }
    if (root.get("sources").isEmpty()) {
      problem("sources", "must name at least one source");
    }
    boolean spc = (id + " " + root.get("title").asText()).toLowerCase(Locale.ROOT).contains("spc");
    if (spc && !root.path("notice").asText("").contains(SPC_NOTICE)) {
      problem("notice", "must contain the words \"" + SPC_NOTICE + "\"");
    }
    checkPoints(root.path("points"));
    checkStreams(root.path("streams"));
  }

  private void checkPoints(JsonNode points) {
    Set<String> keys = new HashSet<>();
    for (int i = 0; i < points.size(); i++) {
      JsonNode point = points.get(i);
      Metric metric = Metric.ofWord(point.get("metric").asText()).orElseThrow();
      Unit unit = Unit.ofSymbol(point.get("unit").asText()).orElseThrow();
      if (metric.dimension() != unit.dimension()) {
        problem("points[" + i + "].unit", unit.symbol() + " is no unit of " + metric.word());
      }
      if (!keys.add(metric.word() + " " + point.path("at"))) {
        problem("points[" + i + "]", "is there twice: metric and conditions must name one figure");
      }
    }
  }

  private void checkStreams(JsonNode streams) {
    double shares = 0;
    for (JsonNode stream : streams) {
      shares += stream.get("share").asDouble();
    }
    if (shares != 0 && Math.abs(shares - 100) > 0.01) {
      problem("streams", "must have shares of 100 per cent together or all 0, but have " + shares);
    }
    for (int i = 0; i < streams.size(); i++) {
      double sum = 0;
      for (JsonNode size : streams.get(i).get("sizes")) {
        sum += size.get("percent").asDouble();
      }
      if (Math.abs(sum - 100) > 0.01) {
        problem("streams[" + i + "].sizes", "must add up to 100 per cent, but add up to " + sum);
      }
    }
  }

  private void problem(String field, String message) {
    problems.add(new Problem(file, field, message));
  }
}
