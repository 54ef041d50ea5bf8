// SPDX-License-Identifier: Apache-2.0
package org.quintain.initiator;

import org.quintain.sam.Check;
import org.quintain.sam.FunctionResponse;
import org.quintain.sam.TaskManagementFunction;

/** A task management function as the application client asks for it (SAM-5 7.1), and its answer. */
public final class ManageTask {
  private final TaskManagementFunction function;
  private final long lun;
  private final long commandIdentifier;
  private volatile boolean done;
  private FunctionResponse response = FunctionResponse.SERVICE_DELIVERY_OR_TARGET_FAILURE;
  private int transportCode;

  /**
   * @param commandIdentifier {@link ExecuteCommand#identifier()} of the command that ABORT TASK and
   *     QUERY TASK name; ignored otherwise
   */
  public ManageTask(TaskManagementFunction function, long lun, long commandIdentifier) {
    this.function = function;
    this.lun = lun;
    this.commandIdentifier = commandIdentifier;
  }

  /** What is asked for. */
  public TaskManagementFunction function() {
    return function;
  }

  /** The logical unit it is asked of. */
  public long lun() {
    return lun;
  }

  /** The command it names. */
  public long commandIdentifier() {
    return commandIdentifier;
  }

  /** Whether the answer is there. Safe to read from any thread. */
  public boolean isDone() {
    return done;
  }

  /** The answer in SAM's words. */
  public FunctionResponse response() {
    return response;
  }

  /** The answer in the transport's own code (iSCSI: RFC 7143 11.6.1), -1 where it has none. */
  public int transportCode() {
    return transportCode;
  }

  /** For initiator ports: sets the answer. */
  public void end(FunctionResponse answer, int code) {
    Check.that(!done, "a function is answered exactly once");
    response = answer;
    transportCode = code;
    done = true;
  }
}
