// SPDX-License-Identifier: Apache-2.0
package org.quintain.wire;

import org.jspecify.annotations.Nullable;

/**
 * The driver of a link that carries InfiniBand transport packets, as its endpoint sees it. Called
 * on its reactor.
 */
public interface RdmaWire {
  /** The partition everybody is in, as a full member (10.9.1.1). */
  int DEFAULT_PARTITION_KEY = 0xFFFF;

  /** Something became sendable, or a deadline moved, outside an input call. */
  void markReady();

  /** The port's address. */
  Gid gid();

  /**
   * The way to {@code destination}, or null when none is known now: what a path record of subnet
   * administration says (15.2.5.16), or a route and a neighbour.
   */
  @Nullable RdmaPath pathTo(Gid destination);

  /** The longest packet payload the port takes: 256, 512, 1024, 2048 or 4096 bytes. */
  int mtuBytes();

  /** Whether {@code partitionKey} agrees with one of the port's partition table (10.9.3). */
  boolean isInPartition(int partitionKey);

  /** A short name of the link for messages, as a person would write it. */
  String name();
}
