// SPDX-License-Identifier: Apache-2.0
package org.quintain.spc.vpd;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.regex.Pattern;
import org.quintain.device.ParameterData;

/**
 * Writes designation descriptors (SPC-5 7.7.6.1).
 *
 * <pre>
 * designator: | PROTOCOL, CODE SET | PIV, ASSOCIATION, TYPE | 0 | LENGTH | bytes …
 * </pre>
 */
final class Designators {
  static final int BINARY = 1;
  static final int ASCII = 2;

  static final int LOGICAL_UNIT = 0x00;
  static final int TARGET_PORT = 0x10;
  static final int TARGET_DEVICE = 0x20;

  static final int T10_VENDOR_IDENTIFICATION = 1;
  static final int EUI_64 = 2;
  static final int NAA = 3;

  private static final int UTF_8 = 3;
  private static final int RELATIVE_TARGET_PORT = 4;
  private static final int TARGET_PORT_GROUP = 5;
  private static final int SCSI_NAME_STRING = 8;
  private static final int PROTOCOL_IDENTIFIER_VALID = 0x80;

  private static final int FIBRE_CHANNEL = 0;
  private static final int SRP = 4;
  private static final int ISCSI = 5;
  private static final Pattern PORT_IDENTIFIER = Pattern.compile("0x[0-9a-fA-F]{32}");
  private static final Pattern PORT_NAME_DIGITS = Pattern.compile("[0-9a-fA-F]{16}");
  private static final String PORTAL_GROUP = ",t,0x";

  private final ByteBuffer into;
  private int end;

  /** Writes into zeroed memory from {@code at} on. */
  Designators(ByteBuffer into, int at) {
    this.into = into;
    this.end = at;
  }

  /** Where the last one ends. */
  int end() {
    return end;
  }

  /** A designator of the logical unit. */
  Designators logicalUnit(int codeSet, int type, byte[] bytes) {
    return add(codeSet, LOGICAL_UNIT | type, bytes, bytes.length);
  }

  /** The relative target port identifier (SPC-5 7.7.6.7). */
  Designators relativePort(int protocol, int relativeTargetPortIdentifier) {
    return port(protocol, RELATIVE_TARGET_PORT, relativeTargetPortIdentifier);
  }

  /** The target port group that the port belongs to (SPC-5 7.7.6.8). */
  Designators portGroup(int protocol, int targetPortGroup) {
    return port(protocol, TARGET_PORT_GROUP, targetPortGroup);
  }

  private Designators port(int protocol, int type, int number) {
    byte[] bytes = {0, 0, (byte) (number >>> 8), (byte) number};
    int kind = PROTOCOL_IDENTIFIER_VALID | TARGET_PORT | type;
    return add(protocol << 4 | BINARY, kind, bytes, bytes.length);
  }

  /**
   * The target port {@code name}: a Fibre Channel port's name as an NAA designator (FCP-4 annex A),
   * an SRP port's identifier as an EUI-64 designator of 16 bytes (SPC-5 7.7.6.5.4), else a SCSI
   * name string.
   */
  Designators portName(int protocol, String name) {
    String digits = name.replace(":", "");
    if (protocol == FIBRE_CHANNEL && PORT_NAME_DIGITS.matcher(digits).matches()) {
      byte[] bytes = HexFormat.of().parseHex(digits);
      int kind = PROTOCOL_IDENTIFIER_VALID | TARGET_PORT | NAA;
      return add(protocol << 4 | BINARY, kind, bytes, bytes.length);
    }
    if (protocol == SRP && PORT_IDENTIFIER.matcher(name).matches()) {
      byte[] bytes = HexFormat.of().parseHex(name.substring(2));
      int kind = PROTOCOL_IDENTIFIER_VALID | TARGET_PORT | EUI_64;
      return add(protocol << 4 | BINARY, kind, bytes, bytes.length);
    }
    return name(protocol, TARGET_PORT, name);
  }

  /** The SCSI name string of the target device that has an iSCSI port {@code portName}. */
  Designators deviceName(int protocol, String portName) {
    return protocol == ISCSI ? name(protocol, TARGET_DEVICE, iscsiDeviceName(portName)) : this;
  }

  /**
   * A SCSI name string ends with at least one NUL and has a multiple of four bytes (SPC-5
   * 7.7.6.11).
   */
  private Designators name(int protocol, int association, String name) {
    byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
    int kind = PROTOCOL_IDENTIFIER_VALID | association | SCSI_NAME_STRING;
    return add(protocol << 4 | UTF_8, kind, bytes, (bytes.length + 4) & ~3);
  }

  private Designators add(int codeSet, int kind, byte[] bytes, int lengthBytes) {
    ParameterData.put8(into, end, codeSet);
    ParameterData.put8(into, end + 1, kind);
    ParameterData.put8(into, end + 3, lengthBytes);
    ParameterData.bytes(into, end + 4, bytes, bytes.length);
    end += 4 + lengthBytes;
    return this;
  }

  /** The iSCSI name in an iSCSI target port name, which a portal group tag follows. */
  static String iscsiDeviceName(String portName) {
    int at = portName.indexOf(PORTAL_GROUP);
    return at < 0 ? portName : portName.substring(0, at);
  }

  /**
   * What another port of the target device is called, as the fabric of {@code ownPortName} forms
   * it: iSCSI's names have the portal group tag that the target's own port has.
   */
  static String likeOwn(String name, String ownPortName) {
    int at = ownPortName.indexOf(PORTAL_GROUP);
    return at < 0 || name.contains(PORTAL_GROUP) ? name : name + ownPortName.substring(at);
  }
}
