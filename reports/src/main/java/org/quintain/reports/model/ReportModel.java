// SPDX-License-Identifier: Apache-2.0
package org.quintain.reports.model;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.quintain.records.CaseResult;
import org.quintain.records.FabricUnderTest;
import org.quintain.records.LoadResult;
import org.quintain.records.RunRecord;
import org.quintain.records.Verdict;

/**
 * The records of a report, put side by side.
 *
 * @param runs the runs, in the order given
 * @param fabrics every fabric of every run
 * @param rows every case, grouped by area, in the order of the runs
 * @param jobs every job, in the order of the runs
 */
public record ReportModel(
    List<RunRecord> runs, List<FabricSummary> fabrics, List<CaseRow> rows, List<JobGroup> jobs) {

  /** Makes the value with its own copies of the lists. */
  public ReportModel {
    runs = List.copyOf(runs);
    fabrics = List.copyOf(fabrics);
    rows = List.copyOf(rows);
    jobs = List.copyOf(jobs);
  }

  /** Puts records side by side. */
  public static ReportModel of(List<RunRecord> runs) {
    List<FabricSummary> fabrics = fabricsOf(runs);
    return new ReportModel(runs, fabrics, rowsOf(testedOf(fabrics)), jobsOf(fabrics));
  }

  /** The fabrics that conformance cases belong to: the columns of every row. */
  public List<FabricSummary> tested() {
    return testedOf(fabrics);
  }

  private static List<FabricSummary> testedOf(List<FabricSummary> fabrics) {
    return fabrics.stream().filter(fabric -> !fabric.cases().isEmpty()).toList();
  }

  /** The worst verdict of all fabrics. */
  public FabricVerdict verdict() {
    return fabrics.stream()
        .map(FabricSummary::verdict)
        .min(Enum::compareTo)
        .orElse(FabricVerdict.NOTHING_RAN);
  }

  /** How all cases ended on all fabrics. */
  public VerdictCounts counts() {
    return VerdictCounts.of(fabrics.stream().flatMap(f -> f.cases().stream()).toList());
  }

  /** The rows that ended so on some fabric. */
  public List<CaseRow> rowsWith(Verdict verdict) {
    return rows.stream().filter(row -> row.has(verdict)).toList();
  }

  private static List<FabricSummary> fabricsOf(List<RunRecord> runs) {
    Map<String, Integer> uses = new LinkedHashMap<>();
    for (RunRecord run : runs) {
      run.fabrics().forEach(fabric -> uses.merge(fabric.name(), 1, Integer::sum));
    }
    List<FabricSummary> fabrics = new ArrayList<>();
    for (RunRecord run : runs) {
      for (FabricUnderTest fabric : run.fabrics()) {
        String name = fabric.name();
        boolean shared = uses.getOrDefault(name, 0) > 1;
        fabrics.add(
            new FabricSummary(
                shared ? name + " (" + run.id() + ")" : name,
                run,
                fabric,
                run.cases().stream().filter(c -> c.fabric().equals(name)).toList(),
                run.loads().stream().filter(l -> l.fabric().equals(name)).toList()));
      }
    }
    return fabrics;
  }

  private static List<CaseRow> rowsOf(List<FabricSummary> fabrics) {
    Map<String, List<@Nullable CaseResult>> byId = new LinkedHashMap<>();
    for (int column = 0; column < fabrics.size(); column++) {
      for (CaseResult result : fabrics.get(column).cases()) {
        byId.computeIfAbsent(
                result.id(), id -> new ArrayList<>(Collections.nCopies(fabrics.size(), null)))
            .set(column, result);
      }
    }
    Map<String, List<CaseRow>> byArea = new LinkedHashMap<>();
    byId.forEach(
        (id, results) -> {
          CaseResult first = results.stream().filter(r -> r != null).findFirst().orElseThrow();
          byArea
              .computeIfAbsent(CaseRow.areaOf(id), area -> new ArrayList<>())
              .add(new CaseRow(first, results));
        });
    return byArea.values().stream().flatMap(List::stream).toList();
  }

  private static List<JobGroup> jobsOf(List<FabricSummary> fabrics) {
    Map<String, List<JobGroup.Entry>> byName = new LinkedHashMap<>();
    for (FabricSummary fabric : fabrics) {
      for (LoadResult load : fabric.loads()) {
        byName
            .computeIfAbsent(load.job().name(), name -> new ArrayList<>())
            .add(new JobGroup.Entry(fabric, load));
      }
    }
    List<JobGroup> groups = new ArrayList<>();
    byName.forEach(
        (name, entries) -> groups.add(new JobGroup(entries.get(0).load().job(), entries)));
    return groups;
  }
}
