// SPDX-License-Identifier: Apache-2.0
package org.quintain.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.quintain.conformance.ConformanceSummary;
import org.quintain.perf.load.LoadException;
import org.quintain.perf.load.LoadTimeoutException;
import org.quintain.records.CaseResult;
import org.quintain.records.Level;
import org.quintain.records.Verdict;
import picocli.CommandLine;

/** What scripts depend on: exit codes, and the output that is documented. */
class CommandsTest {
  @TempDir private Path directory;
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private int run(String... arguments) {
    CommandLine command = Main.commandLine();
    command.setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
    int exitCode = command.execute(arguments);
    command.getOut().flush();
    command.getErr().flush();
    return exitCode;
  }

  @Test
  void conformListsEveryCaseWithItsClause() {
    assertThat(run("conform", "--list")).isZero();
    assertThat(out.toString().lines().count()).isGreaterThan(400);
    assertThat(out.toString()).contains("RW-04").contains("SBC-4").contains("RFC 7143");
  }

  @Test
  void conformJudgesATargetAndWritesJunitXml() throws Exception {
    Path junit = directory.resolve("results.xml");
    assertThat(run("conform", "RL", "--on", "direct:", "--junit", junit.toString())).isZero();
    assertThat(out.toString()).contains("0 failed");
    assertThat(Files.readString(junit)).contains("<testcase").contains("RL-");
  }

  @Test
  void conformSaysWhichUrlsThereAre() {
    assertThat(run("conform", "--on", "nowhere:")).isEqualTo(ExitCodes.INFRASTRUCTURE);
    assertThat(err.toString())
        .contains(
            "a URL begins with one of direct:, fcoe:, iscsi://, sim:fc, sim:iscsi, sim:srp, srp://");
  }

  @Test
  void commandLinesThatMakeNoSenseAreUsage() {
    assertThat(run("conform")).isEqualTo(ExitCodes.USAGE);
    assertThat(run("conform", "NO-SUCH", "--on", "direct:")).isEqualTo(ExitCodes.USAGE);
    assertThat(run("simulate", "--seeds", "9..1")).isEqualTo(ExitCodes.USAGE);
    assertThat(run("simulate", "--seed", "1", "--seeds", "1..2")).isEqualTo(ExitCodes.USAGE);
    assertThat(run("simulate", "--faults", "bogus")).isEqualTo(ExitCodes.USAGE);
    assertThat(run("load")).isEqualTo(ExitCodes.USAGE);
    assertThat(run()).isEqualTo(ExitCodes.USAGE);
  }

  @Test
  void simulatePrintsOneLineForEachSeedAndRepeats() throws Exception {
    Path capture = directory.resolve("run.pcapng");
    Path trace = directory.resolve("run.trace");
    assertThat(run("simulate", "--seeds", "3..4")).isZero();
    String twice = out.toString();
    assertThat(twice)
        .containsPattern(
            "(?m)^seed 3 fabric iscsi events \\d+ virtual [0-9.]+ trace [0-9a-f]{16} PASS$");
    assertThat(
            run(
                "simulate",
                "--seed",
                "3",
                "--pcap",
                capture.toString(),
                "--trace",
                trace.toString()))
        .isZero();
    String line = twice.lines().findFirst().orElseThrow();
    assertThat(out.toString().lines().filter(line::equals).count()).isEqualTo(2);
    assertThat(Files.size(capture)).isGreaterThan(1000);
    assertThat(Files.size(trace)).isGreaterThan(1000);
  }

  @Test
  void loadWritesFioJsonAndKeepsARecordThatReportsReads() throws Exception {
    Path job = directory.resolve("job.fio");
    Files.writeString(job, "[w]\nrw=randwrite\nbs=4k\nsize=1M\nverify=crc32c\niodepth=4\n");
    Path json = directory.resolve("out.json");
    Path runs = directory.resolve("runs");
    assertThat(
            run(
                "load",
                job.toString(),
                "--on",
                "sim:iscsi",
                "--json",
                json.toString(),
                "--out",
                runs.toString()))
        .isZero();
    JsonNode write = new ObjectMapper().readTree(json.toFile()).at("/jobs/0/write");
    assertThat(write.at("/total_ios").asLong()).isEqualTo(256);
    assertThat(run("report", runs.toString())).isZero();
    assertThat(Files.readString(runs.resolve("report.html"))).contains("randwrite");
  }

  @Test
  void whatIsMissingIsInfrastructureAndOneSentence() {
    assertThat(run("load", "no-such.fio", "--on", "direct:")).isEqualTo(ExitCodes.INFRASTRUCTURE);
    assertThat(run("report", directory.resolve("none").toString()))
        .isEqualTo(ExitCodes.INFRASTRUCTURE);
    assertThat(run("serve", "no-such.conf")).isEqualTo(ExitCodes.INFRASTRUCTURE);
    assertThat(err.toString().lines())
        .satisfiesExactly(
            line -> assertThat(line).contains("no-such.fio cannot be read"),
            line -> assertThat(line).contains("is neither a run record nor a directory"),
            line -> assertThat(line).contains("There is no configuration file no-such.conf"));
  }

  @Test
  void exitCodesTellFailuresFromWhatWasNotJudged() {
    CaseResult good = CaseResult.passed("f", "A-01", "title", "clause", Level.SHALL, 1);
    CaseResult failed = good.withVerdict(Verdict.FAIL, "why");
    CaseResult optional =
        CaseResult.passed("f", "A-02", "title", "clause", Level.SHOULD, 1)
            .withVerdict(Verdict.FAIL, "why");
    CaseResult unknown = good.withVerdict(Verdict.UNKNOWN, "why");
    CaseResult skipped = good.withVerdict(Verdict.SKIPPED, "why");
    assertThat(exitCode(good, optional, skipped)).isEqualTo(ExitCodes.PASS);
    assertThat(exitCode(good, failed, unknown)).isEqualTo(ExitCodes.FAILURE);
    assertThat(exitCode(good, unknown)).isEqualTo(ExitCodes.INFRASTRUCTURE);
    assertThat(exitCode(skipped)).isEqualTo(ExitCodes.INFRASTRUCTURE);
    assertThat(CommandFailure.ofLoad(new LoadTimeoutException("stuck.")).exitCode())
        .isEqualTo(ExitCodes.TIME_OUT);
    assertThat(CommandFailure.ofLoad(new LoadException("no.")).exitCode())
        .isEqualTo(ExitCodes.INFRASTRUCTURE);
  }

  private static int exitCode(CaseResult... results) {
    return ConformCommand.exitCode(new ConformanceSummary(List.of(results)));
  }
}
