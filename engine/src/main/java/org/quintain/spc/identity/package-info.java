// SPDX-License-Identifier: Apache-2.0
/**
 * What application clients tell a logical unit about itself, and small answers of its own: the
 * timestamp, identifying information, and SECURITY PROTOCOL IN's information.
 *
 * <p>Identifying information is saved before it holds; the timestamp ends with power. May depend on
 * {@code spc} and everything below it.
 */
@NullMarked
package org.quintain.spc.identity;

import org.jspecify.annotations.NullMarked;
