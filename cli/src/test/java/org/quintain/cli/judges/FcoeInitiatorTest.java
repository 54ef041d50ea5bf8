// SPDX-License-Identifier: Apache-2.0
package org.quintain.cli.judges;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The Linux kernel's own Fibre Channel initiator at work on a served disk over FCoE: {@code
 * cli/src/test/guest/fcoe.sh}, which says what is done.
 */
class FcoeInitiatorTest {
  @Test
  void worksWithAServedDiskThroughFlapsAndCrashes(@TempDir Path said) throws Exception {
    String text = Guest.script("fcoe.sh", said);
    assertThat(text)
        .contains("done: login by FIP, FLOGI, PLOGI and PRLI")
        .contains("done: ext4 and fio with verify")
        .contains("done: the link down and up again under load")
        .contains("done: the server killed under load, and its port found again")
        .contains("done: fsck")
        .contains("done: logout");
  }
}
