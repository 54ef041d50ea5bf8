// SPDX-License-Identifier: Apache-2.0
package org.quintain.sbc.copy;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.quintain.device.CommandDefinition;
import org.quintain.device.DeviceServer;
import org.quintain.device.ParameterData;
import org.quintain.sam.ItNexusIdentity;
import org.quintain.spc.vpd.VpdPage;

/**
 * Third-party Copy, page 8Fh (SPC-5 7.7.22): descriptors of the limits that {@link CopyLimits} has,
 * and of the commands that the table has, so that they are what holds.
 */
final class ThirdPartyCopyPage implements VpdPage {
  private static final int BLOCK_ROD_LIMITS = 0x0000;
  private static final int SUPPORTED_COMMANDS = 0x0001;
  private static final int PARAMETER_DATA = 0x0004;
  private static final int SUPPORTED_DESCRIPTORS = 0x0008;
  private static final int SUPPORTED_CSCD_IDS = 0x000C;
  private static final int ROD_TOKEN_FEATURES = 0x0106;
  private static final int SUPPORTED_RODS = 0x0108;
  private static final int GENERAL_COPY = 0x8001;

  private static final int OUT = 0x83;
  private static final int IN = 0x84;

  private final CopyDisk disk;

  ThirdPartyCopyPage(CopyDisk disk) {
    this.disk = disk;
  }

  @Override
  public int pageCode() {
    return 0x8F;
  }

  @Override
  public int write(ByteBuffer into, ItNexusIdentity nexus) {
    int end = HEADER_BYTES;
    end = blockRodLimits(into, end);
    end = supportedCommands(into, end);
    end = parameterData(into, end);
    end = supportedDescriptors(into, end);
    end = supportedCscdIdentifiers(into, end);
    end = rodTokenFeatures(into, end);
    end = supportedRods(into, end);
    return generalCopy(into, end);
  }

  private static int begin(ByteBuffer into, int at, int type, int lengthBytes) {
    ParameterData.put16(into, at, type);
    ParameterData.put16(into, at + 2, lengthBytes);
    return at + 4 + lengthBytes;
  }

  private int blockRodLimits(ByteBuffer into, int at) {
    ParameterData.put16(into, at + 10, CopyLimits.RANGES_MAX);
    ParameterData.put32(into, at + 12, CopyLimits.TOKEN_SECONDS_MAX);
    ParameterData.put32(into, at + 16, CopyLimits.TOKEN_SECONDS_DEFAULT);
    long blocks = CopyLimits.TOKEN_BYTES_MAX / disk.view().blockBytes();
    into.putLong(at + 20, blocks);
    into.putLong(at + 28, blocks);
    return begin(into, at, BLOCK_ROD_LIMITS, 0x20);
  }

  private int supportedCommands(ByteBuffer into, int at) {
    Map<Integer, List<Integer>> actions = new TreeMap<>();
    actions.put(OUT, new ArrayList<>());
    actions.put(IN, new ArrayList<>());
    if (disk instanceof DeviceServer server) {
      for (CommandDefinition row : server.commands().rows()) {
        List<Integer> known = actions.get(row.operationCode());
        if (known != null) {
          known.add(row.serviceAction());
        }
      }
    }
    int end = at + 5;
    for (Map.Entry<Integer, List<Integer>> entry : actions.entrySet()) {
      ParameterData.put8(into, end++, entry.getKey());
      ParameterData.put8(into, end++, entry.getValue().size());
      for (int action : entry.getValue()) {
        ParameterData.put8(into, end++, action);
      }
    }
    ParameterData.put8(into, at + 4, end - at - 5);
    int lengthBytes = (end - at - 4 + 3) & ~3;
    return begin(into, at, SUPPORTED_COMMANDS, lengthBytes);
  }

  private static int parameterData(ByteBuffer into, int at) {
    ParameterData.put16(into, at + 8, CopyLimits.CSCDS_MAX);
    ParameterData.put16(into, at + 10, CopyLimits.SEGMENTS_MAX);
    ParameterData.put32(into, at + 12, CopyLimits.DESCRIPTOR_LIST_BYTES_MAX);
    return begin(into, at, PARAMETER_DATA, 0x1C);
  }

  private static int supportedDescriptors(ByteBuffer into, int at) {
    int[] types = {
      SegmentDescriptors.BLOCK_TO_BLOCK,
      SegmentDescriptors.VERIFY_DEVICE,
      CscdDescriptors.IDENTIFICATION
    };
    ParameterData.put8(into, at + 4, types.length);
    for (int index = 0; index < types.length; index++) {
      ParameterData.put8(into, at + 5 + index, types[index]);
    }
    return begin(into, at, SUPPORTED_DESCRIPTORS, (1 + types.length + 3) & ~3);
  }

  /** No CSCD descriptor identifier but the indices of descriptors is understood. */
  private static int supportedCscdIdentifiers(ByteBuffer into, int at) {
    return begin(into, at, SUPPORTED_CSCD_IDS, 4);
  }

  private int rodTokenFeatures(ByteBuffer into, int at) {
    ParameterData.put32(into, at + 16, CopyLimits.TOKEN_SECONDS_DEFAULT);
    ParameterData.put32(into, at + 20, CopyLimits.TOKEN_SECONDS_MAX);
    ParameterData.put32(into, at + 24, CopyLimits.TOKEN_SECONDS_MAX);
    // One device type specific descriptor: block devices.
    ParameterData.put16(into, at + 46, 0x30);
    int block = at + 48;
    ParameterData.put16(into, block + 2, 0x2C);
    ParameterData.put16(into, block + 6, 1);
    into.putLong(block + 8, CopyLimits.TOKEN_BYTES_MAX);
    into.putLong(block + 16, CopyLimits.TOKEN_BYTES_MAX);
    return begin(into, at, ROD_TOKEN_FEATURES, 0x2C + 0x30);
  }

  /** The kinds of tokens that are understood, ascending, each 64 bytes. */
  private static int supportedRods(ByteBuffer into, int at) {
    int length = 0x40;
    ParameterData.put16(into, at + 6, 2 * length);
    rod(into, at + 8, RodTokens.CHANGE_VULNERABLE, 0x03);
    rod(into, at + 8 + length, RodTokens.ZERO, 0x02);
    return begin(into, at, SUPPORTED_RODS, 4 + 2 * length);
  }

  /** TOKEN_OUT is bit 0: tokens of the type are given out; TOKEN_IN bit 1: they are taken. */
  private static void rod(ByteBuffer into, int at, long type, int tokenBits) {
    ParameterData.put32(into, at, type);
    ParameterData.put8(into, at + 4, tokenBits);
  }

  private static int generalCopy(ByteBuffer into, int at) {
    ParameterData.put32(into, at + 4, CopyLimits.COPIES_MAX);
    ParameterData.put32(into, at + 8, CopyLimits.COPIES_MAX);
    ParameterData.put32(into, at + 12, CopyLimits.SEGMENT_BYTES_MAX);
    ParameterData.put8(into, at + 16, CopyLimits.GRANULARITY_EXPONENT);
    ParameterData.put8(into, at + 17, CopyLimits.GRANULARITY_EXPONENT);
    return begin(into, at, GENERAL_COPY, 0x20);
  }
}
