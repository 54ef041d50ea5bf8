// SPDX-License-Identifier: Apache-2.0
/**
 * Owns the shape of a run record: what was set up, what was done, what came out, and how to repeat
 * it, as values that travel as JSON. It promises that a record read back equals the record written,
 * and that these values never change once made. It may depend on the JDK, Jackson and HdrHistogram,
 * and on nothing else of Quintain.
 */
@NullMarked
package org.quintain.records;

import org.jspecify.annotations.NullMarked;
