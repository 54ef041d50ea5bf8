// SPDX-License-Identifier: Apache-2.0
/**
 * Yardsticks for targets: a bare echo of the same bytes that a target moves, and one lean client
 * that drives the echo and any iSCSI target alike, so that what is compared is the other end.
 *
 * <p>Promises plain NIO, batched, with nothing of the engine in it: neither end of a comparison is
 * helped or held up by code of ours. May depend on {@code perf.compare} and {@code perf.load}.
 */
@NullMarked
package org.quintain.perf.yardstick;

import org.jspecify.annotations.NullMarked;
