// SPDX-License-Identifier: Apache-2.0
package org.quintain.cli;

/** Told how far a piece of work is. */
@FunctionalInterface
interface ShareListener {
  /**
   * @param share how much is done, 0 to 1
   * @param what what is being done, a few words
   */
  void at(double share, String what);
}
