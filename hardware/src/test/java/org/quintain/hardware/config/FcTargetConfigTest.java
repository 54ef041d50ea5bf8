// SPDX-License-Identifier: Apache-2.0
package org.quintain.hardware.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.quintain.hardware.fcoe.FcoeMode;

/** How Fibre Channel's target ports are configured. */
final class FcTargetConfigTest {
  private static final String FIRST = "20:00:02:00:00:00:00:0a";
  private static final String SECOND = "20:01:02:00:00:00:00:0a";

  private static List<FcTargetConfig> read(String targets) throws ConfigurationException {
    return ServeConfig.parse("c", "TARGET_DRIVER fcst {\n" + targets + "\n}").fcTargets();
  }

  @Test
  void readsAVirtualPortBesideAnother() throws ConfigurationException {
    List<FcTargetConfig> targets =
        read(
            """
            TARGET %s {
              link eth1
              mode fabric
              node_name 10:00:02:00:00:00:00:0a
            }
            TARGET %s {
              parent_host %s
            }
            """
                .formatted(FIRST, SECOND, FIRST));

    FcTargetConfig physical = targets.get(0);
    FcTargetConfig virtual = targets.get(1);
    assertThat(physical.isVirtual()).isFalse();
    assertThat(physical.mode()).isEqualTo(FcoeMode.FABRIC);
    assertThat(virtual.isVirtual()).isTrue();
    assertThat(virtual.parentName()).isEqualTo(physical.portName());
    assertThat(virtual.link()).isEqualTo(physical.link());
    assertThat(virtual.mode()).isEqualTo(FcoeMode.FABRIC);
    assertThat(virtual.nodeName()).isEqualTo(physical.nodeName());
    assertThat(virtual.relativeTargetId()).isEqualTo(1_002);
  }

  @Test
  void standsWithoutAFabricUnlessToldOtherwise() throws ConfigurationException {
    assertThat(read("TARGET " + FIRST + " {\nlink eth1\n}").get(0).mode())
        .isEqualTo(FcoeMode.VN2VN);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "link eth1;mode loop|c:4: \"mode\" is vn2vn or fabric, not \"loop\".",
        "link no link|c:3: \"link\"",
        "parent_host 20:01:02:00:00:00:00:0b|c:3: \"parent_host\" is a TARGET that stands before it"
            + " and has a \"link\" of its own.",
        "parent_host 20:01:02:00:00:00:00:0b;link eth1|c:3: A TARGET with a \"parent_host\" has its"
            + " link and its mode from there.",
        "parent_host me|c:3: \"me\" is no world wide name, which has 16 hexadecimal digits."
      })
  void saysInOneSentenceWhatIsWrong(String attributes, String sentence) {
    assertThatThrownBy(
            () -> read("TARGET " + FIRST + " {\n" + attributes.replace(';', '\n') + "\n}"))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageStartingWith(sentence);
  }
}
