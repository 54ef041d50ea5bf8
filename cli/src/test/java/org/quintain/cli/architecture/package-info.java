// SPDX-License-Identifier: Apache-2.0
/**
 * The rules that hold the house together, as tables and tests: which module and which package may
 * see which, and what code that must be deterministic may not touch. Promises that each rule is
 * shown to fail on a fixture that breaks it. May depend on ArchUnit.
 */
@NullMarked
package org.quintain.cli.architecture;

import org.jspecify.annotations.NullMarked;
