// SPDX-License-Identifier: Apache-2.0
package org.quintain.target;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.quintain.testing.Client.cdb;

import org.junit.jupiter.api.Test;
import org.quintain.testing.Client;
import org.quintain.testing.Disk;
import org.quintain.testing.ManualFabric;

final class PortRemovalTest {
  private static final byte[] READY = cdb(0, 0, 0, 0, 0, 0);

  private final Disk disk = Disk.inMemory(512, 64);
  private final TargetPort second =
      disk.device()
          .addPort(
              new TargetPortConfig(
                  "iqn.x:second", 2, LunMap.builder().map(3, disk.unit()).build()));

  @Test
  void aPortWithoutNexusesIsGoneAtOnceAndItsIdentifierIsFree() {
    disk.device().removePort(second);
    assertThat(disk.device().ports()).containsExactly(disk.port());
    disk.device().addPort(new TargetPortConfig("iqn.x:third", 2, LunMap.EMPTY));
    assertThatThrownBy(() -> disk.device().removePort(second))
        .hasMessage("iqn.x:second is no port of this target device.");
  }

  @Test
  void aPortTakesNoMoreNexusesAndGoesWithItsLast() {
    Client client = new Client(disk.world(), second, "iqn.x:a").lun(3L << 48).clearUnitAttentions();
    disk.device().removePort(second);
    assertThat(disk.device().ports()).contains(second);
    assertThat(
            second.onNexusEstablished(
                0,
                Client.identity("iqn.x:b", "iqn.x:second"),
                new ManualFabric(disk.world(), disk.port(), "iqn.x:m", 0),
                disk.world().reactor()))
        .isNull();
    assertThat(client.none(READY).status()).isZero();
    client.port().close();
    assertThat(disk.device().ports()).containsExactly(disk.port());
    assertThat(disk.client("iqn.x:c").none(READY).status()).isZero();
    disk.device().checkIdle();
  }
}
