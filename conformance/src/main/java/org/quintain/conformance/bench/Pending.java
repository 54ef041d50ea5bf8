// SPDX-License-Identifier: Apache-2.0
package org.quintain.conformance.bench;

import org.jspecify.annotations.Nullable;
import org.quintain.conformance.scsi.Bytes;
import org.quintain.conformance.scsi.Sense;
import org.quintain.initiator.ExecuteCommand;
import org.quintain.initiator.ServiceResponse;

/** A command under way. */
public final class Pending {
  private final Nexus nexus;
  private final Call call;

  Pending(Nexus nexus, Call call) {
    this.nexus = nexus;
    this.call = call;
  }

  /** The tag that task management names it by. */
  public long identifier() {
    return call.command().identifier();
  }

  /** Whether it has ended. */
  public boolean isDone() {
    return call.command().isDone();
  }

  /** When it ended, on the world's clock; meaningful once it is done. */
  public long completedNs() {
    return call.command().completedNs();
  }

  /** Whether it has ended with GOOD. */
  public boolean isGood() {
    ExecuteCommand command = call.command();
    return command.isDone()
        && command.serviceResponse() == ServiceResponse.COMMAND_COMPLETE
        && command.status() == 0;
  }

  /**
   * Waits for its end and says how the transport put it; no end within the command timeout fails
   * the case.
   */
  public ServiceResponse awaitEnd() {
    ExecuteCommand command = call.command();
    if (!nexus.bench().await(command::isDone)) {
      nexus.markSick();
      throw CaseEnd.fail(
          call.cdb()
              + ": no answer within "
              + nexus.bench().commandTimeoutText()
              + " (SAM-5 5.1).");
    }
    return command.serviceResponse();
  }

  /** Waits for a status; any other end fails the case. */
  public Answer await() {
    ServiceResponse response = awaitEnd();
    if (response == ServiceResponse.COMMAND_COMPLETE) {
      return answer();
    }
    nexus.markSick();
    String how =
        switch (response) {
          case NEXUS_LOST -> "the target ended the nexus (" + nexus.disconnectReason() + ")";
          case ABORTED -> "it was ended as aborted, though nothing aborted it";
          default -> "the transport reported a service delivery or target failure";
        };
    throw CaseEnd.fail(call.cdb() + ": expected a status; " + how + ".");
  }

  /** Waits; null when a task management function ended it, else its answer. */
  public @Nullable Answer awaitAnswerOrAbort() {
    return awaitEnd() == ServiceResponse.ABORTED ? null : await();
  }

  private Answer answer() {
    ExecuteCommand command = call.command();
    int length = Math.max(0, Math.min(command.dataInTransferred(), command.dataInLength()));
    byte[] data = new byte[length];
    command.dataIn().get(0, data);
    Sense sense =
        command.senseLength() > 0 ? Sense.parse(command.sense(), command.senseLength()) : null;
    Answer answer =
        new Answer(
            call.cdb(),
            command.status(),
            sense,
            data,
            call.bufferBytes(),
            command.residual(),
            command.isOverflow(),
            nexus.bench().hasNoListOfCommands());
    nexus.bench().journal().add(nexus.label() + " ← " + answer);
    if (sense != null && !sense.problems().isEmpty()) {
      nexus
          .bench()
          .journal()
          .add("  sense " + Bytes.hex(command.sense(), 0, command.senseLength()));
    }
    return answer;
  }

  /** The raw sense bytes that came, empty when none did. */
  public byte[] senseBytes() {
    return java.util.Arrays.copyOf(call.command().sense(), call.command().senseLength());
  }
}
