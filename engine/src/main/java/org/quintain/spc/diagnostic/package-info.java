// SPDX-License-Identifier: Apache-2.0
/**
 * SEND DIAGNOSTIC, RECEIVE DIAGNOSTIC RESULTS and the self-tests behind them (SPC-5 5.14, 6.32,
 * 6.42), with the log page of their results.
 *
 * <p>A self-test only reads: blocks are as they were, whatever comes of it. May depend on {@code
 * spc}, its pages, and everything below it.
 */
@NullMarked
package org.quintain.spc.diagnostic;

import org.jspecify.annotations.NullMarked;
