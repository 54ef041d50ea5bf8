// SPDX-License-Identifier: Apache-2.0
package org.quintain.conformance.lab;

import java.nio.charset.StandardCharsets;
import java.util.function.UnaryOperator;

/**
 * What a transport sends at once, on its way past a {@link WireBend}: a header and data, which may
 * be changed, and which may get lost.
 */
public abstract class WireUnit {
  private final byte[] header;
  private byte[] data;
  private boolean isDropped;

  WireUnit(byte[] header, byte[] data) {
    this.header = header;
    this.data = data;
  }

  /** What kind of unit it is, as bends name kinds. */
  public abstract int kind();

  byte[] header() {
    return header;
  }

  boolean isDropped() {
    return isDropped;
  }

  /** Lets it get lost on the way. */
  public void drop() {
    isDropped = true;
  }

  /** Byte {@code index} of the header. */
  public int at(int index) {
    return header[index] & 0xFF;
  }

  /** Sets byte {@code index} of the header. */
  public void set(int index, int value) {
    header[index] = (byte) value;
  }

  /** The data, whose bytes may be changed in place. */
  public byte[] data() {
    return data;
  }

  /** Sets byte {@code index} of the data, where it is that long. */
  public void put(int index, int value) {
    if (index < data.length) {
      data[index] = (byte) value;
    }
  }

  /** Inverts {@code bits} of byte {@code index} of the data, where it is that long. */
  public void flip(int index, int bits) {
    if (index < data.length) {
      data[index] ^= (byte) bits;
    }
  }

  /** Sets {@code bits} in byte {@code index} of the data, where it is that long. */
  public void raise(int index, int bits) {
    if (index < data.length) {
      data[index] |= (byte) bits;
    }
  }

  /** Sets the data. */
  public void data(byte[] bytes) {
    data = bytes;
  }

  /** Puts another text in the place of the text in the data. */
  public void text(UnaryOperator<String> change) {
    data = change.apply(new String(data, StandardCharsets.UTF_8)).getBytes(StandardCharsets.UTF_8);
  }
}
