// SPDX-License-Identifier: Apache-2.0
package org.quintain.reports.html;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import org.quintain.records.RunRecord;
import org.quintain.reports.markup.Markup;
import org.quintain.reports.model.ReportModel;

/** Puts the page together: head, style, sections, script. */
public final class HtmlPage {
  /** The browser itself refuses whatever the page might be tricked into loading. */
  private static final String POLICY =
      "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; img-src data:";

  private HtmlPage() {}

  /** The page as text; equal models give equal text. */
  public static String of(ReportModel model) {
    Markup page = new Markup();
    page.trusted("<!DOCTYPE html>\n");
    page.open("html", "lang", "en").line();
    head(page, model);
    page.open("body").line();
    SummarySection.write(page, model);
    page.open("main").line();
    FailureSection.write(page, model);
    LoadSection.write(page, model);
    ComparisonSection.write(page, model);
    ReplaySection.write(page, model);
    ConformanceSection.write(page, model);
    SetupSection.write(page, model);
    page.closeLine();
    footer(page, model);
    page.open("script").trusted(resource("page.js")).closeLine();
    page.closeLine();
    return page.close().line().toString();
  }

  private static void head(Markup page, ReportModel model) {
    page.open("head").line();
    page.empty("meta", "charset", "utf-8").line();
    page.empty("meta", "http-equiv", "Content-Security-Policy", "content", POLICY).line();
    page.empty("meta", "name", "viewport", "content", "width=device-width, initial-scale=1").line();
    page.empty("meta", "name", "color-scheme", "content", "light dark").line();
    page.empty("link", "rel", "icon", "href", "data:,").line();
    page.leaf("title", title(model)).line();
    page.open("style").trusted(resource("page.css")).closeLine();
    page.closeLine();
  }

  private static String title(ReportModel model) {
    String runs = model.runs().isEmpty() ? "no runs" : model.runs().get(0).title();
    return "Quintain: " + runs + ", " + model.verdict().words().toLowerCase(java.util.Locale.ROOT);
  }

  private static void footer(Markup page, ReportModel model) {
    page.open("footer");
    page.open("p");
    page.text("Made by Quintain from ");
    for (int i = 0; i < model.runs().size(); i++) {
      RunRecord run = model.runs().get(i);
      page.text(i == 0 ? "" : ", ");
      page.leaf("code", run.id());
    }
    page.text(", record schema " + RunRecord.SCHEMA_VERSION);
    page.text(". This page is one file: it loads nothing and can be kept, mailed and compared.");
    page.close();
    page.closeLine();
  }

  private static String resource(String name) {
    try (InputStream in = HtmlPage.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException("the class path lacks the report's " + name);
      }
      return "\n" + new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException("the report's " + name + " cannot be read", e);
    }
  }
}
