// SPDX-License-Identifier: Apache-2.0
package org.quintain.conformance.ib;

import java.util.Arrays;
import org.quintain.conformance.scsi.Bytes;

/**
 * One datagram of communication management as bytes (IBA 12.6, 13.4.2): a header of 24 bytes, the
 * message behind it. Offsets of fields are those of the message.
 */
public final class RawDatagram {
  public static final int REQ = 0x10;
  public static final int REJ = 0x12;
  public static final int REP = 0x13;
  public static final int RTU = 0x14;
  public static final int DREQ = 0x15;
  public static final int DREP = 0x16;

  private static final int LENGTH_BYTES = 256;
  private static final int HEADER_BYTES = 24;
  private static final int QUEUE_KEY = 0x8001_0000;

  private final byte[] bytes;

  private RawDatagram(byte[] bytes) {
    this.bytes = bytes;
  }

  /** A message of version 2 with the two identifiers that all begin with. */
  public static RawDatagram of(int attribute, long transaction, int ours, int theirs) {
    RawDatagram made = new RawDatagram(new byte[LENGTH_BYTES]);
    Bytes.put(made.bytes, 0, 4, 0x0107_0203);
    Bytes.put(made.bytes, 8, 8, transaction);
    Bytes.put(made.bytes, 16, 2, attribute);
    return made.set(0, 4, ours).set(4, 4, theirs);
  }

  /** The datagram in {@code packet}, or one of zeros where there is none. */
  public static RawDatagram of(RawPacket packet) {
    return new RawDatagram(Arrays.copyOf(packet.payload(), LENGTH_BYTES));
  }

  /** Sets a field of the message. */
  public RawDatagram set(int at, int length, long value) {
    Bytes.put(bytes, HEADER_BYTES + at, length, value);
    return this;
  }

  /** Sets bytes of the message. */
  public RawDatagram set(int at, byte[] value) {
    System.arraycopy(value, 0, bytes, HEADER_BYTES + at, value.length);
    return this;
  }

  /** Sets a byte of the header. */
  public RawDatagram header(int at, int value) {
    Bytes.put(bytes, at, 1, value);
    return this;
  }

  /** A field of the message. */
  public long get(int at, int length) {
    return RawPacket.number(bytes, HEADER_BYTES + at, length);
  }

  /** Which message it is. */
  public int attribute() {
    return (int) RawPacket.number(bytes, 16, 2);
  }

  public long transaction() {
    return RawPacket.number(bytes, 8, 8);
  }

  /** The packet that carries it to the general services' queue pair. */
  public RawPacket packet(int sequenceNumber) {
    return RawPacket.of(RawPacket.DATAGRAM, 1, sequenceNumber)
        .add(4, QUEUE_KEY)
        .add(4, 1)
        .payload(bytes);
  }
}
