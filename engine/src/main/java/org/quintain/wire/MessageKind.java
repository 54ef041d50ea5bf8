// SPDX-License-Identifier: Apache-2.0
package org.quintain.wire;

/**
 * What a run of packets carries, which with its place in the message gives the operation codes of
 * the packets (InfiniBand Architecture Specification 9.2.1).
 */
public enum MessageKind {
  /** RC SEND. */
  SEND,
  /** RC SEND, its last packet with immediate data. */
  SEND_WITH_IMMEDIATE,
  /** RC SEND, its last packet with a key to be invalidated. */
  SEND_WITH_INVALIDATE,
  /** RC RDMA WRITE. */
  RDMA_WRITE,
  /** RC RDMA WRITE, its last packet with immediate data. */
  RDMA_WRITE_WITH_IMMEDIATE,
  /** RC RDMA READ Request: one packet without payload. */
  RDMA_READ_REQUEST,
  /** RC RDMA READ response. */
  RDMA_READ_RESPONSE,
  /** RC Acknowledge, positive or not: one packet without payload. */
  ACKNOWLEDGE,
  /** UD SEND Only: one packet. */
  DATAGRAM
}
