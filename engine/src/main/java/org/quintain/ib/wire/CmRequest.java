// SPDX-License-Identifier: Apache-2.0
package org.quintain.ib.wire;

/** The fields of a request for communication (REQ, IBA 12.6.5, table 106). */
public final class CmRequest {
  /** Which service is asked for. */
  public static final MadField SERVICE_ID = MadField.longAt(8);

  /** The GUID of the sender's channel adapter. */
  public static final MadField LOCAL_CA_GUID = MadField.longAt(16);

  /** The Q_Key, of datagram services alone. */
  public static final MadField LOCAL_QUEUE_KEY = MadField.intAt(28);

  /** The sender's queue pair. */
  public static final MadField LOCAL_QUEUE_PAIR = MadField.bits(32, 0, 24);

  /** How many RDMA READs the sender takes at once. */
  public static final MadField RESPONDER_RESOURCES = MadField.byteAt(35);

  /** How many RDMA READs the sender would have on their way at once. */
  public static final MadField INITIATOR_DEPTH = MadField.byteAt(39);

  /** How soon the receiver has to answer; {@link ExponentialTime}. */
  public static final MadField REMOTE_RESPONSE_TIMEOUT = MadField.bits(43, 0, 5);

  /** Transport service: {@link #RELIABLE_CONNECTION}. */
  public static final MadField TRANSPORT_SERVICE = MadField.bits(43, 5, 2);

  /** Whether the sender's channel adapter does end-to-end flow control. */
  public static final MadField END_TO_END_FLOW_CONTROL = MadField.bits(43, 7, 1);

  /** The PSN of the first packet that the receiver is to send: kernels go by that. */
  public static final MadField STARTING_PSN = MadField.bits(44, 0, 24);

  /** How soon the sender will answer; {@link ExponentialTime}. */
  public static final MadField LOCAL_RESPONSE_TIMEOUT = MadField.bits(47, 0, 5);

  /** How often the receiver is to send a packet again. */
  public static final MadField RETRY_COUNT = MadField.bits(47, 5, 3);

  /** The partition. */
  public static final MadField PARTITION_KEY = MadField.shortAt(48);

  /** The path's {@link PathMtu#code}. */
  public static final MadField PATH_MTU = MadField.bits(50, 0, 4);

  /** Whether there is a reliable datagram channel. */
  public static final MadField DATAGRAM_CHANNEL_EXISTS = MadField.bits(50, 4, 1);

  /** How often the receiver is to send again where the sender is not ready; 7 is for ever. */
  public static final MadField RNR_RETRY_COUNT = MadField.bits(50, 5, 3);

  /** How often either side sends a message of communication management again. */
  public static final MadField MAXIMUM_CM_RETRIES = MadField.bits(51, 0, 4);

  /** Whether the sender's queue pair has a shared receive queue. */
  public static final MadField SHARED_RECEIVE_QUEUE = MadField.bits(51, 4, 1);

  /** Extended transport type; 0 but for XRC. */
  public static final MadField EXTENDED_TRANSPORT = MadField.bits(51, 5, 3);

  /** {@link #TRANSPORT_SERVICE} of the reliable connection. */
  public static final int RELIABLE_CONNECTION = 0;

  private CmRequest() {}
}
