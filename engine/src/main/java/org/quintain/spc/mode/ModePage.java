// SPDX-License-Identifier: Apache-2.0
package org.quintain.spc.mode;

import java.util.Arrays;
import org.quintain.sam.Check;

/**
 * One mode page, in the page_0 or the sub_page format (SPC-5 7.5.8): its bytes four times over, as
 * they are, which of them may be changed, as they are by default, and as they were saved. The page
 * is one for all I_T nexuses. Offsets count from the page's first byte, header included, as the
 * standards' tables do. Owned by the logical unit's owner reactor.
 */
public final class ModePage {
  /** What a {@link ValueCheck} returns for values that it takes. */
  public static final int ACCEPTED = -1;

  /** Where a protocol specific page has its PROTOCOL IDENTIFIER (SPC-5 7.5.15). */
  static final int PROTOCOL_BYTE = 2;

  private static final int SUBPAGE_FORMAT = 0x40;

  private final int pageCode;
  private final int subpageCode;
  private final int headerBytes;
  private final byte[] defaults;
  private final byte[] changeable;
  private final byte[] current;
  private final byte[] saved;
  private final boolean isSavable;
  private final boolean tellsProtocol;
  private final ValueCheck check;
  private final Listener listener;

  private ModePage(Builder builder) {
    pageCode = builder.pageCode;
    subpageCode = builder.subpageCode;
    headerBytes = builder.headerBytes;
    defaults = builder.defaults.clone();
    changeable = builder.changeable.clone();
    current = defaults.clone();
    saved = defaults.clone();
    tellsProtocol = builder.tellsProtocol;
    isSavable = builder.hasChangeable();
    check = builder.check;
    listener = builder.listener;
  }

  /** Begins the page of {@code pageCode}, {@code lengthBytes} long with its two header bytes. */
  public static Builder page(int pageCode, int lengthBytes) {
    return new Builder(pageCode, 0, 2, lengthBytes);
  }

  /** Begins a subpage, {@code lengthBytes} long with its four header bytes. */
  public static Builder subpage(int pageCode, int subpageCode, int lengthBytes) {
    return new Builder(pageCode, subpageCode, 4, lengthBytes);
  }

  /** A field that a {@link ValueCheck} refuses, by the page's byte and its most significant bit. */
  public static int refused(int at, int bit) {
    return at << 3 | bit;
  }

  /** PAGE CODE. */
  public int pageCode() {
    return pageCode;
  }

  /** SUBPAGE CODE, 0 in the page_0 format. */
  public int subpageCode() {
    return subpageCode;
  }

  /** The page's length, the header bytes included. */
  public int lengthBytes() {
    return defaults.length;
  }

  /** How many bytes come before the page's own fields: 2, or 4 in the sub_page format. */
  public int headerBytes() {
    return headerBytes;
  }

  /** PS: whether its values can be saved, which is when any of them can be changed. */
  public boolean isSavable() {
    return isSavable;
  }

  /** Whether it says by which protocol it is asked for. */
  boolean tellsProtocol() {
    return tellsProtocol;
  }

  /** One byte of the current values. */
  public int u8(int at) {
    return current[at] & 0xFF;
  }

  /** Two bytes of the current values. */
  public int u16(int at) {
    return u8(at) << 8 | u8(at + 1);
  }

  /** Four bytes of the current values, unsigned. */
  public long u32(int at) {
    return (long) u16(at) << 16 | u16(at + 2);
  }

  /** Whether {@code bit} of a byte of the current values is set. */
  public boolean isSet(int at, int bit) {
    return (current[at] >> bit & 1) != 0;
  }

  /** Changes one byte of the current values by the device server's own doing; no hook runs. */
  public void set8(int at, int value) {
    Check.that(at >= headerBytes, "a page's header does not change", at);
    current[at] = (byte) value;
  }

  /** A copy of the values of {@code control}, header included, PS zero. */
  byte[] values(PageControl control) {
    byte[] values =
        switch (control) {
          case CURRENT -> current.clone();
          case CHANGEABLE -> changeable.clone();
          case DEFAULT -> defaults.clone();
          case SAVED -> saved.clone();
        };
    System.arraycopy(defaults, 0, values, 0, headerBytes);
    return values;
  }

  /** Bits of byte {@code at} that differ from the current ones and may not be changed. */
  int forbiddenBits(int at, byte[] values) {
    return (values[at] ^ current[at]) & ~changeable[at] & 0xFF;
  }

  /** Asks the page about {@code values}, which it may round in place. */
  int check(byte[] values) {
    return check.check(this, values);
  }

  /** Whether {@code values} are what the page says already. */
  boolean says(byte[] values) {
    return Arrays.equals(current, headerBytes, current.length, values, headerBytes, values.length);
  }

  /** Makes {@code values} the current ones. */
  void becomes(byte[] values) {
    System.arraycopy(values, headerBytes, current, headerBytes, current.length - headerBytes);
  }

  /** Makes the changeable bits of {@code values} the saved ones. */
  void saves(byte[] values) {
    for (int at = headerBytes; at < saved.length; at++) {
      saved[at] = (byte) ((defaults[at] & ~changeable[at]) | (values[at] & changeable[at]));
    }
  }

  /** Tells the hook that the current values hold from now on. */
  void applied(long nowNs) {
    listener.onApplied(nowNs, this);
  }

  /** Says whether values may be what a page holds; no state changes by being asked. */
  @FunctionalInterface
  public interface ValueCheck {
    /**
     * Looks at {@code values}, a whole page in which only changeable bits differ, and may round
     * them in place (SPC-5 5.11).
     *
     * @return {@link #ACCEPTED}, or {@link ModePage#refused} of the field that is wrong
     */
    int check(ModePage page, byte[] values);
  }

  /** Told that a page's current values hold, from the start on. */
  @FunctionalInterface
  public interface Listener {
    /** The page's current values changed, were reset, or hold from the start on. */
    void onApplied(long nowNs, ModePage page);
  }

  /** Gathers a page; what is not said is zero and cannot be changed. */
  public static final class Builder {
    private final int pageCode;
    private final int subpageCode;
    private final int headerBytes;
    private final byte[] defaults;
    private final byte[] changeable;
    private boolean tellsProtocol;
    private ValueCheck check = (page, values) -> ACCEPTED;
    private Listener listener = (nowNs, page) -> {};

    private Builder(int pageCode, int subpageCode, int headerBytes, int lengthBytes) {
      this.pageCode = pageCode;
      this.subpageCode = subpageCode;
      this.headerBytes = headerBytes;
      defaults = new byte[lengthBytes];
      changeable = new byte[lengthBytes];
      int rest = lengthBytes - headerBytes;
      if (headerBytes == 2) {
        defaults[0] = (byte) pageCode;
        defaults[1] = (byte) rest;
      } else {
        defaults[0] = (byte) (SUBPAGE_FORMAT | pageCode);
        defaults[1] = (byte) subpageCode;
        defaults[2] = (byte) (rest >> 8);
        defaults[3] = (byte) rest;
      }
    }

    /** Default values from byte {@code at} on. */
    public Builder defaults(int at, int... bytes) {
      put(defaults, at, bytes);
      return this;
    }

    /** Ones for the bits from byte {@code at} on that MODE SELECT may change. */
    public Builder changeable(int at, int... masks) {
      put(changeable, at, masks);
      return this;
    }

    /** Byte 2 tells the protocol of the nexus that asks. */
    public Builder tellingProtocol() {
      tellsProtocol = true;
      return this;
    }

    private void put(byte[] into, int at, int... bytes) {
      Check.that(at >= headerBytes, "a page's header is made from its codes and length", at);
      for (int index = 0; index < bytes.length; index++) {
        into[at + index] = (byte) bytes[index];
      }
    }

    private boolean hasChangeable() {
      for (byte mask : changeable) {
        if (mask != 0) {
          return true;
        }
      }
      return false;
    }

    /** {@code valueCheck} looks at values before they are taken. */
    public Builder checkedBy(ValueCheck valueCheck) {
      check = valueCheck;
      return this;
    }

    /** {@code whenApplied} is told when values hold: at the start, and whenever they changed. */
    public Builder appliedBy(Listener whenApplied) {
      listener = whenApplied;
      return this;
    }

    /** The page. */
    public ModePage build() {
      return new ModePage(this);
    }
  }
}
