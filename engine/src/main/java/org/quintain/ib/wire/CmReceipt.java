// SPDX-License-Identifier: Apache-2.0
package org.quintain.ib.wire;

/** The fields of a message receipt acknowledgement (MRA, IBA 12.6.6, table 107). */
public final class CmReceipt {
  /** {@link #MESSAGE_RECEIVED}: a request. */
  public static final int RECEIVED_REQUEST = 0;

  /** {@link #MESSAGE_RECEIVED}: a reply. */
  public static final int RECEIVED_REPLY = 1;

  /** {@link #MESSAGE_RECEIVED}: an alternate path to be loaded. */
  public static final int RECEIVED_ALTERNATE_PATH = 2;

  /** Which message is acknowledged. */
  public static final MadField MESSAGE_RECEIVED = MadField.bits(8, 0, 2);

  /** How much longer the answer may take; {@link ExponentialTime}. */
  public static final MadField SERVICE_TIMEOUT = MadField.bits(9, 0, 5);

  private CmReceipt() {}
}
