// SPDX-License-Identifier: Apache-2.0
/**
 * What the tests of the command line share: the checkout's root and the outside judges. Promises
 * that a judge that is missing is told, never passed over. May depend on the JDK and JUnit.
 */
@NullMarked
package org.quintain.cli.support;

import org.jspecify.annotations.NullMarked;
