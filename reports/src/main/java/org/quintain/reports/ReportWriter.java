// SPDX-License-Identifier: Apache-2.0
package org.quintain.reports;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import org.quintain.records.RunRecord;
import org.quintain.reports.html.HtmlPage;
import org.quintain.reports.model.ReportModel;
import org.quintain.reports.text.CsvReport;
import org.quintain.reports.text.JUnitXml;
import org.quintain.reports.text.MarkdownReport;

/**
 * Makes reports of run records. Equal records, in equal order, give equal bytes. Files are written
 * beside their place and moved there, so that a reader never sees half a report; a report that was
 * there before is replaced.
 */
public final class ReportWriter {
  /** The name of the page among {@link #writeAll}'s files. */
  public static final String HTML_FILE = "report.html";

  /** The name of the JUnit XML among {@link #writeAll}'s files. */
  public static final String JUNIT_FILE = "junit.xml";

  /** The name of the Markdown summary among {@link #writeAll}'s files. */
  public static final String MARKDOWN_FILE = "report.md";

  /** The name of the CSV among {@link #writeAll}'s files. */
  public static final String CSV_FILE = "load.csv";

  private ReportWriter() {}

  /** Writes the one self-contained HTML page. */
  public static void writeHtml(List<RunRecord> records, Path file) throws IOException {
    write(file, html(records));
  }

  /** Writes the conformance results as JUnit XML. */
  public static void writeJUnit(List<RunRecord> records, Path file) throws IOException {
    write(file, junit(records));
  }

  /** Writes the Markdown summary. */
  public static void writeMarkdown(List<RunRecord> records, Path file) throws IOException {
    write(file, markdown(records));
  }

  /** Writes the load results as CSV. */
  public static void writeCsv(List<RunRecord> records, Path file) throws IOException {
    write(file, csv(records));
  }

  /**
   * Writes all of them into a directory, which is made if it is not there: {@value #HTML_FILE},
   * {@value #JUNIT_FILE}, {@value #MARKDOWN_FILE}, and {@value #CSV_FILE} if there are load
   * results.
   *
   * @return the page's path, which is what to tell the user
   */
  public static Path writeAll(List<RunRecord> records, Path directory) throws IOException {
    Files.createDirectories(directory);
    Path page = directory.resolve(HTML_FILE);
    writeHtml(records, page);
    writeJUnit(records, directory.resolve(JUNIT_FILE));
    writeMarkdown(records, directory.resolve(MARKDOWN_FILE));
    if (records.stream().anyMatch(record -> !record.loads().isEmpty())) {
      writeCsv(records, directory.resolve(CSV_FILE));
    }
    return page;
  }

  /** The HTML page as text. */
  public static String html(List<RunRecord> records) {
    return HtmlPage.of(ReportModel.of(records));
  }

  /** The JUnit XML as text. */
  public static String junit(List<RunRecord> records) {
    return JUnitXml.of(ReportModel.of(records));
  }

  /** The Markdown summary as text. */
  public static String markdown(List<RunRecord> records) {
    return MarkdownReport.of(ReportModel.of(records));
  }

  /** The CSV as text. */
  public static String csv(List<RunRecord> records) {
    return CsvReport.of(ReportModel.of(records));
  }

  /** One line per fabric, in order, to end a run on a terminal. */
  public static List<String> summaryLines(List<RunRecord> records) {
    return ReportModel.of(records).fabrics().stream().map(fabric -> fabric.line()).toList();
  }

  private static void write(Path file, String text) throws IOException {
    Path absolute = file.toAbsolutePath();
    Path parent = absolute.getParent();
    if (parent == null) {
      throw new IOException("the report " + file + " has no directory to be written to");
    }
    Files.createDirectories(parent);
    Path beside = Files.createTempFile(parent, ".report", ".tmp");
    try {
      Files.writeString(beside, text, StandardCharsets.UTF_8);
      makeReadable(beside);
      Files.move(
          beside, absolute, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(beside);
    }
  }

  /** A temporary file is its owner's alone; a report is for whoever may read the directory. */
  private static void makeReadable(Path file) {
    file.toFile().setReadable(true, false);
  }
}
