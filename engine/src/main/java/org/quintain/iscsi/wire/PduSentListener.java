// SPDX-License-Identifier: Apache-2.0
package org.quintain.iscsi.wire;

/** Who wants to know when a queued PDU's bytes were all taken by the stream. */
@FunctionalInterface
public interface PduSentListener {
  /**
   * The last byte was taken: the memory the PDU's data segment stood in is free again. May queue
   * further PDUs.
   *
   * @param token what was given with the PDU
   */
  void onPduSent(long nowNs, int token);
}
