// SPDX-License-Identifier: Apache-2.0
package org.quintain.cli.judges;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.quintain.cli.support.OutsideJudge;
import org.quintain.hardware.config.ConfigEdit;
import org.quintain.hardware.config.ServeConfig;
import org.quintain.hardware.serve.IscsiServer;
import org.quintain.hardware.serve.ServeListener;

/** Open-iSNS keeps what a served target registers, notifies it, and forgets it (RFC 4171). */
@Timeout(value = 300, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class OpenIsnsTest {
  private static final String REGISTERED = "are registered with the name server";
  private static final String MISSED = "is asked again later";
  private static final String ONE = "iqn.2026-11.org.quintain:one";
  private static final String TWO = "iqn.2026-11.org.quintain:two";

  @TempDir private Path directory;
  private IsnsDaemon daemon;

  @BeforeEach
  void startDaemon() throws Exception {
    OutsideJudge.require("isnsd");
    daemon = IsnsDaemon.start(directory);
  }

  @AfterEach
  void stopDaemon() {
    daemon.close();
  }

  private IscsiServer serve(String attributes, ServeListener listener) throws Exception {
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
            portal 127.0.0.2:0 7
            iSNSServer 127.0.0.1:%d
            isns_entity_name quintain.judged
            %s
            TARGET %s {
                enabled 1
                alias "the first"
                LUN 0 disk
            }
            TARGET %s {
                enabled 1
                tpgt 7
                LUN 0 disk
            }
        }
        """
            .formatted(daemon.port(), attributes, ONE, TWO);
    return IscsiServer.start(ServeConfig.parse("judged.conf", configuration), listener);
  }

  private IscsiServer serve(String attributes) throws Exception {
    return serve(attributes, ServeListener.NONE);
  }

  private static String portOf(IscsiServer server, int portal) {
    return "= " + server.portals().get(portal).getPort() + "/tcp";
  }

  @Test
  void keepsTargetsPortalsAndPortalGroupsUntilTheServerStops() throws Exception {
    try (IscsiServer server = serve("")) {
      assertThat(daemon.await(true, TWO, "--list", "nodes"))
          .contains("\"" + ONE + "\"", "\"" + TWO + "\"", "= Target", "\"the first\"");
      assertThat(daemon.ask("--list", "entities"))
          .contains("\"quintain.judged\"", "Entity protocol = iSCSI");
      assertThat(daemon.ask("--list", "portals"))
          .contains("127.0.0.1", portOf(server, 0), "127.0.0.2", portOf(server, 1), "SCN port");
      String groups = daemon.ask("--list", "portal-groups");
      assertThat(groups).contains("group tag = 1", "group tag = 7");
      // The second target is in portal group 7 alone.
      assertThat(groups.split("Object ")).hasSize(4);
      assertThat(daemon.ask("--query", "iscsi-name=" + ONE)).contains("<Portal>", "127.0.0.1");
    }
    assertThat(daemon.await(false, ONE, "--list", "nodes")).doesNotContain(ONE, TWO);
    assertThat(daemon.ask("--list", "entities")).doesNotContain("quintain.judged");
  }

  @Test
  void followsTargetsThatComeAndGo() throws Exception {
    try (IscsiServer server = serve("")) {
      daemon.await(true, TWO, "--list", "nodes");
      server.apply(ConfigEdit.removeTarget(server.config().conf(), TWO));
      assertThat(daemon.await(false, TWO, "--list", "nodes")).contains(ONE).doesNotContain(TWO);
      server.apply(
          ConfigEdit.addTarget(
              server.config().conf(), ONE + ":more", java.util.Map.of("alias", "later")));
      assertThat(daemon.await(true, ":more", "--list", "nodes")).contains("\"later\"");
      server.apply(
          ConfigEdit.setTarget(server.config().conf(), ONE, java.util.Map.of("enabled", "0")));
      assertThat(daemon.await(false, "\"" + ONE + "\"", "--list", "nodes")).contains(":more");
    }
  }

  @Test
  void isRegisteredWithAgainAfterItWasAway() throws Exception {
    List<String> notices = new CopyOnWriteArrayList<>();
    daemon.kill();
    ServeListener listener =
        new ServeListener() {
          @Override
          public void onNotice(String sentence) {
            notices.add(sentence);
          }

          @Override
          public void onListening(java.net.InetSocketAddress portal, List<String> targets) {}

          @Override
          public void onFault(String sentence) {
            notices.add(sentence);
          }
        };
    try (IscsiServer server = serve("", listener)) {
      OutsideJudge.require("iscsi-ls");
      String url = "iscsi://127.0.0.1:" + server.portals().get(0).getPort() + "/";
      assertThat(Tool.run(120, "iscsi-ls", url).output()).contains("Target:" + ONE);
      // Back before it was missed, it would be registered with in silence.
      awaitTold(notices, MISSED);
      daemon.restart();
      awaitTold(notices, REGISTERED);
      assertThat(daemon.await(true, TWO, "--list", "nodes")).contains(ONE, TWO);
      daemon.kill();
      TimeUnit.MILLISECONDS.sleep(200);
      daemon.restart();
      assertThat(daemon.await(true, TWO, "--list", "nodes")).contains(ONE, TWO);
      assertThat(Tool.run(120, "iscsi-ls", url).output()).contains("Target:" + ONE);
    }
  }

  private static void awaitTold(List<String> notices, String words) throws Exception {
    for (int times = 0; times < 1_200 && !isTold(notices, words); times++) {
      TimeUnit.MILLISECONDS.sleep(100);
    }
    assertThat(notices).anySatisfy(each -> assertThat(each).contains(words));
  }

  private static boolean isTold(List<String> notices, String words) {
    return notices.stream().anyMatch(each -> each.contains(words));
  }

  @Test
  void asksWhetherWeAreThereAndHearsSo() throws Exception {
    try (IscsiServer server = serve("isns_esi_interval 1")) {
      daemon.await(true, TWO, "--list", "nodes");
      for (int times = 0; times < 1_200 && !daemon.log().contains("Good ESI response"); times++) {
        TimeUnit.MILLISECONDS.sleep(100);
      }
      assertThat(daemon.log()).contains("Good ESI response");
      assertThat(server.isFaulted()).isFalse();
    }
  }

  @Test
  void saysWhichInitiatorsMayUseTheTargetsWhereItIsAskedForAccessControl() throws Exception {
    OutsideJudge.require("iscsi-ls");
    try (IscsiServer server = serve("isns_access_control 1")) {
      daemon.await(true, TWO, "--list", "nodes");
      String url = "iscsi://127.0.0.1:" + server.portals().get(0).getPort() + "/";
      assertThat(found(url, List.of())).doesNotContain("Target:");
      assertThat(daemon.ask("--register", "entity=judge.entity", "initiator=" + IsnsDaemon.JUDGE))
          .contains("Successfully registered");
      List<String> both = List.of("Target:" + ONE, "Target:" + TWO);
      // It is told of each target apart.
      assertThat(found(url, both)).contains(both);
      daemon.ask("--deregister", "iscsi-name=" + IsnsDaemon.JUDGE);
      assertThat(found(url, List.of())).doesNotContain("Target:");
    }
  }

  /** What the judge discovers, once it discovers all of {@code wanted}, or nothing any more. */
  private static String found(String url, List<String> wanted) throws Exception {
    String output = "";
    for (int times = 0; times < 600; times++) {
      output = Tool.run(120, "iscsi-ls", "-i", IsnsDaemon.JUDGE, url).output();
      if (wanted.isEmpty()
          ? !output.contains("Target:")
          : wanted.stream().allMatch(output::contains)) {
        return output;
      }
      TimeUnit.MILLISECONDS.sleep(100);
    }
    return output;
  }
}
