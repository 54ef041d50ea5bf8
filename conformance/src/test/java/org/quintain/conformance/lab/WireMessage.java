// SPDX-License-Identifier: Apache-2.0
package org.quintain.conformance.lab;

import java.util.Arrays;

/** One message of SRP, or a login or the answer to it, on its way past a {@link WireBend}. */
public final class WireMessage extends WireUnit {
  private static final int LOGIN = 0x00;
  private static final int SHORT_LOGIN_BYTES = 56;

  private static final int LONG_BYTES = 4096;
  private static final int COMMAND_BYTES = 48;

  private final boolean isLogin;
  private int lengthBytes;

  private WireMessage(byte[] bytes, boolean isLogin) {
    super(bytes.clone(), new byte[0]);
    this.isLogin = isLogin;
    this.lengthBytes = bytes.length;
  }

  WireMessage(byte[] bytes) {
    this(bytes, false);
  }

  /** A login, whose type does not stand first in each of its forms. */
  static WireMessage ofLogin(byte[] bytes) {
    return new WireMessage(bytes, true);
  }

  byte[] bytes() {
    return Arrays.copyOf(header(), lengthBytes);
  }

  /** Takes all but the fixed part of a command away from a long one. */
  public void cut() {
    lengthBytes = lengthBytes > LONG_BYTES ? COMMAND_BYTES : lengthBytes;
  }

  /** The type of the information unit. */
  @Override
  public int kind() {
    return isLogin ? LOGIN : header().length == 0 ? -1 : at(0);
  }

  /** Inverts {@code bits} of byte {@code index}, where it is that long. */
  public void invert(int index, int bits) {
    if (index < header().length) {
      set(index, at(index) ^ bits);
    }
  }

  /** Inverts {@code bits} of byte {@code index} of the initiator port's name in a login. */
  public void invertInitiator(int index, int bits) {
    invert((header().length == SHORT_LOGIN_BYTES ? 16 : 32) + index, bits);
  }
}
