// SPDX-License-Identifier: Apache-2.0
package org.quintain.cli.judges;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.quintain.cli.judges.ServedDisk.Device;

/**
 * The Linux kernel's own initiator and the tools of sg3-utils, in one boot of the guest, against
 * {@code quintain serve}: the checks of {@code cli/src/test/guest/tables}. A check whose commands
 * the logical unit does not report is skipped, never passed.
 */
class Sg3UtilsTest {
  /** Far more than the checks take on a quiet machine: others may be at work on it. */
  private static final int GUEST_SECONDS = 900;

  /** The served disks, by the names that the table uses; their place is their LUN. */
  private static final List<Device> DISKS =
      List.of(
          Device.of("plain", 64 << 20, Map.of()),
          Device.of("large", 64 << 20, Map.of("blocksize", "4096")),
          Device.of("thin", 128 << 20, Map.of("thin_provisioned", "1")),
          Device.of("removable", 8 << 20, Map.of("removable", "1")),
          Device.of("readonly", 8 << 20, Map.of("read_only", "1")),
          Device.of("second", 64 << 20, Map.of()),
          Device.of("readwrite", 16 << 20, Map.of()),
          Device.of("erasable", 8 << 20, Map.of()));

  private static List<GuestCheck> checks;
  private static final Map<String, Reported> TABLES = new LinkedHashMap<>();
  private static final Map<String, Tool.Result> RESULTS = new LinkedHashMap<>();
  private static String serverLog = "";
  private static String kernelLog = "";
  private static Tool.Result job;
  private static int serverExit;

  @BeforeAll
  static void runAllInOneBoot(@TempDir Path exchange) throws Exception {
    Guest.require();
    checks = GuestCheck.readAll(Guest.scripts().resolve("tables"));
    Path scripts = Files.createDirectories(exchange.resolve("checks"));
    for (int index = 0; index < checks.size(); index++) {
      GuestCheck check = checks.get(index);
      if (isServed(check)) {
        Files.writeString(
            scripts.resolve("%04d.%s".formatted(index, check.disk())), check.script());
      }
    }
    Files.copy(Guest.scripts().resolve("checks.head"), exchange.resolve("checks.head"));
    try (ServedDisk served = ServedDisk.start(DISKS)) {
      Files.writeString(
          exchange.resolve("target"),
          "port=%d target=%s units='%s'\n".formatted(served.port(), ServedDisk.TARGET, units()));
      job = Guest.run(exchange, "checks", GUEST_SECONDS);
      serverExit = served.stop();
      serverLog = served.log();
    }
    read(exchange);
    report();
  }

  private static String units() {
    StringBuilder units = new StringBuilder();
    for (int lun = 0; lun < DISKS.size(); lun++) {
      units.append(lun == 0 ? "" : " ").append(DISKS.get(lun).name()).append('=').append(lun);
    }
    return units.toString();
  }

  private static void read(Path exchange) throws IOException {
    for (Device disk : DISKS) {
      Path table = exchange.resolve("tables").resolve(disk.name());
      if (Files.exists(table)) {
        TABLES.put(
            disk.name(),
            Reported.of(
                Files.readAllBytes(table),
                Files.readAllBytes(table.resolveSibling(disk.name() + ".vpd"))));
      }
    }
    for (int index = 0; index < checks.size(); index++) {
      Path exit = exchange.resolve("results/%04d.exit".formatted(index));
      if (Files.exists(exit)) {
        RESULTS.put(
            checks.get(index).name(),
            new Tool.Result(
                Integer.parseInt(Files.readString(exit).strip()),
                Tool.text(exchange.resolve("results/%04d.output".formatted(index)))));
      }
    }
    for (String log : List.of("kernel-log", "times")) {
      if (Files.exists(exchange.resolve(log))) {
        kernelLog += Tool.text(exchange.resolve(log));
      }
    }
  }

  @Test
  void theGuestAndTheServerComeToTheirEnds() {
    assertThat(job.exitCode()).as("%s%nserver: %s", job.output(), serverLog).isZero();
    assertThat(serverExit).as("the server's exit: %s", serverLog).isZero();
    assertThat(RESULTS).hasSize((int) checks.stream().filter(Sg3UtilsTest::isServed).count());
    assertThat(TABLES).hasSameSizeAs(DISKS);
  }

  @Test
  void theKernelSawNoErrorOfTheTransport() {
    assertThat(kernelLog.lines())
        .noneMatch(line -> line.contains("conn error") || line.contains("timed out"));
  }

  @TestFactory
  Stream<DynamicTest> tools() {
    return checks.stream().map(check -> DynamicTest.dynamicTest(check.name(), () -> judge(check)));
  }

  private static boolean isServed(GuestCheck check) {
    return DISKS.stream().anyMatch(disk -> disk.name().equals(check.disk()));
  }

  private static void judge(GuestCheck check) {
    Assumptions.assumeTrue(isServed(check), "no disk " + check.disk() + " is served");
    Reported table = TABLES.get(check.disk());
    assertThat(table).as("the table of the disk %s", check.disk()).isNotNull();
    Set<String> missing = table.missing(check.needs());
    Assumptions.assumeTrue(missing.isEmpty(), () -> check.disk() + " does not report " + missing);
    Tool.Result result = RESULTS.get(check.name());
    assertThat(result).as("the result of %s: %s", check.name(), job.output()).isNotNull();
    assertThat(check.judge(result.exitCode(), result.output()))
        .as("%s%s", check.script(), result.output())
        .isEmpty();
  }

  /** Leaves what every tool said, and which reported commands no tool was asked to send. */
  private static void report() throws IOException {
    StringBuilder text = new StringBuilder();
    for (Map.Entry<String, Reported> table : TABLES.entrySet()) {
      Set<String> unasked = new TreeSet<>(table.getValue().names());
      checks.stream().map(GuestCheck::needs).forEach(unasked::removeAll);
      unasked.removeIf(name -> name.startsWith("VPD:"));
      text.append("reported by ").append(table.getKey()).append(", and in no check: ");
      text.append(unasked).append('\n');
    }
    List<String> skipped = new ArrayList<>();
    for (GuestCheck check : checks) {
      Tool.Result result = RESULTS.get(check.name());
      Reported table = TABLES.get(check.disk());
      Set<String> missing = table == null ? Set.of() : table.missing(check.needs());
      String verdict = "NO RESULT";
      if (!isServed(check)) {
        verdict = "SKIPPED (no such disk)";
        skipped.add(check.name());
      } else if (!missing.isEmpty()) {
        verdict = "SKIPPED (not reported: " + missing + ")";
        skipped.add(check.name());
      } else if (result != null) {
        List<String> faults = check.judge(result.exitCode(), result.output());
        verdict = faults.isEmpty() ? "PASSED" : "FAILED " + faults;
      }
      text.append("\n--- ").append(check.name()).append(": ").append(verdict).append('\n');
      text.append(check.script().indent(2)).append(result == null ? "" : result.output());
    }
    text.append("\n--- kernel\n").append(kernelLog).append("\n--- job\n").append(job.output());
    System.out.println(
        "sg3-utils: %d checks, %d skipped for commands that are not reported: %s"
            .formatted(checks.size(), skipped.size(), skipped));
    Path target = Files.createDirectories(Path.of("target", "judges"));
    Files.writeString(target.resolve("sg3-utils.txt"), text);
  }
}
