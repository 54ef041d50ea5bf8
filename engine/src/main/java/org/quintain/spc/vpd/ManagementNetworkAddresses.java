// SPDX-License-Identifier: Apache-2.0
package org.quintain.spc.vpd;

import java.nio.ByteBuffer;
import org.quintain.sam.ItNexusIdentity;

/** Management Network Addresses, page 85h (SPC-5 7.7.10): there are none. */
public final class ManagementNetworkAddresses implements VpdPage {
  @Override
  public int pageCode() {
    return 0x85;
  }

  @Override
  public int write(ByteBuffer into, ItNexusIdentity nexus) {
    return HEADER_BYTES;
  }
}
