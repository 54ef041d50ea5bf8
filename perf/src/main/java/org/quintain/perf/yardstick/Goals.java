// SPDX-License-Identifier: Apache-2.0
package org.quintain.perf.yardstick;

import java.util.List;
import java.util.Locale;

/**
 * A workload and what is wanted of our target in it, as ratios; 0 where nothing is wanted.
 *
 * @param workload what is done
 * @param inFile whether on the disk in a file, else on that in memory
 * @param ofPeer how many times the peer's IOPS
 * @param ofEcho what share of the bare echo's
 * @param cpuOfPeer at most what share of the peer's processor time for each I/O
 * @param isTailWanted whether our 99.9th percentile is to be below the peer's median
 * @param polledOfPeer how many times the peer's IOPS where our target never sleeps
 * @param polledOfSleeping how many times those of our target where it sleeps
 */
record Goals(
    Workload workload,
    boolean inFile,
    double ofPeer,
    double ofEcho,
    double cpuOfPeer,
    boolean isTailWanted,
    double polledOfPeer,
    double polledOfSleeping) {
  private static final int PAGE = 4096;
  private static final int LARGE = 256 << 10;

  /** The plan of a run. */
  static final List<Goals> ALL =
      List.of(
          new Goals(new Workload(false, true, PAGE, 1), false, 0, 0.9, 0, false, 0, 2),
          new Goals(new Workload(false, true, PAGE, 1, true), false, 0, 0, 0, false, 0, 2),
          new Goals(new Workload(false, true, PAGE, 32), false, 6, 0.8, 1 / 8.0, true, 10, 0),
          new Goals(new Workload(false, true, PAGE, 128), false, 10, 0.8, 0.1, false, 0, 0),
          new Goals(new Workload(true, true, PAGE, 32), false, 5, 0, 0, false, 0, 0),
          new Goals(new Workload(false, true, PAGE, 32), true, 5, 0, 0, false, 0, 0),
          new Goals(new Workload(true, true, PAGE, 32), true, 0, 0, 0, false, 0, 0),
          new Goals(new Workload(false, false, LARGE, 8), false, 0, 0.8, 0, false, 0, 0),
          new Goals(new Workload(true, false, LARGE, 8), false, 0, 0.8, 0, false, 0, 0));

  String name() {
    return workload.name() + (inFile ? ", file" : "");
  }

  boolean isPolled() {
    return polledOfPeer > 0 || polledOfSleeping > 0;
  }

  String text() {
    String first = ofPeer > 0 ? number(ofPeer, 0) + " × tgtd" : "";
    String second = ofEcho > 0 ? number(ofEcho, 1) + " × echo" : "";
    return first + (first.isEmpty() || second.isEmpty() ? "" : ", ") + second;
  }

  String cpuText() {
    return cpuOfPeer > 0 ? "1/" + number(1 / cpuOfPeer, 0) + " of tgtd" : "";
  }

  String tailText(double peerMedianUs) {
    return isTailWanted ? "below tgtd's median, " + number(peerMedianUs, 0) : "";
  }

  boolean isTailMet(double tailUs, double peerMedianUs) {
    return tailUs < peerMedianUs;
  }

  String polledText() {
    return polledOfPeer > 0
        ? number(polledOfPeer, 0) + " × tgtd"
        : number(polledOfSleeping, 0) + " × sleeping";
  }

  boolean isPolledMet(double polled, double sleeping, double peer) {
    return polled >= polledOfPeer * peer && polled >= polledOfSleeping * sleeping;
  }

  /** A number for a table, nothing where there is none. */
  static String number(double value, int digits) {
    return Double.isFinite(value) ? String.format(Locale.ROOT, "%,." + digits + "f", value) : "";
  }
}
