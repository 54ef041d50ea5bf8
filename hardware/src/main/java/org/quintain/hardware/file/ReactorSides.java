// SPDX-License-Identifier: Apache-2.0
package org.quintain.hardware.file;

import java.util.Arrays;
import org.quintain.reactor.Reactor;

/** What a {@link FileStore} has for each reactor that uses it; looked up by any thread. */
final class ReactorSides {
  private volatile ReactorSide[] sides = new ReactorSide[0];

  /** That of {@code reactor}, made when it is first asked for. */
  ReactorSide of(Reactor reactor) {
    for (ReactorSide side : sides) {
      if (side.reactor() == reactor) {
        return side;
      }
    }
    synchronized (this) {
      for (ReactorSide side : sides) {
        if (side.reactor() == reactor) {
          return side;
        }
      }
      ReactorSide[] more = Arrays.copyOf(sides, sides.length + 1);
      more[sides.length] = new ReactorSide(reactor);
      sides = more;
      return more[sides.length - 1];
    }
  }

  void close() {
    for (ReactorSide side : sides) {
      side.close();
    }
  }
}
