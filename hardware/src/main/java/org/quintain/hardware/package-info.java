// SPDX-License-Identifier: Apache-2.0

/**
 * Owns the real wires, stores and host bus adapters. Promises that no protocol or SCSI decision is
 * made here and that failures of the environment come out as values. May depend on the engine,
 * Netty and JNR-FFI.
 */
@NullMarked
package org.quintain.hardware;

import org.jspecify.annotations.NullMarked;
