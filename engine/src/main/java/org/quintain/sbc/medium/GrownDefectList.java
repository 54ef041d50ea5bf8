// SPDX-License-Identifier: Apache-2.0
package org.quintain.sbc.medium;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.quintain.store.NonvolatileMemory.SaveCompletion;

/**
 * The GLIST (SBC-4 4.13): the logical blocks whose places application clients declared bad, kept
 * through power loss. Where the blocks live is the store's business, which gives a block that is
 * written anew a good place; a disk of ours has no PLIST but an empty one.
 */
final class GrownDefectList {
  /** How many defects it takes: as many as there are spare places. */
  static final int DEFECTS_MAX = 4096;

  private static final String NAME = "grown-defects";

  private final MediumHost host;
  private final TreeSet<Long> blocks = new TreeSet<>();
  private int generation;
  private boolean isSaved = true;

  GrownDefectList(MediumHost host) {
    this.host = host;
    byte[] saved = host.backing().nonvolatile().load(NAME);
    if (saved != null && saved.length >= Integer.BYTES) {
      ByteBuffer bytes = ByteBuffer.wrap(saved);
      generation = bytes.getInt();
      while (bytes.remaining() >= Long.BYTES) {
        blocks.add(bytes.getLong());
      }
    }
  }

  int size() {
    return blocks.size();
  }

  /** GENERATION CODE of READ DEFECT DATA(12): it changes with the list and is never 0. */
  int generation() {
    return generation % 0xFFFF + 1;
  }

  /** The defects, ascending. */
  List<Long> all() {
    return new ArrayList<>(blocks);
  }

  boolean has(long block) {
    return blocks.contains(block);
  }

  /** Whether {@code further} defects that are not in it yet have room. */
  boolean hasRoom(List<Long> further) {
    return blocks.size() + further.stream().filter(block -> !blocks.contains(block)).count()
        <= DEFECTS_MAX;
  }

  void add(long block) {
    if (blocks.add(block)) {
      generation++;
    }
  }

  void clear() {
    if (!blocks.isEmpty()) {
      blocks.clear();
      generation++;
    }
  }

  /** Whether the last save went well. */
  boolean isSaved() {
    return isSaved;
  }

  void save(long nowNs, SaveCompletion then) {
    ByteBuffer bytes = ByteBuffer.allocate(Integer.BYTES + blocks.size() * Long.BYTES);
    bytes.putInt(generation);
    blocks.forEach(bytes::putLong);
    host.backing()
        .nonvolatile()
        .save(
            nowNs,
            host.logicalUnit().reactor(),
            NAME,
            bytes.array(),
            (laterNs, isSafe) -> {
              isSaved = isSafe;
              then.onSaved(laterNs, isSafe);
            });
  }
}
