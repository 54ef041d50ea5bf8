// SPDX-License-Identifier: Apache-2.0
package org.quintain.hardware.serve;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.quintain.hardware.config.ConfigEdit;
import org.quintain.initiator.Fabric;
import org.quintain.initiator.InitiatorPort;

/** What a served target says of its own accord over TCP when it is operated (RFC 7143 11.9.1). */
@Timeout(value = 300, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class AsynchronousMessagesTest {
  private static final int ASYNCHRONOUS_MESSAGE = 0x32;
  private static final int LOGOUT_RESPONSE = 0x26;

  /** More than a stalled machine keeps an initiator from logging out in time. */
  private static final int LONG_SECONDS = 120;

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
        TARGET %s {
          enabled 1
          LUN 0 memory
        }
      }
      """
          .formatted(Target.NAME);

  private Target target;
  private RawInitiator peer;
  private int tsih;

  @BeforeEach
  void logIn() throws Exception {
    target = Target.start(TEXT);
    peer = RawInitiator.toTarget(target.address(), Target.NAME);
    assertThat(peer.loginStatus()).isZero();
    tsih = peer.tsih();
  }

  @AfterEach
  void stop() throws Exception {
    peer.close();
    target.close();
  }

  private void isTold(int event, int parameter1, int parameter2, int parameter3)
      throws IOException {
    assertThat(peer.next()).isEqualTo(ASYNCHRONOUS_MESSAGE);
    assertThat(
            List.of(
                (int) peer.header.get(36),
                (int) peer.header.getShort(38),
                (int) peer.header.getShort(40),
                (int) peer.header.getShort(42)))
        .containsExactly(event, parameter1, parameter2, parameter3);
  }

  @Test
  void aChangedInventoryIsToldWithItsSense() throws Exception {
    target.server.apply(
        ConfigEdit.add(
            target.server.config().conf(),
            Target.NAME,
            null,
            List.of("LUN", "1", "memory"),
            Map.of()));
    isTold(0, 0, 0, 0);
    assertThat(peer.data).hasSize(20);
    assertThat(peer.data[14]).isEqualTo((byte) 0x3F);
    assertThat(peer.data[15]).isEqualTo((byte) 0x0E);
  }

  @Test
  void aSessionThatTheOperatorClosesIsAskedToLogOutAndThenDropped() throws Exception {
    assertThat(target.server.closeSession(tsih + 1, 1)).isFalse();
    assertThat(target.server.closeSession(tsih, 1)).isTrue();
    isTold(1, 0, 0, 1);
    isTold(3, 0, 2, 0);
    assertThat(peer.isEnded()).isTrue();
  }

  @Test
  void aSessionThatTheOperatorClosesAtOnceIsToldSo() throws Exception {
    assertThat(target.server.closeSession(tsih, 0)).isTrue();
    isTold(3, 0, 2, 0);
    assertThat(peer.isEnded()).isTrue();
  }

  @Test
  void aConnectionThatTheOperatorClosesIsNamed() throws Exception {
    assertThat(target.server.closeConnection(tsih, 3, 0)).isFalse();
    assertThat(target.server.closeConnection(tsih, 0, 0)).isTrue();
    isTold(2, 0, 2, 0);
    assertThat(peer.isEnded()).isTrue();
  }

  @Test
  void aNegotiationIsAskedForWhenTheOperatorWantsOne() throws Exception {
    assertThat(target.server.renegotiate(tsih)).isTrue();
    isTold(4, 0, 0, 10);
  }

  @Test
  void aTargetThatGoesLetsItsInitiatorsLogOut() throws Exception {
    target.server.logoutSeconds(LONG_SECONDS);
    target.server.apply(ConfigEdit.removeTarget(target.server.config().conf(), Target.NAME));
    isTold(1, 0, 0, LONG_SECONDS);
    peer.logOut();
    assertThat(peer.next()).isEqualTo(LOGOUT_RESPONSE);
    assertThat(peer.isEnded()).isTrue();
  }

  @Test
  void aServerThatStopsLetsInitiatorsLogOut() throws Exception {
    target.server.logoutSeconds(LONG_SECONDS);
    try (Fabric fabric = target.open(0)) {
      InitiatorPort ours = fabric.connect(Target.INITIATOR + ":ours");
      Thread stops = new Thread(target.server::close, "stops");
      stops.start();
      isTold(1, 0, 0, LONG_SECONDS);
      peer.logOut();
      assertThat(peer.next()).isEqualTo(LOGOUT_RESPONSE);
      assertThat(peer.isEnded()).isTrue();
      assertThat(fabric.world().awaitUntil(() -> !ours.isConnected(), Target.TIMEOUT_NS)).isTrue();
      assertThat(ours.disconnectReason()).contains("asked for a logout");
      endsSoon(stops);
    }
  }

  @Test
  void aServerThatStopsDropsWhoDoesNotLogOut() throws Exception {
    target.server.logoutSeconds(1);
    Thread stops = new Thread(target.server::close, "stops");
    stops.start();
    isTold(1, 0, 0, 1);
    isTold(3, 0, 2, 0);
    assertThat(peer.isEnded()).isTrue();
    endsSoon(stops);
  }

  private static void endsSoon(Thread stops) throws InterruptedException {
    stops.join(TimeUnit.SECONDS.toMillis(LONG_SECONDS / 2));
    assertThat(stops.isAlive()).isFalse();
  }
}
