// SPDX-License-Identifier: Apache-2.0
package org.quintain.fc.wire;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** The requests that ports make to the name server, behind the head (FC-GS-8 5.2.5). */
public final class NameServerRequest {
  /** Get the N_Port_Name of an address. */
  public static final int GPN_ID = 0x0112;

  /** Get the FC-4 features of an address. */
  public static final int GFF_ID = 0x011F;

  /** Get the address of an N_Port_Name. */
  public static final int GID_PN = 0x0121;

  /** Get the addresses of all ports of an FC-4. */
  public static final int GID_FT = 0x0171;

  /** Register the Node_Name of an address. */
  public static final int RNN_ID = 0x0213;

  /** Register the FC-4s of an address. */
  public static final int RFT_ID = 0x0217;

  /** Register the symbolic name of an address' port. */
  public static final int RSPN_ID = 0x0218;

  /** Register the FC-4 features of an address. */
  public static final int RFF_ID = 0x021F;

  /** Register the symbolic name of a node. */
  public static final int RSNN_NN = 0x0239;

  /** FC-4 feature of FCP: target. */
  public static final int TARGET_FEATURE = 1;

  /** FC-4 feature of FCP: initiator. */
  public static final int INITIATOR_FEATURE = 2;

  /** The longest request there is here. */
  public static final int LENGTH_BYTES_MAX = CommonTransport.HEAD_BYTES + 12 + 256;

  private static final int BODY = CommonTransport.HEAD_BYTES;
  private static final int TYPES_BYTES = 32;
  private static final int NAME_CHARACTERS_MAX = 255;
  private static final int LAST_ADDRESS = 0x80;

  private NameServerRequest() {}

  /** Writes a request about {@code portId} (GPN_ID, GFF_ID); how long it is. */
  public static int writeById(ByteBuffer bytes, int at, int command, int portId) {
    CommonTransport.write(bytes, at, command);
    bytes.putInt(at + BODY, portId & 0xFFFFFF);
    return BODY + 4;
  }

  /** Writes GID_PN; how long it is. */
  public static int writeByName(ByteBuffer bytes, int at, long portName) {
    CommonTransport.write(bytes, at, GID_PN);
    bytes.putLong(at + BODY, portName);
    return BODY + 8;
  }

  /** Writes GID_FT for any domain and area; how long it is. */
  public static int writeByType(ByteBuffer bytes, int at, int type) {
    CommonTransport.write(bytes, at, GID_FT);
    bytes.putInt(at + BODY, type);
    return BODY + 4;
  }

  /** Writes RNN_ID; how long it is. */
  public static int writeNodeName(ByteBuffer bytes, int at, int portId, long nodeName) {
    CommonTransport.write(bytes, at, RNN_ID);
    bytes.putInt(at + BODY, portId & 0xFFFFFF);
    bytes.putLong(at + BODY + 4, nodeName);
    return BODY + 12;
  }

  /** Writes RFT_ID for {@code type} and common transport; how long it is. */
  public static int writeTypes(ByteBuffer bytes, int at, int portId, int type) {
    CommonTransport.write(bytes, at, RFT_ID);
    bytes.putInt(at + BODY, portId & 0xFFFFFF);
    for (int offset = 0; offset < TYPES_BYTES; offset += 4) {
      bytes.putInt(at + BODY + 4 + offset, 0);
    }
    setType(bytes, at + BODY + 4, type);
    setType(bytes, at + BODY + 4, FrameType.COMMON_TRANSPORT);
    return BODY + 4 + TYPES_BYTES;
  }

  /** TYPE t has its bit in word t / 32, bit 0 being the word's least (FC-GS-8 5.2.3.10). */
  private static void setType(ByteBuffer bytes, int at, int type) {
    int word = at + type / 32 * 4;
    bytes.putInt(word, bytes.getInt(word) | (1 << (type % 32)));
  }

  /** Writes RFF_ID; how long it is. */
  public static int writeFeatures(ByteBuffer bytes, int at, int portId, int type, int features) {
    CommonTransport.write(bytes, at, RFF_ID);
    bytes.putInt(at + BODY, portId & 0xFFFFFF);
    bytes.putInt(at + BODY + 4, features << 8 | type);
    return BODY + 8;
  }

  /** Writes RSNN_NN; how long it is. */
  public static int writeSymbolicNodeName(ByteBuffer bytes, int at, long nodeName, String name) {
    CommonTransport.write(bytes, at, RSNN_NN);
    bytes.putLong(at + BODY, nodeName);
    return BODY + 8 + writeText(bytes, at + BODY + 8, name);
  }

  /** Writes RSPN_ID; how long it is. */
  public static int writeSymbolicPortName(ByteBuffer bytes, int at, int portId, String name) {
    CommonTransport.write(bytes, at, RSPN_ID);
    bytes.putInt(at + BODY, portId & 0xFFFFFF);
    return BODY + 4 + writeText(bytes, at + BODY + 4, name);
  }

  private static int writeText(ByteBuffer bytes, int at, String text) {
    byte[] characters = text.getBytes(StandardCharsets.US_ASCII);
    int length = Math.min(NAME_CHARACTERS_MAX, characters.length);
    bytes.put(at, (byte) length);
    bytes.put(at + 1, characters, 0, length);
    return 1 + length;
  }

  /** How many addresses the answer to GID_FT of that length has, up to the one marked as last. */
  public static int addresses(ByteBuffer bytes, int at, int lengthBytes) {
    int most = Math.max(0, (lengthBytes - BODY) / 4);
    for (int index = 0; index < most; index++) {
      if ((bytes.get(at + BODY + index * 4) & LAST_ADDRESS) != 0) {
        return index + 1;
      }
    }
    return most;
  }

  /** Address {@code index} of the answer to GID_FT; the one of GID_PN's with 0. */
  public static int address(ByteBuffer bytes, int at, int index) {
    return bytes.getInt(at + BODY + index * 4) & 0xFFFFFF;
  }

  /** The name in the answer to GPN_ID. */
  public static long name(ByteBuffer bytes, int at) {
    return bytes.getLong(at + BODY);
  }

  /** The features of {@code type} in the answer to GFF_ID: four bits for each TYPE. */
  public static int features(ByteBuffer bytes, int at, int type) {
    int word = bytes.getInt(at + BODY + type / 8 * 4);
    return (word >>> (type % 8 * 4)) & 0xF;
  }
}
