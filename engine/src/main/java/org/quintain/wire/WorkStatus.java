// SPDX-License-Identifier: Apache-2.0
package org.quintain.wire;

/**
 * How a work request ended (InfiniBand Architecture Specification 11.6.2), by the names that verbs
 * give. Every end but {@link #SUCCESS} leaves its queue pair in the error state.
 */
public enum WorkStatus {
  /** It did what it asked for. */
  SUCCESS,
  /** A message came that is longer than its receive buffer. */
  LOC_LEN_ERR,
  /** The queue pair found its own state inconsistent while it processed the request. */
  LOC_QP_OP_ERR,
  /** The local memory it names was not registered, or not for this, or not so far. */
  LOC_PROT_ERR,
  /** The queue pair was in the error state before the request was processed, or came to it then. */
  WR_FLUSH_ERR,
  /** The peer answered something that does not fit the request. */
  BAD_RESP_ERR,
  /** The peer wrote where it may not, which also ended what was received just then. */
  LOC_ACCESS_ERR,
  /** The peer found the message malformed, too long, or not supported. */
  REM_INV_REQ_ERR,
  /** The peer's memory was not registered, or not for this, or not so far. */
  REM_ACCESS_ERR,
  /** The peer could not complete the operation for reasons of its own. */
  REM_OP_ERR,
  /** The peer acknowledged nothing, for as many times as were tried. */
  RETRY_EXC_ERR,
  /** The peer had no receive posted, for as many times as were tried. */
  RNR_RETRY_EXC_ERR,
  /** The port itself is gone. */
  FATAL_ERR
}
