// SPDX-License-Identifier: Apache-2.0
/**
 * Owns the one entrance to all reports: run records in, files out. It promises that equal records
 * give equal bytes and that every report is written whole or not at all. It may depend on {@code
 * org.quintain.records} and on the packages below it.
 */
@NullMarked
package org.quintain.reports;

import org.jspecify.annotations.NullMarked;
