// SPDX-License-Identifier: Apache-2.0
package org.quintain.reports.html;

import java.util.List;
import org.quintain.records.FabricUnderTest;
import org.quintain.records.RunRecord;
import org.quintain.records.Setup;
import org.quintain.reports.markup.Markup;
import org.quintain.reports.model.Figures;
import org.quintain.reports.model.ReportModel;
import org.quintain.reports.model.ShellWords;

/** The machine, the programs, the seed, and the one command that does it all again. */
final class SetupSection {
  private SetupSection() {}

  static void write(Markup page, ReportModel model) {
    Parts.openSection(page, "setup", "Set-up and how to repeat", "");
    for (RunRecord run : model.runs()) {
      page.open("article", "class", "setup").line();
      if (model.runs().size() > 1) {
        page.leaf("h3", run.id()).line();
      }
      if (!run.commandLine().isEmpty()) {
        Parts.command(page, ShellWords.join(run.commandLine()));
      }
      facts(page, run);
      notes(page, run.notes());
      page.closeLine();
    }
    page.closeLine();
  }

  private static void facts(Markup page, RunRecord run) {
    Setup setup = run.setup();
    page.open("dl").line();
    fact(page, "Run", run.id());
    fact(page, "Started", run.startedAt());
    fact(page, "Took", Figures.duration(run.durationNs()));
    Long seed = run.seed();
    if (seed != null) {
      fact(page, "Seed", Long.toString(seed));
    }
    fact(
        page,
        "Program",
        run.software().name()
            + " "
            + run.software().version()
            + ", commit "
            + run.software().commit());
    fact(page, "Java", setup.jdk());
    fact(page, "System", setup.os() + ", " + setup.architecture());
    fact(
        page,
        "Processor",
        setup.cpuModel() + ", " + setup.cores() + (setup.cores() == 1 ? " core" : " cores"));
    fact(page, "Memory", setup.memoryBytes() > 0 ? Figures.size(setup.memoryBytes()) : "unknown");
    fact(
        page,
        "Load average before",
        setup.loadAverage() >= 0 ? Figures.plain(setup.loadAverage()) : "unknown");
    for (FabricUnderTest fabric : run.fabrics()) {
      fact(page, "Fabric " + fabric.name(), fabric.url());
    }
    page.closeLine();
  }

  private static void fact(Markup page, String name, String value) {
    page.open("div").leaf("dt", name).leaf("dd", value).closeLine();
  }

  private static void notes(Markup page, List<String> notes) {
    if (notes.isEmpty()) {
      return;
    }
    page.open("ul", "class", "notes");
    for (String note : notes) {
      page.leaf("li", note);
    }
    page.closeLine();
  }
}
