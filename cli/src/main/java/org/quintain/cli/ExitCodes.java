// SPDX-License-Identifier: Apache-2.0
package org.quintain.cli;

/** The exit codes of every command; scripts depend on them. */
final class ExitCodes {
  static final int PASS = 0;

  /** A conformance case failed, or data was wrong. */
  static final int FAILURE = 1;

  /** The command line cannot be understood. */
  static final int USAGE = 2;

  /** Something the command needs is not there: a file, a port, a target. */
  static final int INFRASTRUCTURE = 3;

  static final int TIME_OUT = 4;

  /** The same seed gave two different runs. */
  static final int DETERMINISM_BROKEN = 5;

  private ExitCodes() {}
}
