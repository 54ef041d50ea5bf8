// SPDX-License-Identifier: Apache-2.0
/**
 * A port that is nothing but its link: what a conformance suite speaks through, frame by frame.
 *
 * <p>Owns the way of single frames between a suite's thread and whichever driver holds the link;
 * promises to change no byte of them and to answer nothing. May depend on {@code initiator}, {@code
 * fc.wire} and what these stand on.
 */
@NullMarked
package org.quintain.fc.bare;

import org.jspecify.annotations.NullMarked;
