// SPDX-License-Identifier: Apache-2.0
/**
 * The configuration that SCST users already have: the grammar of {@code scst.conf}, and the
 * validated description of a target that is read out of it.
 *
 * <p>Promises that every mistake is one sentence that names file, line, key and what is allowed,
 * and that what was read can be written and read again. May depend on the JDK alone.
 */
@NullMarked
package org.quintain.hardware.config;

import org.jspecify.annotations.NullMarked;
