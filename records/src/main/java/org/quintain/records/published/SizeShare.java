// SPDX-License-Identifier: Apache-2.0
package org.quintain.records.published;

/**
 * One size of a mix.
 *
 * @param bytes transfer size in bytes
 * @param percent share of the operations
 */
public record SizeShare(long bytes, double percent) {}
