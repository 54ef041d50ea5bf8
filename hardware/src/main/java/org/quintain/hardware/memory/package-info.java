// SPDX-License-Identifier: Apache-2.0
/**
 * Memory of the machine that the JVM has no call for: {@link
 * org.quintain.hardware.memory.HugePageMemory}, in which disks of memory are served.
 */
@NullMarked
package org.quintain.hardware.memory;

import org.jspecify.annotations.NullMarked;
