// SPDX-License-Identifier: Apache-2.0
/**
 * Owns the directories that runs are kept in. It promises that a run is there wholly or not at all,
 * whatever crashes when, and that nothing once written is ever overwritten. It may depend on {@code
 * org.quintain.records}, its {@code json} package, and the file system.
 */
@NullMarked
package org.quintain.records.directory;

import org.jspecify.annotations.NullMarked;
