// SPDX-License-Identifier: Apache-2.0
package org.quintain.srp.target;

import java.util.Arrays;
import org.quintain.wire.WorkRequest;

/** Work requests that nobody uses just now: made as they are first needed, and kept. */
final class WorkPool {
  private WorkRequest[] free = new WorkRequest[64];
  private int count;
  private int lent;

  WorkRequest take(Object context) {
    lent++;
    return (count > 0 ? free[--count] : new WorkRequest(null)).context(context);
  }

  void putBack(WorkRequest request) {
    lent--;
    request.context(null);
    if (count == free.length) {
      free = Arrays.copyOf(free, 2 * count);
    }
    free[count++] = request;
  }

  /** How many are in use. */
  int lent() {
    return lent;
  }
}
