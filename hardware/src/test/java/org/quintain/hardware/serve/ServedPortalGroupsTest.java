// SPDX-License-Identifier: Apache-2.0
package org.quintain.hardware.serve;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.quintain.hardware.config.ConfigEdit;

/** A target served through several portal groups (RFC 7143 4.3). */
@Timeout(value = 300, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class ServedPortalGroupsTest {
  private static final String TEXT =
      """
      HANDLER vdisk_ram {
        DEVICE memory {
          size_mb 16
        }
      }
      TARGET_DRIVER iscsi {
        enabled 1
        portal 127.0.0.1:0
        portal 127.0.0.1:0 5
        TARGET %s {
          enabled 1
          LUN 0 memory
        }
        TARGET %s:five {
          enabled 1
          tpgt 5
          LUN 0 memory
        }
      }
      """
          .formatted(Target.NAME, Target.NAME);

  private static String text(InetSocketAddress address) {
    return "127.0.0.1:" + address.getPort();
  }

  private static String tagOf(InetSocketAddress through, String target) throws Exception {
    try (RawInitiator peer = RawInitiator.toTarget(through, target)) {
      assertThat(peer.loginStatus()).isZero();
      return peer.keys().stream()
          .filter(key -> key.startsWith("TargetPortalGroupTag="))
          .findFirst()
          .orElse("");
    }
  }

  private static List<String> discovered(InetSocketAddress through) throws Exception {
    try (RawInitiator peer =
        RawInitiator.login(through, "InitiatorName=" + Target.INITIATOR, "SessionType=Discovery")) {
      peer.sendTargets();
      return peer.keys();
    }
  }

  @Test
  void eachPortalLeadsToItsGroupAndIsAdvertisedWithItsTag() throws Exception {
    try (Target target = Target.start(TEXT)) {
      List<InetSocketAddress> portals = target.server.portals();
      assertThat(discovered(portals.get(0)))
          .containsExactly(
              "TargetName=" + Target.NAME,
              "TargetAddress=" + text(portals.get(0)) + ",1",
              "TargetAddress=" + text(portals.get(1)) + ",5",
              "TargetName=" + Target.NAME + ":five",
              "TargetAddress=" + text(portals.get(1)) + ",5");
      assertThat(tagOf(portals.get(0), Target.NAME)).isEqualTo("TargetPortalGroupTag=1");
      assertThat(tagOf(portals.get(1), Target.NAME)).isEqualTo("TargetPortalGroupTag=5");
      assertThat(tagOf(portals.get(1), Target.NAME + ":five")).isEqualTo("TargetPortalGroupTag=5");
    }
  }

  @Test
  void aTargetIsNotReachedThroughTheGroupsItIsNotIn() throws Exception {
    try (Target target = Target.start(TEXT);
        RawInitiator peer =
            RawInitiator.toTarget(target.server.portals().get(0), Target.NAME + ":five")) {
      assertThat(peer.loginStatus()).isEqualTo(0x0203);
    }
  }

  @Test
  void aPortalGroupComesAndGoesWhileOthersServe() throws Exception {
    try (Target target = Target.start(TEXT);
        RawInitiator stays = RawInitiator.toTarget(target.address(), Target.NAME)) {
      assertThat(stays.loginStatus()).isZero();
      for (int round = 0; round < 3; round++) {
        target.server.apply(
            ConfigEdit.addPortal(target.server.config().conf(), "127.0.0.2:0", "9"));
        InetSocketAddress added = target.server.portals().get(2);
        try (RawInitiator peer = RawInitiator.toTarget(added, Target.NAME)) {
          assertThat(peer.keys()).contains("TargetPortalGroupTag=9");
        }
        target.server.apply(ConfigEdit.removePortal(target.server.config().conf(), "127.0.0.2:0"));
        assertThat(target.server.portals()).hasSize(2);
      }
      assertThat(target.server.status().sessions())
          .anyMatch(session -> session.tsih() == stays.tsih());
    }
  }
}
