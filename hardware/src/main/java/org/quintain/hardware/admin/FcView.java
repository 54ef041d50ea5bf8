// SPDX-License-Identifier: Apache-2.0
package org.quintain.hardware.admin;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.quintain.fc.wire.WorldWideName;
import org.quintain.fcp.wire.FcpServiceParameters;
import org.quintain.hardware.fcoe.FcLogin;
import org.quintain.hardware.fcoe.FcTargetStatus;

/** Shows Fibre Channel's ports and logins: as tables for people, as JSON for programs. */
final class FcView {
  private FcView() {}

  /** Ports, logins and counters as tables, empty where there is no port. */
  static String tables(List<FcTargetStatus> targets) {
    if (targets.isEmpty()) {
      return "";
    }
    TextTable ports = new TextTable("FC PORT", "LINK", "MODE", "ADDRESS", "STATE", "EXCHANGES");
    TextTable logins =
        new TextTable(
            "FC INITIATOR",
            "ADDRESS",
            "TARGET",
            "FRAME",
            "FCP",
            "UNDER WAY",
            "COMMANDS",
            "READ",
            "WRITTEN");
    TextTable counters = new TextTable("FC PORT", "COUNTER", "SINCE THE START");
    for (FcTargetStatus target : targets) {
      String name = WorldWideName.format(target.portName());
      ports.row(
          name,
          target.link(),
          target.mode().text() + (target.isVirtual() ? ", virtual" : ""),
          address(target.portId()),
          target.state(),
          target.exchangesOpen());
      for (FcLogin login : target.logins()) {
        logins.row(
            WorldWideName.format(login.initiator()),
            address(login.initiatorId()),
            name,
            login.framePayloadMax(),
            words(login.serviceParameters()),
            login.commandsUnderWay(),
            login.commandsOver(),
            StatusView.bytes(login.dataInBytes()),
            StatusView.bytes(login.dataOutBytes()));
      }
      counts(target)
          .forEach(
              (counter, value) -> {
                if (value > 0) {
                  counters.row(name, counter, value);
                }
              });
    }
    String text = "\n" + ports + "\n" + logins;
    return counters.isEmpty() ? text : text + "\n" + counters;
  }

  /** The same as what {@link Json} writes. */
  static List<Map<String, Object>> maps(List<FcTargetStatus> targets) {
    List<Map<String, Object>> all = new ArrayList<>();
    for (FcTargetStatus target : targets) {
      Map<String, Object> map = new LinkedHashMap<>();
      map.put("port", WorldWideName.format(target.portName()));
      map.put("link", target.link());
      map.put("mode", target.mode().text());
      map.put("virtual", target.isVirtual());
      map.put("address", address(target.portId()));
      map.put("state", target.state());
      map.put("exchanges", target.exchangesOpen());
      map.put("counters", counts(target));
      map.put("logins", target.logins().stream().map(FcView::map).toList());
      all.add(map);
    }
    return all;
  }

  private static Map<String, Object> map(FcLogin login) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("initiator", WorldWideName.format(login.initiator()));
    map.put("address", address(login.initiatorId()));
    map.put("framePayloadMax", login.framePayloadMax());
    map.put("serviceParameters", String.format(Locale.ROOT, "0x%x", login.serviceParameters()));
    map.put("commandsUnderWay", login.commandsUnderWay());
    map.put("commands", login.commandsOver());
    map.put("dataInBytes", login.dataInBytes());
    map.put("dataOutBytes", login.dataOutBytes());
    return map;
  }

  /** Everything that a port counted, by words. */
  static Map<String, Long> counts(FcTargetStatus target) {
    Map<String, Long> counts = new LinkedHashMap<>();
    target.counters().forEach((counter, value) -> counts.put(StatusView.words(counter), value));
    target
        .exchangeCounters()
        .forEach((counter, value) -> counts.put("exchanges: " + StatusView.words(counter), value));
    counts.put("bad frames", target.badFrames());
    return counts;
  }

  private static String address(int portId) {
    return String.format(Locale.ROOT, "%06x", portId);
  }

  /** What is in force of what PRLI agrees about. */
  private static String words(int serviceParameters) {
    FcpServiceParameters agreed = new FcpServiceParameters(serviceParameters);
    List<String> words = new ArrayList<>();
    add(words, agreed, FcpServiceParameters.RETRY, "retry");
    add(words, agreed, FcpServiceParameters.REC_SUPPORT, "rec");
    add(words, agreed, FcpServiceParameters.CONFIRMED_COMPLETION, "conf");
    add(words, agreed, FcpServiceParameters.WRITE_TRANSFER_READY_DISABLED, "first burst");
    return words.isEmpty() ? "-" : String.join(", ", words);
  }

  private static void add(List<String> words, FcpServiceParameters agreed, int flag, String word) {
    if (agreed.has(flag)) {
      words.add(word);
    }
  }
}
