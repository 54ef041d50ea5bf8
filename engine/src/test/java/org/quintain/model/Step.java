// SPDX-License-Identifier: Apache-2.0
package org.quintain.model;

/**
 * One step of a sequence: what one nexus does, with three small numbers whose meaning depends on
 * the kind.
 */
record Step(Kind kind, int nexus, int first, int second, int third) {
  /** What is done. */
  enum Kind {
    READ,
    WRITE,
    WRITE_SAME,
    UNMAP,
    COMPARE_AND_WRITE,
    VERIFY,
    SYNCHRONIZE_CACHE,
    TEST_UNIT_READY,
    INQUIRY,
    REQUEST_SENSE,
    READ_CAPACITY,
    RESERVE_6,
    RELEASE_6,
    REGISTER,
    REGISTER_AND_IGNORE,
    RESERVE,
    RELEASE,
    CLEAR,
    PREEMPT,
    LOGICAL_UNIT_RESET,
    RETURN_AFTER_LOSS
  }

  /** The types of persistent reservations. */
  private static final int[] TYPES = {1, 3, 5, 6, 7, 8};

  int block() {
    return first;
  }

  int blocks() {
    return second;
  }

  int value() {
    return third;
  }

  /** The key that this nexus registers: one of two that are its own. */
  int ownKey() {
    return keyOf(nexus, first % 2);
  }

  /** A key of somebody else, or none. */
  int othersKey() {
    return second % 7 == 6 ? 0 : keyOf((nexus + 1 + second % 2) % 3, first % 2);
  }

  int type() {
    return TYPES[third % TYPES.length];
  }

  /** Whether it names the key that it is registered with, as it mostly does. */
  boolean namesRightKey() {
    return second % 5 != 4;
  }

  static int keyOf(int nexus, int which) {
    return 0x10 * (nexus + 1) + which;
  }

  @Override
  public String toString() {
    return kind + "(nexus " + nexus + ": " + first + ", " + second + ", " + third + ")";
  }
}
