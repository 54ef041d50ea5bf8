// SPDX-License-Identifier: Apache-2.0
package org.quintain.records.json;

import static org.quintain.records.json.FieldRule.anyText;
import static org.quintain.records.json.FieldRule.count;
import static org.quintain.records.json.FieldRule.number;
import static org.quintain.records.json.FieldRule.object;
import static org.quintain.records.json.FieldRule.objects;
import static org.quintain.records.json.FieldRule.oneOf;
import static org.quintain.records.json.FieldRule.text;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.quintain.records.RunRecord;
import org.quintain.records.json.FieldRule.Kind;

/**
 * The one table of what a run record's JSON may hold. The validator walks it and the JSON Schema is
 * drawn from it; a test holds it against the Java records.
 */
final class RunRecordShapes {
  /** The shape at the root of the file. */
  static final String ROOT = "RunRecord";

  private static final double NO_LIMIT = Double.POSITIVE_INFINITY;

  private static final Map<String, List<FieldRule>> SHAPES = shapes();

  private RunRecordShapes() {}

  /** All shapes by name, in the order of the schema. */
  static Map<String, List<FieldRule>> all() {
    return SHAPES;
  }

  /** The fields of one shape. */
  static List<FieldRule> of(String shape) {
    List<FieldRule> fields = SHAPES.get(shape);
    if (fields == null) {
      throw new IllegalArgumentException("no shape is named " + shape);
    }
    return fields;
  }

  private static Map<String, List<FieldRule>> shapes() {
    Map<String, List<FieldRule>> shapes = new LinkedHashMap<>();
    shapes.put(ROOT, runRecord());
    shapes.put(
        "Software",
        List.of(
            text("name", "the program that made the run"),
            text("version", "its version"),
            text("commit", "the commit it was built from, or unknown")));
    shapes.put("Setup", setup());
    shapes.put(
        "FabricUnderTest",
        List.of(
            text("name", "short label that cases and loads refer to"),
            text("url", "the URL that reaches the logical unit, without secrets"),
            anyText("description", "the wire, the target, the backing store")));
    shapes.put(
        "LoadResult",
        List.of(
            text("fabric", "name of the fabric"),
            object("job", "Job", "the workload"),
            count("durationNs", "measured window, nanoseconds of the fabric's clock"),
            objects("directions", "DirectionResult", "one entry per direction used"),
            objects("series", "SeriesPoint", "IOPS and bandwidth over time"),
            number("targetCpuNsPerIo", "processor time of the target per operation, nanoseconds")
                .optional()));
    shapes.put("Job", job());
    shapes.put("DirectionResult", directionResult());
    shapes.put("Latency", latency());
    shapes.put(
        "Percentile",
        List.of(
            number("percent", "share of operations at or below the value").between(0, 100),
            count("valueNs", "latency in nanoseconds")));
    shapes.put(
        "SeriesPoint",
        List.of(
            count("atNs", "end of the interval since the measured window began, nanoseconds"),
            number("iops", "operations per second"),
            number("bytesPerSecond", "bytes per second")));
    shapes.put("CaseResult", caseResult());
    shapes.put(
        "Comparison",
        List.of(
            text("name", "what was measured"),
            text("peer", "whom we stand beside"),
            text("unit", "unit of both figures"),
            number("ours", "our figure"),
            number("theirs", "the peer's figure"),
            number("ratio", "ours divided by theirs")));
    shapes.put("ReplayResult", replayResult());
    shapes.put("ReplayRow", replayRow());
    return shapes;
  }

  private static List<FieldRule> replayResult() {
    return List.of(
        text("recordId", "the published record"),
        text("title", "what that record is"),
        text("notice", "what must be printed with its figures").optional(),
        oneOf(
            "conclusion",
            List.of("MATCHED", "NOT_MATCHED", "NOT_ENOUGH_EVIDENCE"),
            "what may be said"),
        text("reason", "why"),
        objects("rows", "ReplayRow", "the figures"));
  }

  private static List<FieldRule> replayRow() {
    return List.of(
        text("point", "metric and conditions"),
        oneOf(
            "evidence",
            List.of("read", "computed", "unverified"),
            "how well the published figure is known"),
        oneOf("unit", List.of("ops/s", "B/s", "ns"), "unit of both figures"),
        number("published", "the published figure"),
        number("measured", "ours"),
        FieldRule.of("errorPercent", Kind.NUMBER, true, "how far ours lies above"));
  }

  private static List<FieldRule> runRecord() {
    return List.of(
        FieldRule.of("schemaVersion", Kind.INTEGER, true, "version of this shape")
            .between(1, RunRecord.SCHEMA_VERSION),
        text("id", "name of the run and of its directory"),
        text("title", "what the run was, in a few words"),
        text("startedAt", "ISO 8601 date and time with zone"),
        count("durationNs", "wall time in nanoseconds"),
        FieldRule.of("commandLine", Kind.TEXTS, true, "arguments that repeat the run"),
        object("software", "Software", "the program that made the run"),
        object("setup", "Setup", "the machine"),
        FieldRule.of("seed", Kind.INTEGER, false, "the seed all randomness came from"),
        objects("fabrics", "FabricUnderTest", "fabrics and targets of the run"),
        objects("loads", "LoadResult", "load results"),
        objects("cases", "CaseResult", "conformance results"),
        objects("comparisons", "Comparison", "figures beside those of peers").optional(),
        objects("replays", "ReplayResult", "replays held against published records").optional(),
        FieldRule.of("notes", Kind.TEXTS, false, "what a reader should know"));
  }

  private static List<FieldRule> setup() {
    return List.of(
        text("jdk", "vendor and version of the Java runtime"),
        text("os", "name and version of the operating system"),
        text("architecture", "processor architecture"),
        text("cpuModel", "the processor's own name, or unknown"),
        FieldRule.of("cores", Kind.INTEGER, true, "processors available").between(1, NO_LIMIT),
        FieldRule.of(
            "loadAverage",
            Kind.NUMBER,
            true,
            "one-minute load average at the start; negative where unknown"),
        count("memoryBytes", "physical memory; 0 where unknown"));
  }

  private static List<FieldRule> job() {
    return List.of(
        text("name", "name of the job"),
        oneOf(
            "rw",
            List.of(
                "read",
                "write",
                "randread",
                "randwrite",
                "rw",
                "randrw",
                "trim",
                "randtrim",
                "trimwrite"),
            "access pattern, as fio spells it"),
        count("blockSizeBytes", "block size, or the mean of a mix"),
        FieldRule.of("iodepth", Kind.INTEGER, true, "commands outstanding per job")
            .between(1, NO_LIMIT),
        FieldRule.of("numjobs", Kind.INTEGER, true, "jobs side by side").between(1, NO_LIMIT),
        count("sizeBytes", "extent addressed"),
        count("runtimeNs", "length of the measured window; 0 if bounded by size"),
        FieldRule.of("rwMixRead", Kind.INTEGER, true, "share of reads in per cent").between(0, 100),
        FieldRule.of("options", Kind.TEXT_MAP, false, "further options, by fio's name"));
  }

  private static List<FieldRule> directionResult() {
    return List.of(
        oneOf("direction", List.of("read", "write", "trim"), "direction of I/O"),
        count("ios", "operations that completed with GOOD status"),
        count("bytes", "bytes they moved"),
        count("errors", "operations that ended otherwise"),
        number("iops", "operations per second"),
        number("bytesPerSecond", "bytes per second"),
        object("submission", "Latency", "submission latency (slat)"),
        object("completion", "Latency", "completion latency (clat)"),
        object("total", "Latency", "total latency (lat)"));
  }

  private static List<FieldRule> latency() {
    return List.of(
        count("count", "operations recorded"),
        count("minNs", "smallest, nanoseconds"),
        number("meanNs", "mean, nanoseconds"),
        count("maxNs", "largest, nanoseconds"),
        number("standardDeviationNs", "standard deviation, nanoseconds"),
        objects("percentiles", "Percentile", "points of the distribution, ascending"),
        text("histogram", "full HdrHistogram, compressed V2 in base64"));
  }

  private static List<FieldRule> caseResult() {
    return List.of(
        text("id", "stable id of the case"),
        text("title", "what the case does and expects"),
        text("clause", "the clause it rests on"),
        oneOf("level", List.of("shall", "should", "vendor"), "how binding the clause is"),
        oneOf("verdict", List.of("PASS", "FAIL", "SKIPPED", "UNKNOWN"), "how it ended"),
        anyText("reason", "why it did not pass").optional(),
        anyText("detail", "evidence in several lines").optional(),
        anyText("requires", "what it needs of the target").optional(),
        anyText("repeat", "the command that repeats it").optional(),
        count("durationNs", "nanoseconds of the fabric's clock"),
        text("fabric", "name of the fabric"));
  }
}
