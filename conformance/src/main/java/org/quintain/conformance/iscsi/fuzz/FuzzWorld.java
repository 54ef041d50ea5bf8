// SPDX-License-Identifier: Apache-2.0
package org.quintain.conformance.iscsi.fuzz;

import org.quintain.initiator.ByteStream;
import org.quintain.initiator.FabricException;

/** The target that is fuzzed, and what surrounds it. */
public interface FuzzWorld {
  /** The initiator that sends what is mutated; its LUN 0 may hold anything. */
  String FUZZING_INITIATOR = "iqn.2026-11.org.quintain:fuzz";

  /** The initiator that must never be disturbed; its LUN 0 is seen by no other. */
  String HEALTHY_INITIATOR = "iqn.2026-11.org.quintain:healthy";

  /** The user that logs in at {@link #chapTargetName()}. */
  String CHAP_NAME = "fuzz";

  /** The secret of {@link #CHAP_NAME}. */
  String CHAP_SECRET = "fifteen letters";

  /**
   * A new connection to the portal.
   *
   * @throws FabricException with one sentence when there is none to be had
   */
  ByteStream open() throws FabricException;

  /** Who logs in to send what is mutated; several at once are told apart by it. */
  default String initiatorName() {
    return FUZZING_INITIATOR;
  }

  /** The target that anybody may log in to. */
  String targetName();

  /** The target that wants CHAP, empty where there is none. */
  String chapTargetName();

  /** How long to wait for more when nothing comes; 0 where all that comes is there at once. */
  long quietNs();

  /** How long to wait for an answer that must come. */
  long answerNs();

  /** Whether {@link #pass} and {@link #askForLogout} do anything. */
  boolean isSimulated();

  /** Lets time pass, where time is simulated. */
  default void pass(long lengthNs) {}

  /** Has the target ask the sessions of the fuzzing initiator to log out. */
  default void askForLogout() {}
}
