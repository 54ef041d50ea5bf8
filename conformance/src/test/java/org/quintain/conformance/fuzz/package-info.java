// SPDX-License-Identifier: Apache-2.0
/**
 * The fuzzer against our own target on the calling thread, in virtual time, where every slot and
 * byte can be counted after each connection.
 *
 * <p>Promises that a run depends on its seed alone. May depend on the engine, on {@code
 * conformance.lab} and on {@code conformance.iscsi.fuzz}.
 */
@NullMarked
package org.quintain.conformance.fuzz;

import org.jspecify.annotations.NullMarked;
