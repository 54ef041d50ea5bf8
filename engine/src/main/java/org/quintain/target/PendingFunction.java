// SPDX-License-Identifier: Apache-2.0
package org.quintain.target;

import org.jspecify.annotations.Nullable;
import org.quintain.fabric.TaskManagementRequest;
import org.quintain.reactor.ReactorTask;
import org.quintain.sam.Check;
import org.quintain.sam.FunctionResponse;

/**
 * A task management function that is answered when the last command it affects has ended (SAM-5
 * 7.1).
 */
final class PendingFunction {
  private final TaskManager manager;
  private final @Nullable TaskManagementRequest request;
  private final ReactorTask then;
  private FunctionResponse response = FunctionResponse.FUNCTION_COMPLETE;
  private int responseArgument;

  /** The commands that have not ended, and one for the function's own run. */
  private int outstanding = 1;

  PendingFunction(TaskManager manager, TaskManagementRequest request) {
    this.manager = manager;
    this.request = request;
    this.then = nowNs -> {};
  }

  /** The same for a command that waits for others to end before it goes on with {@code then}. */
  PendingFunction(TaskManager manager, ReactorTask then) {
    this.manager = manager;
    this.request = null;
    this.then = then;
  }

  TaskManagementRequest request() {
    TaskManagementRequest present = request;
    Check.that(present != null, "a function that a fabric asked for has a request");
    return present;
  }

  void respondWith(FunctionResponse answer, int argument) {
    response = answer;
    responseArgument = argument;
  }

  /** The end of {@code task} is waited for. */
  void await(Task task) {
    outstanding++;
    task.awaitedBy.add(this);
  }

  /** One of the commands ended, or the function has done what it does at once. */
  void onOneEnded(long nowNs) {
    Check.that(outstanding > 0, "a function is answered once");
    if (--outstanding == 0) {
      if (request == null) {
        manager.onAborted();
        then.run(nowNs);
      } else {
        request.respond(response, responseArgument);
        manager.onExecuted(nowNs, this);
      }
    }
  }
}
