// SPDX-License-Identifier: Apache-2.0
package org.quintain.iscsi.initiator;

import org.quintain.iscsi.negotiation.TextKeyList;

/** Who waits for the answer to a Text Request. */
@FunctionalInterface
public interface TextListener {
  /**
   * The whole answer came, or none will.
   *
   * @param keys the answer; valid until the call returns
   * @param problem one clause that says why there is no answer; empty when there is
   */
  void onText(long nowNs, TextKeyList keys, String problem);
}
