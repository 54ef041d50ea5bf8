// SPDX-License-Identifier: Apache-2.0
package org.quintain.hardware.admin;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.quintain.fc.exchange.ExchangeCounters;
import org.quintain.fcp.target.FcpCounter;
import org.quintain.fcp.wire.FcpServiceParameters;
import org.quintain.hardware.fcoe.FcLogin;
import org.quintain.hardware.fcoe.FcTargetStatus;
import org.quintain.hardware.fcoe.FcoeMode;
import org.quintain.hardware.serve.ServerStatus;

/** How Fibre Channel's ports and logins are shown. */
final class FcViewTest {
  private static final FcTargetStatus TARGET =
      new FcTargetStatus(
          0x2000_0200_0000_000AL,
          "eth1",
          FcoeMode.FABRIC,
          0x010300,
          "online",
          false,
          3,
          2,
          Map.of(FcpCounter.COMMANDS, 41L),
          Map.of(ExchangeCounters.Counter.ABORTS_RECEIVED, 5L),
          List.of(
              new FcLogin(
                  0x2000_0200_0000_000BL,
                  0x010400,
                  2112,
                  FcpServiceParameters.RETRY | FcpServiceParameters.CONFIRMED_COMPLETION,
                  1,
                  40,
                  20_480,
                  4_096)));

  @Test
  void showsPortsLoginsAndCountersAsTables() {
    assertThat(FcView.tables(List.of(TARGET)).replaceAll(" +", " "))
        .contains("20:00:02:00:00:00:00:0a eth1 fabric 010300 online 3\n")
        .contains(
            "20:00:02:00:00:00:00:0b 010400 20:00:02:00:00:00:00:0a 2112 retry, conf 1 40"
                + " 20 KiB 4096 B\n")
        .contains("20:00:02:00:00:00:00:0a commands 41\n")
        .contains("20:00:02:00:00:00:00:0a exchanges: aborts received 5\n")
        .contains("20:00:02:00:00:00:00:0a bad frames 2\n");
    assertThat(FcView.tables(List.of())).isEmpty();
  }

  @Test
  void givesThemToPrograms() {
    assertThat(Json.write(Map.of("fc", FcView.maps(List.of(TARGET)))))
        .contains("\"initiator\": \"20:00:02:00:00:00:00:0b\"", "\"address\": \"010400\"")
        .contains("\"dataInBytes\": 20480", "\"exchanges\": 3", "\"commands\": 41");
  }

  @Test
  void givesThemToPrometheus() {
    ServerStatus status =
        new ServerStatus(
            0, 0, Map.of(), List.of(), List.of(), List.of(), List.of(TARGET), List.of());
    String target = "target=\"20:00:02:00:00:00:00:0a\"";
    String login = "initiator=\"20:00:02:00:00:00:00:0b\"," + target;
    assertThat(MetricsText.of(status))
        .contains("quintain_fc_logins{" + target + "} 1\n")
        .contains("quintain_fc_exchanges{" + target + "} 3\n")
        .contains("quintain_fc_events_total{" + target + ",event=\"commands\"} 41\n")
        .contains(
            "quintain_fc_events_total{" + target + ",event=\"exchanges_aborts_received\"} 5\n")
        .contains("quintain_fc_session_commands_total{" + login + "} 40\n")
        .contains("quintain_fc_session_bytes_total{" + login + ",to=\"initiator\"} 20480\n");
  }
}
