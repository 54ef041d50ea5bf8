// SPDX-License-Identifier: Apache-2.0
package org.quintain.spc.vpd;

import java.nio.ByteBuffer;
import org.quintain.sam.ItNexusIdentity;

/** One vital product data page (SPC-5 7.7). */
public interface VpdPage {
  /** Where the page's own fields begin: after peripheral byte, page code and page length. */
  int HEADER_BYTES = 4;

  /** PAGE CODE. */
  int pageCode();

  /**
   * Writes all that follows the header into zeroed memory, whose byte 0 is the page's byte 0.
   *
   * @param nexus by which the page is asked for: it says which ports it is to describe
   * @return the page's whole length, header included
   */
  int write(ByteBuffer into, ItNexusIdentity nexus);
}
