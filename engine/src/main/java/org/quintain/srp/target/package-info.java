// SPDX-License-Identifier: Apache-2.0
/**
 * The target end of SRP (SRP r16a, with the immediate data of SRP-2): logins, RDMA channels and the
 * I_T nexuses they realise, the tasks of their commands, data moved by RDMA, task management and
 * the request limit.
 *
 * <p>Promises one response for each request that gets one, that no credit is lost, and that memory
 * goes back to the engine only when no work request refers to it. May depend on {@code srp.wire},
 * {@code wire}, {@code fabric} and what these stand on; never on the engine behind {@code fabric},
 * nor on what makes a queue pair.
 */
@NullMarked
package org.quintain.srp.target;

import org.jspecify.annotations.NullMarked;
