// SPDX-License-Identifier: Apache-2.0
package org.quintain.reports;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.quintain.records.RunRecord;

class ReportWriterTest {
  private static final RunRecord RUN = Sample.qualify();

  @TempDir Path directory;

  @Test
  void writesEveryFormatAndLeavesNothingElse() throws IOException {
    Path out = directory.resolve("deep/er");

    Path page = ReportWriter.writeAll(List.of(RUN), out);

    assertThat(page).isEqualTo(out.resolve("report.html")).exists();
    try (Stream<Path> files = Files.list(out)) {
      assertThat(files.map(f -> f.getFileName().toString()))
          .containsExactlyInAnyOrder("report.html", "junit.xml", "report.md", "load.csv");
    }
    // For looking at: the sample page is what the screenshots are taken of.
    Files.createDirectories(Path.of("target/sample"));
    ReportWriter.writeAll(List.of(RUN), Path.of("target/sample"));
  }

  @Test
  void replacesAReportThatWasThere() throws IOException {
    Path file = directory.resolve("r.html");
    Files.writeString(file, "old");

    ReportWriter.writeHtml(List.of(RUN), file);

    assertThat(file).content().startsWith("<!DOCTYPE html>");
  }

  @Test
  void givesEqualBytesForEqualRecords() {
    RunRecord again = Sample.qualify();

    assertThat(ReportWriter.html(List.of(again))).isEqualTo(ReportWriter.html(List.of(RUN)));
    assertThat(ReportWriter.junit(List.of(again))).isEqualTo(ReportWriter.junit(List.of(RUN)));
    assertThat(ReportWriter.markdown(List.of(again)))
        .isEqualTo(ReportWriter.markdown(List.of(RUN)));
    assertThat(ReportWriter.csv(List.of(again))).isEqualTo(ReportWriter.csv(List.of(RUN)));
  }

  @Test
  void endsARunWithOneLinePerFabric() {
    List<String> lines = ReportWriter.summaryLines(List.of(RUN));

    assertThat(lines).hasSize(3);
    assertThat(lines.get(0)).startsWith("direct: PASS (107 passed, 13 skipped; up to ");
    assertThat(lines.get(1))
        .startsWith("sim:iscsi: FAIL (115 passed, 3 failed, 1 skipped, 1 unknown;");
  }
}
