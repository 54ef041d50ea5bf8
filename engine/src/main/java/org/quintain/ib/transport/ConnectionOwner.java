// SPDX-License-Identifier: Apache-2.0
package org.quintain.ib.transport;

/** Who made a queue pair and connects it: what the upper layer asks of it beyond messages. */
@FunctionalInterface
public interface ConnectionOwner {
  /** The upper layer has called {@link org.quintain.wire.QueuePair#disconnect}; comes once. */
  void onDisconnectAsked(long nowNs, RcQueuePair queuePair, byte[] privateData);
}
