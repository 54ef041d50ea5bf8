// SPDX-License-Identifier: Apache-2.0
package org.quintain.sbc.protection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;
import org.quintain.device.ProtectionConfig;
import org.quintain.testing.Client;

/** The application tag that an operator says of all blocks of a disk. */
final class ConfiguredTagTest {
  private static final int APPLICATION_TAG_FAILED = 0x0B1002;

  @Test
  void isExpectedOfWhatIsWrittenAndWrittenWithWhatHasNone() {
    ProtectedDisk disk = new ProtectedDisk(new ProtectionConfig(1, 0, 0x1234), 512);
    assertThat(disk.write(1, 9, disk.guarded(1, 5, 0x1111, 9)).code())
        .isEqualTo(APPLICATION_TAG_FAILED);
    assertThat(disk.write(1, 9, disk.guarded(1, 5, 0x1234, 9)).status()).isZero();
    assertThat(disk.write(0, 10, Client.filled(512, 1)).status()).isZero();
    assertThat(ByteBuffer.wrap(disk.read(1, 10, 1).data()).getShort(514)).isEqualTo((short) 0x1234);
  }

  @Test
  void hasSixteenBits() {
    assertThatThrownBy(() -> new ProtectionConfig(1, 0, 0x10000))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("An application tag has 16 bits.");
  }
}
