// SPDX-License-Identifier: Apache-2.0
/**
 * The style of the house as a test: what the formatter and the compiler's checks do not see.
 * Promises one sentence per breach, with file and line, and that each rule is shown to fail. May
 * depend on the JDK's own parser and on the command line's model.
 */
@NullMarked
package org.quintain.cli.style;

import org.jspecify.annotations.NullMarked;
