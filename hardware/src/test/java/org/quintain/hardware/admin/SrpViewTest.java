// SPDX-License-Identifier: Apache-2.0
package org.quintain.hardware.admin;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.quintain.hardware.roce.SrpLogin;
import org.quintain.hardware.roce.SrpTargetStatus;
import org.quintain.hardware.serve.ServerStatus;
import org.quintain.ib.transport.TransportCounter;
import org.quintain.srp.target.SrpCounter;

/** How SRP's ports and logins are shown. */
final class SrpViewTest {
  private static final String PORT = "0x0200000000000a0b0200000000000a0b";
  private static final String INITIATOR = "0x00000000000000000200000000000c0d";
  private static final SrpTargetStatus TARGET =
      new SrpTargetStatus(
          PORT,
          "10.0.0.5",
          5555,
          3,
          2,
          Map.of(SrpCounter.LOGINS_GRANTED, 4L),
          Map.of(TransportCounter.TIMEOUT_RETRIES, 5L),
          List.of(new SrpLogin(INITIATOR, "10.0.0.9", 2, 1, 40, 20_480, 4_096)));

  @Test
  void showsPortsLoginsAndCountersAsTables() {
    assertThat(SrpView.tables(List.of(TARGET)).replaceAll(" +", " "))
        .contains(PORT + " 10.0.0.5 5555 3\n")
        .contains(INITIATOR + " 10.0.0.9 " + PORT + " 2 1 40 20 KiB 4096 B\n")
        .contains(PORT + " logins granted 4\n")
        .contains(PORT + " transport: timeout retries 5\n")
        .contains(PORT + " bad packets 2\n");
    assertThat(SrpView.tables(List.of())).isEmpty();
  }

  @Test
  void givesThemToPrograms() {
    assertThat(Json.write(Map.of("srp", SrpView.maps(List.of(TARGET)))))
        .contains("\"initiator\": \"" + INITIATOR + "\"", "\"address\": \"10.0.0.9\"")
        .contains("\"dataInBytes\": 20480", "\"rdmaCmPort\": 5555", "\"commands\": 40");
  }

  @Test
  void givesThemToPrometheus() {
    ServerStatus status =
        new ServerStatus(
            0, 0, Map.of(), List.of(), List.of(), List.of(), List.of(), List.of(TARGET));
    String target = "target=\"" + PORT + "\"";
    String login = "initiator=\"" + INITIATOR + "\"," + target;
    assertThat(MetricsText.of(status))
        .contains("quintain_srp_logins{" + target + "} 1\n")
        .contains("quintain_srp_channels{" + target + "} 3\n")
        .contains("quintain_srp_events_total{" + target + ",event=\"logins_granted\"} 4\n")
        .contains(
            "quintain_srp_events_total{" + target + ",event=\"transport_timeout_retries\"} 5\n")
        .contains("quintain_srp_session_commands_total{" + login + "} 40\n")
        .contains("quintain_srp_session_bytes_total{" + login + ",to=\"initiator\"} 20480\n");
  }
}
