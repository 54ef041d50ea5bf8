// SPDX-License-Identifier: Apache-2.0
package org.quintain.hardware.config;

import org.quintain.device.ProtectionConfig;
import org.quintain.device.ProvisioningConfig;

/**
 * One {@code DEVICE} of a {@code HANDLER}.
 *
 * @param line where it stands, for messages
 * @param name SCST's name of the device, by which LUN lines refer to it
 * @param handler where its blocks live
 * @param filename the file or block device of {@code vdisk_fileio} and {@code vdisk_blockio}, else
 *     empty
 * @param isDirect whether blocks go past the page cache ({@code vdisk_blockio}, {@code o_direct})
 * @param sizeBytes how much to serve; 0 for all of the file
 * @param blockBytes the logical block length
 * @param physicalBlockExponent two to this power logical blocks make a physical block ({@code
 *     lb_per_pb_exp})
 * @param nvCache whether what the operating system caches counts as durable ({@code nv_cache})
 * @param writeThrough whether every write is durable when it completes ({@code write_through})
 * @param readOnly whether writes are refused
 * @param isRemovable whether its medium can be ejected and loaded ({@code removable})
 * @param rotationRate MEDIUM ROTATION RATE of VPD page B1h
 * @param isExplicitAccess whether initiators may change access states ({@code expl_alua})
 * @param vendor T10 vendor identification
 * @param product product identification
 * @param revision product revision level
 * @param serial unit serial number; empty for one that follows from the name
 * @param t10DeviceId the T10 designator; empty for one that follows from the name
 * @param naaId the NAA designator in hexadecimal; empty for one that follows from the name
 * @param provisioning how its space is managed ({@code thin_provisioned}, {@code
 *     tp_threshold_percent})
 * @param stateDirectory where it keeps what it saves beside its blocks ({@code state_dir}); empty
 *     for a directory beside the configuration
 * @param reservationsFile where it keeps its persistent reservations ({@code pr_file_name}); empty
 *     for a file in that directory
 * @param protection what protection information it keeps ({@code dif_mode}, {@code dif_type},
 *     {@code dif_filename}, {@code dif_static_app_tag})
 * @param backgroundBytesPerSecond how fast a format or a sanitize goes at most ({@code
 *     background_mb_s}); 0 for no limit
 * @param limits how many commands it takes and how long its store may take ({@code
 *     max_tgt_dev_commands}, {@code cmd_time_out})
 */
public record DeviceConfig(
    int line,
    String name,
    Handler handler,
    String filename,
    boolean isDirect,
    long sizeBytes,
    int blockBytes,
    int physicalBlockExponent,
    boolean nvCache,
    boolean writeThrough,
    boolean readOnly,
    boolean isRemovable,
    int rotationRate,
    boolean isExplicitAccess,
    String vendor,
    String product,
    String revision,
    String serial,
    String t10DeviceId,
    String naaId,
    ProvisioningConfig provisioning,
    String stateDirectory,
    String reservationsFile,
    Protection protection,
    long backgroundBytesPerSecond,
    Limits limits) {

  /**
   * Whether it is SCST's stand-in for LUN 0 ({@code dummy}): LUN 0 is answered for here even when
   * nothing is mapped to it, so a LUN that names this device maps nothing.
   */
  public boolean isDummy() {
    return handler == Handler.VDISK_NULLIO && sizeBytes == 0;
  }

  /**
   * Whether it may go over to the size of {@code next} while it is served. A file that is served
   * whole is resized by changing the file.
   */
  boolean isResizableTo(DeviceConfig next) {
    boolean isSized = sizeBytes > 0 && next.sizeBytes > 0;
    return sizeBytes == next.sizeBytes || (isSized && handler != Handler.VDISK_BLOCKIO);
  }

  /**
   * Protection information.
   *
   * @param isKept whether there is room for it, so that the device may be formatted with it
   * @param type the protection type that it is made with, 0 to 3
   * @param filename the file it is kept in; empty for one in the state directory
   * @param applicationTag what every block's application tag is known to be; -1 for nothing
   */
  public record Protection(boolean isKept, int type, String filename, int applicationTag) {
    /** None. */
    public static final Protection NONE = new Protection(false, 0, "", ProtectionConfig.NO_TAG);
  }

  /**
   * Limits that hold while it is served and may be changed then.
   *
   * @param nexusCommandsMax how many commands one initiator may have at once; 0 for as many as the
   *     device takes
   * @param timeoutSeconds how long its store may take for a command of 30 seconds, and in
   *     proportion for others; 0 for as long as it likes
   */
  public record Limits(int nexusCommandsMax, int timeoutSeconds) {}

  /** Where a device's blocks live. */
  public enum Handler {
    /** In a file or a block device, through the page cache unless it says otherwise. */
    VDISK_FILEIO("vdisk_fileio"),
    /** In a block device or a file, past the page cache. */
    VDISK_BLOCKIO("vdisk_blockio"),
    /** Nowhere: writes are forgotten, reads give zeros. */
    VDISK_NULLIO("vdisk_nullio"),
    /** In memory that is taken as it is written; ours. */
    VDISK_RAM("vdisk_ram");

    private final String keyword;

    Handler(String keyword) {
      this.keyword = keyword;
    }

    /** Whether there is a file that it serves. */
    public boolean hasFile() {
      return this == VDISK_FILEIO || this == VDISK_BLOCKIO;
    }

    /** As the configuration spells it. */
    public String keyword() {
      return keyword;
    }
  }
}
