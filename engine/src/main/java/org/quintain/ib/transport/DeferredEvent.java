// SPDX-License-Identifier: Apache-2.0
package org.quintain.ib.transport;

/** Something to be told in its turn among completions. */
@FunctionalInterface
public interface DeferredEvent {
  /** It is its turn. */
  void deliver(long nowNs);
}
