// SPDX-License-Identifier: Apache-2.0
/**
 * Workloads: the subset of fio's job files that is read here, and the jobs that come out of them.
 *
 * <p>Promises that a file is either understood whole or refused with one sentence that names its
 * line. May depend on the JDK alone.
 */
@NullMarked
package org.quintain.perf.job;

import org.jspecify.annotations.NullMarked;
