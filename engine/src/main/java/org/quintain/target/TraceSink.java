// SPDX-License-Identifier: Apache-2.0
package org.quintain.target;

/**
 * Where a target device tells what happens in it, in the order that it happens: a digest in
 * simulation, a short ring in production. Called on the device's owner reactor; keeps nothing it is
 * given but the numbers.
 */
@FunctionalInterface
public interface TraceSink {
  /** Drops everything. */
  TraceSink NONE = (nowNs, event, first, second, third) -> {};

  /** {@code event} happened; {@link TraceEvent} says what the numbers are. */
  void record(long nowNs, TraceEvent event, long first, long second, long third);
}
