// SPDX-License-Identifier: Apache-2.0
package org.quintain.cli;

import org.quintain.perf.load.LoadTimeoutException;

/** Ends a command: one sentence for the error stream, and the exit code. */
final class CommandFailure extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final int exitCode;

  CommandFailure(int exitCode, String sentence) {
    super(sentence);
    this.exitCode = exitCode;
  }

  /** Something the command needs is not there. */
  static CommandFailure infrastructure(String sentence) {
    return new CommandFailure(ExitCodes.INFRASTRUCTURE, sentence);
  }

  /** As {@link #infrastructure(String)}, in the words of an exception that speaks to the user. */
  static CommandFailure infrastructure(Exception cause) {
    return infrastructure(String.valueOf(cause.getMessage()));
  }

  /**
   * What kept a load from its end: a target that stopped answering, or something that is not there.
   */
  static CommandFailure ofLoad(Exception cause) {
    int exitCode =
        cause instanceof LoadTimeoutException ? ExitCodes.TIME_OUT : ExitCodes.INFRASTRUCTURE;
    return new CommandFailure(exitCode, String.valueOf(cause.getMessage()));
  }

  int exitCode() {
    return exitCode;
  }
}
