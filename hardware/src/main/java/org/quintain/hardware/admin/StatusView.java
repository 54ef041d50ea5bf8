// SPDX-License-Identifier: Apache-2.0
package org.quintain.hardware.admin;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.quintain.device.IoClass;
import org.quintain.fabric.ItNexus;
import org.quintain.hardware.serve.ServerStatus;
import org.quintain.hardware.serve.ServerStatus.DeviceStatus;
import org.quintain.iscsi.target.ConnectionReport;
import org.quintain.iscsi.target.SessionReport;
import org.quintain.sam.Status;
import org.quintain.target.CommandStatistics;
import org.quintain.target.LatencyHistogram;

/** Shows what a server is at: as tables for people, as JSON for programs. */
final class StatusView {
  private static final List<Double> SHARES = List.of(0.5, 0.9, 0.99, 0.999, 1.0);
  private static final List<String> SHARE_NAMES = List.of("p50", "p90", "p99", "p99.9", "max");

  private StatusView() {}

  /** Sessions, connections, devices and counters as tables. */
  static String tables(ServerStatus status) {
    TextTable sessions =
        new TextTable(
            "TSIH", "INITIATOR", "TARGET", "ERL", "UNDER WAY", "COMMANDS", "READ", "WRITTEN");
    TextTable connections =
        new TextTable("TSIH", "CID", "INITIATOR'S END", "TARGET'S END", "DIGESTS");
    for (SessionReport session : status.sessions()) {
      ItNexus nexus = session.nexus();
      sessions.row(
          session.tsih(),
          session.initiatorName(),
          nexus == null ? "(discovery)" : session.targetName(),
          session.parameters().errorRecoveryLevel(),
          session.commandsInFlight(),
          nexus == null ? 0 : nexus.commandsOver(),
          bytes(nexus == null ? 0 : nexus.dataInBytes()),
          bytes(nexus == null ? 0 : nexus.dataOutBytes()));
      for (ConnectionReport each : session.connections()) {
        connections.row(
            session.tsih(), each.cid(), each.peerAddress(), each.localAddress(), digests(each));
      }
    }
    TextTable devices =
        new TextTable("DEVICE", "SIZE", "CLASS", "COMMANDS", "BYTES", "MEAN", "P50", "P99", "MAX");
    for (DeviceStatus device : status.devices()) {
      rows(device, devices);
    }
    StringBuilder text = new StringBuilder();
    text.append(sessions).append('\n').append(connections).append('\n').append(devices);
    if (!status.goingDevices().isEmpty()) {
      text.append("\nTaken away, and not answered by their disks yet: ")
          .append(String.join(", ", status.goingDevices()))
          .append('\n');
    }
    TextTable counters = new TextTable("COUNTER", "SINCE THE START");
    status
        .counters()
        .forEach(
            (counter, value) -> {
              if (value > 0) {
                counters.row(words(counter), value);
              }
            });
    if (!counters.isEmpty()) {
      text.append('\n').append(counters);
    }
    return text.append(FcView.tables(status.fcTargets()))
        .append(SrpView.tables(status.srpTargets()))
        .toString();
  }

  private static void rows(DeviceStatus device, TextTable table) {
    CommandStatistics statistics = device.statistics();
    for (IoClass each : IoClass.values()) {
      LatencyHistogram latency = statistics.latency(each);
      if (latency.total() > 0 || each == IoClass.READ) {
        table.row(
            device.name(),
            bytes(device.capacityBytes()),
            words(each),
            latency.total(),
            bytes(statistics.dataInBytes(each) + statistics.dataOutBytes(each)),
            time(mean(latency)),
            time(latency.quantileNs(0.5)),
            time(latency.quantileNs(0.99)),
            time(latency.quantileNs(1)));
      }
    }
  }

  /** The same and more, as JSON. */
  static String json(ServerStatus status) {
    Map<String, Object> all = new LinkedHashMap<>();
    all.put("connections", status.connections());
    all.put("commandsUnderWay", status.commandsUnderWay());
    all.put("sessions", status.sessions().stream().map(StatusView::map).toList());
    all.put("devices", status.devices().stream().map(StatusView::map).toList());
    all.put("devicesGoing", status.goingDevices());
    Map<String, Object> counters = new LinkedHashMap<>();
    status.counters().forEach((counter, value) -> counters.put(words(counter), value));
    all.put("counters", counters);
    all.put("fibreChannel", FcView.maps(status.fcTargets()));
    all.put("srp", SrpView.maps(status.srpTargets()));
    return Json.write(all);
  }

  private static Map<String, Object> map(SessionReport session) {
    Map<String, Object> map = new LinkedHashMap<>();
    ItNexus nexus = session.nexus();
    map.put("tsih", session.tsih());
    map.put("type", nexus == null ? "discovery" : "normal");
    map.put("initiator", session.initiatorName());
    map.put("isid", String.format(Locale.ROOT, "0x%012x", session.isid()));
    map.put("target", session.targetName());
    map.put("errorRecoveryLevel", session.parameters().errorRecoveryLevel());
    map.put("maxBurstLength", session.parameters().maxBurstLength());
    map.put("firstBurstLength", session.parameters().firstBurstLength());
    map.put("commandsInFlight", session.commandsInFlight());
    map.put("commands", nexus == null ? 0L : nexus.commandsOver());
    map.put("dataInBytes", nexus == null ? 0L : nexus.dataInBytes());
    map.put("dataOutBytes", nexus == null ? 0L : nexus.dataOutBytes());
    map.put("connections", session.connections().stream().map(StatusView::map).toList());
    return map;
  }

  private static Map<String, Object> map(ConnectionReport connection) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("cid", connection.cid());
    map.put("initiatorAddress", connection.peerAddress());
    map.put("targetAddress", connection.localAddress());
    map.put("headerDigest", connection.parameters().headerDigest().toString());
    map.put("dataDigest", connection.parameters().dataDigest().toString());
    map.put("sendDataSegmentMax", connection.parameters().sendDataSegmentMax());
    map.put("receiveDataSegmentMax", connection.parameters().receiveDataSegmentMax());
    return map;
  }

  private static Map<String, Object> map(DeviceStatus device) {
    Map<String, Object> map = new LinkedHashMap<>();
    CommandStatistics statistics = device.statistics();
    map.put("name", device.name());
    map.put("capacityBytes", device.capacityBytes());
    for (IoClass each : IoClass.values()) {
      map.put(words(each), map(statistics, each));
    }
    Map<String, Object> endings = new LinkedHashMap<>();
    for (Status each : Status.values()) {
      endings.put(words(each), statistics.endedWith(each));
    }
    endings.put("aborted", statistics.aborted());
    map.put("endings", endings);
    return map;
  }

  private static Map<String, Object> map(CommandStatistics statistics, IoClass ioClass) {
    LatencyHistogram latency = statistics.latency(ioClass);
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("commands", latency.total());
    map.put("dataInBytes", statistics.dataInBytes(ioClass));
    map.put("dataOutBytes", statistics.dataOutBytes(ioClass));
    Map<String, Object> quantiles = new LinkedHashMap<>();
    quantiles.put("mean", mean(latency));
    for (int index = 0; index < SHARES.size(); index++) {
      quantiles.put(SHARE_NAMES.get(index), latency.quantileNs(SHARES.get(index)));
    }
    map.put("latencyNs", quantiles);
    List<List<Long>> buckets = new ArrayList<>();
    for (int bucket = 0; bucket < LatencyHistogram.BUCKETS; bucket++) {
      if (latency.count(bucket) > 0) {
        buckets.add(List.of(LatencyHistogram.highestNs(bucket), latency.count(bucket)));
      }
    }
    map.put("upToNsAndCount", buckets);
    return map;
  }

  private static long mean(LatencyHistogram latency) {
    return latency.total() == 0 ? 0 : latency.sumNs() / latency.total();
  }

  private static String digests(ConnectionReport connection) {
    return connection.parameters().headerDigest() + "/" + connection.parameters().dataDigest();
  }

  /** The name of a constant as a person writes it. */
  static String words(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }

  /** A time with three digits and its unit. */
  static String time(long ns) {
    if (ns < 10_000) {
      return ns + " ns";
    }
    if (ns < 10_000_000) {
      return ns / 1_000 + " us";
    }
    return ns < 10_000_000_000L ? ns / 1_000_000 + " ms" : ns / 1_000_000_000 + " s";
  }

  /** A number of bytes with its binary unit. */
  static String bytes(long count) {
    String[] units = {"B", "KiB", "MiB", "GiB", "TiB", "PiB"};
    int unit = 0;
    long left = count;
    while (left >= 10_240 && unit < units.length - 1) {
      left >>= 10;
      unit++;
    }
    return left + " " + units[unit];
  }
}
