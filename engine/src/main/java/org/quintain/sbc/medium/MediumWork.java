// SPDX-License-Identifier: Apache-2.0
package org.quintain.sbc.medium;

import java.util.List;
import org.quintain.sam.SenseData;
import org.quintain.store.NonvolatileMemory.SaveCompletion;
import org.quintain.store.StoreResult;

/** What a format or sanitize operation is to do, for {@link MediumOperation} to carry out. */
interface MediumWork {
  /** The phase of the medium while it goes on. */
  MediumPhase phase();

  /** Under which name its record is kept. */
  String recordName();

  /** What is kept while it goes on, so that a power on finds it. */
  byte[] record();

  /**
   * Changes what must hold before the first block is touched, then tells {@code then} whether that
   * is safe.
   */
  default void prepare(long nowNs, SaveCompletion then) {
    then.onSaved(nowNs, true);
  }

  /** What is done to the medium. */
  List<SweepPass> passes();

  /** Whether the abort of its command, or a logical unit reset, stops it. */
  boolean isStoppable();

  /** What is kept when it has ended with {@code result}; empty for nothing. */
  byte[] recordAfter(StoreResult result);

  /** It has ended with {@code result}, which is on record: sets the phase of the medium. */
  void onEnded(long nowNs, StoreResult result, boolean isStopped);

  /** What its command is told when it ended with {@code result}, which is not DONE. */
  SenseData failure(StoreResult result);
}
