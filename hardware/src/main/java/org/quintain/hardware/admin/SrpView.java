// SPDX-License-Identifier: Apache-2.0
package org.quintain.hardware.admin;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.quintain.hardware.roce.SrpLogin;
import org.quintain.hardware.roce.SrpTargetStatus;

/** Shows SRP's ports and logins: as tables for people, as JSON for programs. */
final class SrpView {
  private SrpView() {}

  /** Ports, logins and counters as tables, empty where there is no port. */
  static String tables(List<SrpTargetStatus> targets) {
    if (targets.isEmpty()) {
      return "";
    }
    TextTable ports = new TextTable("SRP PORT", "LINK", "RDMA-CM PORT", "CHANNELS");
    TextTable logins =
        new TextTable(
            "SRP INITIATOR",
            "ADDRESS",
            "TARGET",
            "CHANNELS",
            "UNDER WAY",
            "COMMANDS",
            "READ",
            "WRITTEN");
    TextTable counters = new TextTable("SRP PORT", "COUNTER", "SINCE THE START");
    for (SrpTargetStatus target : targets) {
      ports.row(target.port(), target.link(), target.rdmaCmPort(), target.channels());
      for (SrpLogin login : target.logins()) {
        logins.row(
            login.initiator(),
            login.address(),
            target.port(),
            login.channels(),
            login.requestsOpen(),
            login.commandsOver(),
            StatusView.bytes(login.dataInBytes()),
            StatusView.bytes(login.dataOutBytes()));
      }
      counts(target)
          .forEach(
              (counter, value) -> {
                if (value > 0) {
                  counters.row(target.port(), counter, value);
                }
              });
    }
    String text = "\n" + ports + "\n" + logins;
    return counters.isEmpty() ? text : text + "\n" + counters;
  }

  /** The same as what {@link Json} writes. */
  static List<Map<String, Object>> maps(List<SrpTargetStatus> targets) {
    List<Map<String, Object>> all = new ArrayList<>();
    for (SrpTargetStatus target : targets) {
      Map<String, Object> map = new LinkedHashMap<>();
      map.put("port", target.port());
      map.put("link", target.link());
      map.put("rdmaCmPort", target.rdmaCmPort());
      map.put("channels", target.channels());
      map.put("counters", counts(target));
      map.put("logins", target.logins().stream().map(SrpView::map).toList());
      all.add(map);
    }
    return all;
  }

  private static Map<String, Object> map(SrpLogin login) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("initiator", login.initiator());
    map.put("address", login.address());
    map.put("channels", login.channels());
    map.put("requestsUnderWay", login.requestsOpen());
    map.put("commands", login.commandsOver());
    map.put("dataInBytes", login.dataInBytes());
    map.put("dataOutBytes", login.dataOutBytes());
    return map;
  }

  /** Everything that a port and its adapter counted, by words. */
  static Map<String, Long> counts(SrpTargetStatus target) {
    Map<String, Long> counts = new LinkedHashMap<>();
    target.counters().forEach((counter, value) -> counts.put(StatusView.words(counter), value));
    target
        .transportCounters()
        .forEach((counter, value) -> counts.put("transport: " + StatusView.words(counter), value));
    counts.put("bad packets", target.badPackets());
    return counts;
  }
}
