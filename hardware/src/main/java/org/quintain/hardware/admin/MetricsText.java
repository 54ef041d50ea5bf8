// SPDX-License-Identifier: Apache-2.0
package org.quintain.hardware.admin;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.quintain.device.IoClass;
import org.quintain.fabric.ItNexus;
import org.quintain.fc.wire.WorldWideName;
import org.quintain.hardware.fcoe.FcLogin;
import org.quintain.hardware.fcoe.FcTargetStatus;
import org.quintain.hardware.roce.SrpLogin;
import org.quintain.hardware.roce.SrpTargetStatus;
import org.quintain.hardware.serve.ServerStatus;
import org.quintain.hardware.serve.ServerStatus.DeviceStatus;
import org.quintain.iscsi.target.SessionReport;
import org.quintain.sam.Status;
import org.quintain.target.LatencyHistogram;

/** What a server is at, in the text exposition format 0.0.4 of Prometheus. */
final class MetricsText {
  private static final double SECOND_NS = 1e9;

  /** Upper ends of the latency buckets in nanoseconds, one and a half octaves and less apart. */
  private static final List<Long> LATENCIES_NS =
      List.of(
          5_000L,
          10_000L,
          20_000L,
          50_000L,
          100_000L,
          200_000L,
          500_000L,
          1_000_000L,
          2_000_000L,
          5_000_000L,
          10_000_000L,
          20_000_000L,
          50_000_000L,
          100_000_000L,
          200_000_000L,
          500_000_000L,
          1_000_000_000L,
          5_000_000_000L,
          30_000_000_000L);

  private final StringBuilder text = new StringBuilder();

  private MetricsText() {}

  /** All metrics of {@code status}. */
  static String of(ServerStatus status) {
    MetricsText metrics = new MetricsText();
    metrics.node(status);
    metrics.sessions(status.sessions());
    metrics.devices(status.devices());
    metrics.fibreChannel(status.fcTargets());
    metrics.srp(status.srpTargets());
    return metrics.text.toString();
  }

  private void node(ServerStatus status) {
    kind("quintain_connections", "gauge", "Connections, those in login included.");
    line("quintain_connections", "", status.connections());
    kind("quintain_commands_under_way", "gauge", "Commands that have not ended.");
    line("quintain_commands_under_way", "", status.commandsUnderWay());
    kind("quintain_devices_going", "gauge", "Devices taken away whose disks have not answered.");
    line("quintain_devices_going", "", status.goingDevices().size());
    kind("quintain_iscsi_events_total", "counter", "What the iSCSI target counted.");
    status
        .counters()
        .forEach(
            (counter, value) ->
                line(
                    "quintain_iscsi_events_total",
                    label("event", counter.name().toLowerCase(Locale.ROOT)),
                    value));
  }

  private void sessions(List<SessionReport> sessions) {
    kind("quintain_sessions", "gauge", "Sessions that stand, those for discovery included.");
    line("quintain_sessions", "", sessions.size());
    Map<String, SessionReport> byLabels = new LinkedHashMap<>();
    for (SessionReport each : sessions) {
      if (each.nexus() != null) {
        byLabels.putIfAbsent(labels(each), each);
      }
    }
    kind("quintain_session_connections", "gauge", "Connections of a session.");
    byLabels.forEach(
        (labels, each) -> line("quintain_session_connections", labels, each.connections().size()));
    kind("quintain_session_commands_total", "counter", "Commands of a session that are over.");
    byLabels.forEach(
        (labels, each) ->
            line("quintain_session_commands_total", labels, nexus(each).commandsOver()));
    kind("quintain_session_bytes_total", "counter", "Bytes that a session's commands moved.");
    byLabels.forEach(
        (labels, each) -> {
          bytes("quintain_session_bytes_total", labels, "initiator", nexus(each).dataInBytes());
          bytes("quintain_session_bytes_total", labels, "target", nexus(each).dataOutBytes());
        });
  }

  private static ItNexus nexus(SessionReport session) {
    return Objects.requireNonNull(session.nexus(), "a normal session has a nexus");
  }

  private void bytes(String name, String labels, String to, long count) {
    line(name, labels + "," + label("to", to), count);
  }

  /** The same for a session that its initiator begins anew, so that its counters start over. */
  private static String labels(SessionReport session) {
    return label("initiator", session.initiatorName())
        + ","
        + label("isid", String.format(Locale.ROOT, "0x%012x", session.isid()))
        + ","
        + label("target", session.targetName());
  }

  /** A target port of any fabric but iSCSI, by its label. */
  private record Port(String label, Map<String, Long> counts, List<Login> logins) {}

  /** An initiator that is logged in with it. */
  private record Login(String initiator, long commandsOver, long dataInBytes, long dataOutBytes) {}

  private void fibreChannel(List<FcTargetStatus> targets) {
    if (targets.isEmpty()) {
      return;
    }
    fabric(
        "quintain_fc",
        "a Fibre Channel port",
        targets.stream()
            .map(
                each ->
                    new Port(
                        label(each),
                        FcView.counts(each),
                        each.logins().stream().map(MetricsText::login).toList()))
            .toList());
    kind("quintain_fc_exchanges", "gauge", "Exchanges that are open at a Fibre Channel port.");
    targets.stream()
        .filter(each -> !each.isVirtual())
        .forEach(each -> line("quintain_fc_exchanges", label(each), each.exchangesOpen()));
  }

  private void srp(List<SrpTargetStatus> targets) {
    if (targets.isEmpty()) {
      return;
    }
    fabric(
        "quintain_srp",
        "an SRP port",
        targets.stream()
            .map(
                each ->
                    new Port(
                        label("target", each.port()),
                        SrpView.counts(each),
                        each.logins().stream().map(MetricsText::login).toList()))
            .toList());
    kind("quintain_srp_channels", "gauge", "RDMA channels of an SRP port.");
    targets.forEach(
        each -> line("quintain_srp_channels", label("target", each.port()), each.channels()));
  }

  private static String label(FcTargetStatus target) {
    return label("target", WorldWideName.format(target.portName()));
  }

  private static Login login(FcLogin login) {
    return new Login(
        WorldWideName.format(login.initiator()),
        login.commandsOver(),
        login.dataInBytes(),
        login.dataOutBytes());
  }

  private static Login login(SrpLogin login) {
    return new Login(
        login.initiator(), login.commandsOver(), login.dataInBytes(), login.dataOutBytes());
  }

  /** What all fabrics have whose ports have logins. */
  private void fabric(String prefix, String what, List<Port> ports) {
    kind(prefix + "_logins", "gauge", "Logins that stand with " + what + ".");
    ports.forEach(each -> line(prefix + "_logins", each.label, each.logins.size()));
    kind(prefix + "_events_total", "counter", "What " + what + " counted.");
    for (Port port : ports) {
      port.counts.forEach(
          (event, value) ->
              line(
                  prefix + "_events_total",
                  port.label + "," + label("event", event.replace(": ", "_").replace(' ', '_')),
                  value));
    }
    kind(prefix + "_session_commands_total", "counter", "Commands of a login that are over.");
    for (Port port : ports) {
      for (Login login : port.logins) {
        line(prefix + "_session_commands_total", labels(port, login), login.commandsOver);
      }
    }
    kind(prefix + "_session_bytes_total", "counter", "Bytes that a login's commands moved.");
    for (Port port : ports) {
      for (Login login : port.logins) {
        String labels = labels(port, login);
        bytes(prefix + "_session_bytes_total", labels, "initiator", login.dataInBytes);
        bytes(prefix + "_session_bytes_total", labels, "target", login.dataOutBytes);
      }
    }
  }

  private static String labels(Port port, Login login) {
    return label("initiator", login.initiator) + "," + port.label;
  }

  private void devices(List<DeviceStatus> devices) {
    kind("quintain_device_capacity_bytes", "gauge", "The size of a device.");
    for (DeviceStatus each : devices) {
      line("quintain_device_capacity_bytes", label("device", each.name()), each.capacityBytes());
    }
    kind("quintain_device_bytes_total", "counter", "Bytes that a device's commands moved.");
    for (DeviceStatus each : devices) {
      for (IoClass io : IoClass.values()) {
        String of = labels(each, io);
        bytes("quintain_device_bytes_total", of, "initiator", each.statistics().dataInBytes(io));
        bytes("quintain_device_bytes_total", of, "target", each.statistics().dataOutBytes(io));
      }
    }
    kind("quintain_device_endings_total", "counter", "How a device's commands ended.");
    for (DeviceStatus each : devices) {
      for (Status status : Status.values()) {
        ending(each, status.name(), each.statistics().endedWith(status));
      }
      ending(each, "ABORTED", each.statistics().aborted());
    }
    kind(
        "quintain_device_command_seconds",
        "histogram",
        "From a command's receipt to its response being on the wire.");
    for (DeviceStatus each : devices) {
      for (IoClass io : IoClass.values()) {
        histogram(labels(each, io), each.statistics().latency(io));
      }
    }
  }

  private void ending(DeviceStatus device, String how, long count) {
    line(
        "quintain_device_endings_total",
        label("device", device.name()) + "," + label("status", how.toLowerCase(Locale.ROOT)),
        count);
  }

  private void histogram(String labels, LatencyHistogram latency) {
    String name = "quintain_device_command_seconds";
    for (long ns : LATENCIES_NS) {
      line(
          name + "_bucket",
          labels + "," + label("le", Double.toString(ns / SECOND_NS)),
          latency.countUpTo(ns));
    }
    // The last bucket and the count are one number, also while more are counted.
    long total = latency.countUpTo(Long.MAX_VALUE);
    line(name + "_bucket", labels + "," + label("le", "+Inf"), total);
    text.append(name).append("_sum{").append(labels).append("} ");
    text.append(latency.sumNs() / SECOND_NS).append('\n');
    line(name + "_count", labels, total);
  }

  private static String labels(DeviceStatus device, IoClass io) {
    return label("device", device.name())
        + ","
        + label("class", io.name().toLowerCase(Locale.ROOT));
  }

  private void kind(String name, String type, String help) {
    text.append("# HELP ").append(name).append(' ').append(help).append('\n');
    text.append("# TYPE ").append(name).append(' ').append(type).append('\n');
  }

  private void line(String name, String labels, long value) {
    text.append(name);
    if (!labels.isEmpty()) {
      text.append('{').append(labels).append('}');
    }
    text.append(' ').append(value).append('\n');
  }

  private static String label(String name, String value) {
    return name
        + "=\""
        + value.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n")
        + "\"";
  }
}
