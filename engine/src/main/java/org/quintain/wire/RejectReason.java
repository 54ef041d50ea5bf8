// SPDX-License-Identifier: Apache-2.0
package org.quintain.wire;

import org.jspecify.annotations.Nullable;

/** Why a connection is rejected (InfiniBand Architecture Specification 12.6.7.2). */
public enum RejectReason {
  NO_QUEUE_PAIR_AVAILABLE(1),
  NO_END_TO_END_CONTEXT_AVAILABLE(2),
  NO_RESOURCES_AVAILABLE(3),
  TIMEOUT(4),
  UNSUPPORTED_REQUEST(5),
  INVALID_COMMUNICATION_ID(6),
  INVALID_COMMUNICATION_INSTANCE(7),
  INVALID_SERVICE_ID(8),
  INVALID_TRANSPORT_SERVICE_TYPE(9),
  STALE_CONNECTION(10),
  RELIABLE_DATAGRAM_CONTEXT_DOES_NOT_EXIST(11),
  PRIMARY_REMOTE_PORT_GID_REJECTED(12),
  PRIMARY_REMOTE_PORT_LID_REJECTED(13),
  INVALID_PRIMARY_SERVICE_LEVEL(14),
  INVALID_PRIMARY_TRAFFIC_CLASS(15),
  INVALID_PRIMARY_HOP_LIMIT(16),
  INVALID_PRIMARY_PACKET_RATE(17),
  ALTERNATE_REMOTE_PORT_GID_REJECTED(18),
  ALTERNATE_REMOTE_PORT_LID_REJECTED(19),
  INVALID_ALTERNATE_SERVICE_LEVEL(20),
  INVALID_ALTERNATE_TRAFFIC_CLASS(21),
  INVALID_ALTERNATE_HOP_LIMIT(22),
  INVALID_ALTERNATE_PACKET_RATE(23),
  PORT_AND_CM_REDIRECTION(24),
  PORT_REDIRECTION(25),
  INVALID_PATH_MTU(26),
  INSUFFICIENT_RESPONDER_RESOURCES(27),
  /** The listener itself says no; why, stands in its private data. */
  CONSUMER_REJECT(28),
  RNR_RETRY_COUNT_REJECT(29),
  DUPLICATE_LOCAL_COMMUNICATION_ID(30),
  UNSUPPORTED_CLASS_VERSION(31),
  INVALID_PRIMARY_FLOW_LABEL(32),
  INVALID_ALTERNATE_FLOW_LABEL(33);

  private final int code;

  RejectReason(int code) {
    this.code = code;
  }

  /** The code in the message. */
  public int code() {
    return code;
  }

  /** The reason with {@code code}, or null. */
  public static @Nullable RejectReason of(int code) {
    RejectReason[] all = values();
    return code >= 1 && code <= all.length ? all[code - 1] : null;
  }
}
