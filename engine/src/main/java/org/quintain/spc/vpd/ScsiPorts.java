// SPDX-License-Identifier: Apache-2.0
package org.quintain.spc.vpd;

import java.nio.ByteBuffer;
import java.util.Comparator;
import java.util.List;
import org.quintain.device.LogicalUnitServices;
import org.quintain.device.ParameterData;
import org.quintain.device.TargetPortIdentity;
import org.quintain.sam.ItNexusIdentity;

/**
 * SCSI Ports, page 88h (SPC-5 7.7.14): the ports that the logical unit may be reached by, ascending
 * by their relative identifiers.
 *
 * @param logicalUnit the logical unit
 */
public record ScsiPorts(LogicalUnitServices logicalUnit) implements VpdPage {
  private static final int PORT_HEADER_BYTES = 12;

  @Override
  public int pageCode() {
    return 0x88;
  }

  @Override
  public int write(ByteBuffer into, ItNexusIdentity nexus) {
    List<TargetPortIdentity> ports =
        logicalUnit.ports().stream()
            .sorted(Comparator.comparingInt(TargetPortIdentity::relativeTargetPortIdentifier))
            .toList();
    int end = HEADER_BYTES;
    for (TargetPortIdentity port : ports) {
      int relative = port.relativeTargetPortIdentifier();
      boolean isOwn = relative == nexus.relativeTargetPortIdentifier();
      int protocol = isOwn ? nexus.protocolIdentifier() : port.protocolIdentifier();
      String name =
          isOwn ? nexus.targetPortName() : Designators.likeOwn(port.name(), nexus.targetPortName());
      ParameterData.put16(into, end + 2, relative);
      int descriptors = end + PORT_HEADER_BYTES;
      int next = new Designators(into, descriptors).portName(protocol, name).end();
      ParameterData.put16(into, end + 10, next - descriptors);
      end = next;
    }
    return end;
  }
}
