// SPDX-License-Identifier: Apache-2.0
/**
 * How an operator sees and changes a running server: requests over a Unix domain socket, metrics
 * over HTTP on the loopback.
 *
 * <p>Owns the requests, their answers and who may ask; promises that no answer holds a secret and
 * that nothing asked for holds up a reactor. May depend on {@code serve} and {@code config}, and on
 * what their values are made of.
 */
@NullMarked
package org.quintain.hardware.admin;

import org.jspecify.annotations.NullMarked;
