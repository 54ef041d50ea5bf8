// SPDX-License-Identifier: Apache-2.0
package org.quintain.conformance.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.quintain.conformance.scsi.Cdb;
import org.quintain.initiator.Fabric;
import org.quintain.initiator.FabricException;
import org.quintain.initiator.TargetControl;
import org.quintain.reactor.World;

/**
 * What a case's body is given: nexus A, nexus B on demand, further ones, the logical unit, the
 * facts, and time. Used by one thread; every wait is bounded by the command timeout and by what the
 * case has left.
 */
public final class TestBench implements AutoCloseable {
  private static final String NAME = "iqn.2026-11.org.quintain:conformance-";
  private static final int FAILED_PROBES_MAX = 2;

  private final Fabric fabric;
  private final long commandTimeoutNs;
  private final Journal journal = new Journal();
  private final List<Nexus> extras = new ArrayList<>();
  private final List<Runnable> endActions = new ArrayList<>();
  private @Nullable Nexus first;
  private @Nullable Nexus second;
  private @Nullable TargetFacts facts;
  private long caseDeadlineNs = Long.MAX_VALUE;
  private int extraCount;
  private int failedProbes;
  private String probeFailure = "";
  private boolean dataLossAllowed;

  /** A bench on {@code fabric} whose commands may take {@code commandTimeoutNs} each. */
  public TestBench(Fabric fabric, long commandTimeoutNs) {
    this.fabric = fabric;
    this.commandTimeoutNs = commandTimeoutNs;
  }

  /** Prepares a case: heals the nexuses, asks for the facts once, clears unit attentions. */
  public void begin(long caseTimeoutNs) {
    journal.clear();
    caseDeadlineNs = fabric.world().nowNs() + caseTimeoutNs;
    for (Nexus nexus : standing()) {
      nexus.settle();
    }
    probeOnce();
    for (Nexus nexus : standing()) {
      makeReady(nexus);
    }
    journal.clear();
  }

  /** A nexus that somebody ended behind its back is known to be lost with its first command. */
  private static void makeReady(Nexus nexus) {
    try {
      nexus.clearUnitAttentions();
    } catch (CaseEnd e) {
      if (nexus.isConnected()) {
        throw e;
      }
      nexus.reconnect();
      nexus.clearUnitAttentions();
    }
  }

  private void probeOnce() {
    if (facts != null) {
      return;
    }
    if (failedProbes >= FAILED_PROBES_MAX) {
      throw CaseEnd.unknown(probeFailure);
    }
    try {
      facts = new TargetProbe(a()).probe();
    } catch (CaseEnd e) {
      failedProbes++;
      probeFailure = e.reason();
      throw e;
    }
  }

  /** Runs {@code action} when the case has ended, whatever its verdict. */
  public void atEnd(Runnable action) {
    endActions.add(action);
  }

  /**
   * After a case: carries out what was put off to the end, and ends the nexuses besides A and B.
   */
  public void end() {
    for (Runnable action : endActions) {
      try {
        action.run();
      } catch (CaseEnd failed) {
        // The verdict stands; what could not be put back shows when the next case begins.
        journal.add("Put off to the end: " + failed.reason());
      }
    }
    endActions.clear();
    for (Nexus nexus : extras) {
      nexus.close();
    }
    extras.clear();
  }

  private List<Nexus> standing() {
    List<Nexus> all = new ArrayList<>();
    if (first != null) {
      all.add(first);
    }
    if (second != null) {
      all.add(second);
    }
    return all;
  }

  /** Nexus A. */
  public Nexus a() {
    if (first == null) {
      first = connect("A", NAME + "a");
    }
    return first;
  }

  /**
   * Nexus B, from another initiator device, free of unit attentions; the case is skipped where
   * there can be none.
   */
  public Nexus b() {
    if (second == null) {
      try {
        second = new Nexus(this, fabric, "B", () -> fabric.connect(NAME + "b"));
      } catch (FabricException e) {
        throw CaseEnd.skip("The fabric gives no second nexus: " + e.getMessage());
      }
      second.clearUnitAttentions();
    }
    return second;
  }

  /**
   * One more nexus from an initiator device never seen before, unit attentions not cleared; gone
   * with the case.
   */
  public Nexus fresh() {
    extraCount++;
    try {
      String name = NAME + "n" + extraCount;
      Nexus nexus = new Nexus(this, fabric, "N" + extraCount, () -> fabric.connect(name));
      extras.add(nexus);
      return nexus;
    } catch (FabricException e) {
      throw CaseEnd.skip("The fabric gives no further nexus: " + e.getMessage());
    }
  }

  /**
   * One more nexus, between ports that the case chooses, free of unit attentions and gone with the
   * case. {@link Nexus#reconnect()} establishes it between the same two ports.
   *
   * @param initiatorPort which port of an initiator device that only such nexuses come from
   * @param targetPort 0 for the target port of all other nexuses, 1 for the second
   */
  public Nexus between(int initiatorPort, int targetPort) {
    try {
      Nexus nexus =
          new Nexus(
              this,
              fabric,
              "P" + initiatorPort + "T" + targetPort,
              () -> fabric.connect(NAME + "p", initiatorPort, targetPort));
      extras.add(nexus);
      nexus.clearUnitAttentions();
      return nexus;
    } catch (FabricException e) {
      throw CaseEnd.skip("The fabric gives no nexus between chosen ports: " + e.getMessage());
    }
  }

  private Nexus connect(String label, String name) {
    try {
      return new Nexus(this, fabric, label, () -> fabric.connect(name));
    } catch (FabricException e) {
      throw CaseEnd.unknown("Nexus " + label + " could not be established: " + e.getMessage());
    }
  }

  /** A command on nexus A to the logical unit under test. */
  public Call call(Cdb cdb) {
    return a().call(cdb);
  }

  /** The blocks under test by way of nexus A. */
  public Blocks blocks() {
    return blocks(a());
  }

  /** The blocks under test by way of {@code nexus}. */
  public Blocks blocks(Nexus nexus) {
    return new Blocks(nexus, facts());
  }

  /** The logical unit under test. */
  public long lun() {
    return fabric.lun();
  }

  /** The fabric, for cases that need more of it. */
  public Fabric fabric() {
    return fabric;
  }

  /** The power switch; the case is skipped where there is none. */
  public TargetControl power() {
    TargetControl control = fabric.control();
    if (control == null) {
      throw CaseEnd.skip("The fabric has no hand on the target's power.");
    }
    return control;
  }

  /** What the target said of itself. */
  public TargetFacts facts() {
    TargetFacts known = facts;
    if (known == null) {
      throw CaseEnd.unknown("The target was not probed.");
    }
    return known;
  }

  /** Skips the case unless the command may be there. */
  public void requireCommand(String name, int opcode, int serviceAction) {
    if (!facts().mayHave(opcode, serviceAction)) {
      throw CaseEnd.skip(name + " is not in REPORT SUPPORTED OPERATION CODES.");
    }
  }

  /** Skips the case with {@code reason} unless {@code applies}. */
  public void require(boolean applies, String reason) {
    if (!applies) {
      throw CaseEnd.skip(reason);
    }
  }

  /** Fails the case with {@code sentence} unless {@code holds}. */
  public void check(boolean holds, String sentence) {
    if (!holds) {
      throw CaseEnd.fail(sentence);
    }
  }

  /** Says whether the case may change data and settings on the medium. */
  public void allowDataLoss(boolean allowed) {
    dataLossAllowed = allowed;
  }

  /** Whether the case may change data, reset the logical unit, and abort what others do. */
  public boolean isDataLossAllowed() {
    return dataLossAllowed;
  }

  /** Whether there is no list of supported commands; false while the target is not yet probed. */
  boolean hasNoListOfCommands() {
    TargetFacts known = facts;
    return known != null && known.operationCodes() == null;
  }

  /**
   * Waits for {@code condition}, at most for the command timeout and for what the case has left.
   */
  public boolean await(BooleanSupplier condition) {
    return awaitAtMost(condition, commandTimeoutNs);
  }

  /** Waits for {@code condition}, at most {@code timeoutNs}. */
  public boolean awaitAtMost(BooleanSupplier condition, long timeoutNs) {
    return world().awaitUntil(condition, boundedNs(timeoutNs));
  }

  /** {@code timeoutNs}, or what the case has left if that is less. */
  public long boundedNs(long timeoutNs) {
    long left = caseDeadlineNs - world().nowNs();
    if (left <= 0) {
      throw CaseEnd.fail("The case did not end within its time.");
    }
    return Math.min(timeoutNs, left);
  }

  /** The command timeout. */
  public long commandTimeoutNs() {
    return commandTimeoutNs;
  }

  String commandTimeoutText() {
    return commandTimeoutNs / 1_000_000 + " ms";
  }

  /** Lets {@code durationNs} pass. */
  public void pause(long durationNs) {
    awaitAtMost(() -> false, durationNs);
  }

  /** The world. */
  public World world() {
    return fabric.world();
  }

  /** What was sent and came in this case. */
  public Journal journal() {
    return journal;
  }

  @Override
  public void close() {
    end();
    for (Nexus nexus : standing()) {
      nexus.close();
    }
  }
}
