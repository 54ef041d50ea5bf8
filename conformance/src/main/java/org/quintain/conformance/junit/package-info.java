// SPDX-License-Identifier: Apache-2.0
/**
 * The suite as a JUnit Platform test engine, so that builds, IDEs and the command line run the same
 * cases.
 *
 * <p>Promises a test for each case under each bound fabric, skipped ones reported as skipped with
 * their reason. May depend on {@code conformance} and {@code conformance.bench}.
 */
@NullMarked
package org.quintain.conformance.junit;

import org.jspecify.annotations.NullMarked;
