// SPDX-License-Identifier: Apache-2.0
package org.quintain.hardware.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class ConfigEditTest {
  private static final String FIRST = "iqn.2026-11.org.quintain:first";
  private static final String SECOND = "iqn.2026-11.org.quintain:second";
  private static final String TEXT =
      """
      HANDLER vdisk_ram {
        DEVICE a {
          size_mb 1
        }
        DEVICE b {
          size_mb 1
        }
      }
      TARGET_DRIVER iscsi {
        enabled 1
        portal 127.0.0.1:0
        TARGET %s {
          enabled 1
          LUN 0 a
          GROUP some {
            INITIATOR iqn.x:*
            LUN 0 b
          }
        }
        TARGET %s {
          enabled 1
          LUN 0 b
        }
      }
      """
          .formatted(FIRST, SECOND);

  private final ServeConfig running = ServeConfig.parse("c", TEXT);

  ConfigEditTest() throws ConfigurationException {}

  private ServeConfig next(ScstConf conf) throws ConfigurationException {
    return ConfigDifference.next(running, conf);
  }

  @Test
  void whatIsAddedCanBeTakenAwayAgain() throws ConfigurationException {
    ScstConf conf =
        ConfigEdit.addDevice(running.conf(), "c", "vdisk_nullio", Map.of("size_mb", "8"));
    conf = ConfigEdit.addTarget(conf, "iqn.2026-11.org.x:third", Map.of("alias", "the third"));
    conf = ConfigEdit.addGroup(conf, "iqn.2026-11.org.x:third", "g");
    conf =
        ConfigEdit.add(
            conf,
            "iqn.2026-11.org.x:third",
            "g",
            List.of("LUN", "7", "c"),
            Map.of("read_only", "1"));
    conf =
        ConfigEdit.add(
            conf, "iqn.2026-11.org.x:third", "g", List.of("INITIATOR", "iqn.y:*"), Map.of());
    conf = ConfigEdit.addPortal(conf, "127.0.0.1:3261");
    ServeConfig changed = next(conf);
    TargetConfig third = changed.targets().get(2);
    assertThat(third.enabled()).isTrue();
    assertThat(third.alias()).isEqualTo("the third");
    assertThat(third.relativeTargetId()).isEqualTo(3);
    assertThat(third.groups().get(0).initiatorPatterns()).containsExactly("iqn.y:*");
    assertThat(third.groups().get(0).luns().get(0).readOnly()).isTrue();
    assertThat(changed.portals()).hasSize(2);

    conf = ConfigEdit.remove(conf, "iqn.2026-11.org.x:third", "g", "LUN", "7");
    conf = ConfigEdit.remove(conf, "iqn.2026-11.org.x:third", "g", "INITIATOR", "iqn.y:*");
    conf = ConfigEdit.removeGroup(conf, "iqn.2026-11.org.x:third", "g");
    conf = ConfigEdit.removeTarget(conf, "iqn.2026-11.org.x:third");
    conf = ConfigEdit.removePortal(conf, "127.0.0.1:3261");
    conf = ConfigEdit.removeDevice(conf, "c");
    ConfigDifference none = ConfigDifference.between(running, next(conf));
    assertThat(none.addedDevices()).isEmpty();
    assertThat(none.removedDevices()).isEmpty();
    assertThat(none.removedTargets()).isEmpty();
    assertThat(next(conf).targets()).hasSize(2);
  }

  @Test
  void aDeviceGoesWithEveryLunThatLeadsToIt() throws ConfigurationException {
    ServeConfig changed = next(ConfigEdit.removeDevice(running.conf(), "b"));
    assertThat(changed.devices()).hasSize(1);
    assertThat(changed.targets().get(0).luns()).hasSize(1);
    assertThat(changed.targets().get(0).groups().get(0).luns()).isEmpty();
    assertThat(changed.targets().get(1).luns()).isEmpty();
    assertThat(ConfigDifference.between(running, changed).removedDevices()).containsExactly("b");
  }

  @Test
  void aTargetKeepsItsPortIdentifierWhereverItStands() throws ConfigurationException {
    ServeConfig changed = next(ConfigEdit.removeTarget(running.conf(), FIRST));
    assertThat(changed.targets().get(0).name()).isEqualTo(SECOND);
    assertThat(changed.targets().get(0).relativeTargetId()).isEqualTo(2);
    assertThat(ConfigDifference.between(running, changed).removedTargets()).containsExactly(FIRST);
  }

  @Test
  void aTargetOfAnotherPortIdentifierGoesAndComesAgain() throws ConfigurationException {
    ServeConfig changed =
        next(ConfigEdit.setTarget(running.conf(), SECOND, Map.of("rel_tgt_id", "9")));
    assertThat(ConfigDifference.between(running, changed).removedTargets()).containsExactly(SECOND);
    assertThat(changed.targets().get(1).relativeTargetId()).isEqualTo(9);
  }

  @Test
  void aDeviceThatDiffersIsToldFromOneThatMoved() throws ConfigurationException {
    ScstConf moved =
        ScstConfReader.read(
            "c",
            "# a line more\n"
                + TEXT.replace("size_mb 1\n  }\n}", "size_mb 1\n    blocksize 4096\n  }\n}"));
    ConfigDifference difference = ConfigDifference.between(running, next(moved));
    assertThat(difference.changedDevices()).containsExactly("b");
    assertThat(difference.removedDevices()).isEmpty();
  }

  @Test
  void whatIsFixedWhileAServerRunsIsNamed() throws ConfigurationException {
    ServeConfig otherTransport =
        next(ConfigEdit.setDriver(running.conf(), Map.of("transport", "nio")));
    assertThatThrownBy(() -> ConfigDifference.between(running, otherTransport))
        .hasMessage("c: \"transport\" changes only when the server is started again.");
  }

  @Test
  void otherFabricsTargetsStayAndTheirLunsComeAndGo() throws ConfigurationException {
    String port = "20:00:02:00:00:00:00:0a";
    ServeConfig before =
        ServeConfig.parse(
            "c",
            TEXT
                + """
                TARGET_DRIVER fcst {
                  TARGET %s {
                    link eth1
                    LUN 0 b
                  }
                }
                TARGET_DRIVER ib_srpt {
                  TARGET 0200000000000a0b {
                    link 10.0.0.5
                    LUN 0 b
                  }
                }
                """
                    .formatted(port));
    ScstConf conf = ConfigEdit.add(before.conf(), port, null, List.of("LUN", "1", "a"), Map.of());
    conf = ConfigEdit.addGroup(conf, "0200000000000a0b", "g");
    conf = ConfigEdit.removeDevice(conf, "b");
    ServeConfig after = ConfigDifference.next(before, conf);

    assertThat(ConfigDifference.between(before, after).removedDevices()).containsExactly("b");
    assertThat(after.fcTargets().get(0).luns().get(0).device()).isEqualTo("a");
    assertThat(after.srpTargets().get(0).luns()).isEmpty();
    assertThat(after.srpTargets().get(0).groups()).hasSize(1);
    assertThat(after.allTargets()).hasSize(4);
    ServeConfig gone = ConfigDifference.next(before, ConfigEdit.removeTarget(conf, port));
    assertThatThrownBy(() -> ConfigDifference.between(before, gone))
        .hasMessageContaining("TARGET_DRIVER fcst and ib_srpt")
        .hasMessageContaining("changes only when the server is started again.");
  }

  @Test
  void whatIsNotThereCannotBeTakenAway() {
    assertThatThrownBy(() -> ConfigEdit.removeDevice(running.conf(), "x"))
        .hasMessage("There is no device x.");
    assertThatThrownBy(() -> ConfigEdit.removeTarget(running.conf(), "iqn.x:none"))
        .hasMessage("There is no TARGET iqn.x:none in TARGET_DRIVER iscsi.");
    assertThatThrownBy(() -> ConfigEdit.remove(running.conf(), FIRST, null, "LUN", "5"))
        .hasMessage("There is no LUN 5 in TARGET " + FIRST + ".");
    assertThatThrownBy(() -> ConfigEdit.removePortal(running.conf(), "127.0.0.1:9"))
        .hasMessage("There is no portal 127.0.0.1:9 in TARGET_DRIVER iscsi.");
  }

  @Test
  void aChangeThatReadingRefusesNamesWhatIsAllowed() {
    assertThatThrownBy(
            () ->
                next(
                    ConfigEdit.add(
                        running.conf(), FIRST, null, List.of("LUN", "1", "x"), Map.of())))
        .hasMessageContaining("names the device \"x\", which no HANDLER has");
  }
}
