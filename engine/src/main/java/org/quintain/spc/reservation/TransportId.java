// SPDX-License-Identifier: Apache-2.0
package org.quintain.spc.reservation;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.quintain.sam.ItNexusIdentity;

/**
 * An initiator port's TransportID (SPC-5 7.6.4), with its name in one canonical spelling, so that
 * two that mean the same port are equal.
 *
 * <pre>
 * FCP    | 00h | 0 (7 bytes) | N_Port_Name (8) | 0 (8) |
 * SRP    | 04h | 0 (7 bytes) | initiator port identifier (16) |
 * SAS    | 06h | 0 (3 bytes) | SAS address (8) | 0 (12) |
 * iSCSI  | 05h, format 00b: device, 01b: port | 0 | ADDITIONAL LENGTH (2) | name, NUL, padded to 4 |
 * </pre>
 *
 * @param protocolIdentifier SPC-5 7.6.1
 * @param portName hexadecimal digits for FCP, SRP and SAS; for iSCSI the name, with ",i,0x" and
 *     twelve digits of ISID, or without them for every port of the initiator device
 */
record TransportId(int protocolIdentifier, String portName) {
  static final int FCP = 0x0;
  static final int SRP = 0x4;
  static final int ISCSI = 0x5;
  static final int SAS = 0x6;

  /** Length of the formats that have one. */
  static final int FIXED_BYTES = 24;

  static final int FORMAT_PORT = 0x40;

  private static final int NAME_AT = 4;
  private static final int NAME_BYTES_MIN = 20;
  private static final String ISID = ",i,0x";
  private static final Pattern ISCSI_PORT = Pattern.compile("(.+),i,0x([0-9a-f]{1,12})");

  /** The initiator port of a nexus. */
  static TransportId of(ItNexusIdentity identity) {
    return of(identity.protocolIdentifier(), identity.initiatorPortName());
  }

  /** The initiator port that its transport spells {@code name}. */
  static TransportId of(int protocol, String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    return new TransportId(
        protocol,
        switch (protocol) {
          case ISCSI -> iscsi(lower);
          case FCP, SRP, SAS -> lower.replaceFirst("^(naa\\.|eui\\.|0x)", "").replace(":", "");
          default -> lower;
        });
  }

  private static String iscsi(String name) {
    Matcher port = ISCSI_PORT.matcher(name);
    return port.matches()
        ? port.group(1) + ISID + String.format("%012x", Long.parseLong(port.group(2), 16))
        : name;
  }

  /** Whether it names an iSCSI initiator device, and so all of its ports. */
  boolean isDevice() {
    return protocolIdentifier == ISCSI && !portName.contains(ISID);
  }

  /** Whether {@code port} is one of those that this device name stands for. */
  boolean covers(TransportId port) {
    return isDevice()
        && port.protocolIdentifier == ISCSI
        && port.portName.startsWith(portName + ISID);
  }

  /** Its bytes. */
  byte[] encode() {
    int nameAt =
        switch (protocolIdentifier) {
          case FCP, SRP -> 8;
          case SAS -> 4;
          default -> NAME_AT;
        };
    int digits =
        switch (protocolIdentifier) {
          case FCP, SAS -> 16;
          case SRP -> 32;
          default -> 0;
        };
    if (digits > 0 && portName.matches("[0-9a-f]{" + digits + "}")) {
      byte[] bytes = new byte[FIXED_BYTES];
      bytes[0] = (byte) protocolIdentifier;
      System.arraycopy(HexFormat.of().parseHex(portName), 0, bytes, nameAt, digits / 2);
      return bytes;
    }
    byte[] name = portName.getBytes(StandardCharsets.UTF_8);
    int padded = Math.max(NAME_BYTES_MIN, (name.length + 4) & ~3);
    byte[] bytes = new byte[NAME_AT + padded];
    bytes[0] = (byte) (isPort() ? FORMAT_PORT | protocolIdentifier : protocolIdentifier);
    bytes[2] = (byte) (padded >> 8);
    bytes[3] = (byte) padded;
    System.arraycopy(name, 0, bytes, NAME_AT, name.length);
    return bytes;
  }

  private boolean isPort() {
    return protocolIdentifier == ISCSI && !isDevice();
  }
}
