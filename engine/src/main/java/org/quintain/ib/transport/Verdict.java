// SPDX-License-Identifier: Apache-2.0
package org.quintain.ib.transport;

import org.quintain.ib.wire.AcknowledgeHeader;
import org.quintain.wire.WorkStatus;

/**
 * What becomes of a request that is the next in sequence (IBA table 58): the code that the peer is
 * told, and the error that our own queue pair has.
 */
enum Verdict {
  /** It is taken. */
  TAKEN(-1, WorkStatus.SUCCESS),
  /** There is no receive for it; the peer is to try again. */
  NOT_READY(-1, WorkStatus.SUCCESS),
  /** It is malformed, out of place, or not supported. */
  INVALID(AcknowledgeHeader.INVALID_REQUEST, WorkStatus.REM_INV_REQ_ERR),
  /** It is longer than the receive. */
  TOO_LONG(AcknowledgeHeader.INVALID_REQUEST, WorkStatus.LOC_LEN_ERR),
  /** Key, bounds or rights forbid it. */
  FORBIDDEN(AcknowledgeHeader.REMOTE_ACCESS_ERROR, WorkStatus.LOC_ACCESS_ERR),
  /** Memory of our own is not where the receive says. */
  MISPLACED(AcknowledgeHeader.REMOTE_OPERATIONAL_ERROR, WorkStatus.LOC_PROT_ERR);

  private final int code;
  private final WorkStatus status;

  Verdict(int code, WorkStatus status) {
    this.code = code;
    this.status = status;
  }

  /** Whether the queue pair cannot go on. */
  boolean isFatal() {
    return code >= 0;
  }

  /** The syndrome of the negative acknowledgement. */
  int syndrome() {
    return AcknowledgeHeader.syndrome(AcknowledgeHeader.KIND_NAK, code);
  }

  /** What the queue pair, and a receive that was in use, end with. */
  WorkStatus status() {
    return status;
  }
}
