// SPDX-License-Identifier: Apache-2.0
package org.quintain.sim.run;

/** A run that showed something wrong; the message is the reason that its line ends with. */
final class RunFailure extends RuntimeException {
  private static final long serialVersionUID = 1L;

  RunFailure(String reason) {
    super(reason);
  }
}
