// SPDX-License-Identifier: Apache-2.0
package org.quintain.sim.fc.service;

/**
 * What the name server knows of one N_Port (FC-GS-8 5.2.2). Changed by registrations, read by
 * queries; owned by the {@link NameServer}.
 */
public final class PortObject {
  /** PT of an N_Port (FC-GS-8 table 64). */
  public static final int N_PORT = 0x01;

  private static final int TYPES_BYTES = 32;
  private static final int FEATURES_BYTES = 128;

  final int portId;
  long portName;
  long nodeName;
  long fabricPortName;
  int portType = N_PORT;
  int classesOfService = 1 << 3;
  final byte[] fc4Types = new byte[TYPES_BYTES];
  final byte[] fc4Features = new byte[FEATURES_BYTES];
  byte[] symbolicPortName = {};

  PortObject(int portId, long portName, long nodeName, long fabricPortName) {
    this.portId = portId;
    this.portName = portName;
    this.nodeName = nodeName;
    this.fabricPortName = fabricPortName;
  }

  /** Its address. */
  public int portId() {
    return portId;
  }

  /** Its name. */
  public long portName() {
    return portName;
  }

  /** Its node's name. */
  public long nodeName() {
    return nodeName;
  }

  /** Whether it registered the FC-4 {@code type}: bit type mod 32 of word type / 32. */
  public boolean hasType(int type) {
    return (fc4Types[4 * (type / 32) + 3 - type % 32 / 8] >> (type % 8) & 1) != 0;
  }

  /** The four feature bits that it registered for {@code type}. */
  public int features(int type) {
    int pair = fc4Features[4 * (type / 8) + 3 - type % 8 / 2];
    return pair >> (type % 2 * 4) & 0xF;
  }

  void setFeatures(int type, int bits) {
    int at = 4 * (type / 8) + 3 - type % 8 / 2;
    int shift = type % 2 * 4;
    fc4Features[at] = (byte) ((fc4Features[at] & ~(0xF << shift)) | (bits & 0xF) << shift);
  }
}
