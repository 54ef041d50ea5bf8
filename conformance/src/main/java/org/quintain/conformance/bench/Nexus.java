// SPDX-License-Identifier: Apache-2.0
package org.quintain.conformance.bench;

import java.util.ArrayList;
import java.util.List;
import org.quintain.conformance.scsi.Cdb;
import org.quintain.initiator.Fabric;
import org.quintain.initiator.FabricException;
import org.quintain.initiator.InitiatorPort;
import org.quintain.initiator.ManageTask;
import org.quintain.sam.FunctionResponse;
import org.quintain.sam.TaskManagementFunction;

/**
 * One I_T nexus of the suite's: sends commands and functions, and is made anew when it was lost or
 * hung.
 */
public final class Nexus implements AutoCloseable {
  private static final int UNIT_ATTENTIONS_MAX = 32;

  private final TestBench bench;
  private final Fabric fabric;
  private final String label;
  private final Dialler dialler;
  private final List<Pending> underWay = new ArrayList<>();
  private InitiatorPort port;
  private boolean sick;

  /** Establishes the nexus, the first time and again. */
  interface Dialler {
    InitiatorPort dial() throws FabricException;
  }

  Nexus(TestBench bench, Fabric fabric, String label, Dialler dialler) throws FabricException {
    this.bench = bench;
    this.fabric = fabric;
    this.label = label;
    this.dialler = dialler;
    this.port = dialler.dial();
  }

  /** Begins a command to the logical unit under test. */
  public Call call(Cdb cdb) {
    return new Call(this, cdb, lun());
  }

  /** The logical unit under test. */
  public long lun() {
    return fabric.lun();
  }

  /** One letter for messages. */
  public String label() {
    return label;
  }

  /**
   * Carries out a task management function on the logical unit under test; no answer in time fails
   * the case.
   */
  public FunctionResponse manage(TaskManagementFunction function) {
    return manage(function, lun(), 0);
  }

  /**
   * Carries out a task management function; no answer within the command timeout fails the case.
   */
  public FunctionResponse manage(
      TaskManagementFunction function, long lun, long commandIdentifier) {
    ManageTask request = new ManageTask(function, lun, commandIdentifier);
    bench.journal().add(label + " → " + function);
    port.submit(request);
    if (!bench.await(() -> request.isDone() || !port.isConnected())) {
      sick = true;
      throw CaseEnd.fail(
          function + ": no answer within " + bench.commandTimeoutText() + " (SAM-5 7.1).");
    }
    if (!request.isDone()) {
      sick = true;
      throw CaseEnd.fail(
          function + ": the target ended the nexus (" + port.disconnectReason() + ").");
    }
    bench.journal().add(label + " ← " + function + ": " + request.response());
    return request.response();
  }

  /** How many commands the port keeps under way. */
  public int commandsMax() {
    return port.commandsMax();
  }

  /** Sends TEST UNIT READY until no unit attention is reported any more. */
  public void clearUnitAttentions() {
    clearUnitAttentions(lun());
  }

  /** As {@link #clearUnitAttentions()}, for another logical unit. */
  public void clearUnitAttentions(long lun) {
    for (int attempt = 0; attempt < UNIT_ATTENTIONS_MAX; attempt++) {
      Answer answer = call(Cdb.testUnitReady()).lun(lun).go();
      if (answer.isGood()) {
        return;
      }
      if (answer.status() == 0x08 || answer.status() == 0x28 || isBecomingReady(answer)) {
        bench.pause(100_000_000L);
      } else if (answer.sense() == null || answer.sense().key() != 6) {
        throw CaseEnd.unknown(
            "The logical unit is not ready: TEST UNIT READY gave " + answer + ".");
      }
    }
    throw CaseEnd.unknown(
        "TEST UNIT READY did not become GOOD in " + UNIT_ATTENTIONS_MAX + " attempts.");
  }

  private static boolean isBecomingReady(Answer answer) {
    return answer.isCheck(2, 0x0401);
  }

  Pending submit(Call call) {
    Pending pending = new Pending(this, call);
    bench.journal().add(call.toString());
    underWay.removeIf(Pending::isDone);
    underWay.add(pending);
    port.submit(call.command());
    return pending;
  }

  TestBench bench() {
    return bench;
  }

  void markSick() {
    sick = true;
  }

  /** Whether the nexus stands. */
  public boolean isConnected() {
    return port.isConnected();
  }

  String disconnectReason() {
    return port.disconnectReason();
  }

  /** Ends the nexus and establishes it again, as the same initiator port name. */
  public void reconnect() {
    try {
      close();
      port = dialler.dial();
      underWay.clear();
      sick = false;
    } catch (FabricException e) {
      sick = true;
      throw CaseEnd.unknown("The nexus could not be established again: " + e.getMessage());
    }
  }

  /**
   * Makes the nexus fit for the next case: waits for what is under way, and reconnects where that
   * does not help.
   */
  void settle() {
    underWay.removeIf(Pending::isDone);
    if (!sick && port.isConnected() && !underWay.isEmpty()) {
      bench.awaitAtMost(() -> underWay.stream().allMatch(Pending::isDone), 2_000_000_000L);
      underWay.removeIf(Pending::isDone);
    }
    if (sick || !port.isConnected() || !underWay.isEmpty()) {
      reconnect();
    }
  }

  @Override
  public void close() {
    port.close();
  }
}
