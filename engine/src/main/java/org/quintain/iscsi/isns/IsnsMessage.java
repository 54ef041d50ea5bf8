// SPDX-License-Identifier: Apache-2.0
package org.quintain.iscsi.isns;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One iSNSP message, of one PDU or several (RFC 4171 5.1).
 *
 * @param function its function identifier, that of a response with its high bit
 * @param flags what its first PDU says, {@link IsnsFunction#FIRST_PDU} and {@link
 *     IsnsFunction#LAST_PDU} left out
 * @param transaction ties a response to its request
 * @param status of a response, 0 in a request
 * @param attributes in their order
 */
record IsnsMessage(
    int function, int flags, int transaction, int status, List<IsnsAttribute> attributes) {
  static final int HEADER_BYTES = 12;
  static final int VERSION = 1;

  /** The longest payload of a PDU: what 16 bits tell, in whole words. */
  static final int PAYLOAD_BYTES_MAX = 65_532;

  IsnsMessage {
    attributes = List.copyOf(attributes);
  }

  static IsnsMessage request(int function, int flags, int transaction, List<IsnsAttribute> with) {
    return new IsnsMessage(function, IsnsFunction.FROM_CLIENT | flags, transaction, 0, with);
  }

  /** The answer to this request, which gives back what is in {@code with}. */
  IsnsMessage answer(int itsStatus, List<IsnsAttribute> with) {
    return new IsnsMessage(
        function | IsnsFunction.RESPONSE, IsnsFunction.FROM_CLIENT, transaction, itsStatus, with);
  }

  boolean isResponse() {
    return (function & IsnsFunction.RESPONSE) != 0;
  }

  /** The first attribute of {@code tag}, or null. */
  @Nullable IsnsAttribute first(int tag) {
    for (IsnsAttribute each : attributes) {
      if (each.tag() == tag) {
        return each;
      }
    }
    return null;
  }

  /** The texts of all attributes of {@code tag} behind the first delimiter that have one. */
  List<String> textsBehindDelimiter(int tag) {
    List<String> texts = new ArrayList<>();
    boolean isBehind = false;
    for (IsnsAttribute each : attributes) {
      isBehind |= each.tag() == IsnsTag.DELIMITER;
      if (isBehind && each.tag() == tag && each.value().length > 0) {
        texts.add(each.text());
      }
    }
    return texts;
  }

  private int payloadBytes() {
    int bytes = isResponse() ? 4 : 0;
    for (IsnsAttribute each : attributes) {
      bytes += each.encodedBytes();
    }
    return bytes;
  }

  /** All of its PDUs, one behind the other; a payload is cut wherever a PDU is full. */
  ByteBuffer encoded() {
    ByteBuffer payload = ByteBuffer.allocate(payloadBytes());
    if (isResponse()) {
      payload.putInt(status);
    }
    for (IsnsAttribute each : attributes) {
      payload.putInt(each.tag()).putInt(each.value().length).put(each.value());
    }
    payload.flip();
    int pdus = Math.max(1, (payload.limit() + PAYLOAD_BYTES_MAX - 1) / PAYLOAD_BYTES_MAX);
    ByteBuffer all = ByteBuffer.allocate(payload.limit() + pdus * HEADER_BYTES);
    for (int sequence = 0; sequence < pdus; sequence++) {
      int length = Math.min(PAYLOAD_BYTES_MAX, payload.remaining());
      int place =
          (sequence == 0 ? IsnsFunction.FIRST_PDU : 0)
              | (sequence == pdus - 1 ? IsnsFunction.LAST_PDU : 0);
      all.putShort((short) VERSION).putShort((short) function).putShort((short) length);
      all.putShort((short) (flags | place)).putShort((short) transaction);
      all.putShort((short) sequence);
      all.put(all.position(), payload, payload.position(), length);
      all.position(all.position() + length);
      payload.position(payload.position() + length);
    }
    return all.flip();
  }

  /**
   * The message of a whole payload, or null when its attributes are no attributes: one is cut off,
   * or has no multiple of four bytes.
   */
  static @Nullable IsnsMessage decode(
      int function, int flags, int transaction, ByteBuffer payload) {
    int status = 0;
    if ((function & IsnsFunction.RESPONSE) != 0) {
      if (payload.remaining() < 4) {
        return null;
      }
      status = payload.getInt();
    }
    List<IsnsAttribute> attributes = new ArrayList<>();
    while (payload.hasRemaining()) {
      if (payload.remaining() < IsnsAttribute.HEADER_BYTES) {
        return null;
      }
      int tag = payload.getInt();
      int length = payload.getInt();
      if (length < 0 || length > payload.remaining() || (length & 3) != 0) {
        return null;
      }
      byte[] value = new byte[length];
      payload.get(value);
      attributes.add(new IsnsAttribute(tag, value));
    }
    return new IsnsMessage(function, flags, transaction, status, attributes);
  }
}
