// SPDX-License-Identifier: Apache-2.0
package org.quintain.sbc.medium;

import org.quintain.device.DiskBacking;
import org.quintain.device.LogicalUnitServices;
import org.quintain.device.LogicalUnitView;
import org.quintain.device.RangeLocks;

/** What the state of a medium needs of the disk that it belongs to. */
public interface MediumHost {
  /** What READ and WRITE need to know of the disk. */
  LogicalUnitView view();

  /** What the disk stands on. */
  DiskBacking backing();

  /** The ranges of bytes that commands hold. */
  RangeLocks ranges();

  /** The logical unit that the disk serves. */
  LogicalUnitServices logicalUnit();
}
