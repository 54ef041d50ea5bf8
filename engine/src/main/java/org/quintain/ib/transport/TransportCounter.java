// SPDX-License-Identifier: Apache-2.0
package org.quintain.ib.transport;

import java.util.Locale;

/** What a port counts. */
public enum TransportCounter {
  /** Packets, or parts of runs, that no header says what they are. */
  MALFORMED_PACKETS,
  /** Packets for a queue pair that is not there, or takes none. */
  UNKNOWN_QUEUE_PAIR,
  /** Packets of another partition than their queue pair's. */
  PARTITION_VIOLATIONS,
  /** Packets for a queue pair from a port that is not its peer's. */
  WRONG_SOURCE,
  /** Datagrams with a wrong queue key. */
  QUEUE_KEY_VIOLATIONS,
  /** Requests that had come before. */
  DUPLICATE_REQUESTS,
  /** Requests that came before those ahead of them. */
  OUT_OF_SEQUENCE,
  /** Requests thrown away since one ahead of them is asked for again. */
  DISCARDED_REQUESTS,
  /** Acknowledgements sent. */
  ACKNOWLEDGEMENTS_SENT,
  /** Negative acknowledgements sent. */
  NEGATIVE_SENT,
  /** Times that the peer was told that no receive is posted. */
  NOT_READY_SENT,
  /** Times that the peer told so. */
  NOT_READY_RECEIVED,
  /** Answers to nothing that is under way. */
  GHOST_RESPONSES,
  /** Times that sending began again since a packet was missed at the peer. */
  SEQUENCE_RETRIES,
  /** Times that it began again since an answer to a read was missed. */
  IMPLIED_RETRIES,
  /** Times that it began again since nothing came. */
  TIMEOUT_RETRIES,
  /** Accesses of peers with a key that names nothing now and did once. */
  STALE_KEY_ACCESSES,
  /** Accesses of peers with a key that never named anything, or beyond bounds or rights. */
  FORBIDDEN_ACCESSES,
  /** Answers that came for memory of ours that had been given back. */
  STALE_LOCAL_ACCESSES,
  /** Queue pairs that came to the error state by themselves. */
  QUEUE_PAIR_ERRORS;

  /** The name as people write it. */
  public String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
