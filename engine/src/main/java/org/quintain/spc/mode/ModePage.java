// SPDX-License-Identifier: Apache-2.0
package org.quintain.spc.mode;

import java.nio.ByteBuffer;
import org.quintain.device.LogicalUnitView;

/** One mode page in the page_0 format (SPC-5 7.5.7). */
public interface ModePage {
  /** PAGE CODE. */
  int pageCode();

  /** The page's length, the two header bytes included. */
  int lengthBytes();

  /**
   * Writes the current values of all that follows the header into zeroed memory; the page begins at
   * {@code at}.
   */
  void writeCurrent(ByteBuffer into, int at, LogicalUnitView view);
}
