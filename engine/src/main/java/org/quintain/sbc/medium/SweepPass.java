// SPDX-License-Identifier: Apache-2.0
package org.quintain.sbc.medium;

import org.quintain.store.BackingStore;

/**
 * One pass over the whole of a store.
 *
 * @param store what is passed over
 * @param verb what is done to it
 * @param pattern the bytes that {@code WRITE} repeats over it, else empty
 */
record SweepPass(BackingStore store, Verb verb, byte[] pattern) {
  private static final byte[] NONE = {};

  /** What a pass does to each byte. */
  enum Verb {
    /** The pattern is written over it. */
    WRITE,
    /** It becomes zero, in whatever way the store makes it so. */
    ZERO,
    /** It reads as zero and takes no space. */
    DEALLOCATE
  }

  /** A pass that writes {@code pattern} over and over. */
  static SweepPass write(BackingStore store, byte[] pattern) {
    return new SweepPass(store, Verb.WRITE, pattern);
  }

  /** A pass that makes all of it zero. */
  static SweepPass zero(BackingStore store) {
    return new SweepPass(store, Verb.ZERO, NONE);
  }

  /** A pass that gives up all space. */
  static SweepPass deallocate(BackingStore store) {
    return new SweepPass(store, Verb.DEALLOCATE, NONE);
  }
}
