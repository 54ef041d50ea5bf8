// SPDX-License-Identifier: Apache-2.0
package org.quintain.cli.judges;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.quintain.cli.support.OutsideJudge;

class LibiscsiToolsTest {
  private static ServedDisk disk;

  @BeforeAll
  static void serve() throws Exception {
    disk = ServedDisk.start(64 << 20, 512);
  }

  @AfterAll
  static void stop() throws Exception {
    disk.close();
  }

  @Test
  void iscsiLsFindsTheTargetAndItsLogicalUnit() throws Exception {
    OutsideJudge.require("iscsi-ls");
    Tool.Result result = Tool.run(120, "iscsi-ls", "-s", "iscsi://127.0.0.1:" + disk.port() + "/");
    assertThat(result.output())
        .contains("Target:" + ServedDisk.TARGET)
        .contains("Lun:0")
        .contains("Type:DIRECT_ACCESS")
        // The tool multiplies the last address, not the number of blocks.
        .contains("Size:63M");
    assertThat(result.exitCode()).isZero();
  }

  @Test
  void iscsiInqReadsStandardDataAndEveryVpdPageThatIsListed() throws Exception {
    OutsideJudge.require("iscsi-inq");
    Tool.Result standard = Tool.run(120, "iscsi-inq", disk.url());
    assertThat(standard.exitCode()).isZero();
    assertThat(standard.output())
        .contains("Peripheral Device Type:DIRECT_ACCESS")
        .contains("Peripheral Qualifier:CONNECTED");
    for (String page : new String[] {"0x00", "0x80", "0x83", "0xb0", "0xb1", "0xb2"}) {
      Tool.Result vpd =
          Tool.run(120, "iscsi-inq", "-e", "1", "-c", Integer.decode(page).toString(), disk.url());
      assertThat(vpd.output()).as("VPD page %s", page).doesNotContain("failed");
      assertThat(vpd.exitCode()).as("VPD page %s: %s", page, vpd.output()).isZero();
    }
  }

  @Test
  void iscsiReadcapacity16AnswersTheFilesSize() throws Exception {
    OutsideJudge.require("iscsi-readcapacity16");
    Tool.Result result = Tool.run(120, "iscsi-readcapacity16", disk.url());
    assertThat(result.exitCode()).isZero();
    assertThat(result.output())
        .contains("RETURNED LOGICAL BLOCK ADDRESS:" + ((64 << 20) / 512 - 1))
        .contains("LOGICAL BLOCK LENGTH IN BYTES:512")
        .contains("Total size:" + (64 << 20));
  }
}
