// SPDX-License-Identifier: Apache-2.0
/**
 * SCSI values: statuses, sense, LUNs, task attributes, task management functions, as SAM and SPC
 * name them.
 *
 * <p>Owns no state and no behaviour beyond encoding. May depend on nothing of ours.
 */
@NullMarked
package org.quintain.sam;

import org.jspecify.annotations.NullMarked;
