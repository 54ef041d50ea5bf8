// SPDX-License-Identifier: Apache-2.0
package org.quintain.spc.vpd;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.quintain.device.LogicalUnitConfig;
import org.quintain.device.ParameterData;
import org.quintain.sam.ItNexusIdentity;

/**
 * Device Identification, page 83h (SPC-5 7.7.6): designators of the logical unit, the same on every
 * port, then of the target port and the target device that the nexus uses.
 *
 * <pre>
 * designator: | PROTOCOL, CODE SET | PIV, ASSOCIATION, TYPE | 0 | LENGTH | bytes …
 * </pre>
 */
public final class DeviceIdentification implements VpdPage {
  private static final int BINARY = 1;
  private static final int ASCII = 2;
  private static final int UTF_8 = 3;

  private static final int LOGICAL_UNIT = 0x00;
  private static final int TARGET_PORT = 0x10;
  private static final int TARGET_DEVICE = 0x20;
  private static final int PROTOCOL_IDENTIFIER_VALID = 0x80;

  private static final int T10_VENDOR_IDENTIFICATION = 1;
  private static final int NAA = 3;
  private static final int RELATIVE_TARGET_PORT = 4;
  private static final int SCSI_NAME_STRING = 8;

  private static final int ISCSI = 5;

  private final byte[] naa;
  private final byte[] t10;

  /** The page of the logical unit {@code config}. */
  public DeviceIdentification(LogicalUnitConfig config) {
    naa = HexFormat.of().parseHex(config.naaIdentifier());
    t10 =
        String.format("%-8s%s", config.vendor(), config.t10DeviceIdentifier())
            .getBytes(StandardCharsets.US_ASCII);
  }

  @Override
  public int pageCode() {
    return 0x83;
  }

  @Override
  public int write(ByteBuffer into, ItNexusIdentity nexus) {
    int protocol = nexus.protocolIdentifier() << 4;
    int end = HEADER_BYTES;
    end = designator(into, end, BINARY, LOGICAL_UNIT | NAA, naa, naa.length);
    end = designator(into, end, ASCII, LOGICAL_UNIT | T10_VENDOR_IDENTIFICATION, t10, t10.length);

    int port = PROTOCOL_IDENTIFIER_VALID | TARGET_PORT;
    int relative = nexus.relativeTargetPortIdentifier();
    byte[] relativeBytes = {0, 0, (byte) (relative >>> 8), (byte) relative};
    end = designator(into, end, protocol | BINARY, port | RELATIVE_TARGET_PORT, relativeBytes, 4);
    end = nameString(into, end, protocol, port, nexus.targetPortName());
    if (nexus.protocolIdentifier() == ISCSI) {
      int device = PROTOCOL_IDENTIFIER_VALID | TARGET_DEVICE;
      end = nameString(into, end, protocol, device, iscsiDeviceName(nexus.targetPortName()));
    }
    return end;
  }

  /**
   * The iSCSI name in an iSCSI target port name, which is followed by ",t,0x" and the portal group
   * tag.
   */
  private static String iscsiDeviceName(String portName) {
    int end = portName.indexOf(",t,0x");
    return end < 0 ? portName : portName.substring(0, end);
  }

  /**
   * A SCSI name string ends with at least one NUL and has a multiple of four bytes (SPC-5
   * 7.7.6.11).
   */
  private static int nameString(ByteBuffer into, int at, int protocol, int kind, String name) {
    byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
    int padded = (bytes.length + 4) & ~3;
    return designator(into, at, protocol | UTF_8, kind | SCSI_NAME_STRING, bytes, padded);
  }

  private static int designator(
      ByteBuffer into, int at, int codeSet, int kind, byte[] bytes, int lengthBytes) {
    ParameterData.put8(into, at, codeSet);
    ParameterData.put8(into, at + 1, kind);
    ParameterData.put8(into, at + 3, lengthBytes);
    ParameterData.bytes(into, at + 4, bytes, bytes.length);
    return at + 4 + lengthBytes;
  }
}
