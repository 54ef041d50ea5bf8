// SPDX-License-Identifier: Apache-2.0

/**
 * Owns the command quintain: options, exit codes, wiring. Promises that names, options and exit
 * codes stay stable. May depend on every module; no module depends on it.
 */
@NullMarked
package org.quintain.cli;

import org.jspecify.annotations.NullMarked;
