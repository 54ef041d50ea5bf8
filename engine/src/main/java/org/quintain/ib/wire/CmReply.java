// SPDX-License-Identifier: Apache-2.0
package org.quintain.ib.wire;

/** The fields of a reply to a request for communication (REP, IBA 12.6.8, table 110). */
public final class CmReply {
  /** The Q_Key, of datagram services alone. */
  public static final MadField LOCAL_QUEUE_KEY = MadField.intAt(8);

  /** The sender's queue pair. */
  public static final MadField LOCAL_QUEUE_PAIR = MadField.bits(12, 0, 24);

  /** The PSN of the first packet that the receiver is to send: kernels go by that. */
  public static final MadField STARTING_PSN = MadField.bits(20, 0, 24);

  /** How many RDMA READs the sender takes at once. */
  public static final MadField RESPONDER_RESOURCES = MadField.byteAt(24);

  /** How many RDMA READs the sender will have on their way at once. */
  public static final MadField INITIATOR_DEPTH = MadField.byteAt(25);

  /** How long the sender's acknowledgements may take; {@link ExponentialTime}. */
  public static final MadField TARGET_ACK_DELAY = MadField.bits(26, 0, 5);

  /** Whether the alternate path was taken: 0 accepted, 1 not supported, 2 rejected. */
  public static final MadField FAILOVER_ACCEPTED = MadField.bits(26, 5, 2);

  /** Whether the sender's channel adapter does end-to-end flow control. */
  public static final MadField END_TO_END_FLOW_CONTROL = MadField.bits(26, 7, 1);

  /** How often the receiver is to send again where the sender is not ready; 7 is for ever. */
  public static final MadField RNR_RETRY_COUNT = MadField.bits(27, 0, 3);

  /** Whether the sender's queue pair has a shared receive queue. */
  public static final MadField SHARED_RECEIVE_QUEUE = MadField.bits(27, 3, 1);

  /** The GUID of the sender's channel adapter. */
  public static final MadField LOCAL_CA_GUID = MadField.longAt(28);

  private CmReply() {}
}
