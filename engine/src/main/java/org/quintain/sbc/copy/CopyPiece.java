// SPDX-License-Identifier: Apache-2.0
package org.quintain.sbc.copy;

import org.jspecify.annotations.Nullable;

/**
 * One run of bytes to be copied.
 *
 * @param segment which descriptor of the parameter list asked for it, from 0
 * @param source where it comes from, null for zeros
 * @param sourceBytes the byte offset in the source
 * @param destination where it goes
 * @param destinationBytes the byte offset in the destination
 * @param lengthBytes how long it is
 */
record CopyPiece(
    int segment,
    @Nullable CopyDisk source,
    long sourceBytes,
    CopyDisk destination,
    long destinationBytes,
    long lengthBytes) {

  /**
   * Whether it has to be copied from its end to its beginning, since it goes to bytes of its own
   * that were not read yet.
   */
  boolean isBackward() {
    return source == destination
        && destinationBytes > sourceBytes
        && destinationBytes - sourceBytes < lengthBytes;
  }
}
