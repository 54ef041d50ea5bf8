// SPDX-License-Identifier: Apache-2.0
package org.quintain.cli;

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

  int exitCode() {
    return exitCode;
  }
}
