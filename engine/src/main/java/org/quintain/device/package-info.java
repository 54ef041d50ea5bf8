// SPDX-License-Identifier: Apache-2.0
/**
 * Device servers: what executes a CDB, and the table of commands they execute.
 *
 * <p>Emulated disks stand on a {@link org.quintain.store.BackingStore}; pass-through and user
 * device servers come in here as well. May depend on {@code store} and everything below it.
 */
@NullMarked
package org.quintain.device;

import org.jspecify.annotations.NullMarked;
