// SPDX-License-Identifier: Apache-2.0
package org.quintain.hardware.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.quintain.hardware.config.TargetConfig.TargetPortalGroup;

final class PortalGroupsConfigTest {
  private static final String A = "iqn.2026-11.org.quintain:a";
  private static final String B = "iqn.2026-11.org.quintain:b";
  private static final String TEXT =
      """
      TARGET_DRIVER iscsi {
        enabled 1
        portal 127.0.0.1:3260
        portal [::1]:3260 1
        portal 127.0.0.2:3260 7
        portal 127.0.0.3:3260 65535
        TARGET %s {
          enabled 1
          tpg_rel_tgt_id "7 12"
        }
        TARGET %s {
          enabled 1
          tpgt 7
          tpgt 9
        }
      }
      """
          .formatted(A, B);

  private static ServeConfig parse(String text) throws ConfigurationException {
    return ServeConfig.parse("c", text);
  }

  private static TargetPortalGroup group(int tag, int identifier) {
    return new TargetPortalGroup(tag, identifier);
  }

  @Test
  void putsATargetIntoThePortalGroupsItNamesOrAll() throws ConfigurationException {
    ServeConfig config = parse(TEXT);
    assertThat(config.portals()).extracting(PortalConfig::tag).containsExactly(1, 1, 7, 65_535);
    assertThat(config.targets().get(0).portalGroups())
        .containsExactly(group(1, 1), group(7, 12), group(65_535, 3));
    assertThat(config.targets().get(1).portalGroups()).containsExactly(group(7, 2));
  }

  @Test
  void hasOnePortalGroupWhereNothingIsSaid() throws ConfigurationException {
    ServeConfig config = parse("TARGET_DRIVER iscsi {\n enabled 1\n TARGET " + A + " {\n }\n}\n");
    assertThat(config.targets().get(0).portalGroups()).containsExactly(group(1, 1));
    assertThat(config.targets().get(0).relativeTargetId()).isEqualTo(1);
  }

  @Test
  void keepsTheIdentifiersOfAllPortsWhileTargetsAndPortalsComeAndGo()
      throws ConfigurationException {
    ServeConfig running = parse(TEXT);
    ScstConf conf = ConfigEdit.removePortal(running.conf(), "127.0.0.3:3260");
    ServeConfig less = ConfigDifference.next(running, conf);
    assertThat(less.targets().get(0).portalGroups()).containsExactly(group(1, 1), group(7, 12));
    assertThat(ConfigDifference.between(running, less).removedTargets()).isEmpty();
    conf = ConfigEdit.removeTarget(less.conf(), A);
    conf = ConfigEdit.addPortal(conf, "127.0.0.4:3260", "9");
    ServeConfig other = ConfigDifference.next(less, conf);
    assertThat(other.targets().get(0).portalGroups())
        .containsExactly(
            group(7, 2), group(9, other.targets().get(0).portalGroups().get(1).relativeTargetId()));
    ServeConfig read = ServeConfig.of(ScstConfReader.read("c", ScstConfWriter.write(other.conf())));
    assertThat(read.targets().get(0).portalGroups())
        .isEqualTo(other.targets().get(0).portalGroups());
    assertThat(ConfigDifference.between(less, other).removedTargets()).containsExactly(A);
  }

  @Test
  void letsATargetGoAndComeWhosePortGoesByAnotherIdentifier() throws ConfigurationException {
    ServeConfig running = parse(TEXT);
    ServeConfig next =
        ConfigDifference.next(
            running, ScstConfReader.read("c", TEXT.replace("\"7 12\"", "\"7 13\"")));
    assertThat(ConfigDifference.between(running, next).removedTargets()).containsExactly(A);
  }

  @Test
  void putsPortsIntoTargetPortGroupsOneByOneOrAllOfATarget() throws ConfigurationException {
    String groups =
        """
        DEVICE_GROUP g {
          TARGET_GROUP near {
            group_id 1
            TARGET %s {
              tpgt 7
            }
          }
          TARGET_GROUP far {
            group_id 2
            TARGET %s {
              tpgt 1
            }
            TARGET %s
          }
        }
        """
            .formatted(A, A, B);
    List<DeviceGroupConfig> read = parse(TEXT + groups).deviceGroups();
    assertThat(read.get(0).groups().get(0).relativeTargetIds()).containsExactly(12);
    assertThat(read.get(0).groups().get(1).relativeTargetIds()).containsExactly(1, 2);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          portal 127.0.0.2:3260 7 | portal 127.0.0.2:3260 65536 | c:5: Behind the address of a portal stands the tag of its group, 0 to 65535.
          portal 127.0.0.2:3260 7 | portal 127.0.0.1:3260 7 | c:5: A portal is in one portal group.
          tpgt 7 | tpgt seven | c:13: "tpgt" is tags of portal groups, 0 to 65535, not "seven".
          tpgt 7 | tpgt 8 | c:11: No portal is in a portal group of TARGET iqn.2026-11.org.quintain:b, whose "tpgt" are [8, 9].
          "7 12" | "7 2" | c:11: "rel_tgt_id" 2 is that of TARGET iqn.2026-11.org.quintain:a already.
          "7 12" | "7 0" | c:9: "tpg_rel_tgt_id" is the tag of a portal group and a number from 1 to 65535, not "7 0".
          """)
  void saysWhatIsWrong(String place, String wrong, String message) {
    assertThatThrownBy(() -> parse(TEXT.replace(place, wrong)))
        .isInstanceOf(ConfigurationException.class)
        .hasMessage(message);
  }
}
