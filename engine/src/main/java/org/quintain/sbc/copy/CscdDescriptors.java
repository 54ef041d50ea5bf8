// SPDX-License-Identifier: Apache-2.0
package org.quintain.sbc.copy;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;
import org.quintain.device.Cdb;
import org.quintain.device.DeviceServer;
import org.quintain.device.LogicalUnitConfig;
import org.quintain.device.LogicalUnitServices;
import org.quintain.fabric.ItNexus;

/**
 * Copy source and copy destination descriptors (SPC-5 6.6.5): identification descriptors, which
 * name a disk by a designator of its VPD page 83h.
 */
final class CscdDescriptors {
  static final int LENGTH_BYTES = 32;
  static final int IDENTIFICATION = 0xE4;

  private static final int DESIGNATOR_AT = 8;
  private static final int DESIGNATOR_BYTES_MAX = 20;
  private static final int BINARY = 1;
  private static final int ASCII = 2;
  private static final int T10 = 1;
  private static final int NAA = 3;

  private CscdDescriptors() {}

  /**
   * Whether the descriptor that begins at {@code at} is of a kind that is known here. LU ID TYPE
   * says how to read an LU IDENTIFIER field, and this kind has none: whatever it is, it is passed
   * over.
   */
  static boolean isKnown(byte[] list, int at) {
    return Cdb.u8(list, at) == IDENTIFICATION
        && (Cdb.u8(list, at + 1) & 0x1F) == 0
        && Cdb.u8(list, at + 7) <= DESIGNATOR_BYTES_MAX;
  }

  /** Whether NUL is set, which says that the descriptor is not to be used. */
  static boolean isNull(byte[] list, int at) {
    return Cdb.isSet(list, at + 1, 5);
  }

  /** The disk that {@code nexus} sees and the descriptor at {@code at} names, or null. */
  static @Nullable CopyDisk find(
      byte[] list, int at, LogicalUnitServices manager, @Nullable ItNexus nexus) {
    int codeSet = Cdb.u8(list, at + 4) & 0x0F;
    int kind = Cdb.u8(list, at + 5) & 0x3F;
    int length = Cdb.u8(list, at + 7);
    byte[] designator = Arrays.copyOfRange(list, at + DESIGNATOR_AT, at + DESIGNATOR_AT + length);
    for (DeviceServer server : manager.neighbours()) {
      if (server instanceof CopyDisk disk
          && isNamed(disk.view().config(), codeSet, kind, designator)
          && (nexus == null || disk.logicalUnit().nexuses().contains(nexus))) {
        return disk;
      }
    }
    return null;
  }

  private static boolean isNamed(
      LogicalUnitConfig config, int codeSet, int kind, byte[] designator) {
    return switch (kind) {
      case NAA -> codeSet == BINARY && Arrays.equals(naa(config), designator);
      case T10 ->
          codeSet == ASCII
              && Arrays.equals(
                  String.format("%-8s%s", config.vendor(), config.t10DeviceIdentifier())
                      .getBytes(StandardCharsets.US_ASCII),
                  designator);
      default -> false;
    };
  }

  private static byte[] naa(LogicalUnitConfig config) {
    return HexFormat.of().parseHex(config.naaIdentifier());
  }

  /** Writes the descriptor of {@code config} to {@code at}, by its NAA designator. */
  static void write(byte[] into, int at, LogicalUnitConfig config) {
    byte[] designator = naa(config);
    into[at] = (byte) IDENTIFICATION;
    into[at + 4] = BINARY;
    into[at + 5] = NAA;
    into[at + 7] = (byte) designator.length;
    System.arraycopy(designator, 0, into, at + DESIGNATOR_AT, designator.length);
    into[at + 29] = (byte) (config.blockBytes() >> 16);
    into[at + 30] = (byte) (config.blockBytes() >> 8);
    into[at + 31] = (byte) config.blockBytes();
  }
}
