// SPDX-License-Identifier: Apache-2.0
package org.quintain.fc.wire;

import java.nio.ByteBuffer;

/**
 * The service parameters of FLOGI, FDISC, PLOGI, PDISC and of their LS_ACC (FC-LS-4 4.3.7, 6.6).
 * Class 3 alone is offered and read.
 *
 * <pre>
 *   0 | command, 3 bytes 0                           |
 *   4 | version 2 | BB_Credit 2 | features 2 | size 2  |
 *  12 | PLOGI: concurrent sequences 2, offset categories 2; from a fabric: R_A_TOV in ms |
 *  16 | E_D_TOV, in ms or, with the feature, in ns   |
 *  20 | N_Port_Name or F_Port_Name                   |
 *  28 | Node_Name or Fabric_Name                     |
 *  36 | class 1   52 | class 2   68 | class 3   84 | auxiliary   100 | vendor, to 116 |
 * </pre>
 *
 * @param bufferToBufferCredit how many frames the sender has buffers for
 * @param features bits 31 to 16 of the common parameters' second word
 * @param framePayloadMax the longest frame payload that the sender takes
 * @param word2 bytes 12 to 15 as they stand
 * @param errorDetectTime bytes 16 to 19 as they stand
 * @param portName N_Port_Name or F_Port_Name
 * @param nodeName Node_Name or Fabric_Name
 * @param class3Options class 3's service options
 * @param class3PayloadMax class 3's receive data field size, 0 where the common one holds
 * @param class3Sequences class 3's concurrent sequences
 * @param class3OpenSequences class 3's open sequences for each exchange
 */
public record LoginParameters(
    int bufferToBufferCredit,
    int features,
    int framePayloadMax,
    int word2,
    int errorDetectTime,
    long portName,
    long nodeName,
    int class3Options,
    int class3PayloadMax,
    int class3Sequences,
    int class3OpenSequences) {
  /** How long the payload is. */
  public static final int LENGTH_BYTES = 116;

  /** Feature, PLOGI: relative offsets within a sequence only go up. */
  public static final int CONTINUOUS_OFFSET = 0x8000;

  /** Feature, FLOGI: the port takes more addresses by FDISC. */
  public static final int MULTIPLE_PORT_IDS = 0x8000;

  /** Feature, LS_ACC of FLOGI: the fabric gives more addresses by FDISC. */
  public static final int PORT_ID_VIRTUALISATION = 0x2000;

  /** Feature: the sender is a fabric's port. */
  public static final int FABRIC_PORT = 0x1000;

  /** Feature: E_D_TOV is given in nanoseconds. */
  public static final int ERROR_DETECT_IN_NS = 0x0400;

  /** Class option: the class is supported. */
  public static final int CLASS_VALID = 0x8000;

  /** Class option: frames are delivered in order. */
  public static final int SEQUENTIAL_DELIVERY = 0x0800;

  private static final int VERSION = 0x2020;
  private static final int CONCURRENT_SEQUENCES = 255;
  private static final int OFFSETS_OF_ALL_DATA = 0x1F;
  private static final int CLASS_1 = 36;
  private static final int CLASS_3 = 68;

  /** What FLOGI and FDISC say for a port (FC-LS-4 6.6.2). */
  public static LoginParameters ofFabricLogin(
      int credit, int framePayloadMax, long portName, long nodeName) {
    int options = CLASS_VALID | SEQUENTIAL_DELIVERY;
    return new LoginParameters(
        credit, MULTIPLE_PORT_IDS, framePayloadMax, 0, 0, portName, nodeName, options, 0, 0, 0);
  }

  /** What PLOGI and its LS_ACC say for a port (FC-LS-4 6.6.3). */
  public static LoginParameters ofPortLogin(
      int credit, int framePayloadMax, int errorDetectMs, long portName, long nodeName) {
    return new LoginParameters(
        credit,
        CONTINUOUS_OFFSET,
        framePayloadMax,
        CONCURRENT_SEQUENCES << 16 | OFFSETS_OF_ALL_DATA,
        errorDetectMs,
        portName,
        nodeName,
        CLASS_VALID | SEQUENTIAL_DELIVERY,
        framePayloadMax,
        CONCURRENT_SEQUENCES,
        1);
  }

  /** Reads the payload at {@code at}, which is {@link #LENGTH_BYTES} long. */
  public static LoginParameters parse(ByteBuffer bytes, int at) {
    return new LoginParameters(
        bytes.getShort(at + 6) & 0xFFFF,
        bytes.getShort(at + 8) & 0xFFFF,
        bytes.getShort(at + 10) & 0xFFF,
        bytes.getInt(at + 12),
        bytes.getInt(at + 16),
        bytes.getLong(at + 20),
        bytes.getLong(at + 28),
        bytes.getShort(at + CLASS_3) & 0xFFFF,
        bytes.getShort(at + CLASS_3 + 6) & 0xFFF,
        bytes.getShort(at + CLASS_3 + 8) & 0xFFFF,
        bytes.getShort(at + CLASS_3 + 12) & 0xFFFF);
  }

  /** Writes the payload of {@code command}. */
  public void write(ByteBuffer bytes, int at, int command) {
    for (int offset = CLASS_1; offset < LENGTH_BYTES; offset += 4) {
      bytes.putInt(at + offset, 0);
    }
    bytes.putInt(at, command << 24);
    bytes.putShort(at + 4, (short) VERSION);
    bytes.putShort(at + 6, (short) bufferToBufferCredit);
    bytes.putShort(at + 8, (short) features);
    bytes.putShort(at + 10, (short) framePayloadMax);
    bytes.putInt(at + 12, word2);
    bytes.putInt(at + 16, errorDetectTime);
    bytes.putLong(at + 20, portName);
    bytes.putLong(at + 28, nodeName);
    bytes.putShort(at + CLASS_3, (short) class3Options);
    bytes.putShort(at + CLASS_3 + 6, (short) class3PayloadMax);
    bytes.putShort(at + CLASS_3 + 8, (short) class3Sequences);
    bytes.putShort(at + CLASS_3 + 12, (short) class3OpenSequences);
  }

  /** Whether a fabric's port sent them, not an N_Port. */
  public boolean isFabric() {
    return (features & FABRIC_PORT) != 0;
  }

  /** Whether class 3 is supported. */
  public boolean hasClass3() {
    return (class3Options & CLASS_VALID) != 0;
  }

  /** Whether the sizes are such as a port may say (FC-LS-4 6.6.2.5). */
  public boolean isSensible() {
    return framePayloadMax >= 256
        && framePayloadMax <= FrameHeader.PAYLOAD_BYTES_MAX
        && (class3PayloadMax == 0 || class3PayloadMax >= 256);
  }

  /** The longest class 3 frame payload that the sender takes, in fours. */
  public int class3FramePayloadMax() {
    int size =
        class3PayloadMax == 0 ? framePayloadMax : Math.min(class3PayloadMax, framePayloadMax);
    return Math.min(size, FrameHeader.PAYLOAD_BYTES_MAX) & ~3;
  }

  /** E_D_TOV in nanoseconds. */
  public long errorDetectNs() {
    long value = Integer.toUnsignedLong(errorDetectTime);
    return (features & ERROR_DETECT_IN_NS) != 0 ? value : value * 1_000_000L;
  }

  /** R_A_TOV in nanoseconds, as a fabric says it. */
  public long resourceAllocationNs() {
    return Integer.toUnsignedLong(word2) * 1_000_000L;
  }
}
