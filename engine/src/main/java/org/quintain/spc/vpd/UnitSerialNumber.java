// SPDX-License-Identifier: Apache-2.0
package org.quintain.spc.vpd;

import java.nio.ByteBuffer;
import org.quintain.device.ParameterData;
import org.quintain.sam.ItNexusIdentity;

/** Unit Serial Number, page 80h (SPC-5 7.7.18). */
public final class UnitSerialNumber implements VpdPage {
  private final String serial;

  /** A page that says {@code serial}, in ASCII. */
  public UnitSerialNumber(String serial) {
    this.serial = serial;
  }

  @Override
  public int pageCode() {
    return 0x80;
  }

  @Override
  public int write(ByteBuffer into, ItNexusIdentity nexus) {
    ParameterData.ascii(into, HEADER_BYTES, serial, serial.length());
    return HEADER_BYTES + serial.length();
  }
}
