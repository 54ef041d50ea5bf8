// SPDX-License-Identifier: Apache-2.0
package org.quintain.ib.wire;

import java.nio.ByteBuffer;

/** The header that all management datagrams have (MAD, IBA 13.4.3), by offset into a buffer. */
public final class ManagementDatagram {
  /** How long a datagram is, whatever it says. */
  public static final int LENGTH_BYTES = 256;

  /** How long its header is. */
  public static final int HEADER_BYTES = 24;

  /** The class of communication management. */
  public static final int CLASS_COMMUNICATION_MANAGEMENT = 0x07;

  /** The version of that class. */
  public static final int COMMUNICATION_MANAGEMENT_VERSION = 2;

  /** The method of all messages of communication management. */
  public static final int METHOD_SEND = 0x03;

  /** Base version, which is 1. */
  public static final MadField BASE_VERSION = MadField.byteAt(0);

  /** Management class. */
  public static final MadField CLASS = MadField.byteAt(1);

  /** The class's version. */
  public static final MadField CLASS_VERSION = MadField.byteAt(2);

  /** Whether it is a response, and the method. */
  public static final MadField METHOD = MadField.byteAt(3);

  /** Status. */
  public static final MadField STATUS = MadField.shortAt(4);

  /** The transaction, which all messages of one exchange name. */
  public static final MadField TRANSACTION_ID = MadField.longAt(8);

  /** Attribute; of communication management the message, {@link CmMessage}. */
  public static final MadField ATTRIBUTE_ID = MadField.shortAt(16);

  /** Attribute modifier. */
  public static final MadField ATTRIBUTE_MODIFIER = MadField.intAt(20);

  private ManagementDatagram() {}

  /** Writes the header of {@code message} and zeros behind it. */
  public static void write(ByteBuffer bytes, int at, CmMessage message, long transactionId) {
    for (int offset = 0; offset < LENGTH_BYTES; offset += 8) {
      bytes.putLong(at + offset, 0);
    }
    BASE_VERSION.put(bytes, at, 1);
    CLASS.put(bytes, at, CLASS_COMMUNICATION_MANAGEMENT);
    CLASS_VERSION.put(bytes, at, COMMUNICATION_MANAGEMENT_VERSION);
    METHOD.put(bytes, at, METHOD_SEND);
    TRANSACTION_ID.put(bytes, at, transactionId);
    ATTRIBUTE_ID.put(bytes, at, message.attributeId());
  }

  /** Whether it is a datagram of communication management, as this side speaks it. */
  public static boolean isCommunicationManagement(ByteBuffer bytes, int at, int lengthBytes) {
    return lengthBytes == LENGTH_BYTES
        && BASE_VERSION.get(bytes, at) == 1
        && CLASS.get(bytes, at) == CLASS_COMMUNICATION_MANAGEMENT
        && CLASS_VERSION.get(bytes, at) == COMMUNICATION_MANAGEMENT_VERSION
        && METHOD.get(bytes, at) == METHOD_SEND;
  }
}
