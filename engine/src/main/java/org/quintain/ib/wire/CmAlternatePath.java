// SPDX-License-Identifier: Apache-2.0
package org.quintain.ib.wire;

/**
 * The fields of a request to load an alternate path (LAP, IBA 12.6.12, table 114) that name the
 * communication, and those of the response to it (APR, IBA 12.6.13, table 115).
 */
public final class CmAlternatePath {
  /** LAP: the receiver's queue pair. */
  public static final MadField REMOTE_QUEUE_PAIR = MadField.bits(12, 0, 24);

  /** LAP: how soon the receiver has to answer; {@link ExponentialTime}. */
  public static final MadField REMOTE_RESPONSE_TIMEOUT = MadField.bits(15, 0, 5);

  /** APR: how many bytes of the additional information count. */
  public static final MadField INFORMATION_BYTES = MadField.byteAt(8);

  /** APR: what came of it. */
  public static final MadField STATUS = MadField.byteAt(9);

  /** {@link #STATUS}: the path is loaded. */
  public static final int LOADED = 0;

  /** {@link #STATUS}: the communication identifier is unknown. */
  public static final int INVALID_COMMUNICATION_ID = 1;

  /** {@link #STATUS}: the sender takes no alternate paths. */
  public static final int NOT_SUPPORTED = 2;

  private CmAlternatePath() {}
}
