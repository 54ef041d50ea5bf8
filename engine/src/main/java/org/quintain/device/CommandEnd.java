// SPDX-License-Identifier: Apache-2.0
package org.quintain.device;

import org.quintain.fabric.Command;

/** How a device server hands a command back, exactly once. */
public interface CommandEnd {
  /** Status, sense and Data-In of {@code command} are set; it ends. */
  void complete(long nowNs, Command command);
}
