// SPDX-License-Identifier: Apache-2.0
package org.quintain.spc.mode;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.quintain.device.Cdb;
import org.quintain.device.LogicalUnitView;
import org.quintain.sam.AdditionalSense;
import org.quintain.sam.SenseData;

/**
 * A mode parameter list of MODE SELECT (SPC-5 7.5): header, block descriptor, pages. Reading it
 * changes nothing; what it wants is in {@link #wanted} when there is no {@link #error}.
 */
final class ModeParameterList {
  private static final int SUBPAGE_FORMAT = 0x40;
  private static final int SHORT_DESCRIPTOR_BYTES = 8;
  private static final int LONG_DESCRIPTOR_BYTES = 16;

  private final ModePages pages;
  private final byte[] list;
  private final byte[][] wanted;
  private final int protocolIdentifier;
  private boolean isRounded;
  private @Nullable SenseData error;

  /**
   * Reads {@code list}, which may be empty.
   *
   * @param isLongHeader whether it has the eight byte header of MODE SELECT(10)
   * @param protocolIdentifier of the nexus it came by, which protocol specific pages tell
   */
  ModeParameterList(
      ModePages pages,
      byte[] list,
      boolean isLongHeader,
      LogicalUnitView view,
      int protocolIdentifier) {
    this.protocolIdentifier = protocolIdentifier;
    this.pages = pages;
    this.list = list;
    this.wanted = new byte[pages.all().size()][];
    for (int index = 0; index < wanted.length; index++) {
      wanted[index] = pages.all().get(index).values(PageControl.CURRENT);
    }
    if (list.length > 0) {
      int at = isLongHeader ? header10(view) : header6(view);
      while (error == null && at < list.length) {
        at = page(at);
      }
    }
  }

  /** What is wrong with it, or null. */
  @Nullable SenseData error() {
    return error;
  }

  /** Whether a page rounded a value (SPC-5 5.11). */
  boolean isRounded() {
    return isRounded;
  }

  /** The current values that it asks for, one array for each page of the table. */
  byte[][] wanted() {
    return wanted;
  }

  private int header6(LogicalUnitView view) {
    if (list.length < 4) {
      return isTooShort();
    }
    return descriptors(1, 3, Cdb.u8(list, 3), 4, false, view);
  }

  private int header10(LogicalUnitView view) {
    if (list.length < 8) {
      return isTooShort();
    }
    return descriptors(2, 6, Cdb.u16(list, 6), 8, Cdb.isSet(list, 4, 0), view);
  }

  private int isTooShort() {
    error = SenseData.of(AdditionalSense.PARAMETER_LIST_LENGTH_ERROR);
    return list.length;
  }

  private int isWrong(int at, int bit) {
    error = SenseData.invalidFieldInParameterList(at, bit);
    return list.length;
  }

  /** The medium type and the block descriptor, which can only say what is so (SBC-4 6.5.2). */
  private int descriptors(
      int mediumTypeAt,
      int lengthAt,
      int lengthBytes,
      int at,
      boolean isLongLba,
      LogicalUnitView view) {
    if (list[mediumTypeAt] != 0) {
      return isWrong(mediumTypeAt, 7);
    }
    if (lengthBytes == 0) {
      return at;
    }
    if (lengthBytes != (isLongLba ? LONG_DESCRIPTOR_BYTES : SHORT_DESCRIPTOR_BYTES)) {
      return isWrong(lengthAt, 7);
    }
    if (at + lengthBytes > list.length) {
      return isTooShort();
    }
    long blocks = isLongLba ? Cdb.u64(list, at) : Cdb.u32(list, at);
    long all = isLongLba ? -1 : 0xFFFF_FFFFL;
    if (blocks != 0 && blocks != all && blocks != view.capacityBlocks()) {
      return isWrong(at, 7);
    }
    int blockLengthAt = isLongLba ? at + 12 : at + 4;
    if (Cdb.u32(list, blockLengthAt) != view.blockBytes()) {
      return isWrong(isLongLba ? blockLengthAt : blockLengthAt + 1, 7);
    }
    return at + lengthBytes;
  }

  /** The page at {@code at}; returns where the next one begins. */
  private int page(int at) {
    if (at + 2 > list.length) {
      return isTooShort();
    }
    boolean isSubpage = (list[at] & SUBPAGE_FORMAT) != 0;
    if (isSubpage && at + 4 > list.length) {
      return isTooShort();
    }
    int pageCode = list[at] & 0x3F;
    int subpageCode = isSubpage ? Cdb.u8(list, at + 1) : 0;
    int index = isSubpage && subpageCode == 0 ? -1 : pages.indexOf(pageCode, subpageCode);
    if (index < 0) {
      return isSubpage && pages.has(pageCode) ? isWrong(at + 1, 7) : isWrong(at, 5);
    }
    ModePage page = pages.all().get(index);
    int lengthAt = isSubpage ? at + 2 : at + 1;
    int length = isSubpage ? Cdb.u16(list, lengthAt) : Cdb.u8(list, lengthAt);
    if (length + page.headerBytes() != page.lengthBytes()) {
      return isWrong(lengthAt, 7);
    }
    if (at + page.lengthBytes() > list.length) {
      return isTooShort();
    }
    byte[] values = Arrays.copyOfRange(list, at, at + page.lengthBytes());
    if (page.tellsProtocol()) {
      // What MODE SENSE tells on this nexus is what MODE SELECT takes back.
      values[ModePage.PROTOCOL_BYTE] ^= (byte) protocolIdentifier;
    }
    for (int offset = page.headerBytes(); offset < values.length; offset++) {
      int forbidden = page.forbiddenBits(offset, values);
      if (forbidden != 0) {
        return isWrong(at + offset, 31 - Integer.numberOfLeadingZeros(forbidden));
      }
    }
    System.arraycopy(
        values,
        page.headerBytes(),
        wanted[index],
        page.headerBytes(),
        values.length - page.headerBytes());
    int refused = roundAndCheck(page, wanted[index]);
    if (refused != ModePage.ACCEPTED) {
      return isWrong(at + (refused >> 3), refused & 7);
    }
    return at + page.lengthBytes();
  }

  private int roundAndCheck(ModePage page, byte[] values) {
    byte[] asked = values.clone();
    int refused = page.check(values);
    isRounded |= !Arrays.equals(asked, values);
    return refused;
  }
}
