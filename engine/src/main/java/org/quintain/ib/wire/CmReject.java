// SPDX-License-Identifier: Apache-2.0
package org.quintain.ib.wire;

/** The fields of a reject (REJ, IBA 12.6.7, table 108). */
public final class CmReject {
  /** {@link #MESSAGE_REJECTED}: a request. */
  public static final int REJECTS_REQUEST = 0;

  /** {@link #MESSAGE_REJECTED}: a reply. */
  public static final int REJECTS_REPLY = 1;

  /** {@link #MESSAGE_REJECTED}: no message; it was waited for one in vain, or nobody wants one. */
  public static final int REJECTS_NO_MESSAGE = 2;

  /** Which message is rejected. */
  public static final MadField MESSAGE_REJECTED = MadField.bits(8, 0, 2);

  /** How many bytes of the additional information count. */
  public static final MadField INFORMATION_BYTES = MadField.bits(9, 0, 7);

  /** Why; {@link org.quintain.wire.RejectReason}. */
  public static final MadField REASON = MadField.shortAt(10);

  /** Where in the message the additional reject information begins. */
  public static final int INFORMATION_AT = 12;

  /** How long the additional reject information can be. */
  public static final int INFORMATION_BYTES_MAX = 72;

  private CmReject() {}
}
