// SPDX-License-Identifier: Apache-2.0
package org.quintain.hardware.config;

import java.util.List;
import org.quintain.device.ProtectionConfig;
import org.quintain.device.ProvisioningConfig;
import org.quintain.hardware.config.DeviceConfig.Handler;
import org.quintain.hardware.config.ScstConf.Statement;

/** Reads the {@code DEVICE} sections of the handlers, with SCST's attribute names and defaults. */
final class DeviceReader {
  private static final int NAME_CHARACTERS_MAX = 64;
  private static final int PHYSICAL_BLOCK_BYTES = 4096;
  private static final String STORING = "dev_store";
  private static final int TIMEOUT_SECONDS = 30;

  private final String file;
  private final List<String> notices;

  DeviceReader(String file, List<String> notices) {
    this.file = file;
    this.notices = notices;
  }

  static AttributeTable table(Handler handler) {
    AttributeTable table =
        new AttributeTable("a DEVICE of " + handler.keyword())
            .obeys("blocksize", "read_only", "rotational", "size", "size_mb", "usn", "t10_vend_id")
            .obeys("prod_id", "prod_rev_lvl", "t10_dev_id", "naa_id", "expl_alua", "removable")
            .passesOver("numa_node_id", "threads_num", "threads_pool_type", "cluster_mode", "async")
            .passesOver("bind_alua_state", "opt_trans_len")
            .obeys("max_tgt_dev_commands", "cmd_time_out", "dif_static_app_tag")
            .only("active", "1", "a device is always open")
            .only("tst", "1", "each nexus has a task set of its own")
            .obeys("dif_mode", "dif_type", "lb_per_pb_exp", "background_mb_s")
            .obeys("thin_provisioned", "tp_threshold_percent", "state_dir", "pr_file_name");
    return switch (handler) {
      case VDISK_FILEIO ->
          table.obeys("filename", "nv_cache", "write_through", "dif_filename", "o_direct");
      case VDISK_BLOCKIO -> table.obeys("filename", "nv_cache", "write_through", "dif_filename");
      case VDISK_NULLIO ->
          table.obeys("dummy").only("read_zero", "1", "what was never stored reads as zeros");
      case VDISK_RAM -> table;
    };
  }

  DeviceConfig read(Handler handler, Statement section) throws ConfigurationException {
    if (section.words().size() != 2 || section.words().get(1).length() > NAME_CHARACTERS_MAX) {
      throw ConfigurationException.at(
          file,
          section.line(),
          "DEVICE has one name of up to " + NAME_CHARACTERS_MAX + " characters.");
    }
    String name = section.words().get(1);
    Attributes attributes = new Attributes(file, section.block(), table(handler), notices);
    String filename = attributes.text("filename", "", 4096);
    if (handler.hasFile() && filename.isEmpty()) {
      throw ConfigurationException.at(
          file,
          section.line(),
          "DEVICE " + name + " of " + handler.keyword() + " needs a \"filename\".");
    }
    return new DeviceConfig(
        section.line(),
        name,
        handler,
        filename,
        handler == Handler.VDISK_BLOCKIO || attributes.flag("o_direct", false),
        size(handler, section, attributes),
        blockBytes(attributes),
        physicalBlockExponent(attributes),
        attributes.flag("nv_cache", false),
        attributes.flag("write_through", false),
        attributes.flag("read_only", false),
        attributes.flag("removable", false),
        attributes.flag("rotational", true) ? 15_000 : 1,
        attributes.flag("expl_alua", false),
        attributes.text("t10_vend_id", "QUINTAIN", 8),
        attributes.text("prod_id", name.substring(0, Math.min(16, name.length())), 16),
        attributes.text("prod_rev_lvl", "0001", 4),
        attributes.text("usn", "", 20),
        attributes.text("t10_dev_id", "", 127),
        naaId(attributes),
        provisioning(attributes),
        attributes.text("state_dir", "", 4096),
        attributes.text("pr_file_name", "", 4096),
        protection(attributes),
        (long) attributes.number("background_mb_s", 0, 1, 1_000_000) << 20,
        new DeviceConfig.Limits(
            attributes.number("max_tgt_dev_commands", 0, 1, 65_535),
            attributes.number("cmd_time_out", TIMEOUT_SECONDS, 0, 3_600)));
  }

  /** SCST's flag: whether blocks that are shorter than 4096 bytes are told to be parts of such. */
  private static int physicalBlockExponent(Attributes attributes) throws ConfigurationException {
    int blockBytes = blockBytes(attributes);
    boolean isTold = attributes.flag("lb_per_pb_exp", true);
    return isTold && PHYSICAL_BLOCK_BYTES % blockBytes == 0
        ? Integer.numberOfTrailingZeros(PHYSICAL_BLOCK_BYTES / blockBytes)
        : 0;
  }

  /**
   * SCST's words say who keeps and who checks protection information; here the device always does
   * both, and no adapter does anything for it.
   */
  private DeviceConfig.Protection protection(Attributes attributes) throws ConfigurationException {
    String mode = attributes.text("dif_mode", "none", 64);
    if (mode.equals("none")) {
      for (String key : List.of("dif_type", "dif_filename", "dif_static_app_tag")) {
        boolean isMeant = key.equals("dif_type") ? attributes.number(key, 0, 0, 3) > 0 : true;
        if (attributes.has(key) && isMeant) {
          throw ConfigurationException.at(
              file,
              attributes.line(key, 0),
              "\"" + key + "\" goes with a \"dif_mode\" that has dev_store.");
        }
      }
      return DeviceConfig.Protection.NONE;
    }
    List<String> words = List.of(mode.split("\\|", -1));
    if (!words.contains(STORING) || !List.of(STORING, "dev_check", "scst").containsAll(words)) {
      throw attributes.notAllowed(
          attributes.all("dif_mode").get(0), "none or dev_store, with |dev_check or |scst");
    }
    return new DeviceConfig.Protection(
        true,
        attributes.number("dif_type", 1, 0, 3),
        attributes.text("dif_filename", "", 4096),
        applicationTag(attributes));
  }

  /** SCST's is a number of 64 bits, of which types 1 and 2 use the lowest 16. */
  private static int applicationTag(Attributes attributes) throws ConfigurationException {
    String text = attributes.text("dif_static_app_tag", "", 18);
    String digits = text.startsWith("0x") || text.startsWith("0X") ? text.substring(2) : text;
    if (digits.isEmpty()) {
      return ProtectionConfig.NO_TAG;
    }
    if (!digits.matches("0*[0-9a-fA-F]{1,4}")) {
      throw attributes.notAllowed(
          attributes.all("dif_static_app_tag").get(0), "a hexadecimal number of 16 bits");
    }
    return (int) Long.parseLong(digits, 16);
  }

  private ProvisioningConfig provisioning(Attributes attributes) throws ConfigurationException {
    boolean isThin = attributes.flag("thin_provisioned", false);
    int percent = attributes.number("tp_threshold_percent", 0, 0, 99);
    if (percent > 0 && !isThin) {
      throw ConfigurationException.at(
          file,
          attributes.line("tp_threshold_percent", 0),
          "\"tp_threshold_percent\" goes with \"thin_provisioned 1\".");
    }
    return isThin
        ? new ProvisioningConfig(ProvisioningConfig.Type.THIN, percent)
        : ProvisioningConfig.FULL;
  }

  private static int blockBytes(Attributes attributes) throws ConfigurationException {
    int blockBytes = attributes.number("blocksize", 512, 512, 4096);
    if (blockBytes != 512 && blockBytes != 520 && blockBytes != 4096) {
      throw attributes.notAllowed(attributes.all("blocksize").get(0), "512, 520 or 4096");
    }
    return blockBytes;
  }

  private long size(Handler handler, Statement section, Attributes attributes)
      throws ConfigurationException {
    if (attributes.has("size") && attributes.has("size_mb")) {
      throw ConfigurationException.at(
          file, attributes.line("size_mb", 0), "\"size\" and \"size_mb\" say the same; give one.");
    }
    int blockBytes = blockBytes(attributes);
    long megabytes = attributes.number("size_mb", 0L, 1, Long.MAX_VALUE >> 20);
    long size = attributes.number("size", megabytes << 20, 1, Long.MAX_VALUE);
    if (size % blockBytes != 0) {
      throw ConfigurationException.at(
          file,
          attributes.line("size", section.line()),
          "\"size\" is a multiple of the block length " + blockBytes + ", not " + size + ".");
    }
    if (attributes.flag("dummy", false)) {
      return 0;
    }
    if (size == 0 && handler == Handler.VDISK_NULLIO) {
      // SCST's: 2.5 TiB.
      return 5L << 39;
    }
    if (size == 0 && handler == Handler.VDISK_RAM) {
      throw ConfigurationException.at(
          file, section.line(), "a DEVICE of vdisk_ram needs a \"size\" or \"size_mb\".");
    }
    return size;
  }

  private static String naaId(Attributes attributes) throws ConfigurationException {
    String text = attributes.text("naa_id", "", 34);
    String digits = text.startsWith("0x") || text.startsWith("0X") ? text.substring(2) : text;
    if (!digits.isEmpty() && !digits.matches("[235][0-9a-fA-F]{15}|6[0-9a-fA-F]{31}")) {
      throw attributes.notAllowed(
          attributes.all("naa_id").get(0),
          "16 hexadecimal digits that begin with 2, 3 or 5, or 32 that begin with 6");
    }
    return digits;
  }
}
