// SPDX-License-Identifier: Apache-2.0
package org.quintain.reports.text;

import java.util.List;
import java.util.Locale;
import org.quintain.records.CaseResult;
import org.quintain.records.Comparison;
import org.quintain.records.DirectionResult;
import org.quintain.records.Latency;
import org.quintain.records.ReplayResult;
import org.quintain.records.ReplayRow;
import org.quintain.records.RunRecord;
import org.quintain.records.Verdict;
import org.quintain.reports.model.CaseRow;
import org.quintain.reports.model.FabricSummary;
import org.quintain.reports.model.Figures;
import org.quintain.reports.model.JobGroup;
import org.quintain.reports.model.ReportModel;
import org.quintain.reports.model.ShellWords;

/** A summary for issue trackers and pull requests: verdicts, failures, loads, how to repeat. */
public final class MarkdownReport {
  private MarkdownReport() {}

  /** The text; equal models give equal text. */
  public static String of(ReportModel model) {
    StringBuilder out = new StringBuilder();
    out.append("# Quintain: ").append(model.verdict().words()).append("\n\n");
    fabrics(out, model);
    findings(out, model);
    loads(out, model);
    comparisons(out, model);
    replays(out, model);
    skipped(out, model);
    repeat(out, model);
    return out.toString();
  }

  private static void fabrics(StringBuilder out, ReportModel model) {
    out.append("| Fabric | Verdict | Passed | Failed | Skipped | Unknown | I/O errors |\n");
    out.append("| --- | --- | ---: | ---: | ---: | ---: | ---: |\n");
    for (FabricSummary fabric : model.fabrics()) {
      out.append("| ").append(cell(fabric.label()));
      out.append(" | ").append(fabric.verdict().words());
      for (Verdict verdict : Verdict.values()) {
        out.append(" | ").append(fabric.counts().of(verdict));
      }
      out.append(" | ").append(fabric.loadErrors()).append(" |\n");
    }
    out.append('\n');
  }

  private static void findings(StringBuilder out, ReportModel model) {
    boolean headed = false;
    for (CaseRow row : model.rows()) {
      for (int i = 0; i < row.results().size(); i++) {
        CaseResult result = row.results().get(i);
        if (result == null
            || result.verdict() == Verdict.PASS
            || result.verdict() == Verdict.SKIPPED) {
          continue;
        }
        if (!headed) {
          out.append("## What failed\n\n");
          headed = true;
        }
        out.append("- **").append(cell(result.id())).append("** ");
        out.append(result.verdict()).append(" on ").append(cell(model.tested().get(i).label()));
        out.append(" (").append(cell(result.clause())).append(", ");
        out.append(result.level().word()).append("): ").append(cell(result.title()));
        out.append(": ").append(cell(result.reason())).append('\n');
        if (!result.repeat().isBlank()) {
          out.append("  ").append(code(result.repeat())).append('\n');
        }
      }
    }
    out.append(headed ? "\n" : "");
  }

  private static void loads(StringBuilder out, ReportModel model) {
    if (model.jobs().isEmpty()) {
      return;
    }
    out.append("## Load\n\n");
    out.append(
        "| Job | Fabric | Direction | IOPS | Bandwidth | Errors | p50 | p99 | p99.9 | Max |\n");
    out.append("| --- | --- | --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |\n");
    for (JobGroup group : model.jobs()) {
      for (JobGroup.Entry entry : group.entries()) {
        for (DirectionResult direction : entry.load().directions()) {
          Latency total = direction.total();
          out.append("| ").append(cell(entry.load().job().name()));
          out.append(" | ").append(cell(entry.fabric().label()));
          out.append(" | ").append(direction.direction().word());
          out.append(" | ").append(Figures.rate(direction.iops()));
          out.append(" | ").append(Figures.bandwidth(direction.bytesPerSecond()));
          out.append(" | ").append(direction.errors());
          for (double percent : new double[] {50, 99, 99.9}) {
            out.append(" | ").append(Figures.time(total.decode().getValueAtPercentile(percent)));
          }
          out.append(" | ").append(Figures.time(total.maxNs())).append(" |\n");
        }
      }
    }
    out.append('\n');
  }

  private static void comparisons(StringBuilder out, ReportModel model) {
    List<Comparison> all =
        model.runs().stream().flatMap(run -> run.comparisons().stream()).toList();
    if (all.isEmpty()) {
      return;
    }
    out.append("## Beside peers\n\n");
    out.append("| Workload | Peer | Ours | Theirs | Ratio |\n| --- | --- | ---: | ---: | ---: |\n");
    for (Comparison one : all) {
      out.append("| ").append(cell(one.name())).append(" | ").append(cell(one.peer()));
      out.append(" | ").append(Figures.digits(one.ours())).append(' ').append(cell(one.unit()));
      out.append(" | ").append(Figures.digits(one.theirs())).append(' ').append(cell(one.unit()));
      out.append(" | ").append(Figures.ratio(one.ratio())).append(" |\n");
    }
    out.append('\n');
  }

  private static void replays(StringBuilder out, ReportModel model) {
    for (RunRecord run : model.runs()) {
      for (ReplayResult replay : run.replays()) {
        out.append("## Beside published: ").append(cell(replay.recordId())).append("\n\n");
        out.append("**").append(Figures.conclusion(replay.conclusion())).append("**: ");
        out.append(cell(replay.reason())).append(".\n\n");
        out.append(replay.notice().isEmpty() ? "" : cell(replay.notice()) + "\n\n");
        out.append("| Figure | Evidence | Published | Ours | Error |\n");
        out.append("| --- | --- | ---: | ---: | ---: |\n");
        for (ReplayRow row : replay.rows()) {
          out.append("| ").append(cell(row.point())).append(" | ").append(cell(row.evidence()));
          out.append(" | ").append(Figures.inUnit(row.published(), row.unit()));
          out.append(" | ").append(Figures.inUnit(row.measured(), row.unit()));
          out.append(String.format(Locale.ROOT, " | %+.1f %% |\n", row.errorPercent()));
        }
        out.append('\n');
      }
    }
  }

  private static void skipped(StringBuilder out, ReportModel model) {
    List<CaseRow> rows = model.rowsWith(Verdict.SKIPPED);
    if (rows.isEmpty()) {
      return;
    }
    out.append("## Skipped\n\n");
    for (CaseRow row : rows) {
      for (int i = 0; i < row.results().size(); i++) {
        CaseResult result = row.results().get(i);
        if (result != null && result.verdict() == Verdict.SKIPPED) {
          out.append("- ").append(cell(result.id())).append(" on ");
          out.append(cell(model.tested().get(i).label())).append(": ");
          out.append(cell(result.reason())).append('\n');
        }
      }
    }
    out.append('\n');
  }

  private static void repeat(StringBuilder out, ReportModel model) {
    out.append("## How to repeat\n\n");
    for (RunRecord run : model.runs()) {
      out.append("- ").append(cell(run.id())).append(", ").append(cell(run.startedAt()));
      out.append(", ").append(cell(run.software().name())).append(' ');
      out.append(cell(run.software().version())).append(" (");
      out.append(cell(run.software().commit())).append(")");
      Long seed = run.seed();
      out.append(seed == null ? "" : ", seed " + seed);
      out.append(", ").append(cell(run.setup().jdk())).append(", ");
      out.append(cell(run.setup().cpuModel())).append(", ").append(run.setup().cores());
      out.append(run.setup().cores() == 1 ? " core\n" : " cores\n");
      if (!run.commandLine().isEmpty()) {
        out.append("  ").append(code(ShellWords.join(run.commandLine()))).append('\n');
      }
    }
  }

  /** Text that can be neither markup nor the end of its cell. */
  static String cell(String text) {
    StringBuilder out = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '&' -> out.append("&amp;");
        case '<' -> out.append("&lt;");
        case '>' -> out.append("&gt;");
        case '|', '*', '_', '`', '[', ']', '\\', '#', '!', '~' -> out.append('\\').append(c);
        default -> out.append(c < ' ' || c == 0x7F || c == 0x85 ? ' ' : c);
      }
    }
    return out.toString();
  }

  /** A code span with a fence longer than any row of backticks within. */
  static String code(String text) {
    String line = text.replaceAll("\\s+", " ").strip();
    StringBuilder fence = new StringBuilder("`");
    while (line.contains(fence)) {
      fence.append('`');
    }
    String pad = line.startsWith("`") || line.endsWith("`") ? " " : "";
    return fence + pad + line + pad + fence;
  }
}
