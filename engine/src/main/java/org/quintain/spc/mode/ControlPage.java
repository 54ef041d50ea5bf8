// SPDX-License-Identifier: Apache-2.0
package org.quintain.spc.mode;

import java.nio.ByteBuffer;
import org.quintain.device.LogicalUnitView;
import org.quintain.device.ParameterData;

/**
 * Control, page 0Ah (SPC-5 7.5.10). One task set for all nexuses (TST 000b); commands may be
 * reordered freely (QAM 0001b); an error leaves other commands alone (QERR 00b); a command that
 * another nexus aborts ends silently (TAS 0); a unit attention condition is cleared when reported
 * (UA_INTLCK_CTRL 00b).
 */
public final class ControlPage implements ModePage {
  private static final int D_SENSE = 0x04;
  private static final int GLTSD = 0x02;
  private static final int UNRESTRICTED_REORDERING = 0x10;

  @Override
  public int pageCode() {
    return 0x0A;
  }

  @Override
  public int lengthBytes() {
    return 12;
  }

  @Override
  public void writeCurrent(ByteBuffer into, int at, LogicalUnitView view) {
    ParameterData.put8(into, at + 2, GLTSD | (view.isDescriptorSense() ? D_SENSE : 0));
    ParameterData.put8(into, at + 3, UNRESTRICTED_REORDERING);
  }
}
