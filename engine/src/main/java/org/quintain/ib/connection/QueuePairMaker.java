// SPDX-License-Identifier: Apache-2.0
package org.quintain.ib.connection;

import org.jspecify.annotations.Nullable;
import org.quintain.wire.QueuePairListener;
import org.quintain.wire.QueuePairOptions;

/** Makes the queue pairs of connections that are accepted. */
@FunctionalInterface
interface QueuePairMaker {
  /** One to be connected by {@code communication}, or null when there is none left. */
  @Nullable CmUser make(
      Communication communication, QueuePairListener listener, QueuePairOptions options);
}
