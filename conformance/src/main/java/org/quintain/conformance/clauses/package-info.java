// SPDX-License-Identifier: Apache-2.0
/**
 * The clauses of RFC 7143, each with the cases that judge it or the reason why none does.
 *
 * <p>Promises that no clause of chapters 4 to 13 and of the appendices is left out. May depend on
 * {@code conformance.bench}.
 */
@NullMarked
package org.quintain.conformance.iscsi.clauses;

import org.jspecify.annotations.NullMarked;
