// SPDX-License-Identifier: Apache-2.0
/**
 * The cases of SRP: logins, information units, data buffer descriptors, the request limit, task
 * management, the end of channels.
 *
 * <p>One file for each group of rows of the plan; each promises to leave the channels that it
 * opened closed. May depend on {@code srp} and {@code bench}.
 */
@NullMarked
package org.quintain.conformance.srp.cases;

import org.jspecify.annotations.NullMarked;
