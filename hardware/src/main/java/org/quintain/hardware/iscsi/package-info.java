// SPDX-License-Identifier: Apache-2.0
/**
 * The fabric {@code iscsi://}: any iSCSI target, ours or not, over real TCP.
 *
 * <p>Owns the reactor its initiator ports live on. May depend on the engine's {@code
 * iscsi.initiator}, {@code initiator} and below, and on {@code hardware.net}.
 */
@NullMarked
package org.quintain.hardware.iscsi;

import org.jspecify.annotations.NullMarked;
