// SPDX-License-Identifier: Apache-2.0
/**
 * Persistent reservations (SPC-5 5.13) and the RESERVE and RELEASE commands of SPC-2.
 *
 * <p>Owns who is registered and who holds what, the conflict tables as data, and what of it is
 * saved; promises that a service action is carried out whole or not at all, one after the other,
 * and that nothing is answered GOOD before it is safe where it is to persist. May depend on {@code
 * device}, {@code store}, {@code fabric}, {@code sam} and the {@code CommandFamily} of {@code spc}.
 *
 * <pre>
 * state of PERSISTENT RESERVE OUT    left by
 * waiting for the one before         the end of its save
 * decided, being saved               SaveCompletion: published, or refused and nothing changed
 * published, others being aborted    the end of the last aborted command (PREEMPT AND ABORT)
 * </pre>
 */
@NullMarked
package org.quintain.spc.reservation;

import org.jspecify.annotations.NullMarked;
