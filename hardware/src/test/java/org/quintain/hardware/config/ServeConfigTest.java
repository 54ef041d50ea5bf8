// SPDX-License-Identifier: Apache-2.0
package org.quintain.hardware.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.quintain.device.ProvisioningConfig;
import org.quintain.hardware.config.DeviceConfig.Handler;
import org.quintain.hardware.config.DeviceGroupConfig.TargetGroupConfig;
import org.quintain.hardware.config.TargetConfig.GroupConfig;
import org.quintain.hardware.config.TargetConfig.LunConfig;
import org.quintain.iscsi.negotiation.IscsiKey;
import org.quintain.spc.alua.AccessState;

class ServeConfigTest {
  private static final String USUAL =
      """
      # What an SCST user has.
      setup_id 0x1234
      HANDLER vdisk_fileio {
      	DEVICE disk1 {
      		filename /disks/disk 1.img
      		nv_cache 1
      	}
      	DEVICE disk2 {
      		filename "/disks/disk#2.img"   # quoted
      		blocksize 4096
      		size_mb 16
      		t10_dev_id 0x2345
      		usn 4711
      		rotational 0
      	}
      }
      HANDLER vdisk_nullio {
      	DEVICE dummy {
      		dummy 1
      	}
      }

      TARGET_DRIVER iscsi {
      	enabled 1
      	portal 127.0.0.1:0
      	portal [::1]
      	TARGET iqn.2006-10.net.vlnb:tgt {
      		HeaderDigest CRC32C,None
      		QueuedCommands 64
      		enabled 1
      		rel_tgt_id 7
      		LUN 0 dummy
      		LUN 1 disk1
      		GROUP g1 {
      			LUN 0 disk2 {
      				read_only 1
      			}
      			INITIATOR iqn.1993-08.org.debian:*
      			INITIATOR !*windows*
      			cpu_mask ff
      		}
      	}
      }
      """;

  @Test
  void readsThroughWhichTargetPortGroupsDevicesAreSeen() throws ConfigurationException {
    String group =
        """
        DEVICE_GROUP both {
        	DEVICE disk1
        	DEVICE disk2
        	TARGET_GROUP here {
        		group_id 16
        		state nonoptimized
        		preferred 1
        		TARGET iqn.2006-10.net.vlnb:tgt
        	}
        	TARGET_GROUP there {
        		group_id 32
        		state standby
        		TARGET iqn.2006-10.net.vlnb:other {
        			rel_tgt_id 8
        		}
        	}
        }
        """;
    ServeConfig config = ServeConfig.parse("scst.conf", group + USUAL);
    DeviceGroupConfig both = config.deviceGroups().get(0);
    assertThat(both.devices()).containsExactly("disk1", "disk2");
    assertThat(both.groups())
        .containsExactly(
            new TargetGroupConfig(
                4, "here", 16, true, AccessState.ACTIVE_NON_OPTIMIZED, List.of(7)),
            new TargetGroupConfig(10, "there", 32, false, AccessState.STANDBY, List.of(8)));
  }

  @Test
  void readsHowSpaceIsManagedAndWhereStateIsKept() throws ConfigurationException {
    String thin =
        USUAL.replace(
            "nv_cache 1",
            "thin_provisioned 1\ntp_threshold_percent 80\nstate_dir /s\npr_file_name /p");
    List<DeviceConfig> devices = ServeConfig.parse("scst.conf", thin).devices();
    assertThat(devices.get(0).provisioning())
        .isEqualTo(new ProvisioningConfig(ProvisioningConfig.Type.THIN, 80));
    assertThat(devices.get(0).stateDirectory()).isEqualTo("/s");
    assertThat(devices.get(0).reservationsFile()).isEqualTo("/p");
    assertThat(devices.get(1).provisioning()).isEqualTo(ProvisioningConfig.FULL);
    String without = USUAL.replace("nv_cache 1", "tp_threshold_percent 80");
    assertThatThrownBy(() -> ServeConfig.parse("scst.conf", without))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("scst.conf:6")
        .hasMessageContaining("thin_provisioned 1");
  }

  @Test
  void readsWhetherTheMediumCanBeTakenOut() throws ConfigurationException {
    String removable = USUAL.replace("nv_cache 1", "removable 1");
    List<DeviceConfig> devices = ServeConfig.parse("scst.conf", removable).devices();
    assertThat(devices.get(0).isRemovable()).isTrue();
    assertThat(devices.get(1).isRemovable()).isFalse();
  }

  @Test
  void readsWhatAnScstUserHas() throws ConfigurationException {
    ServeConfig config = ServeConfig.parse("scst.conf", USUAL);
    assertThat(config.enabled()).isTrue();
    assertThat(config.addresses())
        .containsExactly(new InetSocketAddress("127.0.0.1", 0), new InetSocketAddress("::1", 3260));
    assertThat(config.devices()).hasSize(3);
    DeviceConfig disk1 = config.devices().get(0);
    assertThat(disk1.filename()).isEqualTo("/disks/disk 1.img");
    assertThat(disk1.nvCache()).isTrue();
    assertThat(disk1.rotationRate()).isEqualTo(15_000);
    DeviceConfig disk2 = config.devices().get(1);
    assertThat(disk2.handler()).isEqualTo(Handler.VDISK_FILEIO);
    assertThat(disk2.filename()).isEqualTo("/disks/disk#2.img");
    assertThat(disk2.blockBytes()).isEqualTo(4096);
    assertThat(disk2.sizeBytes()).isEqualTo(16 << 20);
    assertThat(disk2.rotationRate()).isEqualTo(1);
    assertThat(config.devices().get(2).isDummy()).isTrue();
    TargetConfig target = config.targets().get(0);
    assertThat(target.relativeTargetId()).isEqualTo(7);
    assertThat(target.queuedCommands()).isEqualTo(64);
    assertThat(target.keys().value(IscsiKey.HEADER_DIGEST)).isEqualTo("CRC32C,None");
    assertThat(target.luns())
        .containsExactly(
            new LunConfig(32, 0, "dummy", false), new LunConfig(33, 1, "disk1", false));
    assertThat(target.groups())
        .containsExactly(
            new GroupConfig(
                34,
                "g1",
                List.of("iqn.1993-08.org.debian:*", "!*windows*"),
                List.of(new LunConfig(35, 0, "disk2", true))));
    assertThat(config.notices())
        .containsExactly(
            "scst.conf:2: \"setup_id\" has no effect here.",
            "scst.conf:40: \"cpu_mask\" has no effect here.");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\u0001',
      textBlock =
          """
          HANDLER vdisk_floppy {\\n}|c:1: "HANDLER vdisk_floppy" is not served; handlers are vdisk_fileio, vdisk_blockio, vdisk_nullio, vdisk_ram.
          HANDLER vdisk_ram {\\nDEVICE d {\\nsize 512|c:2: the block that begins here is not closed by a "}".
          }|c:1: this "}" closes no block.
          HANDLER vdisk_ram {\\nDEVICE d {\\nsize 513\\n}\\n}|c:3: "size" is a multiple of the block length 512, not 513.
          HANDLER vdisk_ram {\\nDEVICE d {\\n}\\n}|c:2: a DEVICE of vdisk_ram needs a "size" or "size_mb".
          HANDLER vdisk_ram {\\nDEVICE d {\\nsize 512\\nsize 512\\n}\\n}|c:4: "size" stands in line 3 already; it is given once.
          HANDLER vdisk_ram {\\nDEVICE d {\\nread_only yes\\nsize 512\\n}\\n}|c:3: "read_only" is 0 or 1, not "yes".
          HANDLER vdisk_ram {\\nDEVICE d {\\nblocksize 1024\\n}\\n}|c:3: "blocksize" is 512, 520 or 4096, not "1024".
          HANDLER vdisk_ram {\\nDEVICE d {\\nsize 512\\ndif_type 1\\n}\\n}|c:4: "dif_type" goes with a "dif_mode" that has dev_store.
          HANDLER vdisk_ram {\\nDEVICE d {\\nt10_vend_id TooLongByFar\\nsize 512\\n}\\n}|c:3: "t10_vend_id" is up to 8 ASCII characters, not "TooLongByFar".
          HANDLER vdisk_fileio {\\nDEVICE d {\\n}\\n}|c:2: DEVICE d of vdisk_fileio needs a "filename".
          HANDLER vdisk_ram {\\nDEVICE d {\\nsize 512\\n}\\nDEVICE d {\\nsize 512\\n}\\n}|c:5: DEVICE d stands in line 2 already.
          filename "abc|c:1: a quoted word does not end before the line does.
          DEVICE_GROUP g {\\nDEVICE d\\n}\\nTARGET_DRIVER iscsi {\\n}|c:2: There is no DEVICE d.
          DEVICE_GROUP g {\\nTARGET_GROUP t {\\n}\\n}\\nTARGET_DRIVER iscsi {\\n}|c:2: TARGET_GROUP t needs a "group_id".
          DEVICE_GROUP g {\\nTARGET_GROUP t {\\ngroup_id 1\\nstate up\\n}\\n}\\nTARGET_DRIVER iscsi {\\n}|c:4: "state" is one of active, nonoptimized, standby, unavailable, offline, transitioning, not "up".
          DEVICE_GROUP g {\\nTARGET_GROUP t {\\ngroup_id 1\\nTARGET x\\n}\\n}\\nTARGET_DRIVER iscsi {\\n}|c:4: TARGET x is not one of this host, so it needs a "rel_tgt_id".
          DEVICE_GROUP g {\\nTARGET_GROUP t {\\ngroup_id 1\\n}\\nTARGET_GROUP u {\\ngroup_id 1\\n}\\n}\\nTARGET_DRIVER iscsi {\\n}|c:5: "group_id" 1 is in the group of line 2 already.
          TARGET_DRIVER fcst {\\n TARGET 21:00:00:24 {\\n }\\n}|c:2: "21:00:00:24" is no world wide name, which has 16 hexadecimal digits.
          TARGET_DRIVER fcst {\\n TARGET 2100002400000001 {\\n }\\n}|c:2: a TARGET of fcst has a "link": a network interface, or udp:HERE:PORT,THERE:PORT.
          TARGET_DRIVER qla2x00t {\\n}|c:1: "TARGET_DRIVER qla2x00t" is not served; drivers are iscsi, fcst, ib_srpt.
          TARGET_DRIVER iscsi {\\nportal 127.0.0.1:99999\\n}|c:2: "portal" is address:port, as 0.0.0.0:3260 or [::]:3260, not "127.0.0.1:99999".
          TARGET_DRIVER iscsi {\\ntransport dpdk\\n}|c:2: "transport" is one of auto, nio, epoll, io_uring, not "dpdk".
          TARGET_DRIVER iscsi {\\nTARGET disk\\n}|c:2: "disk" is not an iqn., eui. or naa. name (RFC 7143 4.2.7).
          TARGET_DRIVER iscsi {\\nTARGET iqn.2026-11.org.quintain:d {\\nLUN 0 x\\n}\\n}|c:3: LUN 0 names the device "x", which no HANDLER has; there are [].
          TARGET_DRIVER iscsi {\\nTARGET iqn.2026-11.org.quintain:d {\\nLUN 16384 x\\n}\\n}|c:3: a LUN is 0 to 16383, not 16384.
          TARGET_DRIVER iscsi {\\nTARGET iqn.2026-11.org.quintain:d {\\nIncomingUser joesecret\\n}\\n}|c:3: "IncomingUser" is a name and a secret in one pair of quotes.
          TARGET_DRIVER iscsi {\\nIncomingUser1 "joe one"\\nIncomingUser2 "joe two"\\n}|c:2: The incoming CHAP user "joe" is named twice.
          TARGET_DRIVER iscsi {\\nOutgoingUser "disk short"\\n}|c:2: the secret of OutgoingUser "disk" has at least 12 bytes (RFC 7143 9.2.1).
          TARGET_DRIVER iscsi {\\nIncomingUser "joe 12charsecret"\\nOutgoingUser "disk 12charsecret"\\n}|c:3: The outgoing CHAP user "disk" has the secret of the incoming user "joe"; the two directions need secrets of their own (RFC 7143 9.2.1).
          TARGET_DRIVER iscsi {\\nTARGET iqn.2026-11.org.quintain:d {\\nredirect 10.0.0.1 often\\n}\\n}|c:3: "redirect" is address[:port] and "temp" or "perm", not "10.0.0.1 often".
          TARGET_DRIVER iscsi {\\nlogin_timeout 0\\n}|c:2: "login_timeout" is a number from 1 to 3600, not "0".
          TARGET_DRIVER iscsi {\\nTARGET iqn.2026-11.org.quintain:d {\\nMaxBurstLength 100\\n}\\n}|c:3: The iSCSI key MaxBurstLength cannot be "100"; it is a number from 512 to 16777215.
          TARGET_DRIVER iscsi {\\nTARGET iqn.2026-11.org.quintain:d {\\nQueuedCommands 0\\n}\\n}|c:3: "QueuedCommands" is a number from 1 to 2048, not "0".
          TARGET_DRIVER iscsi {\\nTARGET iqn.2026-11.org.quintain:d {\\n}\\nTARGET iqn.2026-11.org.quintain:d {\\n}\\n}|c:4: TARGET iqn.2026-11.org.quintain:d stands in line 2 already.
          nothing 1|c:1: "nothing" is no attribute of the top level, where also HANDLER, TARGET_DRIVER and DEVICE_GROUP stand.
          # empty|c: there is no "TARGET_DRIVER iscsi", so nothing is served.
          """)
  void saysInOneSentenceWhatIsWrong(String text, String sentence) {
    assertThatThrownBy(() -> ServeConfig.parse("c", text.replace("\\n", "\n")))
        .isInstanceOf(ConfigurationException.class)
        .hasMessage(sentence);
  }

  @Test
  void readsWhatProtectionInformationADeviceKeeps() throws ConfigurationException {
    String text =
        """
        HANDLER vdisk_ram {
        	DEVICE one {
        		size 1048576
        		dif_mode dev_store|dev_check
        	}
        	DEVICE two {
        		size 1048576
        		dif_mode dev_store
        		dif_type 2
        	}
        }
        """;
    ServeConfig config = ServeConfig.parse("scst.conf", text + USUAL);
    assertThat(config.devices().stream().map(DeviceConfig::protection).distinct())
        .contains(
            new DeviceConfig.Protection(true, 1, "", -1),
            new DeviceConfig.Protection(true, 2, "", -1));
  }

  @Test
  void readsLimitsAndTheApplicationTag() throws ConfigurationException {
    String text =
        """
        HANDLER vdisk_ram {
            DEVICE a {
                size 4096
                max_tgt_dev_commands 64
                cmd_time_out 0
                dif_mode dev_store
                dif_static_app_tag 0x00000000c0de
            }
            DEVICE b {
                size 4096
            }
        }
        """;
    ServeConfig config = ServeConfig.parse("scst.conf", text + USUAL);
    assertThat(config.device("a").limits()).isEqualTo(new DeviceConfig.Limits(64, 0));
    assertThat(config.device("a").protection().applicationTag()).isEqualTo(0xC0DE);
    assertThat(config.device("b").limits()).isEqualTo(new DeviceConfig.Limits(0, 30));
    assertThatThrownBy(
            () -> ServeConfig.parse("c", text.replace("0x00000000c0de", "0x10000") + USUAL))
        .hasMessageContaining("a hexadecimal number of 16 bits");
    assertThatThrownBy(() -> ServeConfig.parse("c", text.replace("dif_mode dev_store", "") + USUAL))
        .hasMessageContaining("\"dif_static_app_tag\" goes with a \"dif_mode\"");
  }

  @Test
  void tellsPhysicalBlocksOf4096BytesUnlessToldOtherwise() throws ConfigurationException {
    String text =
        """
        HANDLER vdisk_ram {
            DEVICE a {
                size 4096
            }
            DEVICE b {
                size 4096
                lb_per_pb_exp 0
            }
            DEVICE c {
                size 4096
                blocksize 4096
            }
            DEVICE d {
                size 5200
                blocksize 520
                background_mb_s 3
            }
        }
        """;
    List<DeviceConfig> devices = ServeConfig.parse("scst.conf", text + USUAL).devices();
    assertThat(devices.stream().limit(4).map(DeviceConfig::physicalBlockExponent))
        .containsExactly(3, 0, 0, 0);
    assertThat(devices.get(0).backgroundBytesPerSecond()).isZero();
    assertThat(devices.get(3).backgroundBytesPerSecond()).isEqualTo(3 << 20);
  }

  @Test
  void servesBlockDevicesPastThePageCache() throws ConfigurationException {
    String text =
        """
        HANDLER vdisk_blockio {
            DEVICE a {
                filename /dev/vg/a
            }
        }
        HANDLER vdisk_fileio {
            DEVICE b {
                filename /b
                o_direct 1
            }
            DEVICE c {
                filename /c
            }
        }
        """;
    List<DeviceConfig> devices = ServeConfig.parse("scst.conf", text + USUAL).devices();
    assertThat(devices.stream().limit(3).map(DeviceConfig::isDirect))
        .containsExactly(true, true, false);
    assertThat(devices.get(0).handler()).isEqualTo(Handler.VDISK_BLOCKIO);
  }

  @Test
  void namesEveryAllowedAttributeWhenAKeyIsUnknown() {
    assertThatThrownBy(
            () ->
                ServeConfig.parse(
                    "c", "HANDLER vdisk_ram {\n DEVICE d {\n  size 512\n  sise 512\n }\n}"))
        .hasMessageStartingWith(
            "c:4: \"sise\" is no attribute of a DEVICE of vdisk_ram; allowed are active, background_mb_s, blocksize,")
        .hasMessageContaining("size, size_mb");
  }

  @Test
  void saysThatAConfigurationFileIsMissing() {
    assertThatThrownBy(() -> ServeConfig.load(Path.of("no", "such.conf")))
        .hasMessage("There is no configuration file no/such.conf.");
  }
}
