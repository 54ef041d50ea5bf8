// SPDX-License-Identifier: Apache-2.0
package org.quintain.srp.wire;

import org.jspecify.annotations.Nullable;

/** Why a login is refused (SRP r16a table 15). */
public enum LoginRejectReason {
  UNABLE_TO_ESTABLISH_CHANNEL("unable to establish an RDMA channel"),
  INSUFFICIENT_RESOURCES("insufficient RDMA channel resources"),
  REQUESTED_LENGTH_TOO_LARGE("the requested length of information units is not supported"),
  UNABLE_TO_ASSOCIATE("unable to associate the RDMA channel with the I_T nexus"),
  UNSUPPORTED_BUFFER_FORMAT("a data buffer descriptor format is not supported"),
  NO_MULTIPLE_CHANNELS("multiple RDMA channels per I_T nexus are not supported"),
  CHANNEL_LIMIT_REACHED("the limit of RDMA channels for this initiator is reached");

  private static final int FIRST_CODE = 0x0001_0000;
  private static final LoginRejectReason[] ALL = values();

  private final String text;

  LoginRejectReason(String text) {
    this.text = text;
  }

  /** How it is coded: 00010000h to 00010006h. */
  public int code() {
    return FIRST_CODE + ordinal();
  }

  /** One clause for a person. */
  public String text() {
    return text;
  }

  /** The reason that {@code code} stands for, or null. */
  public static @Nullable LoginRejectReason of(int code) {
    int index = code - FIRST_CODE;
    return index >= 0 && index < ALL.length ? ALL[index] : null;
  }
}
