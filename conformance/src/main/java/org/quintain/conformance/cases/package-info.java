// SPDX-License-Identifier: Apache-2.0
/**
 * The cases that run on every fabric, one file for each area or part of it: a table of cases, then
 * their programs.
 *
 * <p>Promises that ids are those of the published plan and never change their meaning. May depend
 * on {@code conformance}, {@code conformance.bench} and {@code conformance.scsi}.
 */
@NullMarked
package org.quintain.conformance.cases;

import org.jspecify.annotations.NullMarked;
