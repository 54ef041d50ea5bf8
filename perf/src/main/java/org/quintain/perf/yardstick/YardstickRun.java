// SPDX-License-Identifier: Apache-2.0
package org.quintain.perf.yardstick;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.ToDoubleFunction;
import org.apache.commons.math3.stat.descriptive.rank.Median;
import org.jspecify.annotations.Nullable;
import org.quintain.perf.load.LoadException;

/**
 * Takes turns: every party does every workload once in a round, one after another, so that a
 * machine that slows down slows all; medians of the rounds are stated, and ratios of medians. A
 * first round warms everything up and does not count.
 */
public final class YardstickRun {
  private static final int IDLE_SESSIONS = 1000;
  private static final int LOGIN_WARM_UP_TURNS = 5;
  private static final double LOGINS_WANTED = 3000;
  private static final double IDLE_MIB_WANTED = 512;

  private final Party ours;
  private final Party peer;
  private final Party echo;
  private final @Nullable Party polling;
  private final @Nullable Party idle;
  private final int rounds;
  private final long turnNs;
  private final Consumer<String> out;
  private final Consumer<String> progress;

  /** One line of the plan, and what its turns brought, by party. */
  private static final class Row {
    final Goals goals;
    final boolean inFile;
    final List<Party> parties;
    final Map<String, List<Turn>> turns = new LinkedHashMap<>();

    Row(Goals goals, boolean inFile, List<Party> parties) {
      this.goals = goals;
      this.inFile = inFile;
      this.parties = parties;
    }

    double median(Party party, ToDoubleFunction<Turn> figure) {
      List<Turn> of = turns.get(party.name());
      return of == null
          ? Double.NaN
          : new Median().evaluate(of.stream().mapToDouble(figure).toArray());
    }
  }

  /**
   * Prepares a run.
   *
   * @param polling our target where it never sleeps, if that is measured
   * @param idle our target without a disk in memory, whose memory is looked at
   * @param turnNs how long one turn is measured
   * @param out takes the lines of the report
   * @param progress is told what is under way
   */
  public YardstickRun(
      Party ours,
      Party peer,
      Party echo,
      @Nullable Party polling,
      @Nullable Party idle,
      int rounds,
      long turnNs,
      Consumer<String> out,
      Consumer<String> progress) {
    this.ours = ours;
    this.peer = peer;
    this.echo = echo;
    this.polling = polling;
    this.idle = idle;
    this.rounds = rounds;
    this.turnNs = turnNs;
    this.out = out;
    this.progress = progress;
  }

  /**
   * Measures and reports everything.
   *
   * @throws IOException when a party cannot be reached, or fails
   * @throws LoadException when a party's process cannot be looked at
   */
  public void run() throws IOException, LoadException {
    List<Row> rows = plan();
    for (int round = 0; round <= rounds; round++) {
      for (Row row : rows) {
        for (Party party : row.parties) {
          progress.accept("round " + round + " of " + rounds + ": " + row.goals.name());
          Turn turn = turn(row, party);
          if (round > 0) {
            row.turns.computeIfAbsent(party.name(), name -> new ArrayList<>()).add(turn);
          }
        }
      }
    }
    report(rows);
    reportSessions();
  }

  private List<Row> plan() {
    Party never = polling;
    List<Party> all = never == null ? List.of(ours, peer, echo) : List.of(ours, never, peer, echo);
    List<Party> three = List.of(ours, peer, echo);
    List<Party> two = List.of(ours, peer);
    List<Row> rows = new ArrayList<>();
    for (Goals goals : Goals.ALL) {
      List<Party> parties = goals.inFile() ? two : goals.isPolled() ? all : three;
      rows.add(new Row(goals, goals.inFile(), parties));
    }
    return rows;
  }

  private Turn turn(Row row, Party party) throws IOException, LoadException {
    Workload workload = row.goals.workload();
    party.run(true);
    try {
      LeanClient client =
          new LeanClient(party.wire(workload, row.inFile, 1), workload, party.cpuNs());
      return client.run(party.port(), turnNs / 2, turnNs);
    } finally {
      party.run(false);
    }
  }

  private void report(List<Row> rows) {
    out.accept("| workload | figure | quintain | tgtd | echo | of tgtd | of echo | wanted | |");
    out.accept("| --- | --- | ---: | ---: | ---: | ---: | ---: | --- | --- |");
    for (Row row : rows) {
      Goals goals = row.goals;
      double iops = row.median(ours, Turn::iops);
      double peerIops = row.median(peer, Turn::iops);
      double echoIops = row.median(echo, Turn::iops);
      boolean iopsMet = iops >= goals.ofPeer() * peerIops && !(iops < goals.ofEcho() * echoIops);
      line(goals.name(), "IOPS", new double[] {iops, peerIops, echoIops}, 0, goals.text(), iopsMet);
      double cpu = row.median(ours, Turn::targetCpuUs);
      double peerCpu = row.median(peer, Turn::targetCpuUs);
      line(
          "",
          "µs of CPU per I/O",
          new double[] {cpu, peerCpu, row.median(echo, Turn::targetCpuUs)},
          2,
          goals.cpuText(),
          !(goals.cpuOfPeer() > 0 && cpu > goals.cpuOfPeer() * peerCpu));
      double[] tail = new double[3];
      tail[0] = row.median(ours, Turn::p999Us);
      tail[1] = row.median(peer, Turn::p999Us);
      tail[2] = row.median(echo, Turn::p999Us);
      double peerMedian = row.median(peer, Turn::medianUs);
      line(
          "",
          "p99.9, µs",
          tail,
          0,
          goals.tailText(peerMedian),
          goals.isTailMet(tail[0], peerMedian));
      Party never = polling;
      if (never != null && row.turns.containsKey(never.name())) {
        double polled = row.median(never, Turn::iops);
        line(
            "",
            "IOPS, busy-polling",
            new double[] {polled, peerIops, echoIops},
            0,
            goals.polledText(),
            goals.isPolledMet(polled, iops, peerIops));
      }
    }
  }

  private void line(
      String name, String figure, double[] of, int digits, String wanted, boolean met) {
    out.accept(
        "| "
            + name
            + " | "
            + figure
            + " | "
            + Goals.number(of[0], digits)
            + " | "
            + Goals.number(of[1], digits)
            + " | "
            + Goals.number(of[2], digits)
            + " | "
            + Goals.number(of[0] / of[1], 2)
            + " | "
            + Goals.number(of[0] / of[2], 2)
            + " | "
            + wanted
            + " | "
            + (wanted.isEmpty() ? "" : met ? "met" : "missed")
            + " |");
  }

  private void reportSessions() throws IOException {
    double[] own = new double[rounds];
    double[] peers = new double[rounds];
    Sessions.loginsPerSecond(ours, LOGIN_WARM_UP_TURNS * turnNs);
    for (int round = 0; round < rounds; round++) {
      progress.accept("logins");
      own[round] = Sessions.loginsPerSecond(ours, turnNs);
      peers[round] = Sessions.loginsPerSecond(peer, turnNs);
    }
    double logins = new Median().evaluate(own);
    line(
        "logins and logouts",
        "in a second",
        new double[] {logins, new Median().evaluate(peers), Double.NaN},
        0,
        "more than 3,000",
        logins > LOGINS_WANTED);
    Party quiet = idle;
    if (quiet != null) {
      progress.accept("idle sessions");
      double alone = Sessions.residentMiB(quiet.pid());
      double with = Sessions.memoryMiBWith(quiet, IDLE_SESSIONS);
      line(
          "1,000 idle sessions (" + Goals.number(alone, 0) + " MiB without)",
          "MiB resident",
          new double[] {with, Sessions.memoryMiBWith(peer, IDLE_SESSIONS), Double.NaN},
          0,
          "less than 512",
          with < IDLE_MIB_WANTED);
    }
  }
}
