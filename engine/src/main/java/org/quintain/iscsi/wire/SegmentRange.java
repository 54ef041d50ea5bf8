// SPDX-License-Identifier: Apache-2.0
package org.quintain.iscsi.wire;

import java.nio.ByteBuffer;
import org.quintain.memory.SegmentList;

/** What is done with a run of a segment list's bytes: to gather, to digest, to copy. */
public final class SegmentRange {
  private SegmentRange() {}

  /**
   * Adds {@code lengthBytes} of {@code list} from {@code skipBytes} on to {@code into}, or as many
   * as it has room for.
   *
   * @return how many bytes were added
   */
  public static long addTo(SegmentList into, SegmentList list, long skipBytes, long lengthBytes) {
    long skip = skipBytes;
    long added = 0;
    for (int index = 0; added < lengthBytes && into.hasRoom(1); index++) {
      int piece = list.length(index);
      if (skip >= piece) {
        skip -= piece;
        continue;
      }
      int take = (int) Math.min(piece - skip, lengthBytes - added);
      into.add(list.base(index), list.offset(index) + (int) skip, take);
      added += take;
      skip = 0;
    }
    return added;
  }

  /** Adds {@code lengthBytes} of {@code list} from {@code skipBytes} on to {@code digest}. */
  public static void digest(SegmentList list, long skipBytes, int lengthBytes, Digests digest) {
    long skip = skipBytes;
    int left = lengthBytes;
    for (int index = 0; left > 0; index++) {
      int piece = list.length(index);
      if (skip >= piece) {
        skip -= piece;
        continue;
      }
      int take = (int) Math.min(piece - skip, left);
      digest.updateShared(list.base(index), list.offset(index) + (int) skip, take);
      left -= take;
      skip = 0;
    }
  }

  /** Copies {@code lengthBytes} of {@code list} from {@code skipBytes} on to {@code offset}. */
  public static void copy(
      SegmentList list, long skipBytes, ByteBuffer into, int offset, int lengthBytes) {
    long skip = skipBytes;
    int done = 0;
    for (int index = 0; done < lengthBytes; index++) {
      int piece = list.length(index);
      if (skip >= piece) {
        skip -= piece;
        continue;
      }
      int take = (int) Math.min(piece - skip, lengthBytes - done);
      into.put(offset + done, list.base(index), list.offset(index) + (int) skip, take);
      done += take;
      skip = 0;
    }
  }
}
