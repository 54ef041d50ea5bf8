// SPDX-License-Identifier: Apache-2.0
package org.quintain.conformance.lab;

/** One message of SRP, or the answer to a login, on its way past a {@link WireBend}. */
public final class WireMessage extends WireUnit {
  WireMessage(byte[] bytes) {
    super(bytes.clone(), new byte[0]);
  }

  byte[] bytes() {
    return header();
  }

  /** The type of the information unit. */
  @Override
  public int kind() {
    return header().length == 0 ? -1 : at(0);
  }

  /** Inverts {@code bits} of byte {@code index}, where it is that long. */
  public void invert(int index, int bits) {
    if (index < header().length) {
      set(index, at(index) ^ bits);
    }
  }
}
