// SPDX-License-Identifier: Apache-2.0
/**
 * What is asked of Linux itself, since the JVM has no call for it: {@link
 * org.quintain.hardware.linux.LinuxCalls} finds the C library, {@link
 * org.quintain.hardware.linux.HugePageMemory} is the memory that served disks in memory lie in.
 */
@NullMarked
package org.quintain.hardware.linux;

import org.jspecify.annotations.NullMarked;
