// SPDX-License-Identifier: Apache-2.0
package org.quintain.hardware.config;

import java.util.List;
import org.quintain.hardware.config.TargetConfig.GroupConfig;
import org.quintain.hardware.config.TargetConfig.LunConfig;

/** A {@code TARGET} of any driver: what initiators see through it may change while it is served. */
public interface MappedTarget {
  /** Its name as operators write it, which no other target has, of whichever driver. */
  String name();

  /** What initiators see that no group names. */
  List<LunConfig> luns();

  /** In the order in which they are tried. */
  List<GroupConfig> groups();

  /** Whether initiator patterns are held against "name#portal". */
  default boolean isPerPortal() {
    return false;
  }
}
