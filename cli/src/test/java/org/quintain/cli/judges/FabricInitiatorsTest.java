// SPDX-License-Identifier: Apache-2.0
package org.quintain.cli.judges;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.quintain.cli.support.Checkout;
import org.quintain.cli.support.OutsideJudge;

/**
 * The Linux kernel's own initiators of Fibre Channel, over FCoE, and of SRP, on soft RoCE, at work
 * on served disks: {@code cli/src/test/guest/fabrics.sh}, which says what is done.
 */
class FabricInitiatorsTest {
  /** More would take longer than it proves. */
  private static final String PACKETS = "4000";

  @Test
  void workWithServedDisksThroughFlapsFailedQueuePairsAndCrashes(@TempDir Path said)
      throws Exception {
    String text = Guest.script("fabrics.sh", said);
    assertThat(text)
        .contains("done: login by FIP, FLOGI, PLOGI and PRLI")
        .contains("done: login through RDMA-CM")
        .contains("done: ext4 and fio with verify")
        .contains("done: the link down and up again under load")
        .contains("done: channels ended by the target under load, and new ones")
        .contains("done: the server killed under load, and its port found again")
        .contains("done: the server killed under load, queue pairs in error, and reconnected")
        .contains("done: fsck")
        .contains("done: logout")
        .as("quintain admin sessions")
        .containsPattern("0x[0-9a-f]{32} +10\\.9\\.0\\.2:")
        .containsPattern("20:00:02:00:00:00:00:0b +[0-9a-f]{6} ");
    decodes(said.resolve("eth1.pcap"), "fcp");
    decodes(said.resolve("eth2.pcap"), "scsi_srp");
  }

  /** What went over a cable has no malformed packet, and some of {@code protocol}'s. */
  private static void decodes(Path capture, String protocol) throws Exception {
    OutsideJudge.require("tshark");
    Tool.Result seen = tshark(capture, protocol + " or _ws.malformed");
    assertThat(seen.output().lines().filter(line -> line.contains("alformed"))).isEmpty();
    assertThat(seen.output().lines().count()).isGreaterThan(100);
  }

  private static Tool.Result tshark(Path capture, String filter) throws Exception {
    Path dissector = Checkout.root().resolve(Path.of("docs", "wireshark", "scsi-srp.lua"));
    Tool.Result result =
        Tool.run(
            120,
            "tshark",
            "-n",
            "-X",
            "lua_script:" + dissector,
            "-r",
            capture.toString(),
            "-c",
            PACKETS,
            "-Y",
            filter);
    assertThat(result.exitCode()).as(result.output()).isZero();
    return result;
  }
}
