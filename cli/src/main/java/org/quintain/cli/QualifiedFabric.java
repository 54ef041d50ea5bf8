// SPDX-License-Identifier: Apache-2.0
package org.quintain.cli;

import java.util.Collections;
import java.util.List;
import java.util.SortedMap;

/**
 * One fabric that {@code quintain qualify} runs on.
 *
 * @param name what the report calls it
 * @param url where its logical unit is
 * @param description one line for the reader
 * @param job the load, as a fio job file
 * @param settings what the fabric is told when the suite opens it
 */
record QualifiedFabric(
    String name, String url, String description, String job, SortedMap<String, String> settings) {
  private static final SortedMap<String, String> NO_SETTINGS = Collections.emptySortedMap();

  private static final String TIMED =
      """
      [global]
      bs=4k
      iodepth=32
      norandommap
      time_based
      ramp_time=1
      runtime=3
      [randread]
      rw=randread
      [randwrite]
      stonewall
      rw=randwrite
      """;

  /** Virtual time has no warming up, and a second of it is long. */
  private static final String COUNTED =
      """
      [global]
      bs=4k
      iodepth=32
      norandommap
      number_ios=16000
      loops=100
      [randread]
      rw=randread
      [randwrite]
      stonewall
      rw=randwrite
      """;

  /** SRP on loopback, where the file is served so at {@code url}. */
  static QualifiedFabric overRoce(String url) {
    return new QualifiedFabric(
        "srp over RoCEv2",
        url,
        "SRP over RoCEv2 by UDP on loopback to the same file, all in this process.",
        TIMED,
        NO_SETTINGS);
  }

  /**
   * Every fabric that there is everywhere, the one without a wire first; {@code tcpUrl} is the file
   * that is served on loopback.
   */
  static List<QualifiedFabric> all(String tcpUrl) {
    return List.of(
        new QualifiedFabric(
            "direct",
            "direct:",
            "In process, no wire, memory behind it: the engine alone.",
            TIMED,
            NO_SETTINGS),
        new QualifiedFabric(
            "sim:iscsi",
            "sim:iscsi",
            "iSCSI over simulated TCP to simulated disks, in virtual time.",
            COUNTED,
            NO_SETTINGS),
        new QualifiedFabric(
            "sim:fc",
            "sim:fc",
            "FCP through two simulated Fibre Channel switches to simulated disks, in virtual time.",
            COUNTED,
            NO_SETTINGS),
        new QualifiedFabric(
            "sim:srp",
            "sim:srp",
            "SRP over a simulated InfiniBand subnet to simulated disks, in virtual time.",
            COUNTED,
            NO_SETTINGS),
        new QualifiedFabric(
            "iscsi over TCP",
            tcpUrl,
            "iSCSI over real TCP on loopback to a served file, all in this process.",
            TIMED,
            ServedFile.notes()));
  }
}
