// SPDX-License-Identifier: Apache-2.0
package org.quintain.fabric;

import org.quintain.sam.FunctionResponse;
import org.quintain.sam.TaskManagementFunction;

/**
 * One task management function from its request to its response (SAM-5 clause 7). Made by the
 * fabric, which gets the same object back.
 */
public final class TaskManagementRequest {
  private final ItNexus nexus;
  private final TaskManagementFunction function;
  private final long lun;
  private final long commandIdentifier;
  private final long functionIdentifier;
  private FunctionResponse response = FunctionResponse.SERVICE_DELIVERY_OR_TARGET_FAILURE;
  private long responseArgument;

  /**
   * @param lun the logical unit, ignored by the functions that address a target or a nexus
   * @param commandIdentifier the command that ABORT TASK and QUERY TASK name
   * @param functionIdentifier the fabric's own tag for this request
   */
  public TaskManagementRequest(
      ItNexus nexus,
      TaskManagementFunction function,
      long lun,
      long commandIdentifier,
      long functionIdentifier) {
    this.nexus = nexus;
    this.function = function;
    this.lun = lun;
    this.commandIdentifier = commandIdentifier;
    this.functionIdentifier = functionIdentifier;
  }

  /** The nexus it came by. */
  public ItNexus nexus() {
    return nexus;
  }

  /** What is asked for. */
  public TaskManagementFunction function() {
    return function;
  }

  /** The LUN field as it came. */
  public long lun() {
    return lun;
  }

  /** The command it names, where the function names one. */
  public long commandIdentifier() {
    return commandIdentifier;
  }

  /** The fabric's own tag. */
  public long functionIdentifier() {
    return functionIdentifier;
  }

  /** The service response, once executed. */
  public FunctionResponse response() {
    return response;
  }

  /** Additional response information of QUERY ASYNCHRONOUS EVENT (SAM-5 7.10), else 0. */
  public long responseArgument() {
    return responseArgument;
  }

  /** Sets the answer. */
  public void respond(FunctionResponse answer, long argument) {
    response = answer;
    responseArgument = argument;
  }
}
