// SPDX-License-Identifier: Apache-2.0
/**
 * Judges from outside: tools that we did not write, against {@code quintain serve} in a process of
 * its own.
 *
 * <p>A tool that is missing makes its tests skip with a reason, and fail where judges are required.
 * Everything talks to loopback and ends the processes it started.
 */
@org.jspecify.annotations.NullMarked
package org.quintain.cli.judges;
