// SPDX-License-Identifier: Apache-2.0
package org.quintain.sbc;

import org.jspecify.annotations.Nullable;
import org.quintain.device.CommandExecution;
import org.quintain.spc.alua.AsymmetricAccess.Blocks;

/**
 * Which logical blocks a command touches, for access that depends on them (SBC-4 4.27): those of
 * its CDB, or all where a parameter list names them.
 */
final class BlocksNamed {
  private static final Blocks ALL = new Blocks(0, Long.MAX_VALUE);

  private BlocksNamed() {}

  /** The blocks that {@code execution} touches; null when it touches none. */
  static @Nullable Blocks find(CommandExecution execution) {
    byte[] cdb = execution.cdb();
    return switch (cdb[0] & 0xFF) {
      case 0x08,
          0x0A,
          0x28,
          0x2A,
          0x2E,
          0x2F,
          0x34,
          0x35,
          0x41,
          0x88,
          0x8A,
          0x8B,
          0x8E,
          0x8F,
          0x90,
          0x91,
          0x93,
          0x9A,
          0x9C,
          0xA8,
          0xAA,
          0xAE,
          0xAF ->
          new Blocks(BlockRange.firstBlock(cdb), BlockRange.blocks(cdb));
      // COMPARE AND WRITE has one byte of NUMBER OF LOGICAL BLOCKS.
      case 0x89 -> new Blocks(BlockRange.firstBlock(cdb), cdb[13] & 0xFF);
      case 0x04, 0x42, 0x48, 0x7F, 0x83, 0x9F -> ALL;
      default -> null;
    };
  }
}
