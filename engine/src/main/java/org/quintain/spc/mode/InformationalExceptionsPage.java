// SPDX-License-Identifier: Apache-2.0
package org.quintain.spc.mode;

import java.nio.ByteBuffer;
import org.quintain.device.LogicalUnitView;
import org.quintain.device.ParameterData;

/** Informational Exceptions Control, page 1Ch (SBC-4 6.5.8): there are none to tell (DEXCPT). */
public final class InformationalExceptionsPage implements ModePage {
  private static final int DEXCPT = 0x08;

  @Override
  public int pageCode() {
    return 0x1C;
  }

  @Override
  public int lengthBytes() {
    return 12;
  }

  @Override
  public void writeCurrent(ByteBuffer into, int at, LogicalUnitView view) {
    ParameterData.put8(into, at + 2, DEXCPT);
  }
}
