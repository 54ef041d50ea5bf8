// SPDX-License-Identifier: Apache-2.0
/**
 * The production target: a configuration wired into stores, a target device, iSCSI nodes with
 * listening sockets, Fibre Channel targets with their links, and taken down again in good order.
 *
 * <p>Owns the one place where the parts are put together; promises that what keeps it from starting
 * is one sentence. May depend on everything of the engine's target side and on the rest of {@code
 * hardware}.
 */
@NullMarked
package org.quintain.hardware.serve;

import org.jspecify.annotations.NullMarked;
