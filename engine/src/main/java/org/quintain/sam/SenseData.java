// SPDX-License-Identifier: Apache-2.0
package org.quintain.sam;

import java.util.Arrays;

/**
 * Sense data as a meaning (SPC-5 4.5): made when a command is terminated, encoded only at its
 * completion, in the format that the logical unit's D_SENSE bit or a REQUEST SENSE command asks
 * for.
 *
 * @param key the sense key
 * @param code ADDITIONAL SENSE CODE
 * @param qualifier ADDITIONAL SENSE CODE QUALIFIER
 * @param isDeferred whether it is about an earlier command (response codes 71h, 73h)
 * @param isInformationValid whether {@code information} means something
 * @param information the INFORMATION field
 * @param commandSpecificInformation the COMMAND-SPECIFIC INFORMATION field, 0 for none
 * @param senseKeySpecific the three sense key specific bytes, SKSV in bit 23; 0 for none
 */
public record SenseData(
    SenseKey key,
    int code,
    int qualifier,
    boolean isDeferred,
    boolean isInformationValid,
    long information,
    long commandSpecificInformation,
    int senseKeySpecific) {

  /** Length of the fixed format: 18 bytes, up to and with the sense key specific field. */
  public static final int FIXED_BYTES = 18;

  private static final int SKSV = 0x80_0000;
  private static final int COMMAND_DATA = 0x40_0000;
  private static final int BIT_POINTER_VALID = 0x08_0000;

  /** NO SENSE, which REQUEST SENSE answers when there is nothing to say. */
  public static final SenseData NONE = of(AdditionalSense.NO_ADDITIONAL_SENSE_INFORMATION);

  /** Sense data of a row of the table, with nothing more said. */
  public static SenseData of(AdditionalSense additional) {
    return new SenseData(
        additional.key(), additional.code(), additional.qualifier(), false, false, 0, 0, 0);
  }

  /** INVALID FIELD IN CDB, pointing at {@code bit} of byte {@code field} (SPC-5 4.5.2.4.2). */
  public static SenseData invalidFieldInCdb(int field, int bit) {
    return of(AdditionalSense.INVALID_FIELD_IN_CDB).pointingInto(COMMAND_DATA, field, bit);
  }

  /** INVALID FIELD IN CDB, pointing at byte {@code field}, the first of its field. */
  public static SenseData invalidFieldInCdb(int field) {
    return of(AdditionalSense.INVALID_FIELD_IN_CDB).pointingInto(COMMAND_DATA, field, -1);
  }

  /**
   * INVALID FIELD IN PARAMETER LIST, pointing at {@code bit} of byte {@code field}; -1 for no bit.
   */
  public static SenseData invalidFieldInParameterList(int field, int bit) {
    return of(AdditionalSense.INVALID_FIELD_IN_PARAMETER_LIST).pointingInto(0, field, bit);
  }

  /** The same, pointing at byte {@code field} of the CDB, the first of its field. */
  public SenseData pointingIntoCdb(int field) {
    return pointingInto(COMMAND_DATA, field, -1);
  }

  private SenseData pointingInto(int commandData, int field, int bit) {
    int bits = bit < 0 ? 0 : BIT_POINTER_VALID | bit << 16;
    return withSenseKeySpecific(SKSV | commandData | bits | (field & 0xFFFF));
  }

  /** The same with {@code value} in the INFORMATION field. */
  public SenseData withInformation(long value) {
    return new SenseData(
        key,
        code,
        qualifier,
        isDeferred,
        true,
        value,
        commandSpecificInformation,
        senseKeySpecific);
  }

  /** The same with {@code value} in the COMMAND-SPECIFIC INFORMATION field. */
  public SenseData withCommandSpecificInformation(long value) {
    return new SenseData(
        key, code, qualifier, isDeferred, isInformationValid, information, value, senseKeySpecific);
  }

  /** The same with the progress indication {@code of65536} (SPC-5 4.5.2.4.4). */
  public SenseData withProgress(int of65536) {
    return withSenseKeySpecific(SKSV | (of65536 & 0xFFFF));
  }

  /** The same with the three sense key specific bytes {@code bytes}. */
  public SenseData withSenseKeySpecific(int bytes) {
    return new SenseData(
        key,
        code,
        qualifier,
        isDeferred,
        isInformationValid,
        information,
        commandSpecificInformation,
        bytes);
  }

  /** The same, about an earlier command (SPC-5 4.5.5). */
  public SenseData deferred() {
    return new SenseData(
        key,
        code,
        qualifier,
        true,
        isInformationValid,
        information,
        commandSpecificInformation,
        senseKeySpecific);
  }

  /** Whether it says the same code and qualifier as {@code additional}. */
  public boolean is(AdditionalSense additional) {
    return key == additional.key()
        && code == additional.code()
        && qualifier == additional.qualifier();
  }

  /** Encodes into {@code bytes} from index 0 on and returns the length. */
  public int encode(byte[] bytes, boolean isDescriptorFormat) {
    return isDescriptorFormat ? encodeDescriptor(bytes) : encodeFixed(bytes);
  }

  /** The fixed format (SPC-5 4.5.3): an INFORMATION that needs more than 32 bits is left out. */
  private int encodeFixed(byte[] bytes) {
    Arrays.fill(bytes, 0, FIXED_BYTES, (byte) 0);
    boolean fits = isInformationValid && information >>> 32 == 0;
    bytes[0] = (byte) ((fits ? 0x80 : 0) | (isDeferred ? 0x71 : 0x70));
    bytes[2] = (byte) key.code();
    if (fits) {
      put(bytes, 3, 4, information);
    }
    bytes[7] = FIXED_BYTES - 8;
    if (commandSpecificInformation >>> 32 == 0) {
      put(bytes, 8, 4, commandSpecificInformation);
    }
    bytes[12] = (byte) code;
    bytes[13] = (byte) qualifier;
    put(bytes, 15, 3, senseKeySpecific);
    return FIXED_BYTES;
  }

  /** The descriptor format (SPC-5 4.5.2): descriptors in ascending order of their types. */
  private int encodeDescriptor(byte[] bytes) {
    int end = 8;
    if (isInformationValid) {
      end = beginDescriptor(bytes, end, 0x00, 12);
      bytes[end - 10] = (byte) 0x80;
      put(bytes, end - 8, 8, information);
    }
    if (commandSpecificInformation != 0) {
      end = beginDescriptor(bytes, end, 0x01, 12);
      put(bytes, end - 8, 8, commandSpecificInformation);
    }
    if (senseKeySpecific != 0) {
      end = beginDescriptor(bytes, end, 0x02, 8);
      put(bytes, end - 4, 3, senseKeySpecific);
    }
    bytes[0] = (byte) (isDeferred ? 0x73 : 0x72);
    bytes[1] = (byte) key.code();
    bytes[2] = (byte) code;
    bytes[3] = (byte) qualifier;
    put(bytes, 4, 3, 0);
    bytes[7] = (byte) (end - 8);
    return end;
  }

  private static int beginDescriptor(byte[] bytes, int at, int type, int length) {
    Arrays.fill(bytes, at, at + length, (byte) 0);
    bytes[at] = (byte) type;
    bytes[at + 1] = (byte) (length - 2);
    return at + length;
  }

  private static void put(byte[] bytes, int at, int count, long value) {
    for (int index = 0; index < count; index++) {
      bytes[at + index] = (byte) (value >>> (8 * (count - 1 - index)));
    }
  }

  private static long get(byte[] bytes, int at, int count) {
    long value = 0;
    for (int index = 0; index < count; index++) {
      value = value << 8 | (bytes[at + index] & 0xFF);
    }
    return value;
  }

  /**
   * Reads sense data of either format; fields beyond {@code length} count as not there.
   *
   * @return what it says, or {@link #NONE} where the response code is none of 70h to 73h
   */
  public static SenseData decode(byte[] bytes, int length) {
    byte[] whole = Arrays.copyOf(Arrays.copyOf(bytes, Math.min(length, bytes.length)), 272);
    int responseCode = whole[0] & 0x7F;
    return switch (responseCode) {
      case 0x70, 0x71 ->
          new SenseData(
              SenseKey.ofCode(whole[2]),
              whole[12] & 0xFF,
              whole[13] & 0xFF,
              responseCode == 0x71,
              whole[0] < 0,
              get(whole, 3, 4),
              get(whole, 8, 4),
              (int) get(whole, 15, 3));
      case 0x72, 0x73 -> decodeDescriptor(whole, Math.min(length, 8 + (whole[7] & 0xFF)));
      default -> NONE;
    };
  }

  private static SenseData decodeDescriptor(byte[] whole, int length) {
    SenseData sense =
        new SenseData(
            SenseKey.ofCode(whole[1]),
            whole[2] & 0xFF,
            whole[3] & 0xFF,
            whole[0] == 0x73,
            false,
            0,
            0,
            0);
    for (int at = 8; at + 1 < length; at += 2 + (whole[at + 1] & 0xFF)) {
      sense =
          switch (whole[at]) {
            case 0x00 -> whole[at + 2] < 0 ? sense.withInformation(get(whole, at + 4, 8)) : sense;
            case 0x01 -> sense.withCommandSpecificInformation(get(whole, at + 4, 8));
            case 0x02 -> sense.withSenseKeySpecific((int) get(whole, at + 4, 3));
            default -> sense;
          };
    }
    return sense;
  }
}
