// SPDX-License-Identifier: Apache-2.0
package org.quintain.perf.yardstick;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.quintain.hardware.config.ServeConfig;
import org.quintain.hardware.serve.IscsiServer;
import org.quintain.hardware.serve.ServeListener;

/** The lean client against the bare echo and against a served target. */
final class YardstickTest {
  private static final String TARGET = "iqn.2026-11.org.quintain:yardstick";
  private static final long TURN_NS = TimeUnit.MILLISECONDS.toNanos(150);
  private static final long LONGEST_TURN_NS = TimeUnit.SECONDS.toNanos(20);

  /** Turns of twice the length of the last, until something was moved: the machine may be busy. */
  private static Turn turn(Party party, Workload workload) throws Exception {
    Turn turn = null;
    for (long turnNs = TURN_NS; turn == null || turn.iops() == 0; turnNs *= 2) {
      assertThat(turnNs).as("a turn that moved nothing").isLessThan(LONGEST_TURN_NS);
      turn =
          new LeanClient(party.wire(workload, false, 1), workload, () -> 0)
              .run(party.port(), turnNs / 3, turnNs);
    }
    return turn;
  }

  @Test
  void movesTheEchosBytesBothWays() throws Exception {
    EchoServer server = new EchoServer();
    Thread thread =
        new Thread(
            () -> {
              try {
                server.serve();
              } catch (java.io.IOException ended) {
                Thread.currentThread().interrupt();
              }
            });
    thread.setDaemon(true);
    thread.start();
    try {
      Party echo = new Party("echo", server.port(), "", 0, 0, 0, false);
      for (int depth : new int[] {1, 32, 700}) {
        assertThat(turn(echo, new Workload(false, true, 4096, depth)).iops()).isPositive();
        assertThat(turn(echo, new Workload(true, true, 4096, depth)).iops()).isPositive();
      }
      assertThat(turn(echo, new Workload(false, false, 256 << 10, 8)).iops()).isPositive();
      assertThat(turn(echo, new Workload(true, false, 256 << 10, 8)).iops()).isPositive();
    } finally {
      thread.interrupt();
      thread.join(TimeUnit.SECONDS.toMillis(60));
    }
  }

  private static IscsiServer serve(String setting) throws Exception {
    String text =
        """
        HANDLER vdisk_ram {
            DEVICE ram0 {
                size 16777216
            }
        }
        TARGET_DRIVER iscsi {
            enabled 1
            portal 127.0.0.1:0
            %s
            TARGET %s {
                enabled 1
                LUN 0 ram0
            }
        }
        """;
    return IscsiServer.start(
        ServeConfig.parse("yardstick", text.formatted(setting, TARGET)), ServeListener.NONE);
  }

  private static void movesData(String setting) throws Exception {
    try (IscsiServer server = serve(setting)) {
      Party party =
          new Party("quintain", server.portals().get(0).getPort(), TARGET, 0, 0, 0, false);
      for (int depth : new int[] {1, 128}) {
        assertThat(turn(party, new Workload(false, true, 4096, depth)).iops()).isPositive();
        assertThat(turn(party, new Workload(true, true, 4096, depth)).iops()).isPositive();
      }
      assertThat(turn(party, new Workload(false, true, 4096, 1, true)).iops()).isPositive();
      assertThat(turn(party, new Workload(false, false, 256 << 10, 8)).iops()).isPositive();
      assertThat(turn(party, new Workload(true, false, 256 << 10, 8)).iops()).isPositive();
      assertThat(Sessions.loginsPerSecond(party, TURN_NS)).isPositive();
    }
  }

  @Test
  void movesDataOfAServedDiskOverIscsi() throws Exception {
    movesData("");
  }

  @Test
  void movesDataOfATargetThatNeverSleeps() throws Exception {
    movesData("busy_poll 1");
    movesData("busy_poll 1\ntransport nio");
  }

  @Test
  void movesDataOfATargetWithSeveralReactors() throws Exception {
    movesData("threads 3");
    movesData("threads 2\nbusy_poll 1");
  }

  @Test
  void refusesAPartyThatIsNeitherEchoNorTarget() {
    assertThat(Party.parse("echo", "3260,17", false).isEcho()).isTrue();
    assertThat(Party.parse("tgtd", "3260,17,iqn.x,1,2", false).fileLun()).isEqualTo(2);
    assertThatThrownBy(() -> Party.parse("tgtd", "3260", false))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("PORT,PID");
  }
}
