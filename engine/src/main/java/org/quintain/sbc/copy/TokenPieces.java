// SPDX-License-Identifier: Apache-2.0
package org.quintain.sbc.copy;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Lays the ranges of a token and those of a destination beside each other, and cuts at each end.
 */
final class TokenPieces {
  private final @Nullable CopyDisk source;
  private final @Nullable RodToken token;
  private final CopyDisk destination;

  TokenPieces(@Nullable CopyDisk source, @Nullable RodToken token, CopyDisk destination) {
    this.source = source;
    this.token = token;
    this.destination = destination;
  }

  /** The pieces that fill {@code blocks} blocks of {@code ranges}, in order. */
  List<CopyPiece> cut(long offsetBytes, List<RodToken.Range> ranges, long blocks) {
    List<CopyPiece> pieces = new ArrayList<>();
    int blockBytes = destination.view().blockBytes();
    long left = blocks * blockBytes;
    long from = offsetBytes;
    for (int index = 0; index < ranges.size() && left > 0; index++) {
      long to = ranges.get(index).first() * blockBytes;
      long wanted = Math.min(left, ranges.get(index).count() * blockBytes);
      left -= wanted;
      while (wanted > 0) {
        CopyPiece piece = piece(index, from, to, wanted);
        pieces.add(piece);
        from += piece.lengthBytes();
        to += piece.lengthBytes();
        wanted -= piece.lengthBytes();
      }
    }
    return pieces;
  }

  private CopyPiece piece(int segment, long offsetBytes, long toBytes, long wantedBytes) {
    CopyDisk disk = source;
    if (disk == null || token == null) {
      return new CopyPiece(segment, null, 0, destination, toBytes, wantedBytes);
    }
    int blockBytes = disk.view().blockBytes();
    long skip = offsetBytes;
    for (RodToken.Range range : token.ranges()) {
      long rangeBytes = range.count() * blockBytes;
      if (skip < rangeBytes) {
        return new CopyPiece(
            segment,
            disk,
            range.first() * blockBytes + skip,
            destination,
            toBytes,
            Math.min(wantedBytes, rangeBytes - skip));
      }
      skip -= rangeBytes;
    }
    throw new IllegalStateException("A token has the bytes that are asked of it.");
  }

  /** Whether no piece writes what a later one reads. */
  static boolean isInOrder(List<CopyPiece> pieces) {
    for (int index = 0; index < pieces.size(); index++) {
      for (CopyPiece later : pieces.subList(index + 1, pieces.size())) {
        CopyPiece earlier = pieces.get(index);
        if (later.source() == earlier.destination()
            && earlier.destinationBytes() < later.sourceBytes() + later.lengthBytes()
            && later.sourceBytes() < earlier.destinationBytes() + earlier.lengthBytes()) {
          return false;
        }
      }
    }
    return true;
  }
}
