// SPDX-License-Identifier: Apache-2.0
package org.quintain.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

final class LogicalUnitConfigTest {
  @Test
  void derivesIdentifiersFromNameAlone() {
    LogicalUnitConfig one = LogicalUnitConfig.named("disk0").build();
    assertThat(LogicalUnitConfig.named("disk0").build()).isEqualTo(one);
    LogicalUnitConfig other = LogicalUnitConfig.named("disk1").build();
    assertThat(other.naaIdentifier()).isNotEqualTo(one.naaIdentifier()).startsWith("3").hasSize(16);
    assertThat(other.unitSerialNumber()).isNotEqualTo(one.unitSerialNumber());
  }

  @Test
  void namesTheFieldThatIsWrong() {
    assertThatThrownBy(() -> LogicalUnitConfig.named("a").blockBytes(1024).build())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("The block length of a is 512, 520 or 4096, not 1024.");
    assertThatThrownBy(() -> LogicalUnitConfig.named("a").vendor("NINECHARS").build())
        .hasMessage("The vendor of a has 0 to 8 ASCII characters.");
    assertThatThrownBy(() -> LogicalUnitConfig.named("a").unitSerialNumber("ä").build())
        .hasMessageContaining("unit serial number");
    assertThatThrownBy(() -> LogicalUnitConfig.named("a").naaIdentifier("4000").build())
        .hasMessageContaining("NAA identifier");
    assertThatThrownBy(() -> LogicalUnitConfig.named("a").physicalBlockExponent(16).build())
        .hasMessageContaining("physical block exponent");
    assertThatThrownBy(() -> LogicalUnitConfig.named("a").rotationRate(-1).build())
        .hasMessageContaining("rotation rate");
  }
}
