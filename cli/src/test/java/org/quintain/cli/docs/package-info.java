// SPDX-License-Identifier: Apache-2.0
/**
 * Pages of docs/ that are generated from tables of the engine, and the tests that hold them to it.
 *
 * <p>Promises that a page which is out of date fails the build with the command that renews it. May
 * depend on everything.
 */
@NullMarked
package org.quintain.cli.docs;

import org.jspecify.annotations.NullMarked;
