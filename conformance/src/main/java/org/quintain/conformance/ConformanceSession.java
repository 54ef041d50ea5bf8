// SPDX-License-Identifier: Apache-2.0
package org.quintain.conformance;

import org.quintain.conformance.bench.CaseEnd;
import org.quintain.conformance.bench.ConformanceCase;
import org.quintain.conformance.bench.Need;
import org.quintain.conformance.bench.TestBench;
import org.quintain.initiator.Fabric;
import org.quintain.initiator.FabricException;
import org.quintain.initiator.Fabrics;
import org.quintain.records.CaseResult;
import org.quintain.records.Verdict;

/**
 * An open fabric on which cases run one after the other; the bench with its nexuses and facts lives
 * as long. Used by one thread.
 */
public final class ConformanceSession implements AutoCloseable {
  private final Fabric fabric;
  private final String fabricName;
  private final ConformanceOptions options;
  private final TestBench bench;

  /** A session on a fabric that is already open; closing the session closes it. */
  public ConformanceSession(Fabric fabric, String fabricName, ConformanceOptions options) {
    this.fabric = fabric;
    this.fabricName = fabricName;
    this.options = options;
    this.bench = new TestBench(fabric, options.commandTimeoutNs());
    this.bench.allowDataLoss(options.dataLoss());
  }

  /**
   * Opens the fabric at {@code url}.
   *
   * @throws FabricException when it cannot be opened
   */
  public static ConformanceSession open(String url, ConformanceOptions options)
      throws FabricException {
    return new ConformanceSession(Fabrics.open(url, options.fabric()), url, options);
  }

  /** Runs one case and judges it; never throws, whatever the target does. */
  public CaseResult run(ConformanceCase one) {
    long began = fabric.world().nowNs();
    Verdict verdict = Verdict.PASS;
    String reason = "";
    String detail = "";
    String barrier = barrier(one);
    try {
      if (!barrier.isEmpty()) {
        verdict = Verdict.SKIPPED;
        reason = barrier;
      } else {
        prepare();
        demand(one);
        one.body().run(bench);
      }
    } catch (CaseEnd e) {
      verdict = e.verdict();
      reason = e.reason();
    } catch (RuntimeException e) {
      verdict = Verdict.UNKNOWN;
      reason = "The suite itself failed: " + e + " at " + where(e) + ".";
    }
    if (verdict == Verdict.FAIL || verdict == Verdict.UNKNOWN) {
      detail = bench.journal().text();
    }
    bench.end();
    long took = Math.max(0, fabric.world().nowNs() - began);
    CaseResult result =
        CaseResult.passed(fabricName, one.id(), one.title(), one.clause(), one.level(), took)
            .withRequires(one.requires())
            .withRepeat(repeat(one))
            .withDetail(detail);
    return verdict == Verdict.PASS ? result : result.withVerdict(verdict, reason);
  }

  /** Why the case cannot run at all, or an empty string. */
  private String barrier(ConformanceCase one) {
    if (one.destructive() && !options.dataLoss()) {
      return "It needs --dataloss.";
    }
    if (one.needs().contains(Need.POWER_CONTROL) && fabric.control() == null) {
      return "The fabric has no hand on the target's power.";
    }
    if (one.needs().contains(Need.SECOND_PORT) && fabric.targetPorts() < 2) {
      return "The fabric leads to one target port only.";
    }
    return "";
  }

  /** What fails before a case begins says nothing of the case. */
  private void prepare() {
    try {
      bench.begin(options.caseTimeoutNs());
    } catch (CaseEnd e) {
      throw CaseEnd.unknown("The case could not begin: " + e.reason());
    }
  }

  private void demand(ConformanceCase one) {
    if (one.needs().contains(Need.SECOND_NEXUS)) {
      bench.b();
    }
    if (one.needs().contains(Need.SECOND_LUN) && bench.facts().otherLun(bench.lun()) < 0) {
      throw CaseEnd.skip("The target has no second logical unit.");
    }
  }

  private static String where(RuntimeException e) {
    for (StackTraceElement element : e.getStackTrace()) {
      if (element.getClassName().startsWith("org.quintain.conformance")) {
        return element.getFileName() + ":" + element.getLineNumber();
      }
    }
    return "an unknown place";
  }

  private String repeat(ConformanceCase one) {
    return "quintain conform "
        + one.id()
        + " --on "
        + fabric.url()
        + " --seed "
        + options.fabric().seed()
        + (options.dataLoss() ? " --dataloss" : "");
  }

  @Override
  public void close() {
    try {
      bench.close();
    } finally {
      fabric.close();
    }
  }
}
