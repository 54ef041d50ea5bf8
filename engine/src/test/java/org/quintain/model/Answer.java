// SPDX-License-Identifier: Apache-2.0
package org.quintain.model;

import java.util.Arrays;

/**
 * What a command ends with, as far as model and engine are compared.
 *
 * @param status the status byte
 * @param code sense key, ASC and ASCQ in three bytes, 0 for none
 * @param blocks one number for each block that was read
 */
record Answer(int status, int code, int[] blocks) {
  static final Answer GOOD = new Answer(0, 0, new int[0]);
  static final Answer CONFLICT = new Answer(0x18, 0, new int[0]);

  static Answer check(int code) {
    return new Answer(2, code, new int[0]);
  }

  static Answer data(int... blocks) {
    return new Answer(0, 0, blocks);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Answer answer
        && status == answer.status
        && code == answer.code
        && Arrays.equals(blocks, answer.blocks);
  }

  @Override
  public int hashCode() {
    return 31 * (31 * status + code) + Arrays.hashCode(blocks);
  }

  @Override
  public String toString() {
    return String.format("%02X %06X %s", status, code, Arrays.toString(blocks));
  }
}
