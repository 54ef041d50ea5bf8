// SPDX-License-Identifier: Apache-2.0
package org.quintain.spc.vpd;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.function.IntUnaryOperator;
import org.quintain.device.LogicalUnitConfig;
import org.quintain.sam.ItNexusIdentity;

/**
 * Device Identification, page 83h (SPC-5 7.7.6): designators of the logical unit, the same on every
 * port, then of the target port, its group and the target device that the nexus uses.
 */
public final class DeviceIdentification implements VpdPage {
  private final byte[] naa;
  private final byte[] t10;
  private final IntUnaryOperator groups;

  /**
   * The page of the logical unit {@code config}.
   *
   * @param groups the target port group of a relative target port identifier
   */
  public DeviceIdentification(LogicalUnitConfig config, IntUnaryOperator groups) {
    this.groups = groups;
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
    int protocol = nexus.protocolIdentifier();
    int relative = nexus.relativeTargetPortIdentifier();
    return new Designators(into, HEADER_BYTES)
        .logicalUnit(Designators.BINARY, Designators.NAA, naa)
        .logicalUnit(Designators.ASCII, Designators.T10_VENDOR_IDENTIFICATION, t10)
        .relativePort(protocol, relative)
        .portGroup(protocol, groups.applyAsInt(relative))
        .portName(protocol, nexus.targetPortName())
        .deviceName(protocol, nexus.targetPortName())
        .end();
  }
}
