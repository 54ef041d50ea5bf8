// SPDX-License-Identifier: Apache-2.0
/**
 * The documents that transports stand on, clause by clause: RFC 7143, and those of Fibre Channel.
 *
 * <p>Promises that no clause that binds a target is left out of a document's table, and that each
 * has the cases that judge it or the reason why none does. May depend on {@code conformance.bench}.
 */
@NullMarked
package org.quintain.conformance.clauses;

import org.jspecify.annotations.NullMarked;
