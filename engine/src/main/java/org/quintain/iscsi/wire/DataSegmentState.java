// SPDX-License-Identifier: Apache-2.0
package org.quintain.iscsi.wire;

/** What became of a PDU's data segment. */
public enum DataSegmentState {
  /** It is all where it was wanted, or there is none. */
  COMPLETE,
  /** It was read over and dropped, as its sink had asked. */
  DISCARDED,
  /** The data digest is wrong; wherever the bytes are, they mean nothing (RFC 7143 7.8). */
  DIGEST_ERROR
}
