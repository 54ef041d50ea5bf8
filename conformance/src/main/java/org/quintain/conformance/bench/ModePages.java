// SPDX-License-Identifier: Apache-2.0
package org.quintain.conformance.bench;

import org.quintain.conformance.scsi.Bytes;
import org.quintain.conformance.scsi.Cdb;

/**
 * Mode pages by way of one nexus: read with MODE SENSE(10), written with MODE SELECT(10) (SPC-5
 * 6.13, 6.15, 7.5).
 */
public final class ModePages {
  /** Page control: current values. */
  public static final int CURRENT = 0;

  /** Page control: which bits can be changed. */
  public static final int CHANGEABLE = 1;

  /** Page control: default values. */
  public static final int DEFAULT = 2;

  /** Page control: saved values. */
  public static final int SAVED = 3;

  private static final int ROOM = 4096;

  private final TestBench bench;
  private final Nexus nexus;

  /** The mode pages as seen by {@code nexus}. */
  public ModePages(TestBench bench, Nexus nexus) {
    this.bench = bench;
    this.nexus = nexus;
  }

  /** The bytes of one page from its first byte on, empty where the target has no such page. */
  public byte[] page(int pageControl, int page) {
    Answer answer =
        nexus.call(Cdb.modeSense10(pageControl, page, 0, ROOM).with(1, 8)).in(ROOM).go();
    if (!answer.isGood() || answer.dataLength() < 10) {
      return new byte[0];
    }
    byte[] data = answer.data();
    int at = 8 + Bytes.u16(data, 6);
    if (at + 2 > data.length || (data[at] & 0x3F) != page || (data[at] & 0x40) != 0) {
      return new byte[0];
    }
    int length = Math.min(2 + Bytes.u8(data, at + 1), data.length - at);
    return java.util.Arrays.copyOfRange(data, at, at + length);
  }

  /** The bytes of one subpage from its first byte on, empty where the target has no such page. */
  public byte[] subpage(int pageControl, int page, int subpage) {
    Answer answer =
        nexus.call(Cdb.modeSense10(pageControl, page, subpage, ROOM).with(1, 8)).in(ROOM).go();
    if (!answer.isGood() || answer.dataLength() < 12) {
      return new byte[0];
    }
    byte[] data = answer.data();
    int at = 8 + Bytes.u16(data, 6);
    boolean isThere =
        at + 4 <= data.length
            && (data[at] & 0x7F) == (0x40 | page)
            && Bytes.u8(data, at + 1) == subpage;
    int length = isThere ? Math.min(4 + Bytes.u16(data, at + 2), data.length - at) : 0;
    return java.util.Arrays.copyOfRange(data, at, at + length);
  }

  /**
   * The parameter list that selects {@code page}: a header without block descriptors, the page with
   * PS zero.
   */
  public static byte[] parameters(byte[] page) {
    byte[] list = new byte[8 + page.length];
    System.arraycopy(page, 0, list, 8, page.length);
    list[8] &= 0x7F;
    return list;
  }

  /** Sends MODE SELECT(10) with {@code page}, not saved. */
  public Answer select(byte[] page) {
    byte[] list = parameters(page);
    return nexus.call(Cdb.modeSelect10(false, list.length)).out(list).go();
  }

  /** Skips the case unless MODE SELECT(10) is there and the bit of {@code page} can be changed. */
  public void requireChangeable(int page, int index, int mask, String name) {
    bench.requireCommand("MODE SELECT(10)", 0x55, 0);
    byte[] changeable = page(CHANGEABLE, page);
    bench.require(
        changeable.length > index && (changeable[index] & mask) == mask,
        name + " cannot be changed, as MODE SENSE with PC 1 says.");
  }

  /**
   * Turns the bits of {@code mask} over, runs {@code within}, and puts the old value back whatever
   * happens.
   */
  public void withFlipped(int page, int index, int mask, Runnable within) {
    byte[] before = page(CURRENT, page);
    byte[] flipped = before.clone();
    flipped[index] ^= (byte) mask;
    select(flipped).good();
    try {
      within.run();
    } finally {
      nexus.clearUnitAttentions();
      select(before);
    }
  }
}
