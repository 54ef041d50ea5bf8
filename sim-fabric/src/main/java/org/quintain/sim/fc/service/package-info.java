// SPDX-License-Identifier: Apache-2.0
/**
 * What a Fibre Channel fabric knows, as tables without time: addresses, routes, zones, the name
 * server's objects and its answers, and how a loop comes to its addresses.
 *
 * <p>Promises bytes of its own making, apart from the codecs that ports use, so that a mistake of
 * either is seen by the other. May depend on {@code org.quintain.sam} for checks alone.
 */
@NullMarked
package org.quintain.sim.fc.service;

import org.jspecify.annotations.NullMarked;
