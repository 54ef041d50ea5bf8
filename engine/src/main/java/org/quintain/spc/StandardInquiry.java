// SPDX-License-Identifier: Apache-2.0
package org.quintain.spc;

import java.nio.ByteBuffer;
import org.quintain.device.ParameterData;

/**
 * Standard INQUIRY data (SPC-5 6.7.2). VERSION stays at SPC-4, which drivers and judges of today
 * know; SPC-5 and SBC-4 are claimed by version descriptors.
 *
 * @param peripheral byte 0: PERIPHERAL QUALIFIER and PERIPHERAL DEVICE TYPE
 * @param vendor T10 VENDOR IDENTIFICATION
 * @param product PRODUCT IDENTIFICATION
 * @param revision PRODUCT REVISION LEVEL
 * @param commandSetVersion the version descriptor of the device type's command set, 0 for none
 */
public record StandardInquiry(
    int peripheral, String vendor, String product, String revision, int commandSetVersion) {

  /** SBC-4, no version claimed, and SBC-3, which it goes on from. */
  public static final int SBC_4 = 0x0600;

  private static final int SBC_3 = 0x04C0;

  static final int LENGTH_BYTES = 96;

  private static final int VERSION_SPC_4 = 0x06;
  private static final int CMDQUE = 0x02;
  private static final int SAM_5 = 0x00A0;
  private static final int SPC_4 = 0x0460;
  private static final int SPC_5 = 0x05C0;
  private static final int VERSION_DESCRIPTORS_AT = 58;

  /** The version descriptor of a transport by its protocol identifier, 0 where none is known. */
  private static int transportVersion(int protocolIdentifier) {
    return switch (protocolIdentifier) {
      case 0x0 -> 0x0A40; // FCP-4
      case 0x4 -> 0x0940; // SRP
      case 0x5 -> 0x0960; // iSCSI
      default -> 0;
    };
  }

  /** Writes all of it into zeroed memory, for a nexus over {@code protocolIdentifier}. */
  int write(ByteBuffer into, int protocolIdentifier, InquiryBits bits) {
    ParameterData.put8(into, 0, peripheral);
    ParameterData.put8(into, 1, bits.byte1());
    ParameterData.put8(into, 2, VERSION_SPC_4);
    ParameterData.put8(into, 3, bits.byte3());
    ParameterData.put8(into, 4, LENGTH_BYTES - 5);
    ParameterData.put8(into, 5, bits.byte5());
    ParameterData.put8(into, 6, bits.byte6());
    ParameterData.put8(into, 7, CMDQUE);
    ParameterData.ascii(into, 8, vendor, 8);
    ParameterData.ascii(into, 16, product, 16);
    ParameterData.ascii(into, 32, revision, 4);
    int[] versions = {
      SAM_5,
      transportVersion(protocolIdentifier),
      SPC_4,
      SPC_5,
      commandSetVersion == SBC_4 ? SBC_3 : 0,
      commandSetVersion
    };
    int at = VERSION_DESCRIPTORS_AT;
    for (int version : versions) {
      if (version != 0) {
        ParameterData.put16(into, at, version);
        at += 2;
      }
    }
    return LENGTH_BYTES;
  }
}
