// SPDX-License-Identifier: Apache-2.0
package org.quintain.conformance.bench;

import org.quintain.conformance.scsi.BlockForm;
import org.quintain.conformance.scsi.Bytes;
import org.quintain.conformance.scsi.Sense;

/**
 * The logical blocks under test by way of one nexus: patterns that say which block and which write
 * they are of, and reads and writes that end the case where they should have worked and did not.
 */
public final class Blocks {
  private final Nexus nexus;
  private final TargetFacts facts;

  Blocks(Nexus nexus, TargetFacts facts) {
    this.nexus = nexus;
    this.facts = facts;
  }

  /** The capacity in blocks. */
  public long count() {
    return facts.blocks();
  }

  /** The block length in bytes. */
  public int size() {
    return facts.blockBytes();
  }

  /** Where cases work that need no special place: the middle, on a multiple of 256 blocks. */
  public long middle() {
    return facts.blocks() / 2 & ~255L;
  }

  /** {@code blocks} blocks whose bytes tell {@code lba} and {@code salt} apart from all others. */
  public byte[] pattern(long lba, int blocks, int salt) {
    byte[] bytes = new byte[blocks * size()];
    for (int block = 0; block < blocks; block++) {
      int base = block * size();
      long state = (lba + block) * 0x9E37_79B9_7F4A_7C15L + salt * 0xD1B5_4A32_D192_ED03L;
      for (int at = 0; at < size(); at += 8) {
        state ^= state >>> 29;
        state = state * 0xBF58_476D_1CE4_E5B9L + at;
        Bytes.put(bytes, base + at, 8, state);
      }
      Bytes.put(bytes, base, 8, lba + block);
      Bytes.put(bytes, base + 8, 4, salt);
    }
    return bytes;
  }

  /** The form that suits {@code lba}: READ(10) or WRITE(10) below 2^32, else the 16-byte one. */
  private static BlockForm form(BlockForm of10, BlockForm of16, long lba) {
    return lba > 0xFFFF_FF00L ? of16 : of10;
  }

  /** Reads {@code blocks} blocks; anything but GOOD with all the data ends the case. */
  public byte[] read(long lba, int blocks) {
    int bytes = blocks * size();
    BlockForm form = form(BlockForm.READ_10, BlockForm.READ_16, lba);
    return nexus.call(form.cdb(lba, blocks)).in(bytes).go().good(bytes).data();
  }

  /** Writes {@code bytes}, whole blocks; anything but GOOD ends the case. */
  public void write(long lba, byte[] bytes) {
    startWrite(lba, bytes).await().good().residualIs(0, false);
  }

  /** Begins to write {@code bytes}. */
  public Pending startWrite(long lba, byte[] bytes) {
    BlockForm form = form(BlockForm.WRITE_10, BlockForm.WRITE_16, lba);
    return nexus.call(form.cdb(lba, bytes.length / size())).out(bytes).start();
  }

  /** Begins to read {@code blocks} blocks. */
  public Pending startRead(long lba, int blocks) {
    BlockForm form = form(BlockForm.READ_10, BlockForm.READ_16, lba);
    return nexus.call(form.cdb(lba, blocks)).in(blocks * size()).start();
  }

  /** Reads back and fails with {@code demand} unless the blocks hold exactly {@code expected}. */
  public void expect(long lba, byte[] expected, String demand) {
    same(lba, expected, read(lba, expected.length / size()), demand);
  }

  /**
   * Fails with {@code demand} unless {@code came} equals {@code expected}; names the first block
   * that differs.
   */
  public void same(long lba, byte[] expected, byte[] came, String demand) {
    int at = Bytes.firstDifference(expected, came, Math.min(expected.length, came.length));
    if (at >= 0) {
      throw CaseEnd.fail(
          demand
              + "; block "
              + (lba + at / size())
              + " differs at its byte "
              + at % size()
              + ": expected "
              + Bytes.hex(expected, at, Math.min(8, expected.length - at))
              + ", came "
              + Bytes.hex(came, at, Math.min(8, came.length - at))
              + ".");
    }
    if (came.length < expected.length) {
      throw CaseEnd.fail(demand + "; only " + came.length + " bytes came.");
    }
  }

  /**
   * Whether block {@code index} of {@code bytes} is block {@code lba} of the pattern with {@code
   * salt}.
   */
  public boolean isPattern(byte[] bytes, int index, long lba, int salt) {
    byte[] wanted = pattern(lba, 1, salt);
    for (int i = 0; i < size(); i++) {
      if (bytes[index * size() + i] != wanted[i]) {
        return false;
      }
    }
    return true;
  }

  /** Asks that {@code answer} is 5/21/00 LOGICAL BLOCK ADDRESS OUT OF RANGE. */
  public static Answer outOfRange(Answer answer) {
    return answer.check(Sense.ILLEGAL_REQUEST, 0x2100);
  }
}
