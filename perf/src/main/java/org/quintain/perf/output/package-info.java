// SPDX-License-Identifier: Apache-2.0
/**
 * What tools of others read: fio's JSON.
 *
 * <p>Promises fio's own names and units, and says nothing that was not measured. May depend on
 * {@code records} alone.
 */
@NullMarked
package org.quintain.perf.output;

import org.jspecify.annotations.NullMarked;
