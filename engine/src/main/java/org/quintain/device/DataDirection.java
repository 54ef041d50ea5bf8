// SPDX-License-Identifier: Apache-2.0
package org.quintain.device;

/** Which of the application client's buffers a command uses. */
public enum DataDirection {
  NONE,
  DATA_IN,
  DATA_OUT
}
