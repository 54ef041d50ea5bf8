// SPDX-License-Identifier: Apache-2.0
package org.quintain.target;

import static org.assertj.core.api.Assertions.assertThat;
import static org.quintain.testing.Client.cdb;
import static org.quintain.testing.Client.filled;

import org.junit.jupiter.api.Test;
import org.quintain.testing.Client;
import org.quintain.testing.Client.Outcome;
import org.quintain.testing.Disk;

final class CommandPathTest {
  private final Disk disk = Disk.inMemory(512, 2048);

  @Test
  void carriesFirstCommandsFromInitiatorToStoreAndBack() {
    Client client = disk.newClient("iqn.2026-11.org.quintain:a");
    assertThat(client.in(cdb(0x12, 0, 0, 0, 96, 0), 96).data()).hasSize(96);
    assertThat(client.none(cdb(0, 0, 0, 0, 0, 0)).code()).isEqualTo(0x062900);
    assertThat(client.none(cdb(0, 0, 0, 0, 0, 0)).status()).isEqualTo(0);
    assertThat(client.in(cdb(0x25, 0, 0, 0, 0, 0, 0, 0, 0, 0), 8).data())
        .isEqualTo(cdb(0, 0, 7, 0xFF, 0, 0, 2, 0));

    Outcome written = client.out(cdb(0x2A, 0, 0, 0, 0, 5, 0, 0, 2, 0), filled(1024, 0xA5));
    assertThat(written.status()).isEqualTo(0);
    assertThat(written.residual()).isZero();
    Outcome read = client.in(cdb(0x28, 0, 0, 0, 0, 4, 0, 0, 4, 0), 2048);
    assertThat(read.status()).isEqualTo(0);
    assertThat(read.data()).containsExactly(concat(512, 0, 1024, 0xA5, 512, 0));
    disk.device().checkIdle();
  }

  private static byte[] concat(int... lengthsAndValues) {
    int total = 0;
    for (int index = 0; index < lengthsAndValues.length; index += 2) {
      total += lengthsAndValues[index];
    }
    byte[] all = new byte[total];
    int at = 0;
    for (int index = 0; index < lengthsAndValues.length; index += 2) {
      byte[] piece = filled(lengthsAndValues[index], lengthsAndValues[index + 1]);
      System.arraycopy(piece, 0, all, at, piece.length);
      at += piece.length;
    }
    return all;
  }
}
