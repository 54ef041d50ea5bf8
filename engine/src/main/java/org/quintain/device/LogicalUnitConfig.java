// SPDX-License-Identifier: Apache-2.0
package org.quintain.device;

import java.nio.charset.StandardCharsets;

/**
 * What a logical unit is to be, fixed while it lives.
 *
 * @param name the name the operator gave it, unique within the target device
 * @param blockBytes the logical block length, 512, 520 or 4096
 * @param physicalBlockExponent two to this power logical blocks make a physical block (SBC-4
 *     LBPPBE), 0 to 15
 * @param vendor T10 VENDOR IDENTIFICATION, up to 8 ASCII characters
 * @param product PRODUCT IDENTIFICATION, up to 16 ASCII characters
 * @param revision PRODUCT REVISION LEVEL, up to 4 ASCII characters
 * @param unitSerialNumber VPD page 80h, 1 to 64 ASCII characters
 * @param t10DeviceIdentifier what follows the vendor in the T10 designator of VPD page 83h
 * @param naaIdentifier the NAA designator of VPD page 83h: 16 or 32 hexadecimal digits
 * @param isReadOnly whether writes are refused on every nexus
 * @param isDescriptorSense whether autosense is in descriptor format (D_SENSE)
 * @param isRemovable whether its medium can be taken out (RMB), as far as a disk of ours has one
 * @param rotationRate MEDIUM ROTATION RATE of VPD page B1h: 0 not told, 1 no rotation, else per
 *     minute
 * @param provisioning how the space behind its blocks is managed
 * @param protection what protection information it is made with
 * @param backgroundBytesPerSecond how fast a format or a sanitize goes over the medium at most; 0
 *     for as fast as the store takes it
 */
public record LogicalUnitConfig(
    String name,
    int blockBytes,
    int physicalBlockExponent,
    String vendor,
    String product,
    String revision,
    String unitSerialNumber,
    String t10DeviceIdentifier,
    String naaIdentifier,
    boolean isReadOnly,
    boolean isDescriptorSense,
    boolean isRemovable,
    int rotationRate,
    ProvisioningConfig provisioning,
    ProtectionConfig protection,
    long backgroundBytesPerSecond) {

  /**
   * Checks every field; throws {@link IllegalArgumentException} with one sentence that names the
   * field.
   */
  public LogicalUnitConfig {
    require(!name.isEmpty(), "A logical unit has a name.");
    require(
        blockBytes == 512 || blockBytes == 520 || blockBytes == 4096,
        "The block length of " + name + " is 512, 520 or 4096, not " + blockBytes + ".");
    require(
        physicalBlockExponent >= 0 && physicalBlockExponent <= 15,
        "The physical block exponent of "
            + name
            + " is 0 to 15, not "
            + physicalBlockExponent
            + ".");
    requireAscii(name, "vendor", vendor, 0, 8);
    requireAscii(name, "product", product, 0, 16);
    requireAscii(name, "revision", revision, 0, 4);
    requireAscii(name, "unit serial number", unitSerialNumber, 1, 64);
    requireAscii(name, "T10 device identifier", t10DeviceIdentifier, 1, 128);
    require(
        naaIdentifier.matches("[2356][0-9a-fA-F]{15}|6[0-9a-fA-F]{31}"),
        "The NAA identifier of "
            + name
            + " is 16 hexadecimal digits that begin with 2, 3, 5 or 6, or 32 that begin with 6.");
    require(
        rotationRate >= 0 && rotationRate <= 0xFFFE,
        "The rotation rate of " + name + " is 0 to 65534, not " + rotationRate + ".");
    require(
        backgroundBytesPerSecond >= 0,
        "The background rate of " + name + " is 0 or more bytes per second.");
  }

  private static void requireAscii(String name, String field, String value, int from, int to) {
    require(
        value.length() >= from
            && value.length() <= to
            && value.chars().allMatch(character -> character >= 0x20 && character < 0x7F),
        "The " + field + " of " + name + " has " + from + " to " + to + " ASCII characters.");
  }

  private static void require(boolean condition, String sentence) {
    if (!condition) {
      throw new IllegalArgumentException(sentence);
    }
  }

  /** Begins the configuration of a logical unit {@code name}; everything else has a default. */
  public static Builder named(String name) {
    return new Builder(name);
  }

  /** Sixty-four bits that follow from {@code text} alone, the same on every machine. */
  static long hash(String text) {
    long hash = 0xCBF2_9CE4_8422_2325L;
    for (byte one : text.getBytes(StandardCharsets.UTF_8)) {
      hash = (hash ^ (one & 0xFF)) * 0x100_0000_01B3L;
    }
    hash = (hash ^ hash >>> 30) * 0xBF58_476D_1CE4_E5B9L;
    hash = (hash ^ hash >>> 27) * 0x94D0_49BB_1331_11EBL;
    return hash ^ hash >>> 31;
  }

  /** Gathers a configuration; identifiers that are not given follow from name and serial number. */
  public static final class Builder {
    private final String name;
    private int blockBytes = 512;
    private int physicalBlockExponent;
    private String vendor = "QUINTAIN";
    private String product = "DISK";
    private String revision = "0001";
    private String unitSerialNumber;
    private String t10DeviceIdentifier = "";
    private String naaIdentifier = "";
    private boolean isReadOnly;
    private boolean isDescriptorSense;
    private boolean isRemovable;
    private int rotationRate = 1;
    private ProvisioningConfig provisioning = ProvisioningConfig.FULL;
    private ProtectionConfig protection = ProtectionConfig.NONE;
    private long backgroundBytesPerSecond;

    private Builder(String name) {
      this.name = name;
      this.unitSerialNumber = String.format("%016x", hash(name));
    }

    /** The logical block length, 512 unless set. */
    public Builder blockBytes(int bytes) {
      blockBytes = bytes;
      return this;
    }

    /** Two to this power logical blocks make a physical block. */
    public Builder physicalBlockExponent(int exponent) {
      physicalBlockExponent = exponent;
      return this;
    }

    /** T10 VENDOR IDENTIFICATION. */
    public Builder vendor(String ascii) {
      vendor = ascii;
      return this;
    }

    /** PRODUCT IDENTIFICATION. */
    public Builder product(String ascii) {
      product = ascii;
      return this;
    }

    /** PRODUCT REVISION LEVEL. */
    public Builder revision(String ascii) {
      revision = ascii;
      return this;
    }

    /** The unit serial number; follows from the name unless set. */
    public Builder unitSerialNumber(String ascii) {
      unitSerialNumber = ascii;
      return this;
    }

    /** What follows the vendor in the T10 designator. */
    public Builder t10DeviceIdentifier(String ascii) {
      t10DeviceIdentifier = ascii;
      return this;
    }

    /**
     * The NAA designator in hexadecimal; a locally assigned one that follows from name and serial
     * unless set.
     */
    public Builder naaIdentifier(String hexadecimal) {
      naaIdentifier = hexadecimal;
      return this;
    }

    /** Whether writes are refused on every nexus. */
    public Builder readOnly(boolean refusesWrites) {
      isReadOnly = refusesWrites;
      return this;
    }

    /** Whether autosense is in descriptor format. */
    public Builder descriptorSense(boolean isDescriptor) {
      isDescriptorSense = isDescriptor;
      return this;
    }

    /** Whether its medium can be taken out. */
    public Builder removable(boolean canBeTakenOut) {
      isRemovable = canBeTakenOut;
      return this;
    }

    /** MEDIUM ROTATION RATE; 1, no rotation, unless set. */
    public Builder rotationRate(int perMinute) {
      rotationRate = perMinute;
      return this;
    }

    /** How space is managed; fully provisioned unless set. */
    public Builder provisioning(ProvisioningConfig managed) {
      provisioning = managed;
      return this;
    }

    /** What protection information it is made with; none unless set. */
    public Builder protection(ProtectionConfig made) {
      protection = made;
      return this;
    }

    /** How fast a format or a sanitize goes at most; without a limit unless set. */
    public Builder backgroundBytesPerSecond(long most) {
      backgroundBytesPerSecond = most;
      return this;
    }

    /** The configuration, or {@link IllegalArgumentException} with one sentence. */
    public LogicalUnitConfig build() {
      String t10 =
          t10DeviceIdentifier.isEmpty() ? unitSerialNumber + "-" + name : t10DeviceIdentifier;
      String naa =
          naaIdentifier.isEmpty()
              ? "3" + String.format("%016x", hash(name + '\0' + unitSerialNumber)).substring(1)
              : naaIdentifier;
      return new LogicalUnitConfig(
          name,
          blockBytes,
          physicalBlockExponent,
          vendor,
          product,
          revision,
          unitSerialNumber,
          t10,
          naa,
          isReadOnly,
          isDescriptorSense,
          isRemovable,
          rotationRate,
          provisioning,
          protection,
          backgroundBytesPerSecond);
    }
  }
}
