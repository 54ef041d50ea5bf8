// SPDX-License-Identifier: Apache-2.0
package org.quintain.cli.judges;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.quintain.cli.support.OutsideJudge;
import org.quintain.hardware.config.ServeConfig;
import org.quintain.hardware.serve.IscsiServer;
import org.quintain.hardware.serve.ServeListener;

/** libiscsi, and qemu by it, logs in to a target and to discovery that require CHAP. */
class LibiscsiChapTest {
  private static final String TARGET = "iqn.2026-11.org.quintain:guarded";
  private static final String MUTUAL = "?target_user=disk&target_password=disksownsecret";
  private static IscsiServer server;

  @BeforeAll
  static void serve() throws Exception {
    String configuration =
        """
        HANDLER vdisk_ram {
            DEVICE disk {
                size_mb 16
            }
        }
        TARGET_DRIVER iscsi {
            enabled 1
            portal 127.0.0.1:0
            IncomingUser "finder 12charsecret"
            TARGET %s {
                enabled 1
                IncomingUser "joe joesownsecret"
                OutgoingUser "disk disksownsecret"
                LUN 0 disk
            }
        }
        """
            .formatted(TARGET);
    server = IscsiServer.start(ServeConfig.parse("judged.conf", configuration), ServeListener.NONE);
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static String url(String user, String path) {
    return "iscsi://" + user + "127.0.0.1:" + server.portals().get(0).getPort() + "/" + path;
  }

  private static String unit(String user, String arguments) {
    return url(user, TARGET + "/0" + arguments);
  }

  @Test
  void iscsiInqLogsInOneWayAndMutually() throws Exception {
    OutsideJudge.require("iscsi-inq");
    for (String arguments : new String[] {"", MUTUAL}) {
      Tool.Result result = Tool.run(120, "iscsi-inq", unit("joe%joesownsecret@", arguments));
      assertThat(result.output()).contains("Peripheral Device Type:DIRECT_ACCESS");
      assertThat(result.exitCode()).isZero();
    }
  }

  @Test
  void iscsiInqIsRefusedWithoutTheRightSecret() throws Exception {
    OutsideJudge.require("iscsi-inq");
    for (String user : new String[] {"", "joe%another_secret@", "jim%joesownsecret@"}) {
      Tool.Result result = Tool.run(120, "iscsi-inq", unit(user, ""));
      assertThat(result.exitCode()).as(user).isNotZero();
      assertThat(result.output()).doesNotContain("DIRECT_ACCESS");
    }
  }

  @Test
  void iscsiInqRefusesATargetThatDoesNotKnowItsOwnSecret() throws Exception {
    OutsideJudge.require("iscsi-inq");
    Tool.Result result =
        Tool.run(
            120,
            "iscsi-inq",
            unit("joe%joesownsecret@", "?target_user=disk&target_password=notitssecret"));
    assertThat(result.exitCode()).isNotZero();
    assertThat(result.output()).doesNotContain("DIRECT_ACCESS");
  }

  @Test
  void iscsiLsFindsTargetsAsTheUserOfDiscovery() throws Exception {
    OutsideJudge.require("iscsi-ls");
    Tool.Result found = Tool.run(120, "iscsi-ls", url("finder%12charsecret@", ""));
    assertThat(found.output()).contains("Target:" + TARGET);
    Tool.Result refused = Tool.run(120, "iscsi-ls", url("joe%joesownsecret@", ""));
    assertThat(refused.output()).doesNotContain("Target:" + TARGET);
  }

  @Test
  void qemuImgReadsThroughChap() throws Exception {
    OutsideJudge.require("qemu-img");
    Tool.Result info = Tool.run(300, "qemu-img", "info", unit("joe%joesownsecret@", ""));
    assertThat(info.output()).contains("16 MiB");
    assertThat(info.exitCode()).isZero();
  }
}
