// SPDX-License-Identifier: Apache-2.0
package org.quintain.records.published;

import static org.quintain.records.json.FieldRule.number;
import static org.quintain.records.json.FieldRule.objects;
import static org.quintain.records.json.FieldRule.oneOf;
import static org.quintain.records.json.FieldRule.text;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.quintain.records.json.FieldRule;
import org.quintain.records.json.FieldRule.Kind;

/** The table of what the data files of published records and workloads may hold. */
final class PublishedShapes {
  static final String RECORD = "PublishedRecord";
  static final String WORKLOAD = "PublishedWorkload";

  private static final List<String> EVIDENCE = List.of("read", "computed", "unverified");

  private static final Map<String, List<FieldRule>> SHAPES = shapes();

  private PublishedShapes() {}

  static Map<String, List<FieldRule>> all() {
    return SHAPES;
  }

  private static Map<String, List<FieldRule>> shapes() {
    Map<String, List<FieldRule>> shapes = new LinkedHashMap<>();
    shapes.put(
        RECORD,
        List.of(
            text("id", "stable short name"),
            text("title", "one line for a reader"),
            text("when", "when it was measured or published"),
            oneOf("evidence", EVIDENCE, "how well its figures are known"),
            objects("sources", "Source", "where it was published"),
            text("notice", "what must be printed with its figures").optional(),
            FieldRule.of("setup", Kind.SCALAR_MAP, false, "the configuration"),
            FieldRule.of("workload", Kind.SCALAR_MAP, false, "what was done"),
            objects("points", "Point", "the figures"),
            FieldRule.of("notes", Kind.TEXTS, false, "what a reader should know")));
    shapes.put(
        WORKLOAD,
        List.of(
            text("id", "stable short name"),
            text("title", "one line for a reader"),
            text("when", "the edition it follows"),
            oneOf("evidence", EVIDENCE, "how well it is known"),
            objects("sources", "Source", "where it is defined"),
            text("notice", "what must be printed with its results").optional(),
            FieldRule.of("parameters", Kind.SCALAR_MAP, false, "parameters of the whole"),
            objects("streams", "WorkloadStream", "the streams that run together"),
            objects("phases", "WorkloadPhase", "the procedure").optional(),
            objects("points", "Point", "statistics of a true generator").optional(),
            FieldRule.of("notes", Kind.TEXTS, false, "what a reader should know")));
    shapes.put("Source", List.of(text("name", "document"), text("url", "its address").optional()));
    shapes.put(
        "Point",
        List.of(
            oneOf("metric", Metric.words(), "what the figure states"),
            FieldRule.of("value", Kind.NUMBER, true, "the figure, as published"),
            oneOf("unit", Unit.symbols(), "its unit"),
            FieldRule.of("at", Kind.SCALAR_MAP, false, "conditions it holds under"),
            oneOf("evidence", EVIDENCE, "how well it is known").optional(),
            oneOf("use", List.of("calibration", "holdout"), "what it may serve for").optional()));
    shapes.put(
        "WorkloadStream",
        List.of(
            text("name", "name of the stream"),
            number("share", "share of all operations").between(0, 100),
            number("readPercent", "share of reads").between(0, 100),
            objects("sizes", "SizeShare", "transfer sizes"),
            oneOf(
                "pattern",
                List.of("uniform", "sequential", "reuse-walk", "zoned"),
                "how it walks the address space"),
            FieldRule.of("parameters", Kind.SCALAR_MAP, false, "parameters of the pattern")));
    shapes.put(
        "SizeShare",
        List.of(
            FieldRule.of("bytes", Kind.INTEGER, true, "transfer size")
                .between(1, Double.POSITIVE_INFINITY),
            number("percent", "share of the operations").between(0, 100)));
    shapes.put(
        "WorkloadPhase",
        List.of(
            text("name", "name of the phase"),
            number("loadPercent", "offered load"),
            number("seconds", "its length"),
            text("description", "what happens in it")));
    return shapes;
  }
}
