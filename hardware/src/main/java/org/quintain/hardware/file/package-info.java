// SPDX-License-Identifier: Apache-2.0
/**
 * Blocks in files: the store behind {@code vdisk_fileio}, and the worker threads that wait for the
 * disk so that no reactor does.
 *
 * <p>Promises that what a flush or a write with FUA has confirmed survives the loss of power, as
 * far as the operating system keeps its word, and that nothing is confirmed once it did not. May
 * depend on the engine's {@code store}, {@code memory}, {@code reactor} and {@code sam}.
 */
@NullMarked
package org.quintain.hardware.file;

import org.jspecify.annotations.NullMarked;
