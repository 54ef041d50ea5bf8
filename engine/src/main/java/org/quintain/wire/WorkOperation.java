// SPDX-License-Identifier: Apache-2.0
package org.quintain.wire;

/** What a work request asks of its queue pair (InfiniBand Architecture Specification 10.8). */
public enum WorkOperation {
  /** A message for a buffer that the peer has posted. */
  SEND,
  /** A message with four bytes of immediate data beside it. */
  SEND_WITH_IMMEDIATE,
  /** A message that ends the peer's registration of a remote key as it arrives. */
  SEND_WITH_INVALIDATE,
  /** Bytes into the peer's memory, which the peer is not told of. */
  RDMA_WRITE,
  /** Bytes into the peer's memory and immediate data, for which the peer has posted a receive. */
  RDMA_WRITE_WITH_IMMEDIATE,
  /** Bytes out of the peer's memory. */
  RDMA_READ,
  /** A buffer for a message of the peer's. */
  RECEIVE;

  /** Whether it takes a buffer that the peer has posted. */
  public boolean consumesReceive() {
    return switch (this) {
      case SEND, SEND_WITH_IMMEDIATE, SEND_WITH_INVALIDATE, RDMA_WRITE_WITH_IMMEDIATE -> true;
      case RDMA_WRITE, RDMA_READ, RECEIVE -> false;
    };
  }
}
