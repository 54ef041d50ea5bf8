// SPDX-License-Identifier: Apache-2.0
package org.quintain.cli.judges;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The Linux kernel's own initiator at work on a served disk: {@code
 * cli/src/test/guest/open-iscsi.sh}, which says what is done.
 */
class OpenIscsiTest {
  @Test
  void worksWithAServedDiskThroughCrashesAndCuts(@TempDir Path said) throws Exception {
    String text = Guest.script("open-iscsi.sh", said);
    assertThat(text)
        .contains("done: partition, ext4, fio with verify, fsck")
        .contains("done: the server killed under load, and its session recovered")
        .contains("done: a path cut and mended under load")
        .contains("done: logout");
  }
}
