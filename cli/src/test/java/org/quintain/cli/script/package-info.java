// SPDX-License-Identifier: Apache-2.0
/**
 * Tests of the script {@code quintain} at the root, with a tree, a Java and a Maven made for the
 * purpose. May depend on the JDK and JUnit.
 */
@NullMarked
package org.quintain.cli.script;

import org.jspecify.annotations.NullMarked;
